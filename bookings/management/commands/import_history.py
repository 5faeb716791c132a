"""Take over an office's list of past events. Without --commit nothing is written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings.errors import DomainError
from bookings.history.columns import COLUMNS
from bookings.history.importing import import_history
from bookings.history.planning import plan_history
from bookings.sheets.terminal import (
    add_sheet_arguments,
    office_named,
    print_report,
    read_table,
    read_tables,
    report_path,
)
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Agency, Office


class Command(BaseCommand):
    help = "Import past events from CSV or XLSX as closed bookings; reports every row. Writes only with --commit."

    def add_arguments(self, parser: CommandParser) -> None:
        add_sheet_arguments(parser, COLUMNS)
        parser.add_argument("--service", default="", help="Code of the service, when the office has several.")
        parser.add_argument(
            "--agency",
            action="append",
            default=[],
            metavar="NAME=CODE",
            help="The agency that a name in the file means; may be given several times.",
        )
        parser.add_argument(
            "--all-sheets",
            action="store_true",
            help="Read every sheet with these headings, one after the other: a sheet a month.",
        )
        parser.add_argument("--commit", action="store_true", help="Write. Without it the file is only read.")

    def handle(self, *args: Any, **options: Any) -> None:
        office = office_named(options["office"])
        agencies = dict(self._agency(given, office) for given in options["agency"])
        words = {"office": office, "at": timezone.now(), "service": options["service"], "agencies": agencies}
        try:
            tables = read_tables(options, COLUMNS) if options["all_sheets"] else [read_table(options, COLUMNS)]
            for table in tables:
                if options["commit"]:
                    plan = import_history(table, by=SYSTEM, source=options["file"].name, **words)
                else:
                    plan = plan_history(table, **words)
                print_report(
                    self,
                    table,
                    plan.report,
                    written=options["commit"],
                    to=report_path(options["report"], table, several=len(tables) > 1),
                )
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal

    @staticmethod
    def _agency(given: str, office: Office) -> tuple[str, Agency]:
        name, _equals, code = given.rpartition("=")
        agency = Agency.objects.filter(office=office, code=code.strip()).first()
        if not name or agency is None:
            raise CommandError(f"--agency {given}: tulis NAMA=KODE dengan kode instansi yang ada.")
        return name, agency
