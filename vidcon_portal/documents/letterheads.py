"""The kop of an office, as data."""

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.papers import LetterheadData


def letterhead_of(office: Office) -> LetterheadData:
    """Government, name, address with postal code and telephone, then mail and web; empty parts are left out."""
    place = f"{office.address} {office.postal_code}".strip()
    first = ". ".join(part for part in (place, f"Telepon {office.phone}" if office.phone else "") if part)
    second = ", ".join(
        part
        for part in (
            f"Pos-el {office.email}" if office.email else "",
            f"laman {office.website}" if office.website else "",
        )
        if part
    )
    return LetterheadData(
        government=office.government,
        name=office.name,
        city=office.city,
        address_lines=tuple(line for line in (first, second[:1].upper() + second[1:]) if line),
        emblem=office.emblem.name or "",
        paper_size=office.paper_size,
        margins=tuple(int(part) for part in office.paper_margins.split()),
        font_size=office.font_size,
    )
