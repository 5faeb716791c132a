"""Who sees what on a calendar, beyond which cases he may see."""

from bookings.choices import ResourceKind, Secrecy
from bookings.models import Booking, Resource
from bookings.permissions import CASE_READERS
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office

LINK_KEEPERS = frozenset(
    {Role.OFFICE_ADMIN, Role.OFFICE_HEAD, Role.DIVISION_HEAD, Role.COORDINATOR, Role.REGISTRAR, Role.SECRETARY}
)
"""Who makes and renews the office's own calendar links; a renewal ends the link of everybody who uses it."""

THING_KEEPERS = frozenset(
    {
        Role.OFFICE_ADMIN,
        Role.DIVISION_HEAD,
        Role.COORDINATOR,
        Role.REGISTRAR,
        Role.SECRETARY,
        Role.STAFF,
        Role.TECHNICAL_TEAM,
        Role.NETWORK_TEAM,
        Role.OPERATOR,
    }
)
"""Who takes rooms, kit and accounts out of use for maintenance; no event gives way to it."""

LEAVE_KEEPERS = frozenset({Role.OFFICE_ADMIN, Role.DIVISION_HEAD, Role.COORDINATOR, Role.REGISTRAR, Role.SECRETARY})
"""Who records that somebody else is away: he called in sick."""


def sees_people(actor: Actor) -> bool:
    """Officers see who is on duty; the applicants' side does not."""
    return actor.position is not None and actor.position.office_id is not None


def may_see_photo(actor: Actor, owner_id: str) -> bool:
    """Who may look at the picture of a resource: who works at its office, or asks it for rooms."""
    if actor.office is None or not owner_id.isdigit():
        return False
    resource = Resource.objects.filter(pk=int(owner_id), office=actor.office).first()
    return resource is not None and (resource.kind != ResourceKind.PERSON or sees_people(actor))


def may_read_links(actor: Actor, office: Office) -> bool:
    """Who may copy the links of the office and its rooms: the officers who read its cases anyway."""
    position = actor.position
    return position is not None and position.office_id == office.pk and actor.role in CASE_READERS


def may_keep_links(actor: Actor, office: Office) -> bool:
    return may_read_links(actor, office) and actor.role in LINK_KEEPERS


def is_shown_behind_secrets(booking: Booking) -> bool:
    """Whether the screen of a room and the feeds of rooms and offices name the event: who reads them is unknown."""
    return booking.secrecy == Secrecy.ORDINARY


def leaves_the_house(booking: Booking) -> bool:
    """Whether a person's own calendar, kept by somebody else's server, may name the event."""
    return booking.secrecy != Secrecy.SECRET


def may_move_kit(actor: Actor, office: Office) -> bool:
    """Who records that kit goes out or comes back: everybody who works there, the auditor alone only reads."""
    return may_read_links(actor, office) and actor.role != Role.AUDITOR


def keeps_things(actor: Actor, office: Office) -> bool:
    return may_read_links(actor, office) and actor.role in THING_KEEPERS


def keeps_leave(actor: Actor, office: Office) -> bool:
    return may_read_links(actor, office) and actor.role in LEAVE_KEEPERS


def may_block(actor: Actor, resource: Resource) -> bool:
    """Who takes a resource out of use: everybody himself, the office's keepers the rest."""
    if resource.kind != ResourceKind.PERSON:
        return keeps_things(actor, resource.office)
    is_self = actor.user is not None and actor.user.pk == resource.user_id and sees_people(actor)
    return keeps_leave(actor, resource.office) or (is_self and actor.office == resource.office)
