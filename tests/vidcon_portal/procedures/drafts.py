"""An office of its own for tests that write SOPs, and presets to write into it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.office_hours import PERPRES_HOURS
from vidcon_portal.procedures.preset import PRESETS, Preset, load_preset
from vidcon_portal.procedures.services import load_preset_for_office, publish_procedure

NOW = datetime(2026, 8, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 8, 24)


def make_office(code: str = "uji") -> Office:
    return Office.objects.create(
        code=code,
        name="Dinas Uji",
        short_name="Uji",
        government="Pemerintah Kota Uji",
        region="Kota Uji",
        city="Uji",
        weekly_hours=dict(PERPRES_HOURS),
    )


def shipped(code: str = "kalbar-98-2021") -> Preset:
    return load_preset(PRESETS / f"{code}.toml")


def retitled(preset: Preset, title: str) -> Preset:
    return replace(preset, procedure=replace(preset.procedure, title=title))


def draft_of(office: Office, preset: Preset | None = None) -> Procedure:
    return load_preset_for_office(preset or shipped(), office)


def published(office: Office, preset: Preset | None = None) -> Procedure:
    return publish_procedure(draft_of(office, preset), in_force_from=TODAY, by=SYSTEM, at=NOW)
