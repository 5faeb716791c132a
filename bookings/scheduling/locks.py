"""Row locks on resources, always in the order of their ids.

Order of locks in a transaction: bookings by id, then resources by id, in one statement each. What only takes locks
the units it may take; what also frees locks the whole office, because it hands the freed time on to cases that wait,
and must not miss one that joins the list at the same moment.

FOR NO KEY UPDATE excludes every other scheduling write, yet not the foreign keys of plain inserts, so a form of the
admin never waits for a lock that it does not need.
"""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office

from .needs import Need
from .placing import Unit
from .shifts import Shift


def lock_units(office: Office, needs: Iterable[Need], *, also: Collection[int] = ()) -> dict[int, Unit]:
    """Lock every usable unit that may answer a need, and ``also`` those of these ids."""
    wanted = which_units(needs)
    if also:
        wanted |= Q(pk__in=set(also))
    return _locked(Resource.objects.usable().filter(wanted, office=office), office) if wanted else {}


def lock_office(office: Office) -> dict[int, Unit]:
    """Lock every usable unit of the office; for whatever frees time."""
    return _locked(Resource.objects.usable().filter(office=office), office)


def which_units(needs: Iterable[Need]) -> Q:
    """The units that may answer at least one of the needs; empty when there is no need."""
    wanted = Q()
    for need in needs:
        if need.resource_id is not None:
            wanted |= Q(pk=need.resource_id)
            if need.is_kit:
                wanted |= Q(kit=need.resource_id)
            continue
        pool = Q(kind=need.kind)
        if need.group:
            pool &= Q(group=need.group)
        if need.skill:
            pool &= Q(skills__contains=[need.skill])
        wanted |= pool
    return wanted


def read_units(resources: QuerySet[Resource], office: Office) -> dict[int, Unit]:
    """What placing knows of resources of an office; one query."""
    rows = resources.order_by("pk").values_list(
        "pk", "kind", "name", "group", "skills", "capacity", "lanes", "kit_id", "working_hours"
    )
    tz = office.tz
    return {
        pk: Unit(pk, ResourceKind(kind), name, group, frozenset(skills), capacity, lanes, kit_id, Shift.of(hours, tz))
        for pk, kind, name, group, skills, capacity, lanes, kit_id, hours in rows
    }


def _locked(resources: QuerySet[Resource], office: Office) -> dict[int, Unit]:
    return read_units(resources.select_for_update(no_key=True), office)
