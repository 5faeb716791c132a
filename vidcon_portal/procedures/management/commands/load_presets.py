"""Load the shipped SOPs, their offices and the holidays; may be repeated, changes nothing that is in force."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.services import import_holidays
from vidcon_portal.procedures.errors import ProcedureError
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.preset import Preset, PresetError, load_preset, shipped_presets
from vidcon_portal.procedures.queries import years_without_holidays
from vidcon_portal.procedures.services import ensure_office, load_preset_for_office, publish_procedure


class Command(BaseCommand):
    help = (
        "Load every shipped SOP: creates its office if missing, publishes it where nothing is in force. A preset that "
        "has changed becomes a draft beside the version in force; --publish brings it into force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", action="append", help="code of an office; may be repeated; default: all")
        parser.add_argument("--publish", action="store_true", help="publish changed presets over what is in force")
        parser.add_argument(
            "--in-force-from",
            type=date.fromisoformat,
            help="day (YYYY-MM-DD) from which they count; default: 1 January of last year",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = timezone.now()
        this_year = timezone.localdate(at).year
        try:
            presets = [load_preset(path) for path in shipped_presets()]
        except PresetError as error:
            raise CommandError(str(error)) from error
        wanted = options["office"] or [preset.office.code for preset in presets]
        if strangers := sorted(set(wanted) - {preset.office.code for preset in presets}):
            raise CommandError(f"No shipped preset for: {', '.join(strangers)}.")
        for preset in presets:
            if preset.office.code in wanted:
                since = options["in_force_from"] or date(this_year - 1, 1, 1)
                self._load(preset, in_force_from=since, publish=options["publish"])
        years = range(this_year - 1, this_year + 2)
        if missing := years_without_holidays(years):
            imported = import_holidays(missing, by=SYSTEM)
            self.stdout.write(f"holidays {min(missing)} to {max(missing)}: {imported.added} added")

    @transaction.atomic
    def _load(self, preset: Preset, *, in_force_from: date, publish: bool) -> None:
        try:
            office, created = ensure_office(preset.office)
            former = Procedure.objects.filter(
                service__office=office, service__code=preset.service.code, status=Procedure.Status.IN_FORCE
            ).first()
            if former is not None and former.code != preset.code:
                self.stdout.write(f"{preset.code}: skipped, the office has its own version in force ({former.code})")
                return
            procedure = load_preset_for_office(preset, office)
            if procedure.is_draft and (former is None or publish):
                publish_procedure(procedure, in_force_from=in_force_from, by=SYSTEM, at=timezone.now())
        except ProcedureError as error:
            raise CommandError(f"{preset.code}: {error}") from error
        said = "office created, " if created else ""
        if procedure == former:
            said += "in force, unchanged"
        elif procedure.is_draft:
            said += f"changed: loaded as draft, version {procedure.version}; --publish brings it into force"
        else:
            said += f"version {procedure.version} in force"
        self.stdout.write(f"{preset.code}: {said}")
