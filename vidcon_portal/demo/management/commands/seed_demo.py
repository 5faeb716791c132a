"""Fill the demo offices with three months of invented requests; does nothing where there are requests already."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.recap.services import prepare_due_recaps
from reports.statistics.services import measure_rows
from vidcon_portal.demo.people import create_admin
from vidcon_portal.demo.seeding import (
    PAST,
    demo_offices,
    has_demo_bookings,
    newest_papers_first,
    render_newest,
    seed_offices,
)


class Command(BaseCommand):
    help = "Invented people, rooms and requests for the demo offices. Only in demo mode (DEMO=true), or with --force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", action="append", help="code of an office; may be repeated; default: all")
        parser.add_argument("--small", action="store_true", help="only one request per step, without three months")
        parser.add_argument("--force", action="store_true", help="fill even where DEMO is off")
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4), help="offices side by side")
        parser.add_argument("--papers", type=int, default=5, help="of how many newest requests the PDFs are made now")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (settings.DEMO or options["force"]):
            raise CommandError("Data contoh hanya untuk peragaan. Jalankan dengan DEMO=true, atau beri --force.")
        wanted = options["office"]
        offices = [office for office in demo_offices() if not wanted or office.code in wanted]
        if strangers := sorted(set(wanted or ()) - {office.code for office in offices}):
            raise CommandError(
                f"Kantor tidak dikenal: {', '.join(strangers)}. Muat dahulu SOP-nya dengan load_presets."
            )
        create_admin()
        full = [office for office in offices if has_demo_bookings(office)]
        for office in full:
            self.stdout.write(f"{office.code}: sudah berisi, tidak diubah")
        empty = [office for office in offices if office not in full]
        past = None if options["small"] else PAST
        for seeded in seed_offices(empty, now=timezone.now(), past=past, processes=options["processes"]):
            self.stdout.write(f"{seeded.office}: {seeded.bookings} permohonan, {seeded.actions} tindakan")
            for trouble in seeded.troubles:
                self.stderr.write(f"{seeded.office}: {trouble}")
        measure_rows(limit=100_000)
        prepare_due_recaps(at=timezone.now())
        rendered = render_newest(options["papers"], at=timezone.now())
        newest_papers_first()
        self.stdout.write(f"{rendered} naskah dibuat, sisanya menyusul")
