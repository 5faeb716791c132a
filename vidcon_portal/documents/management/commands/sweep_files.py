"""Find bytes that no row names, and erase them when told to."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vidcon_portal.documents.services.strays import erase_strays, find_strays


class Command(BaseCommand):
    """``manage.py sweep_files``: only tells; ``--erase`` erases what it told."""

    help = "List stored files that no row names and that are older than a day; --erase erases them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--erase", action="store_true", help="Erase them; without it nothing is changed.")
        parser.add_argument("--limit", type=int, default=1000, help="How many at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        strays = list(islice(find_strays(at=timezone.now()), options["limit"]))
        for each in strays:
            self.stdout.write(f"{each.name}  {each.size} B  {each.modified_at:%Y-%m-%d}")
        if options["erase"]:
            self.stdout.write(f"{erase_strays(strays)} of {len(strays)} erased.")
        else:
            self.stdout.write(f"{len(strays)} without a row. Nothing was erased; --erase erases them.")
