"""Check the hash chain of every booking's trail."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bookings.models import Booking
from bookings.workflow.trail import Seal, TrailFault, faults_of, missing_tickets, seal_trail


class Command(BaseCommand):
    help = (
        "Check the chain of every booking's trail; exit 1 when a row was changed, moved or removed, or a case is gone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tickets", nargs="*", help="tickets to check; default: all, and that none is missing")
        parser.add_argument("--seal", action="store_true", help="print a seal of all events, to be kept elsewhere")
        parser.add_argument("--against", metavar="SEAL", help="check the events under an earlier seal instead")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["seal"]:
            self.stdout.write(str(seal_trail()))
        elif options["against"]:
            self._compare(options["against"])
        else:
            self._verify(options["tickets"])

    def _compare(self, text: str) -> None:
        try:
            seal = Seal.parse(text)
        except ValueError as error:
            raise CommandError("Segel berbentuk nomor:sidik, seperti yang dicetak --seal.") from error
        if seal_trail(last=seal.last) != seal:
            raise CommandError(f"Riwayat sampai catatan {seal.last} tidak lagi seperti saat disegel.")
        self.stdout.write(f"Riwayat sampai catatan {seal.last} masih seperti saat disegel.")

    def _verify(self, tickets: list[str]) -> None:
        bookings = Booking.objects.submitted().order_by("pk")
        if tickets:
            bookings = bookings.filter(ticket__in=tickets)
        checked = broken = 0
        for booking in bookings.iterator(chunk_size=200):
            checked += 1
            broken += self._tell(faults_of(booking))
        if not tickets:
            broken += self._tell(missing_tickets())
        if broken:
            raise CommandError(f"{broken} kerusakan pada {checked} permohonan.")
        self.stdout.write(f"{checked} permohonan diperiksa, riwayatnya utuh.")

    def _tell(self, faults: Iterator[TrailFault]) -> int:
        found = list(faults)
        for fault in found:
            where = fault.ticket if fault.number is None else f"{fault.ticket}, catatan {fault.number}"
            self.stderr.write(f"{where}: {fault.sentence}")
        return len(found)
