"""The clock of the whole service: from receipt until the row that the SOP names is closed (DESIGN §3.3).

Clock hours run day and night. The clock starts when the first step after receipt opens (where a registrar receives,
his registering is the receipt), stands still while only the applicant can act, and is closed as reached when a later
row opens. Planned work of the office (a trial next week) does not stop it. Engine only.
"""

from datetime import datetime

from django.db.models import QuerySet

from bookings.models import Booking, OverallRun
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.clocks import Left, pause, resume, whole
from vidcon_portal.procedures.queries import calendar_for

from .graph import Graph, StepNode
from .row_clock import end_stretch, is_before_execute

RECEIVING = frozenset({Kind.SUBMIT, Kind.REGISTER})
"""Until these are done the request has not been received."""


def open_overall_run(booking: Booking) -> OverallRun | None:
    run = _open_overall_run().first(booking=booking.pk)
    if run is not None:
        run.booking = booking
    return run


@kept
def _open_overall_run() -> QuerySet[OverallRun]:
    return OverallRun.objects.filter(booking=Given("booking"), closed_at__isnull=True)[:1]


def enter_step(booking: Booking, graph: Graph, node: StepNode, at: datetime) -> OverallRun | None:
    """Start, run on, stand still or close, as the step that opens asks; the clock under which it stands."""
    overall = graph.overall
    if overall is None or node.kind in RECEIVING:
        return None
    current = open_overall_run(booking)
    if node.row.number > overall.until_row:
        if current is not None:
            close_overall(current, at, reached=True)
        return None
    if current is None:
        return _start(booking, graph, at) if node.is_office_step else None
    if node.is_office_step:
        _run_on(booking, graph, current, at)
    else:
        pause_overall(booking, current, at)
    return current


def pause_overall(booking: Booking, run: OverallRun, at: datetime) -> None:
    """The case lies with the applicant."""
    if run.paused_at is not None or run.running_since is None or run.left is None:
        return
    run.left = pause(Left.from_json(run.left), run.running_since, at, calendar_for(booking.office)).to_json()
    end_stretch(run, at)
    run.paused_at = at
    run.save(update_fields=["left", "running_since", "stretches", "paused_at"])


def reschedule_overall(booking: Booking, graph: Graph, run: OverallRun) -> None:
    """The sessions moved: the cap before the event moves with them."""
    if run.running_since is None:
        return
    run.due_at = _due(booking, graph, run, run.running_since)
    run.save(update_fields=["due_at"])


def close_overall(run: OverallRun, at: datetime, *, reached: bool) -> None:
    """Ready to serve, or the case ended before."""
    end_stretch(run, at)
    run.closed_at = at
    run.reached = reached
    run.save(update_fields=["running_since", "stretches", "closed_at", "reached"])


def _start(booking: Booking, graph: Graph, at: datetime) -> OverallRun:
    assert graph.overall is not None
    visit = booking.overall_runs.count() + 1
    received = booking.received_at if visit == 1 and booking.received_at is not None else at
    since = min(received, at)
    run = OverallRun(
        booking=booking,
        visit=visit,
        started_at=since,
        running_since=since,
        left=whole(graph.overall.standard).to_json(),
    )
    run.due_at = _due(booking, graph, run, since)
    run.save()
    return run


def _run_on(booking: Booking, graph: Graph, run: OverallRun, at: datetime) -> None:
    if run.paused_at is None:
        return
    run.paused_at = None
    run.running_since = at
    run.due_at = _due(booking, graph, run, at)
    run.save(update_fields=["paused_at", "running_since", "due_at"])


def _due(booking: Booking, graph: Graph, run: OverallRun, since: datetime) -> datetime:
    assert graph.overall is not None
    assert run.left is not None
    return resume(
        Left.from_json(run.left),
        since,
        calendar_for(booking.office),
        first_session_start=booking.first_session_start,
        before_execute=is_before_execute(graph, graph.overall.until_row),
    )
