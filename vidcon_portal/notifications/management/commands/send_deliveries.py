"""``manage.py send_deliveries``: one sweep of the outbox, for servers without a worker and for tests of the mail set-up."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from vidcon_portal.notifications.services import bundle_due, send_due


class Command(BaseCommand):
    help = "Send the messages that are due, once."

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        bundle_due(at=now)
        sweep = send_due(at=now)
        self.stdout.write(f"{sweep.sent} terkirim, {sweep.postponed} ditunda, {sweep.failed} gagal")
