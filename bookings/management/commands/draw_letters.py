"""Draw the first pages of letters that were uploaded before the worker drew them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bookings.queries.letters import undrawn_files
from vidcon_portal.documents.services.first_pages import keep_first_page


class Command(BaseCommand):
    """``manage.py draw_letters --limit 200``; newest first, again as often as one likes."""

    help = "Draw the first pages of letters that have no picture yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help="How many at most; 0 means all.")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen, drawn = undrawn_files(most=options["limit"]), 0
        for file in chosen:
            try:
                drawn += keep_first_page(file, at=timezone.now()) is not None
            except OSError as error:
                self.stderr.write(f"{file.pk}: {error}")
        self.stdout.write(f"{drawn} of {len(chosen)} letters drawn.")
