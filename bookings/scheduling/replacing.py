"""Which units could take over from those that serve a case: alike, and really free all that time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from bookings.choices import Purpose, ResourceKind
from bookings.models import Allocation, Booking, Resource
from bookings.models.resource import LIVE_STATES

from .ledger import allocations_of, live_rows, office_needs, span_of
from .needs import Need
from .occupancy import Occupancy, read_occupancy
from .shifts import Shift
from .spans import Span

SWAPPED_KINDS = (ResourceKind.PERSON, ResourceKind.EQUIPMENT)
"""Rooms and accounts stand in letters and links: another of them is a new time's question, or the meeting's."""


@dataclass(frozen=True, slots=True)
class Replaceable:
    """One unit's work in one session, and who or what could do it instead."""

    allocation: Allocation
    substitutes: tuple[Resource, ...]


def replaceable_units(booking: Booking, *, at: datetime, kinds: Collection[str] = SWAPPED_KINDS) -> list[Replaceable]:
    """What of a case can be swapped, in the order of its sessions; four queries."""
    rows = live_rows(booking)
    works = list(
        coming_work(booking, at=at, kinds=kinds)
        .select_related("resource", "session")
        .order_by("session__number", "resource__kind", "resource__name", "pk")
    )
    if not works:
        return []
    needs = {need.index: need for need in office_needs(booking)}
    units = list(Resource.objects.usable().filter(office=booking.office, kind__in=kinds).order_by("name", "pk"))
    spans = {work.pk: [span for row in rows_of_work(work, rows, at=at) for span in (_rest(row, at),)] for work in works}
    others = read_occupancy([unit.pk for unit in units], [span for each in spans.values() for span in each])
    serving = {(work.session_id, work.resource_id) for work in works}
    return [
        Replaceable(
            work,
            tuple(
                unit
                for unit in units
                if (work.session_id, unit.pk) not in serving
                and is_alike(unit, work.resource, needs.get(work.need if work.need is not None else -1))
                and is_on_duty(unit, span_of(work), booking)
                and free_lane(unit, spans[work.pk], others) is not None
            ),
        )
        for work in works
    ]


def has_coming_work(booking: Booking, *, at: datetime) -> bool:
    """Whether ``coming_work`` has anything, from the allocations of the case: one query, one a page."""
    return any(
        row.purpose == Purpose.EVENT and row.resource.kind in SWAPPED_KINDS and span_of(row).end > at
        for row in allocations_of(booking)
    )


def coming_work(booking: Booking, *, at: datetime, kinds: Collection[str] = SWAPPED_KINDS) -> QuerySet[Allocation]:
    """What of a case can be swapped, whether or not anything could take its place."""
    return Allocation.objects.filter(
        booking=booking,
        state__in=LIVE_STATES,
        purpose=Purpose.EVENT,
        resource__kind__in=kinds,
        during__endswith__gt=at,
    )


def rows_of_work(work: Allocation, rows: Collection[Allocation], *, at: datetime) -> list[Allocation]:
    """Event, buffers, travel and trial of one unit for one need of one session, as far as they are not over."""
    return [
        row
        for row in rows
        if row.resource_id == work.resource_id
        and row.lane == work.lane
        and row.session_id == work.session_id
        and row.need == work.need
        and span_of(row).end > at
    ]


def is_alike(unit: Resource, current: Resource, need: Need | None) -> bool:
    """Of the same kind and, for equipment, the same group; with the skill that was asked for."""
    return (
        unit.kind == current.kind
        and unit.office_id == current.office_id
        and (unit.kind != ResourceKind.EQUIPMENT or unit.group == current.group)
        and (need is None or not need.skill or need.skill in unit.skills)
    )


def is_on_duty(unit: Resource, span: Span, booking: Booking) -> bool:
    """Whether the span lies in the person's hours; to a leader's event somebody may be called at any hour."""
    shift = Shift.of(unit.working_hours, booking.office.tz)
    return shift is None or booking.leader_confirmed or shift.covers(span)


def free_lane(unit: Resource, spans: Collection[Span], others: Occupancy) -> int | None:
    """The first lane on which all spans are free."""
    lanes = range(1, unit.lanes + 1)
    return next((lane for lane in lanes if all(others.is_free(unit.pk, lane, span) for span in spans)), None)


def _rest(row: Allocation, at: datetime) -> Span:
    span = span_of(row)
    return Span(max(span.start, at), span.end)
