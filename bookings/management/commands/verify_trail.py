"""Check the hash chain of every booking's trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bookings.models import Booking
from bookings.workflow.trail import faults_of


class Command(BaseCommand):
    help = "Check the chain of every booking's trail; exit 1 when a row was changed, moved or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tickets", nargs="*", help="tickets to check; default: all")

    def handle(self, *_args: Any, **options: Any) -> None:
        bookings = Booking.objects.submitted().order_by("pk")
        if options["tickets"]:
            bookings = bookings.filter(ticket__in=options["tickets"])
        checked = broken = 0
        for booking in bookings.iterator(chunk_size=200):
            checked += 1
            for fault in faults_of(booking):
                broken += 1
                self.stderr.write(f"{booking.ticket}, catatan {fault.number}: {fault.sentence}")
        if broken:
            raise CommandError(f"{broken} kerusakan pada {checked} permohonan.")
        self.stdout.write(f"{checked} permohonan diperiksa, riwayatnya utuh.")
