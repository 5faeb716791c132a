"""What is free in a window of time, unit by unit."""

from collections.abc import Iterable, Mapping
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
_TAKEN = """
SELECT resource_id, array_agg(DISTINCT lane)
FROM bookings_allocation
WHERE {these}
  AND during && tstzrange(%(start)s, %(end)s, '[)')
  AND state IN ('held', 'confirmed')
  AND booking_id IS DISTINCT FROM %(booking)s::bigint
  AND (during && tstzrange(%(bare_start)s, %(bare_end)s, '[)') OR resource_id <> ALL(%(bare)s::bigint[]))
  AND (during && tstzrange(%(near_start)s, %(near_end)s, '[)') OR resource_id = ANY(%(travelling)s::bigint[]))
GROUP BY resource_id
"""

UnitRow = tuple[int, str, str, str, str, list[str], int | None, int, int | None, Any]


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
    ids, kinds = [row[0] for row in found], {row[0]: row[1] for row in found}
    these, units = on_these(ids)
    rows = fetch_planned(
        _TAKEN.format(these=these.replace("%s", "%(units)s")),
        {
            "units": units,
            "start": start - buffers.before - travel,
            "end": end + buffers.after + travel,
            "near_start": start - buffers.before,
            "near_end": end + buffers.after,
            "bare_start": start,
            "bare_end": end,
            "bare": [pk for pk, kind in kinds.items() if kind not in BUFFERED_KINDS],
            "travelling": [pk for pk, kind in kinds.items() if kind in TRAVELLING_KINDS],
            "booking": exclude_booking.pk if isinstance(exclude_booking, Booking) else exclude_booking or 0,
        },
    )
    free = _free_lanes(found, dict(rows), Span(start, end), office)
    return [
        ResourceAvailability(pk, ResourceKind(kind), code, name, group, tuple(skills), capacity, lanes, free=free[pk])
        for pk, kind, code, name, group, skills, capacity, lanes, _kit, _hours in found
    ]


def _free_lanes(units: list[UnitRow], taken: Mapping[int, list[int]], span: Span, office: Office) -> dict[int, int]:
    """By unit how many lanes are free, where ``taken`` are those that are not."""
    free = {}
    for pk, *_rest, lanes, _kit, hours in units:
        shift = Shift.of(hours, office.tz)
        is_here = shift is None or shift.covers(span)
        free[pk] = max(0, lanes - sum(lane <= lanes for lane in taken.get(pk, ()))) if is_here else 0
    for pk, *_rest, kit_id, _hours in units:
        if kit_id in free and not free[pk]:
            free[kit_id] = 0
    return free


@kept
def _units() -> QuerySet[Resource, UnitRow]:
    return _told(Resource.objects.usable().filter(office=Given("office")))


def _units_for(office: Office, needs: Iterable[Need]) -> QuerySet[Resource, UnitRow]:
    wanted = which_units(allocatable(needs))
    return _told(Resource.objects.usable().filter(wanted, office=office) if wanted else Resource.objects.none())


def _told(resources: QuerySet[Resource]) -> QuerySet[Resource, UnitRow]:
    return resources.order_by("kind", "name", "pk").values_list(
        "pk", "kind", "code", "name", "group", "skills", "capacity", "lanes", "kit_id", "working_hours"
    )
