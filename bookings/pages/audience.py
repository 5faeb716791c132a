"""What the page of a request says about who gets its meetings' link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from bookings.choices import Audience
from bookings.models import Booking, Session
from bookings.permissions import may_see_internal, may_set_audience
from vidcon_portal.accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """The rule in words, where it is changed (if the reader may), and where one sees who looked."""

    label: str
    url: str
    log_url: str


def audience_of(booking: Booking, sessions: Iterable[Session], actor: Actor) -> AudienceLine | None:
    """For the office's people, as soon as there is a meeting."""
    if not may_see_internal(actor, booking) or not any(_meetings(sessions)):
        return None
    url = reverse("verification:audience", args=[booking.ticket]) if may_set_audience(actor, booking) else ""
    return AudienceLine(
        booking.get_audience_display(), url, reverse("verification:passcode_views", args=[booking.ticket])
    )


def is_kept_inside(booking: Booking, sessions: Iterable[Session]) -> bool:
    """Whether there is a meeting that the applicant's side does not open."""
    return booking.audience == Audience.OFFICE and any(_meetings(sessions))


def _meetings(sessions: Iterable[Session]) -> Iterable[Any]:
    return (meeting for session in sessions if (meeting := getattr(session, "meeting", None)) is not None)
