"""Fill the demo offices with three months of invented requests; does nothing where there are requests already."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vidcon_portal.demo.people import create_admin
from vidcon_portal.demo.seeding import (
    PAST,
    demo_offices,
    has_demo_bookings,
    newest_papers_first,
    render_newest,
    seed_office,
)


class Command(BaseCommand):
    help = "Invented people, rooms and requests for the demo offices. Only in demo mode (DEMO=true), or with --force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", action="append", help="code of an office; may be repeated; default: all")
        parser.add_argument("--small", action="store_true", help="only what happens around now, without three months")
        parser.add_argument("--force", action="store_true", help="fill even where DEMO is off")
        parser.add_argument("--papers", type=int, default=10, help="of how many newest requests the PDFs are made now")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (settings.DEMO or options["force"]):
            raise CommandError("Data contoh hanya untuk peragaan. Jalankan dengan DEMO=true, atau beri --force.")
        wanted = options["office"]
        offices = [office for office in demo_offices() if not wanted or office.code in wanted]
        if strangers := sorted(set(wanted or ()) - {office.code for office in offices}):
            raise CommandError(f"Kantor tidak dikenal: {', '.join(strangers)}. Muat dahulu SOP-nya dengan load_presets.")
        create_admin()
        now = timezone.now()
        for office in offices:
            if has_demo_bookings(office):
                self.stdout.write(f"{office.code}: sudah berisi, tidak diubah")
                continue
            started = time.monotonic()
            seeded = seed_office(office, now=now, past=0 if options["small"] else PAST)
            self.stdout.write(
                f"{office.code}: {seeded.bookings} permohonan, {seeded.actions} tindakan, "
                f"{time.monotonic() - started:.1f} detik"
            )
            for trouble in seeded.troubles:
                self.stderr.write(f"{office.code}: {trouble}")
        rendered = render_newest(options["papers"], at=timezone.now())
        newest_papers_first()
        self.stdout.write(f"{rendered} naskah dibuat, sisanya menyusul")
