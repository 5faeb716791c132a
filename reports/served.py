"""Which sessions count as served. An SOP without a row of execution (Tarakan) lets nobody record the event itself."""

from django.db.models import Q
from django.db.models.functions import Now

from bookings.choices import Decision, SessionStatus, Status


def was_served() -> Q:
    """Recorded as finished; or, where nobody records it, over by the clock in a case that was served and closed."""
    unrecorded = Q(
        status=SessionStatus.PLANNED,
        ends_at__lt=Now(),
        booking__status=Status.COMPLETED,
        booking__decision__in=(Decision.SERVED, Decision.PARTLY),
    )
    return Q(status=SessionStatus.FINISHED) | unrecorded
