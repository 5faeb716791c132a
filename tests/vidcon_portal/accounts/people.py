"""The people of these tests: one office with a line of positions, and an agency that it serves."""

import itertools
from datetime import UTC, date, datetime

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.models import Agency, Appointment, Office, Position, User

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 10.00 WITA."""

_numbers = itertools.count(1)


def make_office(code: str = "", timezone: str = "Asia/Makassar") -> Office:
    code = code or f"kantor{next(_numbers)}"
    return Office.objects.create(
        code=code,
        name=f"Dinas {code}",
        short_name=code.title(),
        government="Pemerintah Contoh",
        region="Contoh",
        city="Contoh",
        timezone=timezone,
    )


def make_user(name: str = "", **fields: object) -> User:
    number = next(_numbers)
    fields.setdefault("email", f"orang{number}@contoh.go.id")
    return User.objects.create_user(f"orang{number}", "rahasia-sekali", name=name or f"Orang {number}", **fields)


def make_agency(office: Office) -> Agency:
    number = next(_numbers)
    return Agency.objects.create(office=office, code=f"opd{number}", name=f"OPD {number}")


def make_position(
    office: Office | None = None,
    role: Role = Role.STAFF,
    superior: Position | None = None,
    agency: Agency | None = None,
    **fields: object,
) -> Position:
    fields.setdefault("title", f"{role.label} {next(_numbers)}")
    return Position.objects.create(office=office, agency=agency, role=role, superior=superior, **fields)


def seat(position: Position, user: User | None = None, **fields: object) -> Appointment:
    """Appoint without asking anyone."""
    fields = {"kind": AppointmentKind.DEFINITIVE, "starts_on": date(2026, 1, 1), **fields}
    return Appointment.objects.create(position=position, user=user or make_user(), **fields)


def wear(appointment: Appointment) -> Actor:
    return Actor(user=appointment.user, appointment=appointment)
