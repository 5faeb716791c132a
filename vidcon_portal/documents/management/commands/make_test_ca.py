"""Make the trial certificate authority, and show where its certificate lies."""

from typing import Any

from django.core.management.base import BaseCommand

from vidcon_portal.documents.signing.local import CERTIFICATE, ensure_ca
from vidcon_portal.documents.signing.trust import trial_folder


class Command(BaseCommand):
    """``manage.py make_test_ca``: for the way of signing "Sertifikat uji coba"; again changes nothing."""

    help = "Make the certificate authority of the trial signatures (UJI COBA)."

    def handle(self, *args: Any, **options: Any) -> None:
        certificate, _key = ensure_ca()
        self.stdout.write(f"{trial_folder() / CERTIFICATE}, valid until {certificate.not_valid_after_utc:%Y-%m-%d}.")
