"""Who gets the link and the passcode of a request's meetings, and who looked at a passcode."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Audience, PasscodeDoor
from bookings.errors import NotYours
from bookings.models import Booking, PasscodeView, Session
from bookings.notifications import announce_calendars
from bookings.permissions import may_set_audience
from vidcon_portal.accounts.actors import Actor


@transaction.atomic
def set_audience(booking: Booking, audience: Audience, *, by: Actor, at: datetime) -> None:
    """Say who gets the link from now on; the history keeps who said it. What was sent before stays sent, but calendars
    that were told learn of the link, or lose it.
    """
    if not may_set_audience(by, booking):
        raise NotYours(_("Aturan tautan diatur oleh petugas dinas yang menangani permohonan ini."))
    found = Booking.objects.select_for_update(of=("self",)).select_related("office", "agency", "applicant")
    booking = found.get(pk=booking.pk)
    if booking.audience == audience:
        return
    booking.audience = audience
    booking._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
    booking._change_reason = "aturan tautan rapat"  # type: ignore[attr-defined]  # read by simple-history
    booking.save(update_fields=["audience"])
    announce_calendars(booking, key=f"audience-{booking.pk}-{at.isoformat()}", at=at)


def note_passcode_view(session: Session, *, by: Actor, at: datetime, door: PasscodeDoor) -> None:
    """Keep that the passcode was shown; to be called before it is."""
    assert by.user is not None, "a passcode is shown to somebody"
    PasscodeView.objects.create(session=session, user=by.user, title=by.title[:200], door=door, seen_at=at)
