"""Setting up a real office, without demo data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.errors import AccountsError, NotAllowed
from vidcon_portal.accounts.models import Office, Position, User
from vidcon_portal.accounts.services.appointments import appoint

FIRST_ROLES = (Role.OFFICE_HEAD, Role.SECRETARY, Role.REGISTRAR, Role.OFFICE_ADMIN)
"""What every office has: a head, his deputy, a registrar (DESIGN §3.3), and an admin."""

USUAL_WEEK: Mapping[str, list[list[str]]] = {
    **{day: [["07:30", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")},
    "fri": [["07:30", "11:30"], ["13:00", "16:30"]],
}
"""37 h 30 min (Perpres 21/2023); the admin changes it."""

USUAL_RAMADAN_WEEK: Mapping[str, list[list[str]]] = {
    **{day: [["08:00", "12:00"], ["12:30", "15:00"]] for day in ("mon", "tue", "wed", "thu")},
    "fri": [["08:00", "11:30"], ["12:30", "15:30"]],
}
"""32 h 30 min (Perpres 21/2023)."""

SUPERIORS: Mapping[Role, Role] = {
    Role.SECRETARY: Role.OFFICE_HEAD,
    Role.REGISTRAR: Role.SECRETARY,
    Role.DIVISION_HEAD: Role.OFFICE_HEAD,
    Role.COORDINATOR: Role.DIVISION_HEAD,
    Role.STAFF: Role.COORDINATOR,
    Role.TECHNICAL_TEAM: Role.DIVISION_HEAD,
    Role.NETWORK_TEAM: Role.DIVISION_HEAD,
    Role.OPERATOR: Role.COORDINATOR,
    Role.PROTOCOL: Role.OFFICE_HEAD,
    Role.COMPLAINTS_OFFICER: Role.SECRETARY,
    Role.OFFICE_ADMIN: Role.OFFICE_HEAD,
}
"""The usual line; a superior that the office does not have is skipped upwards."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to sign in: ``password`` empty means that he sets one by "lupa kata sandi"."""

    username: str
    name: str
    password: str = ""
    email: str = ""
    title: str = ""


@transaction.atomic
def setup_office(
    *,
    code: str,
    name: str,
    short_name: str,
    government: str,
    region: str,
    city: str,
    timezone: str,
    head: Person | None,
    admin: Person,
    starts_on: date,
    by: Actor,
) -> Office:
    """Create an office with its first positions, its head (if known) and its admin; usual working hours.

    Only the system (a command of the server's owner) may. Raises AccountsError when the code or a username is taken,
    ValidationError when a value is unusable; then nothing is written.
    """
    if not by.is_system:
        raise NotAllowed(_("Kantor baru dibuat dari server dengan perintah setup_office."))
    if Office.objects.filter(code=code).exists():
        raise AccountsError(_("Kode %(code)s sudah dipakai. Pilih kode lain.") % {"code": code})
    office = Office(
        code=code,
        name=name,
        short_name=short_name,
        government=government,
        region=region,
        city=city,
        timezone=timezone,
        weekly_hours=dict(USUAL_WEEK),
        ramadan_hours=dict(USUAL_RAMADAN_WEEK),
    )
    office.full_clean()
    office.save()
    positions = {Role(position.role): position for position in add_missing_positions(office, FIRST_ROLES)}
    for person, role in ((head, Role.OFFICE_HEAD), (admin, Role.OFFICE_ADMIN)):
        if person is not None:
            if person.title:
                positions[role].title = person.title
                positions[role].save(update_fields=["title"])
            appoint(positions[role], _create_user(person), starts_on=starts_on, by=by)
    return office


@transaction.atomic
def add_missing_positions(office: Office, roles: Iterable[Role | str]) -> list[Position]:
    """One empty position per office role that nobody plays yet, under its usual superior; returns the new ones.

    An SOP can then be walked at once: an empty position escalates to its superior.
    """
    wanted = [Role(role) for role in roles if Role(role) not in APPLICANT_ROLES]
    existing: dict[Role, Position] = {}
    for position in office.positions.filter(is_active=True).order_by("order", "pk"):
        existing.setdefault(Role(position.role), position)
    line = list(Role)
    created = []
    for role in sorted(set(wanted) - set(existing), key=_depth):
        position = Position.objects.create(
            office=office,
            role=role,
            title=str(role.label),
            superior=_superior(role, existing),
            order=line.index(role),
        )
        existing[role] = position
        created.append(position)
    return created


def _depth(role: Role) -> tuple[int, str]:
    above, current = 0, role
    while current in SUPERIORS:
        above, current = above + 1, SUPERIORS[current]
    return above, role.value


def _superior(role: Role, existing: Mapping[Role, Position]) -> Position | None:
    current = role
    while current in SUPERIORS:
        current = SUPERIORS[current]
        if current in existing:
            return existing[current]
    return None


def _create_user(person: Person) -> User:
    if User.objects.filter(username=person.username).exists():
        raise AccountsError(_("Nama pengguna %(name)s sudah dipakai. Pilih nama lain.") % {"name": person.username})
    user = User(username=person.username, name=person.name, email=person.email)
    if person.password:
        user.set_password(person.password)
    else:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user
