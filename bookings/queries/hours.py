"""Work that has its hour: a trial run and the event itself wait for it, whatever a row's clock says."""

from django.db.models import Case, DateTimeField, OuterRef, Subquery, When

from bookings.choices import SessionStatus
from bookings.models import Session, Timer
from vidcon_portal.procedures.choices import Kind

PENDING = (SessionStatus.PLANNED, SessionStatus.RUNNING)


def begins_at(run: str = "") -> Case:
    """When the scheduled work of a step begins: the earliest session still to be held, the timer of a trial run.

    None for every other step, and once a trial's hour has come. ``run`` is the path to the step, ``step_run__``.
    """
    sessions = Session.objects.filter(booking=OuterRef(f"{run}booking"), status__in=PENDING).order_by("starts_at")
    timers = Timer.objects.filter(step_run=OuterRef(f"{run}pk"), done_at__isnull=True).order_by("at")
    return Case(
        When(**{f"{run}kind": Kind.EXECUTE}, then=Subquery(sessions.values("starts_at")[:1])),
        When(**{f"{run}kind": Kind.TRIAL}, then=Subquery(timers.values("at")[:1])),
        output_field=DateTimeField(),
    )
