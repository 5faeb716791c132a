"""Run what is due: the worker does it every minute; this is one sweep by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bookings.workflow.timers import run_due_timers


class Command(BaseCommand):
    help = "Run the timers that are due (offers, acknowledgements, lapses)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = run_due_timers(at=timezone.now())
        self.stdout.write(f"{done} pengatur waktu dijalankan.")
