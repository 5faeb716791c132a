"""Numbers of official papers: taken under the register's lock, one after the other, by office, kind, unit and year."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RegisterKind, Security
from vidcon_portal.documents.models import Register
from vidcon_portal.documents.patterns import format_number
from vidcon_portal.kept import fetch

DEFAULT_PATTERNS: dict[str, str] = {
    RegisterKind.INCOMING: "{nomor}",
    RegisterKind.OUTGOING: "{klasifikasi}/{nomor:03}/{unit}/{tahun}",
    RegisterKind.MEMO: "{klasifikasi}/{nomor:03}/ND-{unit}/{tahun}",
    RegisterKind.REPORT: "{klasifikasi}/{nomor:03}/LAP-{unit}/{tahun}",
    RegisterKind.ASSIGNMENT: "{klasifikasi}/{nomor:03}/ST-{unit}/{tahun}",
    RegisterKind.RECORD: "{klasifikasi}/{nomor:03}/BA-{unit}/{tahun}",
    RegisterKind.TICKET: "{tahun}-{nomor:04}",
    RegisterKind.COMPLAINT: "{tahun}-{nomor:04}",
}
"""For an office's first year; later years take over the pattern of the year before."""


_ADVANCE = """
UPDATE documents_register SET last_number = last_number + 1
WHERE office_id = %s AND kind = %s AND unit = %s AND year = %s
RETURNING last_number
"""


@dataclass(frozen=True, slots=True)
class TakenNumber:
    """A number that now belongs to one paper; ``serial`` is its place in the register."""

    text: str
    serial: int
    register: Register
    year: int


def register_for(office: Office, kind: str, *, year: int, unit: str = "") -> Register:
    """The register of a year, locked until the transaction ends; opened with last year's pattern when it is new."""
    found = Register.objects.select_for_update().filter(office=office, kind=kind, unit=unit, year=year).first()
    if found is not None:
        return found
    former = Register.objects.filter(office=office, kind=kind, unit=unit, year__lt=year).order_by("-year").first()
    opened = Register(office=office, kind=kind, unit=unit, year=year, pattern=DEFAULT_PATTERNS[kind])
    if former is not None:
        opened.pattern, opened.classification = former.pattern, former.classification
    # Somebody else may open it at the same moment: then his row counts, and ours waits for him here.
    Register.objects.bulk_create([opened], ignore_conflicts=True)
    return Register.objects.select_for_update().get(office=office, kind=kind, unit=unit, year=year)


def advance_register(office: Office, kind: str, *, year: int, unit: str = "") -> int:
    """Take the next number of a register without wording it; its row stays locked until the transaction ends."""
    taken = fetch(_ADVANCE, [office.pk, str(kind), unit, year])
    if taken:
        return int(taken[0][0])
    register_for(office, kind, year=year, unit=unit)
    return int(fetch(_ADVANCE, [office.pk, str(kind), unit, year])[0][0])


def unit_with_book(office: Office, kind: str, unit: str, *, year: int) -> str:
    """``unit`` where it keeps a book of this kind, this year or before; else empty: the office's own book."""
    if unit and Register.objects.filter(office=office, kind=kind, unit=unit, year__lte=year).exists():
        return unit
    return ""


@transaction.atomic
def take_number(
    office: Office, kind: str, *, at: datetime, unit: str = "", security: str = Security.ORDINARY
) -> TakenNumber:
    """Advance a register by one and word the number; year and month are those of the office's zone.

    Gapless because the row stays locked until the caller's transaction commits, and is given back when it rolls back.
    """
    day = at.astimezone(office.tz).date()
    register = register_for(office, kind, year=day.year, unit=unit)
    register.last_number += 1
    text = format_number(
        register.pattern,
        serial=register.last_number,
        on=day,
        unit=unit or office.number_unit,
        classification=register.classification,
        kind=kind,
        security=security,
    )
    register.save(update_fields=["last_number"])
    return TakenNumber(text, register.last_number, register, day.year)
