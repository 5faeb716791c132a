"""Take over an office's rooms, kit, accounts and officers. Without --commit nothing is written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings.choices import ResourceKind
from bookings.errors import DomainError
from bookings.scheduling.importing import COLUMNS, import_resources, plan_resources
from bookings.sheets.terminal import add_sheet_arguments, office_named, print_report, read_table
from vidcon_portal.accounts.actors import SYSTEM


class Command(BaseCommand):
    help = "Import resources from CSV or XLSX; reports every row. Writes only with --commit."

    def add_arguments(self, parser: CommandParser) -> None:
        add_sheet_arguments(parser, COLUMNS)
        parser.add_argument(
            "--kind", default="", choices=["", *ResourceKind.values], help="The kind of rows that do not say theirs."
        )
        parser.add_argument("--commit", action="store_true", help="Write. Without it the file is only read.")

    def handle(self, *args: Any, **options: Any) -> None:
        office = office_named(options["office"])
        words = {"office": office, "at": timezone.now(), "kind": options["kind"]}
        try:
            table = read_table(options, COLUMNS)
            if options["commit"]:
                plan = import_resources(table, by=SYSTEM, **words)
            else:
                plan = plan_resources(table, **words)
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        print_report(self, table, plan.report, written=options["commit"], to=options["report"])
