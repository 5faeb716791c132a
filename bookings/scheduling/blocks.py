"""Maintenance and leave as pages and rules read them: whose they are, and what stands in their way."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bookings.choices import Purpose, ResourceKind
from bookings.models import Allocation, Block, Booking, Resource
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .days import WEEK
from .ledger import as_range
from .permissions import keeps_leave, keeps_things
from .spans import Span

LONGEST = dt.timedelta(days=366)
"""How far ahead a block may reach, and how long a series goes on."""


def purpose_of(resource: Resource) -> Purpose:
    """A person is on leave, a thing is in maintenance."""
    return Purpose.LEAVE if resource.kind == ResourceKind.PERSON else Purpose.MAINTENANCE


def weekly(first: Span, until: dt.date | None, tz: ZoneInfo) -> list[Span]:
    """The first span, and the same local hours each week up to the date ``until``."""
    start, end = first.start.astimezone(tz), first.end.astimezone(tz)
    found = [first]
    while until is not None:
        days = dt.timedelta(days=WEEK * len(found))
        if (start + days).date() > until:
            break
        # Adding to a local moment keeps the wall clock, whatever the zone does in between.
        found.append(Span((start + days).astimezone(dt.UTC), (end + days).astimezone(dt.UTC)))
    return found


def own_resources(actor: Actor, office: Office) -> list[Resource]:
    """The reader himself, as what can be assigned to events; one query."""
    if actor.user is None:
        return []
    return list(_active(office).filter(kind=ResourceKind.PERSON, user=actor.user))


def kept_resources(actor: Actor, office: Office) -> QuerySet[Resource]:
    """What the reader may take out of use for the office: things, people, or both."""
    kinds = Q(pk__in=())
    if keeps_things(actor, office):
        kinds |= ~Q(kind=ResourceKind.PERSON)
    if keeps_leave(actor, office):
        kinds |= Q(kind=ResourceKind.PERSON)
    return _active(office).filter(kinds)


def in_the_way(resource: Resource, spans: Iterable[Span], *, at: dt.datetime) -> list[Allocation]:
    """What stands on a resource in some spans from now on, with its case; one query."""
    touched = Q(pk__in=())
    for span in spans:
        if span.end > at:
            touched |= Q(during__overlap=as_range(Span(max(span.start, at), span.end)))
    rows = Allocation.objects.filter(touched, resource=resource, state__in=LIVE_STATES)
    return list(rows.select_related("resource", "booking__agency", "session").order_by("during", "pk"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A block that is not over; ``left`` are the events that still stand in it."""

    block: Block
    left: tuple[Allocation, ...]


def standing_blocks(resources: Collection[Resource], *, at: dt.datetime) -> list[Standing]:
    """The blocks of some resources that are not over, the next first; two queries."""
    found = Block.objects.standing(at=at).filter(resource__in=[each.pk for each in resources])
    blocks = list(found.select_related("resource", "made_by").order_by("starts_at", "resource__name", "pk"))
    if not blocks:
        return []
    last = max(block.ends_at for block in blocks)
    rows = (
        Allocation.objects.filter(
            resource__in={block.resource_id for block in blocks},
            state__in=LIVE_STATES,
            during__overlap=as_range(Span(at, last)),
            booking__isnull=False,
            purpose__in=(Purpose.EVENT, Purpose.TRIAL),
        )
        .select_related("booking", "session")
        .order_by("during", "pk")
    )
    left = list(rows)
    return [
        Standing(
            block,
            tuple(
                row
                for row in left
                if row.resource_id == block.resource_id
                and row.during.lower < block.ends_at
                and row.during.upper > block.starts_at
            ),
        )
        for block in blocks
    ]


def visible_ids(rows: Sequence[Allocation], actor: Actor) -> set[int]:
    """Those of the rows' cases that the reader may see; at most one query."""
    ids = {row.booking_id for row in rows if row.booking_id is not None}
    if not ids:
        return set()
    return set(Booking.objects.filter(pk__in=ids).visible_to(actor).values_list("pk", flat=True))


def _active(office: Office) -> QuerySet[Resource]:
    return Resource.objects.filter(office=office, is_active=True).order_by("kind", "name", "pk")
