"""National holidays and cuti bersama from the library ``holidays`` (DOMAIN §5.8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import holidays
from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts import permissions
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import HolidayKind
from vidcon_portal.accounts.errors import NotAllowed
from vidcon_portal.accounts.models import Holiday

SOURCE = "python-holidays"
ESTIMATED = "(perkiraan)"
CATEGORIES = {HolidayKind.NATIONAL: "public", HolidayKind.COLLECTIVE_LEAVE: "government"}


@dataclass(frozen=True, slots=True)
class HolidayImport:
    """What an import did, in rows; ``kept`` counts the hand-edited ones that it left alone."""

    added: int
    changed: int
    removed: int
    kept: int


@transaction.atomic
def import_holidays(years: Iterable[int], *, by: Actor) -> HolidayImport:
    """Write the holidays of the years for every office; may be repeated.

    Rows edited by hand are never overwritten nor removed. An unedited row that the library no longer lists (an
    estimate that a decree moved) goes.
    """
    if not permissions.may_import_holidays(by):
        raise NotAllowed(_("Hanya admin kantor yang dapat mengimpor hari libur."))
    wanted_years = sorted(set(years))
    stored = {
        (row.date, row.kind): row
        for row in Holiday.objects.select_for_update().filter(office=None, date__year__in=wanted_years)
    }
    added = changed = kept = 0
    listed = set()
    for day, kind, name, estimated in _library_days(wanted_years):
        listed.add((day, kind))
        row = stored.get((day, kind))
        if row is None:
            _row, created = Holiday.objects.get_or_create(
                date=day,
                office=None,
                kind=kind,
                defaults={"name": name, "estimated": estimated, "source": SOURCE},
            )
            added += created
        elif row.edited or row.source != SOURCE:
            kept += 1
        elif (row.name, row.estimated) != (name, estimated):
            row.name, row.estimated = name, estimated
            row.save(update_fields=["name", "estimated"])
            changed += 1
    stale = [row.pk for key, row in stored.items() if key not in listed and row.source == SOURCE and not row.edited]
    Holiday.objects.filter(pk__in=stale).delete()
    return HolidayImport(added=added, changed=changed, removed=len(stale), kept=kept)


def _library_days(years: list[int]) -> Iterator[tuple[date, str, str, bool]]:
    """(date, kind, label, estimated) of each day that the library lists."""
    for kind, category in CATEGORIES.items():
        listed = holidays.country_holidays("ID", years=years, language="id", categories=(category,))
        for day, label in sorted(listed.items()):
            if day.year in years:
                estimated = ESTIMATED in label
                yield day, kind.value, label.replace(ESTIMATED, "").replace(" ;", ";").strip()[:120], estimated
