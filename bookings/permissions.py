"""Who may see and do. The only place of this wing where roles are compared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from vidcon_portal.accounts.actors import Hat, today_of
from vidcon_portal.accounts.choices import APPLICANT_ROLES, DECIDING_ROLES, Role
from vidcon_portal.accounts.models import Appointment
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import once

from .choices import Audience, Secrecy

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor
    from vidcon_portal.accounts.models import Agency, Appointment, Office, Position

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
    """An office reads its cases, an agency its own; a draft only its author. All else is not there.

    Asks the actor for nothing but his role and keys, so that the rule can be kept for a ``Hat``.

    One's own are those of the agency or office to which one still belongs: who has left it takes nothing along.
    """
    if actor.is_system:
        return bookings
    own = _own(actor)
    position = actor.position
    if position is None:
        return bookings.filter(own)
    if position.office_id is not None:
        role = Role(position.role)
        if role not in CASE_READERS:
            return bookings.filter(own)
        seen = Q(office_id=position.office_id) & ~Q(status="draft")
        if role not in SECRET_READERS:
            seen &= ~Q(secrecy=Secrecy.SECRET) | _has_part(actor, position)
        return bookings.filter(seen | own)
    if Role(position.role) in APPLICANT_ROLES:
        return bookings.filter(own | Q(agency_id=position.agency_id) & ~Q(status="draft"))
    return bookings.filter(own)


def _own(actor: Actor) -> Q:
    """What the person asked for or entered, under whichever hat, where he is still in office."""
    if actor.user is None:
        return Q(pk__in=[])
    me = actor.user.pk
    held = Appointment.objects.active_on(today_of(actor)).filter(user=me, position__is_active=True)
    return Q(applicant=me, agency__in=held.values("position__agency")) | Q(
        entered_by=me, office__in=held.values("position__office")
    )


def _has_part(actor: Actor, position: Position) -> Q:
    """Cases in which the hat has or had a part: a step of its own or of its role, an open one of a position below
    (which it may reassign, and which reaches it when that is empty), a disposition, work at the event; and a leader's
    that it must confirm."""
    from .models import Allocation, DispositionRecipient, StepAssignment
    from .models.resource import LIVE_STATES

    mine = position.pk
    below = Q(position__superior=mine) | Q(position__superior__superior=mine)
    steps = StepAssignment.objects.filter(
        Q(position=mine)
        | Q(position__isnull=True, agency__isnull=True, role=position.role)
        | below & Q(step_run__closed_at__isnull=True, confirmed_at__isnull=True),
        step_run__booking__office=position.office_id,
    )
    told = DispositionRecipient.objects.filter(position=mine, disposition__recalled_at__isnull=True)
    me = actor.user.pk if actor.user else None
    duties = Allocation.objects.filter(resource__user=me, state__in=LIVE_STATES, booking__isnull=False)
    part = (
        Q(pk__in=steps.values("step_run__booking_id"))
        | Q(pk__in=told.values("disposition__booking_id"))
        | Q(pk__in=duties.values("booking_id"))
    )
    if Role(position.role) in LEADER_CONFIRMERS:
        part |= Q(leader_rank__isnull=False)
    return part


def is_applicant(actor: Actor, booking: Booking) -> bool:
    """Whether the actor stands on the applicant's side of this case, with the hat he wears: who has none does not."""
    position = actor.position
    if actor.user is None or position is None or position.office_id is not None:
        return False
    return position.agency_id == booking.agency_id and Role(position.role) in APPLICANT_ROLES


def is_own_agency(actor: Actor, booking: Booking, at: datetime) -> bool:
    """Whether the person belongs to the applicant agency under any hat, or asked himself."""
    if actor.user is None:
        return False
    if booking.applicant_id == actor.user.pk:
        return True
    user, agency, day = actor.user.pk, booking.agency_id, at.astimezone(booking.office.tz).date()
    return once(("hats of agency", user, agency, day), lambda: bool(_held_at().all(user=user, agency=agency, day=day)))


@kept
def _held_at() -> QuerySet[Appointment, int]:
    active = Appointment.objects.active_on(Given("day"))  # type: ignore[arg-type] # told when it is read
    return active.filter(user=Given("user"), position__agency=Given("agency")).values_list("pk", flat=True)


def is_same_person(actor: Actor, appointment: Appointment) -> bool:
    """Whether it is the same human being, under whichever hat."""
    return actor.user is not None and actor.user.pk == appointment.user_id


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


def reads_cases(actor: Actor) -> bool:
    """Whether the hat belongs to an office and reads that office's cases."""
    position = actor.position
    return position is not None and position.office_id is not None and actor.role in CASE_READERS


def may_reject(actor: Actor, booking: Booking) -> bool:
    return is_office_actor(actor, booking) and actor.role in DECIDING_ROLES


def may_confirm_leader(actor: Actor, booking: Booking) -> bool:
    return is_office_actor(actor, booking) and actor.role in LEADER_CONFIRMERS


def may_write(actor: Actor, booking: Booking) -> bool:
    """Who takes part in the conversation: the applicant's side, and the office without its auditor."""
    if is_applicant(actor, booking):
        return True
    return is_office_actor(actor, booking) and actor.role in CASE_READERS - {Role.AUDITOR}


def may_submit_draft(actor: Actor, booking: Booking) -> bool:
    """The author, while he still stands on the side for which he wrote it."""
    if actor.user is None:
        return False
    if actor.user.pk == booking.entered_by_id:
        return may_enter_for(actor, booking.agency)
    return is_applicant(actor, booking)


def may_export_case(actor: Actor, booking: Booking) -> bool:
    """Who takes a whole case file away: whoever keeps the letters, answers for them or checks them."""
    return has_role(actor, booking, *SECRET_READERS)


def may_see_internal(actor: Actor, booking: Booking) -> bool:
    """Dispositions, internal notes and the trail's inner data stay inside the office."""
    return is_office_actor(actor, booking) and actor.role in CASE_READERS


def may_see_passcode(actor: Actor, booking: Booking) -> bool:
    """Who opens the meeting's link and passcode: the office's workers, and the applicant's side unless the request's
    rule keeps them inside."""
    if is_applicant(actor, booking):
        return booking.audience != Audience.OFFICE
    return is_office_actor(actor, booking) and actor.role in CASE_READERS - {Role.AUDITOR}


def leaves_the_portal(booking: Booking) -> bool:
    """Whether the meeting's link may stand in letters, mails and calendars; of a secret event it never does."""
    return booking.audience == Audience.PARTICIPANTS and booking.secrecy != Secrecy.SECRET


def may_set_audience(actor: Actor, booking: Booking) -> bool:
    """Who says who gets the link: the office's workers of the case."""
    return is_office_actor(actor, booking) and actor.role in CASE_READERS - {Role.AUDITOR}


def assignment_is_for(assignment: StepAssignment, actor: Actor, booking: Booking) -> bool:
    """Whether the assignment names the actor's hat, before anybody's absence is considered."""
    if assignment.user_id is not None:
        return actor.user is not None and assignment.user_id == actor.user.pk
    if assignment.agency_id is not None:
        if not is_applicant(actor, booking):
            return False
        return assignment.role == Role.APPLICANT or actor.role == assignment.role
    position = actor.position
    if position is None or position.office_id != booking.office_id:
        return False
    if assignment.position_id is not None:
        return assignment.position_id == position.pk
    return assignment.role == position.role


def may_see_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: a private file or paper of a booking."""
    return _seen(Hat.of(actor)).first(booking=int(owner_id), **actor.values()) is not None


@kept
def _seen(hat: Hat) -> QuerySet[Booking]:
    """The booking, if this hat opens it: a download waits for nothing but this."""
    from .models import Booking

    return Booking.objects.visible_to(hat.actor()).filter(pk=Given("booking")).only("office").order_by()[:1]


def may_see_letter_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: the file of a letter that asks for several requests, for who may see one of them."""
    from .models import Booking

    return Booking.objects.visible_to(actor).having_letter(int(owner_id)).exists()


def may_see_internal_file(actor: Actor, owner_id: str) -> bool:
    """For ``documents``: a file or paper of a booking that stays inside the office."""
    booking = _seen(Hat.of(actor)).first(booking=int(owner_id), **actor.values())
    return booking is not None and may_see_internal(actor, booking)


def may_ask(actor: Actor) -> bool:
    """Who begins a request: an agency for itself, TU and protocol on behalf of one."""
    position = actor.position
    if position is None:
        return False
    if position.agency_id is not None:
        return Role(position.role) in APPLICANT_ROLES
    return actor.role in (*RECORDERS, Role.PROTOCOL)
