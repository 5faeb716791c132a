"""A session that is over before its planned end gives back the rest."""

from datetime import datetime

from django.db import transaction

from bookings.choices import Purpose
from bookings.models import Booking, Session

from ..ledger import as_range, live_rows, release_rows, span_of
from ..locks import lock_office
from ..spans import Span
from .holds import promote
from .times import YIELDING, add_teardown


@transaction.atomic
def end_session(session: Session, ended_at: datetime, *, at: datetime) -> list[Booking]:
    """Keep what was really used, up to ``ended_at``, with the tear-down after that; the rest is free at once.

    Returns the waiting cases that gained. A session that ended as planned or later changes nothing; its planned end
    stays what it was. What it had not begun to use (it ended before a unit was due) is given back whole.
    """
    booking = session.booking
    if ended_at >= session.ends_at:
        return []
    units = lock_office(booking.office)
    rows = [
        row
        for row in live_rows(booking)
        if row.session_id == session.pk and row.purpose in (Purpose.EVENT, *YIELDING) and span_of(row).end > ended_at
    ]
    used = [row for row in rows if row.purpose == Purpose.EVENT and span_of(row).start < ended_at]
    freed = release_rows(row for row in rows if row not in used)
    for row in used:
        span = span_of(row)
        freed.append(Span(ended_at, span.end))
        row.during = as_range(Span(span.start, ended_at))
        row.save(update_fields=["during"])
    add_teardown(booking, session, used, units, ended_at=ended_at)
    return promote(booking.office, [span for span in freed if span.end > at], units, at=at, exclude=booking)
