"""Trials of a request: which are due, and when they are held."""

from datetime import datetime, timedelta

from django.db import transaction

from bookings.models import Booking, Session, StepRun
from bookings.models.session import sessions_of
from bookings.scheduling.services import hold_trial
from bookings.scheduling.trial_hours import DEFAULT_TRIAL

from ..choices import Verdict
from ..models import Meeting, Trial
from ..queries import planned_sessions, still_waits


@transaction.atomic
def ensure_trials(booking: Booking, *, at: datetime, run: StepRun | None = None) -> list[Trial]:
    """The trials that still need a verdict; made where there are none.

    After a failure only what failed is tried again, under its number. Otherwise one trial per place and platform of
    the planned sessions. With ``run`` nobody has agreed on an hour: the one that the applicant wished is occupied, as
    far as it is free.
    """
    trials = list(Trial.objects.filter(booking=booking).prefetch_related("sessions").order_by("decided_at", "pk"))
    undecided = sorted((trial for trial in trials if trial.verdict == Verdict.NONE), key=lambda trial: trial.number)
    pending = [trial for trial in undecided if still_waits(trial)]
    _forget_stale(undecided, pending)
    waiting = {trial.number for trial in pending}
    again = [trial for trial in _failed(trials) if trial.number not in waiting]
    made = [_again(trial, run) for trial in again]
    if not pending and not made:
        made = [_make(booking, number, sessions, run) for number, sessions in enumerate(_groups(booking), start=1)]
        if run is not None:
            _hold_wished_hour(booking, made, at=at)
    if run is not None and pending:
        Trial.objects.filter(pk__in=[trial.pk for trial in pending]).update(step_run=run)
    return sorted([*pending, *made], key=lambda trial: trial.number)


@transaction.atomic
def schedule_trials(
    booking: Booking, starts_at: datetime, *, at: datetime, length: timedelta = DEFAULT_TRIAL
) -> list[str]:
    """Hold the units for the trials at the agreed hour; returns the needs that nothing is free for."""
    trials = ensure_trials(booking, at=at)
    ends_at = starts_at + length
    held = hold_trial(booking, starts_at, ends_at, at=at)
    for trial in trials:
        trial.starts_at, trial.ends_at = starts_at, ends_at
        trial.save(update_fields=["starts_at", "ends_at"])
    return list(dict.fromkeys(need.label for need in held.clashed))


def _forget_stale(undecided: list[Trial], pending: list[Trial]) -> None:
    """A trial whose sessions are over needs no verdict; an hour that a moved session has passed is no longer agreed."""
    stale = [trial.pk for trial in undecided if trial not in pending]
    if stale:
        Trial.objects.filter(pk__in=stale).delete()
    for trial in pending:
        start = min((session.starts_at for session in trial.sessions.all() if session.is_pending), default=None)
        if trial.starts_at is not None and start is not None and trial.starts_at >= start:
            trial.starts_at = trial.ends_at = None
            trial.save(update_fields=["starts_at", "ends_at"])


def _failed(trials: list[Trial]) -> list[Trial]:
    """Trials whose latest verdict is a failure and whose sessions are still to come; given as they were decided."""
    latest = {trial.number: trial for trial in trials if trial.verdict != Verdict.NONE}
    return [trial for trial in latest.values() if trial.verdict == Verdict.FAIL and still_waits(trial)]


def _again(failed: Trial, run: StepRun | None) -> Trial:
    trial = Trial.objects.create(booking=failed.booking, step_run=run, number=failed.number)
    trial.sessions.set([session for session in failed.sessions.all() if session.is_pending])
    return trial


def _make(booking: Booking, number: int, sessions: list[Session], run: StepRun | None) -> Trial:
    """The first is planned at the test time that the applicant asked for."""
    wished = booking.connection_test_at
    before = min((session.starts_at for session in sessions), default=None)
    fits = wished is not None and before is not None and wished < before
    trial = Trial.objects.create(
        booking=booking,
        step_run=run,
        number=number,
        starts_at=wished if fits else None,
        ends_at=wished + DEFAULT_TRIAL if fits and wished is not None else None,
    )
    trial.sessions.add(*sessions)
    return trial


def _hold_wished_hour(booking: Booking, trials: list[Trial], *, at: datetime) -> None:
    planned = next((trial for trial in trials if trial.starts_at is not None and trial.starts_at > at), None)
    if planned is not None and planned.starts_at is not None and planned.ends_at is not None:
        hold_trial(booking, planned.starts_at, planned.ends_at, at=at)


def _groups(booking: Booking) -> list[list[Session]]:
    """Planned sessions by place and platform, in order; all that are left when none is planned any more."""
    sessions = planned_sessions(booking) or sessions_of(booking)
    platforms = dict(Meeting.objects.filter(session__in=sessions).values_list("session_id", "platform"))
    groups: dict[tuple[str, str], list[Session]] = {}
    for session in sessions:
        key = (session.place or booking.place, platforms.get(session.pk, booking.application))
        groups.setdefault(key, []).append(session)
    return list(groups.values())
