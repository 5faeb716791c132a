"""Tickets and agenda numbers: gapless per office and year, under a row lock."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.services.numbering import advance_register

TRACKING_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I, L: the code is read aloud over the telephone."""


def next_serial(office: Office, kind: str, *, at: datetime) -> tuple[int, int]:
    """The next number of a register in the office's year, and that year. Call inside a transaction."""
    year = at.astimezone(office.tz).year
    return advance_register(office, kind, year=year), year


def next_ticket(office: Office, *, at: datetime) -> str:
    """``KALBAR-2026-0412``."""
    serial, year = next_serial(office, RegisterKind.TICKET, at=at)
    return ticket_of(office, year, serial)


def ticket_of(office: Office, year: int, serial: int) -> str:
    return f"{office.code.upper()}-{year}-{serial:04d}"


def new_tracking_code() -> str:
    """Eight characters, shown once to the applicant; only its hash is kept."""
    return "".join(secrets.choice(TRACKING_ALPHABET) for _ in range(8))


def tracking_hash(code: str) -> str:
    """The kept form of a kode lacak: keyed, so that the table alone opens nothing."""
    normal = "".join(code.split()).upper()
    return hashlib.sha256(f"{settings.SECRET_KEY}:{normal}".encode()).hexdigest()
