"""How a number is worded: patterns with tokens, DOMAIN §2.2."""

import re
from datetime import date

from django.utils.translation import gettext as _

from vidcon_portal.documents.choices import RegisterKind, Security
from vidcon_portal.documents.errors import BadPatternError
from vidcon_portal.documents.wording import ROMAN_MONTHS

KIND_LETTERS: dict[str, str] = {
    RegisterKind.INCOMING: "SM",
    RegisterKind.OUTGOING: "SK",
    RegisterKind.MEMO: "ND",
    RegisterKind.REPORT: "LAP",
    RegisterKind.ASSIGNMENT: "ST",
    RegisterKind.RECORD: "BA",
}

_TOKEN = re.compile(r"\{([^{}]*)\}")
_WIDTH = re.compile(r"nomor:0?(\d{1,2})\Z")


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
