"""What each session of a case still lacks: pure, from rows that were read already."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from bookings.choices import Hold, Purpose
from bookings.errors import Incomplete
from bookings.models import Allocation, Booking, Session

from .ledger import office_needs


def shortages_of(
    booking: Booking, sessions: Iterable[Session], rows: Iterable[Allocation]
) -> dict[int, tuple[str, ...]]:
    """Session id → the needs that wait there; empty for a case that has all it gets."""
    if booking.hold not in (Hold.PARTIAL, Hold.WAITING):
        return {}
    try:
        needs = office_needs(booking)
    except Incomplete:
        return {}
    have = Counter((row.session_id, row.need) for row in rows if row.purpose == Purpose.EVENT)
    found = {}
    for session in sessions:
        if not session.is_pending:
            continue
        missing = []
        for need in needs:
            there = have[session.pk, need.index]
            if there >= need.required:
                continue
            missing.append(
                _("%(need)s (%(there)d dari %(wanted)d)")
                % {"need": need.label, "there": there, "wanted": need.required}
                if there
                else need.label
            )
        if missing:
            found[session.pk] = tuple(missing)
    return found
