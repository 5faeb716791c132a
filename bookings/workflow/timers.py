"""Timers: rows that the worker runs through ``advance`` as the system."""

import logging
from datetime import datetime

from django.db import transaction

from bookings.errors import DomainError
from bookings.models import Booking, StepRun, Timer
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for

from .graph import StepNode

logger = logging.getLogger(__name__)

NOT_NEEDED = "tidak diperlukan lagi"


def set_step_timers(booking: Booking, run: StepRun, node: StepNode | None, at: datetime) -> None:
    """What shall happen by itself while the step is open."""
    if run.deadline_at is not None:
        Timer.objects.create(booking=booking, step_run=run, action="miss_deadline", at=run.deadline_at)
    days = node.options.get("closes_itself_after_days") if node and node.kind == Kind.ACKNOWLEDGE else None
    if days:
        closes_at = calendar_for(booking.office).add_working_days(at, int(days))
        Timer.objects.create(booking=booking, step_run=run, action="acknowledge", at=closes_at)


def set_lapse_timer(booking: Booking, *, not_before: datetime | None = None, is_first: bool = False) -> None:
    """One per booking, at the end of its last session; a moved session moves it, an offered later time delays it."""
    if not is_first:
        Timer.objects.filter(booking=booking, action="lapse", done_at__isnull=True).delete()
    if booking.last_session_end is not None:
        at = max(booking.last_session_end, not_before or booking.last_session_end)
        Timer.objects.create(booking=booking, action="lapse", at=at)


def cancel_timers(run: StepRun, at: datetime) -> None:
    """The step is over: its timers have nothing left to do."""
    Timer.objects.filter(step_run=run, done_at__isnull=True).update(done_at=at, outcome=NOT_NEEDED)


def run_due_timers(*, at: datetime, limit: int = 200, office: Office | None = None) -> int:
    """Run what is due, each in its own transaction; returns how many. Safe to run in several workers."""
    done = 0
    while done < limit and _run_next(at, office):
        done += 1
    return done


def _run_next(at: datetime, office: Office | None) -> bool:
    """Booking before timer, as ``advance`` locks them: the other way round the two would wait for each other."""
    from .engine import advance

    with transaction.atomic():
        due = Timer.objects.filter(done_at__isnull=True, at__lte=at)
        if office is not None:
            due = due.filter(booking__office=office)
        first = due.order_by("at", "pk").values_list("pk", "booking_id").first()
        if first is None:
            return False
        Booking.objects.select_for_update(of=("self",)).filter(pk=first[1]).first()
        timer = due.select_related("booking__office").filter(pk=first[0]).first()
        if timer is None:  # another worker was faster
            return True
        try:
            with transaction.atomic():
                advance(timer.booking, timer.action, by=SYSTEM, step_run=timer.step_run_id, at=at)
            timer.outcome = "dijalankan"
        except DomainError as error:
            timer.outcome = error.sentence[:200]
        timer.done_at = at
        timer.save(update_fields=["done_at", "outcome"])
    return True
