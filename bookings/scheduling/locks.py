"""Row locks on resources, always in the order of their ids.

Order of locks in a transaction: bookings by id, then resources by id, in one statement each, then the letters of an
agency, then the registers that give numbers: the last ones are what everybody waits for. What only takes locks
the units it may take; what also frees locks the whole office, because it hands the freed time on to cases that wait,
and must not miss one that joins the list at the same moment.

FOR NO KEY UPDATE excludes every other scheduling write, yet not the foreign keys of plain inserts, so a form of the
admin never waits for a lock that it does not need.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, is_one_of, kept

from .needs import Need
from .placing import Unit
from .shifts import Shift

UnitRow = tuple[int, str, str, str, list[str], int | None, int, int | None, Any]


def lock_units(office: Office, needs: Collection[Need]) -> dict[int, Unit]:
    """Lock every usable unit that may answer a need."""
    if not needs:
        return {}
    named = [need.resource_id for need in needs if need.resource_id is not None]
    sets = [need.resource_id for need in needs if need.resource_id is not None and need.is_kit]
    pools = frozenset((str(need.kind), need.group, need.skill) for need in needs if need.is_pool)
    return _units_of(_fitting(pools).all(office=office.pk, named=named, sets=sets), office)


@kept
def _fitting(pools: frozenset[tuple[str, str, str]]) -> QuerySet[Resource, UnitRow]:
    wanted = Q(is_one_of("pk", "named")) | Q(is_one_of("kit", "sets"))
    for kind, group, skill in sorted(pools):
        wanted |= _pool(kind, group, skill)
    units = Resource.objects.usable().filter(wanted, office=Given("office"))
    return _unit_rows(units.select_for_update(no_key=True))


def lock_office(office: Office) -> dict[int, Unit]:
    """Lock every usable unit of the office; for whatever frees time."""
    return _units_of(_whole_office().all(office=office.pk), office)


@kept
def _whole_office() -> QuerySet[Resource, UnitRow]:
    return _unit_rows(Resource.objects.usable().filter(office=Given("office")).select_for_update(no_key=True))


def which_units(needs: Iterable[Need]) -> Q:
    """The units that may answer at least one of the needs; empty when there is no need."""
    wanted = Q()
    for need in needs:
        if need.resource_id is not None:
            wanted |= Q(pk=need.resource_id)
            if need.is_kit:
                wanted |= Q(kit=need.resource_id)
            continue
        wanted |= _pool(need.kind, need.group, need.skill)
    return wanted


def _pool(kind: str, group: str, skill: str) -> Q:
    """Any unit of a kind, of a group or with a skill where one is named."""
    pool = Q(kind=kind)
    if group:
        pool &= Q(group=group)
    if skill:
        pool &= Q(skills__contains=[skill])
    return pool


def usable_units(office: Office, needs: Collection[Need]) -> dict[int, Unit]:
    """Every usable unit that may answer a need, without a lock; one query."""
    if not needs:
        return {}
    ids = [need.resource_id for need in needs if need.resource_id is not None]
    kinds = list({str(need.kind) for need in needs if need.resource_id is None})
    found = _units_of(_perhaps().all(office=office.pk, kinds=kinds, ids=ids, sets=ids), office)
    return {pk: unit for pk, unit in found.items() if any(unit.answers(need) for need in needs)}


@kept
def _perhaps() -> QuerySet[Resource, UnitRow]:
    """Of the kinds or ids of the needs; what they really answer is asked in memory."""
    wanted = Q(is_one_of("kind", "kinds")) | Q(is_one_of("pk", "ids")) | Q(is_one_of("kit", "sets"))
    return _unit_rows(Resource.objects.usable().filter(wanted, office=Given("office")))


def read_units(resources: QuerySet[Resource], office: Office) -> dict[int, Unit]:
    """What placing knows of resources of an office; one query."""
    return _units_of(_unit_rows(resources), office)


def _unit_rows(resources: QuerySet[Resource]) -> QuerySet[Resource, UnitRow]:
    return resources.order_by("pk").values_list(
        "pk", "kind", "name", "group", "skills", "capacity", "lanes", "kit_id", "working_hours"
    )


def _units_of(rows: Iterable[UnitRow], office: Office) -> dict[int, Unit]:
    tz = office.tz
    return {
        pk: Unit(pk, ResourceKind(kind), name, group, frozenset(skills), capacity, lanes, kit_id, Shift.of(hours, tz))
        for pk, kind, name, group, skills, capacity, lanes, kit_id, hours in rows
    }
