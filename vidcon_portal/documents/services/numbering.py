"""Numbers of official papers: taken under the register's lock, one after the other, by office, kind, unit and year."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RegisterKind, Security
from vidcon_portal.documents.errors import BadPatternError
from vidcon_portal.documents.models import Register
from vidcon_portal.documents.wording import ROMAN_MONTHS

DEFAULT_PATTERNS: dict[str, str] = {
    RegisterKind.INCOMING: "{nomor}",
    RegisterKind.OUTGOING: "{klasifikasi}/{nomor:03}/{unit}/{tahun}",
    RegisterKind.MEMO: "{klasifikasi}/{nomor:03}/ND-{unit}/{tahun}",
    RegisterKind.REPORT: "{klasifikasi}/{nomor:03}/LAP-{unit}/{tahun}",
}
"""For an office's first year; later years take over the pattern of the year before."""

KIND_LETTERS: dict[str, str] = {
    RegisterKind.INCOMING: "SM",
    RegisterKind.OUTGOING: "SK",
    RegisterKind.MEMO: "ND",
    RegisterKind.REPORT: "LAP",
}

_TOKEN = re.compile(r"\{([^{}]*)\}")
_WIDTH = re.compile(r"nomor:0?(\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class TakenNumber:
    """A number that now belongs to one paper; ``serial`` is its place in the register."""

    text: str
    serial: int
    register: Register
    year: int


def format_number(
    pattern: str,
    *,
    serial: int,
    on: date,
    unit: str = "",
    classification: str = "",
    kind: str = RegisterKind.OUTGOING,
    security: str = Security.ORDINARY,
) -> str:
    """Fill a pattern in. Raises BadPatternError for an unknown token or one without the running number."""
    values = {
        "klasifikasi": classification,
        "nomor": str(serial),
        "unit": unit,
        "jenis": KIND_LETTERS.get(kind, ""),
        "bulan": f"{on.month:02}",
        "bulan_romawi": ROMAN_MONTHS[on.month - 1],
        "tahun": str(on.year),
        "keamanan": Security(security).letters,
    }
    seen_serial = False

    def fill(match: re.Match[str]) -> str:
        nonlocal seen_serial
        word = match[1]
        width = _WIDTH.match(word)
        if width or word == "nomor":
            seen_serial = True
            return str(serial).zfill(int(width[1])) if width else str(serial)
        if word not in values:
            raise BadPatternError(_("Isian {%(token)s} pada pola nomor tidak dikenal.") % {"token": word})
        return values[word]

    text = _TOKEN.sub(fill, pattern)
    if not seen_serial:
        raise BadPatternError(_("Pola nomor harus memuat {nomor}."))
    if "{" in text or "}" in text:
        raise BadPatternError(_("Kurung kurawal pada pola nomor tidak berpasangan."))
    return text


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
