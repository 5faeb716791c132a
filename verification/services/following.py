"""What hangs on a case's sessions follows when a move, a refusal or somebody else's priority has changed them."""

from datetime import datetime

from django.db.models import Q

from bookings.choices import Decision, Purpose, SessionStatus, Status
from bookings.models import Allocation, Booking, Session, Timer
from bookings.models.resource import LIVE_STATES
from bookings.scheduling.ledger import as_range
from bookings.scheduling.spans import Span

from ..choices import Verdict
from ..models import Trial
from .meetings import withdraw_meetings

RESUME_CLOCK = "resume_clock"
"""The timer that lets a row's clock run on once the trial's hour has come."""

NOT_SERVED = (Status.CANCELLED, Status.REFUSED, Status.LAPSED, Status.NOT_HELD)


def follow_case(booking: Booking, *, at: datetime, is_displaced: bool) -> None:
    """Withdraw the links of what will not be held; forget the hour of a trial that gave way to a leader."""
    withdraw_meetings(Session.objects.filter(_will_not_be_held(booking), booking=booking), at=at)
    if is_displaced:
        _forget_lost_hours(booking, at=at)


def _will_not_be_held(booking: Booking) -> Q:
    if booking.status in NOT_SERVED or booking.decision in (Decision.REFUSED, Decision.FULL):
        return Q(meeting__withdrawn_at__isnull=True, meeting__isnull=False)
    over = (SessionStatus.CANCELLED, SessionStatus.NOT_HELD)
    return Q(meeting__withdrawn_at__isnull=True, meeting__isnull=False, status__in=over)


def _forget_lost_hours(booking: Booking, *, at: datetime) -> None:
    """Nothing is occupied for it any more; a clock that rests until that hour need not."""
    rows = Allocation.objects.filter(booking=booking, purpose=Purpose.TRIAL)
    for trial in Trial.objects.filter(booking=booking, verdict=Verdict.NONE, starts_at__gt=at):
        assert trial.starts_at is not None
        assert trial.ends_at is not None
        there = rows.filter(during__overlap=as_range(Span(trial.starts_at, trial.ends_at)))
        if there.exists() and not there.filter(state__in=LIVE_STATES).exists():
            trial.starts_at = trial.ends_at = None
            trial.save(update_fields=["starts_at", "ends_at"])
            Timer.objects.filter(booking=booking, action=RESUME_CLOCK, done_at__isnull=True).update(at=at)
