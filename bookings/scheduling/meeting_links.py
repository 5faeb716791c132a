"""The link of a session's meeting, as far as the request's rule lets it leave the portal."""

from typing import Any

from bookings.choices import SessionStatus
from bookings.models import Booking, Session
from bookings.permissions import leaves_the_portal
from bookings.workflow.graph import graph_of
from vidcon_portal.procedures.choices import Kind


def link_of(session: Session) -> str:
    """For letters, mails and personal calendars; empty before the handing over, after the event, and where it must stay.

    ``session.meeting`` is the row of a later wing that hangs on our session; its name is all that we know of it.
    """
    if not leaves_the_portal(session.booking) or session.status == SessionStatus.CANCELLED:
        return ""
    meeting = getattr(session, "meeting", None)
    if meeting is None or meeting.withdrawn_at is not None or waits_for_handover(session.booking, meeting):
        return ""
    return str(meeting.join_url)


def waits_for_handover(booking: Booking, meeting: Any) -> bool:
    """Whether the SOP still has to hand the meeting over to the applicant's side."""
    if meeting.handed_over_at is not None or booking.procedure_id is None:
        return False
    return graph_of(booking.procedure_id).has_kind(Kind.HAND_OVER)
