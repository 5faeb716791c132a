"""Who may do something about a meeting at its provider."""

from bookings.models import Booking
from bookings.permissions import is_office_actor, may_see_passcode
from vidcon_portal.accounts.actors import Actor


def may_repeat_meeting(actor: Actor, booking: Booking) -> bool:
    """The office's workers of the case."""
    return is_office_actor(actor, booking) and may_see_passcode(actor, booking)


def moderates(actor: Actor, booking: Booking) -> bool:
    """Who enters as moderator: the office's side; everybody else enters as a guest."""
    return actor.user is not None and may_repeat_meeting(actor, booking)
