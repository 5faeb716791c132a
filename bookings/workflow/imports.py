"""What happened before the portal: the door through which a closed case of the past comes in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Decision, Hold, Status
from bookings.models import Booking, Event
from vidcon_portal.accounts.actors import Actor

from .trail import record_event

IMPORT = "import"
"""The first and only act in the trail of such a case; the office head may still reopen it."""


@transaction.atomic
def record_history(
    booking: Booking, *, by: Actor, at: datetime, data: Mapping[str, Any], has_allocations: bool = False
) -> Event:
    """Save a new booking as served and completed, and say in its trail where it comes from.

    Opens no step, starts no clock, takes no number of the live register and tells nobody. ``data`` is kept in the
    trail: the row as it stood in the spreadsheet. The booking must be unsaved, pinned and over.
    """
    assert booking.pk is None
    assert booking.ticket
    assert booking.procedure_id is not None
    assert booking.submitted_at is not None
    assert booking.last_session_end is not None
    assert booking.last_session_end <= at
    booking.status = Status.COMPLETED
    booking.decision = Decision.SERVED
    booking.hold = Hold.CONFIRMED if has_allocations else Hold.NONE
    booking.closed_at = booking.last_session_end
    booking._change_reason = _("Impor riwayat")  # read by simple-history
    booking.save(force_insert=True)
    return record_event(
        booking,
        IMPORT,
        by=by,
        at=at,
        recorded_at=at,
        run=None,
        node=None,
        data=data,
        recorded_by=None,
        evidence=None,
    )
