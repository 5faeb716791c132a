"""Who answers a complaint. Never the one it is about."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bookings.choices import ResourceKind
from bookings.models import Allocation, Booking
from bookings.models.resource import LIVE_STATES
from bookings.sheets.columns import plain_words
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Appointment, Office, Position, User
from vidcon_portal.accounts.queries import holders

from ..choices import ComplaintCategory

USUAL = (Role.COMPLAINTS_OFFICER, Role.SECRETARY, Role.REGISTRAR, Role.OFFICE_HEAD, Role.AUDITOR)
"""Whose desk, in this order: the first that is held by somebody whom the complaint is not about."""

ABOUT_PEOPLE = (Role.OFFICE_HEAD, Role.AUDITOR, Role.SECRETARY, Role.COMPLAINTS_OFFICER)
"""What is about people goes to their superior; about him, to the inspectorate."""

SHORT_TITLES = {"kadis": "kepala dinas", "kabid": "kepala bidang", "kasi": "kepala seksi", "sekdis": "sekretaris"}
LEAST_LETTERS = 4
"""Shorter words of a name (particles, initials) tell nobody apart."""


def handler_for(
    office: Office, category: str, *, about: str, concerned: Iterable[User], at: datetime
) -> Position | None:
    """The position that receives it; None only in an office where nobody is left."""
    spared = {user.pk for user in concerned}
    order = ABOUT_PEOPLE if category == ComplaintCategory.CONDUCT or about.strip() else USUAL
    day = at.astimezone(office.tz).date()
    positions = Position.objects.filter(office=office, is_active=True, role__in=order).order_by("order", "pk")
    by_role: dict[str, list[Position]] = {}
    for position in positions:
        by_role.setdefault(position.role, []).append(position)
    for position in (each for role in order for each in by_role.get(role, [])):
        people = {appointment.user_id for appointment in holders(position, on=day)}
        if people and not people & spared:
            return position
    return None


def people_meant(office: Office, about: str, *, booking: Booking | None, category: str, at: datetime) -> list[User]:
    """The office's people whom the words can mean, and who served the event that they are about.

    Rather one too many: who is named here by mistake only does not see the complaint.
    """
    wanted = plain_words(about)
    for short, long in SHORT_TITLES.items():
        wanted = " ".join(long if word == short else word for word in wanted.split())
    day = at.astimezone(office.tz).date()
    held = Appointment.objects.active_on(day).filter(position__office=office).select_related("user", "position")
    found = {each.user.pk: each.user for each in held if wanted and _is_meant(wanted, each)}
    if booking is not None and category == ComplaintCategory.CONDUCT:
        found |= {user.pk: user for user in _served(booking)}
    return list(found.values())


def _is_meant(wanted: str, appointment: Appointment) -> bool:
    name = set(plain_words(appointment.user.name).split())
    if any(len(word) >= LEAST_LETTERS and word in name for word in wanted.split()):
        return True
    title = plain_words(appointment.position.title)
    return f" {wanted} " in f" {title} " or f" {title} " in f" {wanted} "


def _served(booking: Booking) -> Iterator[User]:
    rows = Allocation.objects.filter(
        booking=booking, resource__kind=ResourceKind.PERSON, state__in=LIVE_STATES, resource__user__isnull=False
    )
    for row in rows.select_related("resource__user"):
        if row.resource.user is not None:
            yield row.resource.user
