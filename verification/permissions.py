"""Who may do something about a meeting at its provider."""

from bookings.choices import SessionStatus
from bookings.models import Booking
from bookings.permissions import is_office_actor, may_see_passcode
from bookings.scheduling.meeting_links import waits_for_handover
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.permissions import kept_office

from .models import Meeting


def may_repeat_meeting(actor: Actor, booking: Booking) -> bool:
    """The office's workers of the case."""
    return is_office_actor(actor, booking) and may_see_passcode(actor, booking)


def opens_meeting(actor: Actor, booking: Booking, meeting: Meeting) -> bool:
    """Who sees link and passcode now: the applicant's side only after the handing over, where the SOP has one.

    Nobody does for a session that was cancelled.
    """
    if not may_see_passcode(actor, booking) or meeting.session.status == SessionStatus.CANCELLED:
        return False
    return is_office_actor(actor, booking) or not waits_for_handover(booking, meeting)


def may_connect_providers(actor: Actor) -> bool:
    """Write credentials and say which account lives where: the office's admin, of his own office."""
    return kept_office(actor) is not None


def moderates(actor: Actor, booking: Booking) -> bool:
    """Who enters as moderator: the office's side; everybody else enters as a guest."""
    return actor.user is not None and may_repeat_meeting(actor, booking)
