"""Who may see and do. The only place of this wing where roles are compared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from vidcon_portal.accounts.choices import APPLICANT_ROLES, DECIDING_ROLES, Role

from .choices import Secrecy

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor
    from vidcon_portal.accounts.models import Agency, Office, Position

    from .models import Booking, StepAssignment
    from .querysets import BookingQuerySet

CASE_READERS = frozenset(
    {
        Role.REGISTRAR,
        Role.SECRETARY,
        Role.OFFICE_HEAD,
        Role.DIVISION_HEAD,
        Role.COORDINATOR,
        Role.OFFICE_ADMIN,
        Role.AUDITOR,
        Role.PROTOCOL,
        Role.TECHNICAL_TEAM,
        Role.STAFF,
        Role.NETWORK_TEAM,
        Role.OPERATOR,
    }
)
"""Office roles that read their office's cases; the complaints officer does not."""

SECRET_READERS = frozenset({Role.OFFICE_HEAD, Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR})
"""Who reads a secret case without a part in it."""

RECORDERS = frozenset({Role.REGISTRAR, Role.SECRETARY})
"""Who records what was decided on paper or by WhatsApp."""

LEADER_CONFIRMERS = frozenset({Role.PROTOCOL, Role.SECRETARY, Role.OFFICE_HEAD})
"""Who confirms that a leader takes part (DESIGN §3.3)."""


def visible_bookings(bookings: BookingQuerySet, actor: Actor) -> BookingQuerySet:
    """An office reads its cases, an agency its own; a draft only its author. All else is not there."""
    if actor.is_system:
        return bookings
    own = Q(applicant=actor.user) | Q(entered_by=actor.user)
    position = actor.position
    if position is None:
        return bookings.filter(own)
    if position.office_id is not None:
        role = Role(position.role)
        if role not in CASE_READERS:
            return bookings.filter(own)
        seen = Q(office_id=position.office_id) & ~Q(status="draft")
        if role not in SECRET_READERS:
            seen &= ~Q(secrecy=Secrecy.SECRET) | Q(pk__in=_handled_by(bookings, position))
        return bookings.filter(seen | own)
    if Role(position.role) in APPLICANT_ROLES:
        return bookings.filter(own | Q(agency_id=position.agency_id) & ~Q(status="draft"))
    return bookings.filter(own)


def _handled_by(bookings: BookingQuerySet, position: Position) -> QuerySet[Any, Any]:
    """Cases in which the position, or its role left open to several, has or had a step."""
    from .models import StepAssignment

    return StepAssignment.objects.filter(
        Q(position=position) | Q(position__isnull=True, agency__isnull=True, role=position.role),
        step_run__booking__office_id=position.office_id,
    ).values("step_run__booking_id")


def is_applicant(actor: Actor, booking: Booking) -> bool:
    """Whether the actor stands on the applicant's side of this case, with the hat he wears."""
    if actor.user is None:
        return False
    position = actor.position
    if position is None or position.office_id is not None:
        return position is None and booking.applicant_id == actor.user.pk
    return position.agency_id == booking.agency_id and Role(position.role) in APPLICANT_ROLES


def is_own_agency(actor: Actor, booking: Booking, at: datetime) -> bool:
    """Whether the person belongs to the applicant agency under any hat, or asked himself."""
    if actor.user is None:
        return False
    if booking.applicant_id == actor.user.pk:
        return True
    day = at.astimezone(booking.office.tz).date()
    return actor.user.appointments.active_on(day).filter(position__agency_id=booking.agency_id).exists()


def is_office_actor(actor: Actor, booking: Booking) -> bool:
    position = actor.position
    return position is not None and position.office_id == booking.office_id


def has_role(actor: Actor, booking: Booking, *roles: Role) -> bool:
    """Whether the actor's hat is of this office and plays one of the roles."""
    return is_office_actor(actor, booking) and actor.role in roles


def may_record(actor: Actor, booking: Booking) -> bool:
    return is_office_actor(actor, booking) and actor.role in RECORDERS


def may_enter_for(actor: Actor, agency: Agency) -> bool:
    """TU and protocol enter requests for an agency of their office that has no account."""
    position = actor.position
    return position is not None and position.office_id == agency.office_id and actor.role in (*RECORDERS, Role.PROTOCOL)


def may_owe_letter(actor: Actor, office: Office) -> bool:
    """ "Lisan/WA, surat menyusul": only for leaders, by registrar or protocol (DESIGN §3.3)."""
    position = actor.position
    return position is not None and position.office_id == office.pk and actor.role in (Role.REGISTRAR, Role.PROTOCOL)


def may_reject(actor: Actor, booking: Booking) -> bool:
    return is_office_actor(actor, booking) and actor.role in DECIDING_ROLES


def may_confirm_leader(actor: Actor, booking: Booking) -> bool:
    return is_office_actor(actor, booking) and actor.role in LEADER_CONFIRMERS


def may_see_internal(actor: Actor, booking: Booking) -> bool:
    """Dispositions, internal notes and the trail's inner data stay inside the office."""
    return is_office_actor(actor, booking) and actor.role in CASE_READERS


def may_see_passcode(actor: Actor, booking: Booking) -> bool:
    """Who opens the meeting's link and passcode: the applicant's side and the office's workers."""
    if is_applicant(actor, booking):
        return True
    return is_office_actor(actor, booking) and actor.role in CASE_READERS - {Role.AUDITOR}


def assignment_is_for(assignment: StepAssignment, actor: Actor, booking: Booking) -> bool:
    """Whether the assignment names the actor's hat, before anybody's absence is considered."""
    if assignment.user_id is not None:
        return actor.user is not None and assignment.user_id == actor.user.pk
    if assignment.agency_id is not None:
        if not is_applicant(actor, booking):
            return False
        return assignment.role == Role.APPLICANT or actor.position is None or actor.role == assignment.role
    position = actor.position
    if position is None or position.office_id != booking.office_id:
        return False
    if assignment.position_id is not None:
        return assignment.position_id == position.pk
    return assignment.role == position.role


def may_see_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: a private file or paper of a booking."""
    from .models import Booking

    return Booking.objects.visible_to(actor).filter(pk=owner_id).exists()


def may_see_internal_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: a file or paper of a booking that stays inside the office."""
    from .models import Booking

    booking = Booking.objects.visible_to(actor).filter(pk=owner_id).first()
    return booking is not None and may_see_internal(actor, booking)


def may_ask(actor: Actor) -> bool:
    """Who begins a request: an agency for itself, TU and protocol on behalf of one."""
    position = actor.position
    if position is None:
        return False
    if position.agency_id is not None:
        return Role(position.role) in APPLICANT_ROLES
    return actor.role in (*RECORDERS, Role.PROTOCOL)
