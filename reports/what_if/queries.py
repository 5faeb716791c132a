"""Reading a period for its replay: eight statements at most, whatever the number of sessions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.choices import Decision, Purpose, ResourceKind, SessionStatus
from bookings.errors import Incomplete
from bookings.models import Booking, Event, ImportedRow, Resource, Session
from bookings.scheduling.ledger import buffers_of, sitting_of
from bookings.scheduling.locks import read_units
from bookings.scheduling.needs import Need, allocatable, needs_of
from bookings.scheduling.occupancy import int_multirange
from bookings.scheduling.placing import Placement, Unit
from bookings.scheduling.spans import MICROSECONDS, Span, span_read
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import fetch
from vidcon_portal.procedures.choices import Action

from ..periods import Period
from ..served import was_served
from .replay import Item, Means, Taken

MOST = 5000
"""Sessions; more than that are replayed in shorter stretches."""

MARGIN = timedelta(days=1)
"""Set-up, travel and trials of a session may lie outside the period."""

MOVED_WITHIN = timedelta(days=62)
"""How far an alternative may lie from what was asked for."""

# The expressions are those of the constraint allocation_never_overlaps, so its GiST index answers.
_READ = f"""
SELECT session_id, need, purpose, resource_id, lane,
       {MICROSECONDS.format("lower(during)")}, {MICROSECONDS.format("upper(during)")}
FROM bookings_allocation
WHERE int8range(resource_id, resource_id, '[]') && %s::int8multirange
  AND during && tstzrange(%s, %s)
  AND state IN ('held', 'confirmed')
ORDER BY resource_id, lane, lower(during)
"""  # noqa: S608 - no value is written into it


@dataclass(frozen=True, slots=True)
class Past:
    """What there was: the sessions by key for the page, the same as items, and the means."""

    sessions: dict[int, Session]
    items: tuple[Item, ...]
    means: Means

    @property
    def served(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_served)

    @property
    def refused(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_served and item.key > 0)

    @property
    def moved(self) -> tuple[Item, ...]:
        """Wishes at the time that was asked for first; their key is that of the session, negative."""
        return tuple(item for item in self.items if item.key < 0)

    def span_of(self, key: int) -> Span:
        return next(item.sitting.span for item in self.items if item.key == key)


def session_count(office: Office, period: Period) -> int:
    return _sessions(office, period).count()


def read_past(office: Office, period: Period) -> Past:
    """Everything that the replay asks for. Units that were in use then count, those that are broken now too."""
    sessions = {
        session.pk: session
        for session in _sessions(office, period).select_related("booking__procedure", "booking__agency")[:MOST]
    }
    for session in sessions.values():
        session.booking.office = office  # known; placing asks for its zone and place
    units = read_units(Resource.objects.filter(office=office), office)
    usable = set(Resource.objects.usable().filter(office=office).values_list("pk", flat=True))
    span = period.span(office.tz)
    had: dict[int, list[Placement]] = defaultdict(list)
    taken: dict[int, list[Taken]] = defaultdict(list)
    standing: list[Taken] = []
    used: set[int] = set()
    rows = fetch(_READ, [int_multirange(units), span.start - MARGIN, span.end + MARGIN]) if units else []
    for key, need, purpose, unit, lane, start, end in rows:
        row = (unit, lane, span_read(start, end))
        if key not in sessions:
            standing.append(row)
            continue
        used.add(unit)
        taken[key].append(row)
        if purpose == Purpose.EVENT:
            had[key].append(Placement(key, -1 - len(had[key]) if need is None else need, unit, lane))
    means = Means(
        {key: unit for key, unit in units.items() if key in usable | used}, buffers_of(office), tuple(standing)
    )
    typed = set(ImportedRow.objects.filter(booking__sessions__in=sessions).values_list("booking_id", flat=True))
    items = [
        _item(session, had[key], taken[key], units, is_typed=session.booking_id in typed)
        for key, session in sessions.items()
    ]
    wishes = _first_wishes(office, period)
    items += [_wish(session, span, units) for session, span in wishes]
    return Past(sessions | {-session.pk: session for session, _span in wishes}, tuple(items), means)


def _sessions(office: Office, period: Period) -> QuerySet[Session]:
    span = period.span(office.tz)
    refused = Q(booking__decision__in=(Decision.REFUSED, Decision.FULL)) & ~Q(status=SessionStatus.CANCELLED)
    return Session.objects.filter(
        was_served() | refused, booking__office=office, starts_at__gte=span.start, starts_at__lt=span.end
    ).order_by("starts_at", "pk")


def _first_wishes(office: Office, period: Period) -> list[tuple[Session, Span]]:
    """Sessions that were served at another time than asked for, because the agency took an alternative; two statements.

    What was asked for stands in the trail of the submission, session by session.
    """
    span = period.span(office.tz)
    near = Session.objects.filter(
        Exists(Event.objects.filter(booking=OuterRef("booking"), action=Action.CHOOSE)),
        booking__office=office,
        starts_at__gte=span.start - MOVED_WITHIN,
        starts_at__lt=span.end + MOVED_WITHIN,
    )
    sessions = list(near.select_related("booking__procedure", "booking__agency").order_by("starts_at", "pk")[:MOST])
    told = Event.objects.filter(booking__in={each.booking_id for each in sessions}, action=Action.SUBMIT)
    first: dict[int, list[dict[str, str]]] = {}
    for booking, data in told.order_by("-number").values_list("booking_id", "data"):
        first[booking] = data.get("sessions") or []
    wishes = []
    for session in sessions:
        session.booking.office = office
        asked = first.get(session.booking_id, [])
        if session.number > len(asked):
            continue
        line = asked[session.number - 1]
        wish = Span(datetime.fromisoformat(line["starts_at"]), datetime.fromisoformat(line["ends_at"]))
        if span.start <= wish.start < span.end and wish.start != session.starts_at:
            wishes.append((session, wish))
    return wishes


def _wish(session: Session, span: Span, units: dict[int, Unit]) -> Item:
    """The session at the time that was asked for first, as if it had been refused."""
    item = _item(session, [], [], units, is_typed=False)
    needs = tuple(_any_fitting(need, units) for need in _asked(session.booking, is_typed=False))
    sitting = sitting_of(session.booking, -session.pk, span, session.place, needs)
    return replace(item, key=-session.pk, sitting=sitting, needs=needs, is_served=False)


def _item(
    session: Session, had: list[Placement], taken: list[Taken], units: dict[int, Unit], *, is_typed: bool
) -> Item:
    booking = session.booking
    is_served = booking.decision not in (Decision.REFUSED, Decision.FULL)
    asked = _asked(booking, is_typed=is_typed)
    if is_served:
        asked = _as_given(asked, had, units)
    needs = tuple(_any_fitting(need, units) for need in asked)
    leader = booking.leader_rank if booking.leader_confirmed and booking.leader_rank else 1000
    submitted = (booking.submitted_at or booking.created_at).timestamp()
    limit = booking.procedure.max_concurrent_events if booking.procedure else None
    return Item(
        key=session.pk,
        rank=(leader, submitted, session.pk),
        sitting=sitting_of(booking, session.pk, Span(session.starts_at, session.ends_at), session.place, needs),
        needs=needs,
        had=tuple(had),
        taken=tuple(taken),
        is_served=is_served,
        limit=limit,
    )


def _asked(booking: Booking, *, is_typed: bool) -> tuple[Need, ...]:
    """What was asked of the office; what was only recorded afterwards asked for nothing but what it had."""
    if is_typed:
        return ()
    try:
        return allocatable(needs_of(booking, booking.procedure))
    except Incomplete:
        return ()


def _as_given(asked: Iterable[Need], had: Iterable[Placement], units: dict[int, Unit]) -> tuple[Need, ...]:
    """Required is what was really given: nobody would have missed more. What no need explains becomes one.

    A required need of which nothing was given was met in another way (the agency's own account): it asks for nothing.
    """
    given: dict[int, list[Placement]] = {}
    for placement in had:
        given.setdefault(placement.need, []).append(placement)
    needs = [
        need if need.is_kit else replace(need, required=min(need.required, len(given.get(need.index, []))))
        for need in asked
        if need.index in given or not need.required
    ]
    known = {need.index for need in needs}
    for index, placements in given.items():
        if index in known:
            continue
        unit = units[placements[0].unit]
        if unit.kind != ResourceKind.KIT and unit.kit_id is None:
            needs.append(
                Need(index, unit.kind, unit.name, group=unit.group, quantity=len(placements), required=len(placements))
            )
    return tuple(needs)


def _any_fitting(need: Need, units: dict[int, Unit]) -> Need:
    """What was asked for by name may be replaced by what fits; a set is only itself."""
    unit = units.get(need.resource_id or 0)
    if unit is None or need.is_kit:
        return need
    return replace(need, resource_id=None, group=unit.group)
