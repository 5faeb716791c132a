"""What is free in a window of time, unit by unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from bookings.choices import ResourceKind
from bookings.models import Booking, Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, fetch_planned, kept

from .ledger import buffers_of
from .locks import which_units
from .needs import BUFFERED_KINDS, Need, allocatable
from .occupancy import on_these
from .placing import TRAVELLING_KINDS
from .shifts import Shift
from .spans import Span

# Buffers belong to what is free: a window with its set-up must fit. Kinds without buffers ask for the bare window,
# those that travel for the whole one.
_AVAILABLE = """
SELECT r.id, r.kind, r.code, r.name, r."group", r.skills, r.capacity, r.lanes, busy.lanes
FROM bookings_resource r
LEFT JOIN (
    SELECT a.resource_id, array_agg(DISTINCT a.lane) AS lanes
    FROM bookings_allocation a
    WHERE {these}
      AND a.during && tstzrange(%(start)s, %(end)s, '[)')
      AND a.state IN ('held', 'confirmed')
      AND a.booking_id IS DISTINCT FROM %(booking)s::bigint
      AND (a.during && tstzrange(%(bare_start)s, %(bare_end)s, '[)') OR a.resource_id <> ALL(%(bare)s::bigint[]))
      AND (a.during && tstzrange(%(near_start)s, %(near_end)s, '[)') OR a.resource_id = ANY(%(travelling)s::bigint[]))
    GROUP BY a.resource_id
) busy ON busy.resource_id = r.id
WHERE r.id = ANY(%(ids)s::bigint[])
ORDER BY r.kind, r.name, r.id
"""


@dataclass(frozen=True, slots=True)
class ResourceAvailability:
    """One resource in a window; ``free`` of ``lanes`` can still be taken."""

    id: int
    kind: ResourceKind
    code: str
    name: str
    group: str
    skills: tuple[str, ...]
    capacity: int | None
    lanes: int
    free: int

    @property
    def is_free(self) -> bool:
        return self.free > 0


def availability(
    office: Office,
    start: datetime,
    end: datetime,
    *,
    needs: Iterable[Need] | None = None,
    exclude_booking: Booking | int | None = None,
    away: bool = False,
) -> list[ResourceAvailability]:
    """Every usable resource of the office (or those that may answer ``needs``) and how many lanes are free.

    A set is free when all its parts are, a person within his hours; ``away``: with the way to the agency's place.
    Two queries, whatever the size of the calendar. Raises ValueError when the window ends before it starts.
    """
    if end <= start:
        raise ValueError("a window ends after it starts")
    found = _units().all(office=office.pk) if needs is None else list(_units_for(office, needs))
    if not found:
        return []
    buffers = buffers_of(office)
    travel = buffers.travel if away else timedelta(0)
    ids = [pk for pk, _kind, _kit, _hours in found]
    these, units = on_these(ids, "a")
    rows = fetch_planned(
        _AVAILABLE.format(these=these.replace("%s", "%(units)s")),
        {
            "units": units,
            "ids": ids,
            "start": start - buffers.before - travel,
            "end": end + buffers.after + travel,
            "near_start": start - buffers.before,
            "near_end": end + buffers.after,
            "bare_start": start,
            "bare_end": end,
            "bare": [pk for pk, kind, _kit, _hours in found if kind not in BUFFERED_KINDS],
            "travelling": [pk for pk, kind, _kit, _hours in found if kind in TRAVELLING_KINDS],
            "booking": exclude_booking.pk if isinstance(exclude_booking, Booking) else exclude_booking or 0,
        },
    )
    span = Span(start, end)
    shifts = {pk: shift for pk, _kind, _kit, hours in found if (shift := Shift.of(hours, office.tz)) is not None}
    taken = {pk: sum(1 for lane in busy or () if lane <= lanes) for pk, *_, lanes, busy in rows}
    free = {pk: max(0, lanes - taken[pk]) for pk, *_, lanes, _busy in rows}
    free |= {pk: 0 for pk, shift in shifts.items() if not shift.covers(span)}
    for pk, _kind, kit_id, _hours in found:
        if kit_id in free and not free[pk]:
            free[kit_id] = 0
    return [
        ResourceAvailability(pk, ResourceKind(kind), code, name, group, tuple(skills), capacity, lanes, free=free[pk])
        for pk, kind, code, name, group, skills, capacity, lanes, _busy in rows
    ]


@kept
def _units() -> QuerySet[Resource, tuple[int, str, int | None, Any]]:
    return _told(Resource.objects.usable().filter(office=Given("office")))


def _units_for(office: Office, needs: Iterable[Need]) -> QuerySet[Resource, tuple[int, str, int | None, Any]]:
    wanted = which_units(allocatable(needs))
    return _told(Resource.objects.usable().filter(wanted, office=office) if wanted else Resource.objects.none())


def _told(resources: QuerySet[Resource]) -> QuerySet[Resource, tuple[int, str, int | None, Any]]:
    return resources.order_by().values_list("pk", "kind", "kit_id", "working_hours")
