"""The five offices as every test finds them: SOPs in force, invented people, things to occupy."""

from datetime import UTC, date, datetime

from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.services import import_holidays
from vidcon_portal.demo.people import create_admin, create_people
from vidcon_portal.demo.things import create_things
from vidcon_portal.procedures.preset import load_preset, shipped_presets
from vidcon_portal.procedures.services import ensure_office, load_preset_for_office, publish_procedure

OFFICES = ("kaltara", "kalbar", "gorontalo", "tarakan", "singkawang")


def build_world() -> None:
    """Fill a database that has its tables and nothing else."""
    import_holidays([2025, 2026, 2027], by=SYSTEM)
    for path in shipped_presets():
        preset = load_preset(path)
        office, _created = ensure_office(preset.office)
        procedure = load_preset_for_office(preset, office)
        if procedure.is_draft:
            publish_procedure(procedure, in_force_from=date(2025, 1, 1), by=SYSTEM, at=datetime(2025, 1, 1, tzinfo=UTC))
    for office in Office.objects.filter(code__in=OFFICES):
        create_people(office)
        create_things(office)
    create_admin()
