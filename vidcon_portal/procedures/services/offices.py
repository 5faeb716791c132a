"""The offices of the shipped presets: created once with what is known, never changed afterwards."""

import tomllib
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.models import Office

from ..errors import NotAllowed, OfficeUnknown
from ..office_hours import PERPRES_HOURS, PERPRES_RAMADAN_HOURS
from ..preset_parts import OfficePart

KNOWN_OFFICES = Path(__file__).parent.parent / "preset_offices.toml"


@transaction.atomic
def ensure_office(part: OfficePart, *, by: Actor = SYSTEM) -> tuple[Office, bool]:
    """The office of a preset, and whether it was created now: with the usual hours (Perpres 21/2023).

    An existing office stays as its admin left it. Raises OfficeUnknown when the code is in nobody's list.
    """
    existing = Office.objects.filter(code=part.code).first()
    if existing is not None:
        return existing, False
    if not by.is_system:
        raise NotAllowed(_("Kantor baru dibuat dari server dengan perintah setup_office."))
    known = known_offices().get(part.code)
    if known is None:
        raise OfficeUnknown(
            _("Kantor %(code)s belum ada. Buat dengan perintah setup_office, lalu muat SOP-nya.") % {"code": part.code}
        )
    office = Office(
        code=part.code,
        name=part.agency,
        government=part.government,
        weekly_hours=dict(PERPRES_HOURS),
        ramadan_hours=dict(PERPRES_RAMADAN_HOURS),
        **known,
    )
    office.full_clean()
    office.save()
    return office, True


@cache
def known_offices() -> dict[str, dict[str, str]]:
    """Office code to the fields that a preset does not carry."""
    tables: dict[str, dict[str, str]] = tomllib.loads(KNOWN_OFFICES.read_text(encoding="utf-8"))
    return tables
