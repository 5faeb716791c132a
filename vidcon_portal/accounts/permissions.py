"""Who may change people, positions and days off; the only place of this app where roles are compared."""

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.models import Appointment, Delegation, Office, Position
from vidcon_portal.accounts.queries import office_of


def has_role(actor: Actor, role: Role, office: Office | None = None) -> bool:
    """Whether the hat plays the role, in that office when one is named."""
    return actor.role == role and (office is None or actor.office == office)


def is_office_admin(actor: Actor, office: Office | None = None) -> bool:
    """Admin of the office by his own appointment: these powers cannot be delegated."""
    return actor.on_behalf_of is None and has_role(actor, Role.OFFICE_ADMIN, office)


def kept_office(actor: Actor) -> Office | None:
    """The office whose master data the hat keeps; a position at an agency keeps none, whatever its role."""
    position = actor.position
    if position is None or position.office_id is None or not is_office_admin(actor):
        return None
    return actor.office


def is_own_registrar(actor: Actor, office: Office | None = None) -> bool:
    """Registrar of the office by his own appointment, not a.n. somebody."""
    return actor.on_behalf_of is None and has_role(actor, Role.REGISTRAR, office)


def is_auditor(actor: Actor, office: Office | None = None) -> bool:
    return has_role(actor, Role.AUDITOR, office)


def is_official(actor: Actor, office: Office | None = None) -> bool:
    """On the office's side of the counter. A superuser without a position is not."""
    position = actor.position
    return position is not None and position.office_id is not None and (office is None or position.office == office)


def is_applicant(actor: Actor) -> bool:
    """On the applicant's side of the counter."""
    return actor.role in APPLICANT_ROLES


def may_appoint(actor: Actor, position: Position) -> bool:
    """Name a holder, definitive or acting, or end an appointment; at an agency the office's registrar may, too."""
    if actor.is_system or is_office_admin(actor, office_of(position)):
        return True
    return position.agency_id is not None and is_own_registrar(actor, office_of(position))


def may_end_acting(actor: Actor, appointment: Appointment, *, definitive: Appointment | None) -> bool:
    """ "Saya sudah kembali": the definitive holder, the acting official himself, or an office admin.

    The first two speak as persons, whichever hat they wear.
    """
    if may_appoint(actor, appointment.position):
        return True
    if actor.user is None:
        return False
    return actor.user == appointment.user or (definitive is not None and actor.user == definitive.user)


def may_delegate(actor: Actor, position: Position) -> bool:
    """Lend a position's powers: who holds it himself (what is borrowed is not lent on), or an office admin."""
    if may_appoint(actor, position):
        return True
    return actor.on_behalf_of is None and actor.appointment is not None and actor.appointment.position == position


def may_end_delegation(actor: Actor, delegation: Delegation) -> bool:
    """Who lent it, who received it, or an office admin."""
    return may_delegate(actor, delegation.position) or (
        actor.user is not None and actor.user == delegation.delegate.user
    )


def may_import_holidays(actor: Actor) -> bool:
    """National holidays hold for every office: an admin of any office, a superuser, or the system."""
    return actor.is_system or is_office_admin(actor) or (actor.user is not None and actor.user.is_superuser)
