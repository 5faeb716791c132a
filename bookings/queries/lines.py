"""Requests in a list."""

from collections.abc import Sequence

from django.db.models import Prefetch

from bookings.choices import SessionStatus
from bookings.models import Booking, RowRun, Session, StepRun
from bookings.querysets import BookingQuerySet

from .shapes import LineView
from .words import local, phase_of


def with_progress(bookings: BookingQuerySet) -> BookingQuerySet:
    """What a list row prints beside the columns, in three more queries: open step, open clock, running sessions."""
    return bookings.for_list().prefetch_related(
        Prefetch("step_runs", StepRun.objects.filter(closed_at__isnull=True), to_attr="open_runs"),
        Prefetch("row_runs", RowRun.objects.filter(closed_at__isnull=True).select_related("row"), to_attr="open_rows"),
        Prefetch("sessions", Session.objects.filter(status=SessionStatus.RUNNING), to_attr="running_sessions"),
    )


def line_view(booking: Booking) -> LineView:
    """A row of ``with_progress``; no query."""
    tz = booking.office.tz
    runs: Sequence[StepRun] = booking.open_runs  # type: ignore[attr-defined]
    rows: Sequence[RowRun] = booking.open_rows  # type: ignore[attr-defined]
    run, row = (runs[0] if runs else None), (rows[0] if rows else None)
    return LineView(
        ticket=booking.ticket or "",
        title=booking.title,
        office=booking.office.code,
        agency=booking.agency.name,
        service=booking.service.code,
        mode=booking.mode,
        status=booking.status,
        phase=phase_of(booking, run.kind if run else None, running=bool(booking.running_sessions)),  # type: ignore[attr-defined]
        decision=booking.decision,
        hold=booking.hold,
        first_session_start=local(booking.first_session_start, tz),
        last_session_end=local(booking.last_session_end, tz),
        submitted_at=local(booking.submitted_at, tz),
        step_run=run.pk if run else None,
        kind=run.kind if run else None,
        row=row.row.number if row else None,
        due_at=local(row.due_at, tz) if row else None,
        paused=bool(row and row.paused_at),
    )
