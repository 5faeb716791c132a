"""The clock of each printed row: starts with the first office step, pauses, resumes, closes.

Times come from ``procedures.clocks``; this module keeps them in ``RowRun``. Engine only.
"""

from datetime import datetime

from django.db.models import QuerySet

from bookings.models import Booking, OverallRun, RowRun
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.clocks import Left, due_at, is_urgent, pause, resume, whole
from vidcon_portal.procedures.queries import calendar_for

from .graph import Graph, RowNode, StepNode


def booking_is_urgent(booking: Booking, at: datetime, calendar: WorkCalendar) -> bool:
    """A confirmed leader's event before the end of the next working day (DESIGN §3.3)."""
    return booking.first_session_start is not None and is_urgent(
        leader_confirmed=booking.leader_confirmed,
        first_session_start=booking.first_session_start,
        at=at,
        calendar=calendar,
    )


def open_row_run(booking: Booking) -> RowRun | None:
    return next((each for each in _runs_of(booking) if each.closed_at is None), None)


def _runs_of(booking: Booking) -> list[RowRun]:
    """Every visit to every row so far, a handful; one query."""
    runs = _visits().all(booking=booking.pk)
    for each in runs:
        each.booking = booking
    return runs


@kept
def _visits() -> QuerySet[RowRun]:
    return RowRun.objects.filter(booking=Given("booking")).order_by("started_at", "pk")


def enter_row(
    booking: Booking, graph: Graph, node: StepNode, at: datetime, *, before: list[RowRun] | None = None
) -> RowRun | None:
    """The row's clock runs when an office step of it opens; another row's clock closes.

    ``before`` are the visits so far, for whoever knows them.
    """
    runs = _runs_of(booking) if before is None else before
    current = next((each for each in runs if each.closed_at is None), None)
    if current is not None and current.row_id != node.row.pk:
        close_row(current, at)
        current = None
    if current is None:
        return _start_row(booking, graph, node, at, before=runs) if node.is_office_step else None
    if current.paused_at is not None and node.is_office_step:
        resume_row(booking, graph, current, node.row, at)
    return current


def start_row(booking: Booking, graph: Graph, node: StepNode, at: datetime) -> RowRun:
    """A new visit to the row of ``node``."""
    return _start_row(booking, graph, node, at, before=_runs_of(booking))


def _start_row(booking: Booking, graph: Graph, node: StepNode, at: datetime, *, before: list[RowRun]) -> RowRun:
    calendar = calendar_for(booking.office)
    row = node.row
    shares = reports_without_own_time(row)
    visit = sum(each.row_id == row.pk for each in before) + 1
    return RowRun.objects.create(
        booking=booking,
        row_id=row.pk,
        visit=visit,
        started_at=at,
        running_since=at,
        left=whole(row.standard).to_json() if row.standard.is_measured else None,
        office_addition=shares,
        due_at=due_at(
            row.standard,
            started_at=at,
            calendar=calendar,
            first_session_start=booking.first_session_start,
            last_session_end=booking.last_session_end,
            urgent=booking_is_urgent(booking, at, calendar),
            before_execute=is_before_execute(graph, row.number),
            report_shares_row=shares,
        )
        if row.standard.is_measured or shares
        else None,
    )


def pause_row(booking: Booking, row_run: RowRun, at: datetime) -> None:
    """Stop the clock; what is left is kept."""
    if row_run.paused_at is not None:
        return
    calendar = calendar_for(booking.office)
    if row_run.left is not None and row_run.running_since is not None:
        row_run.left = pause(
            Left.from_json(row_run.left),
            row_run.running_since,
            at,
            calendar,
            urgent=booking_is_urgent(booking, row_run.running_since, calendar),
        ).to_json()
    end_stretch(row_run, at)
    row_run.paused_at = at
    row_run.save(update_fields=["left", "running_since", "stretches", "paused_at"])


def resume_row(booking: Booking, graph: Graph, row_run: RowRun, row: RowNode, at: datetime) -> None:
    """Run on with what was left; the due moment moves by as much as the clock stood still."""
    if row_run.paused_at is None:
        return
    row_run.paused_at = None
    row_run.running_since = at
    _set_due(booking, graph, row_run, row, at)
    row_run.save(update_fields=["paused_at", "running_since", "due_at"])


def reschedule_row(booking: Booking, graph: Graph, row_run: RowRun, row: RowNode, at: datetime) -> None:
    """The sessions moved: the cap before the event and the report's due day move with them."""
    if row_run.running_since is None:
        return
    _set_due(booking, graph, row_run, row, row_run.running_since)
    row_run.save(update_fields=["due_at"])


def close_row(row_run: RowRun, at: datetime) -> None:
    """The visit is over."""
    end_stretch(row_run, at)
    row_run.closed_at = at
    row_run.save(update_fields=["running_since", "stretches", "closed_at"])


def reports_without_own_time(row: RowNode) -> bool:
    """A report row that also holds ``execute`` or prints no time: due one working day after the last session."""
    return Kind.REPORT in row.kinds and (Kind.EXECUTE in row.kinds or not row.prints_time)


def is_before_execute(graph: Graph, row_number: int) -> bool:
    executing = [other.number for other in graph.rows if Kind.EXECUTE in other.kinds]
    return not executing or row_number < min(executing)


def _set_due(booking: Booking, graph: Graph, row_run: RowRun, row: RowNode, since: datetime) -> None:
    calendar = calendar_for(booking.office)
    if row_run.left is not None and not row_run.office_addition:
        row_run.due_at = resume(
            Left.from_json(row_run.left),
            since,
            calendar,
            first_session_start=booking.first_session_start,
            urgent=booking_is_urgent(booking, since, calendar),
            before_execute=is_before_execute(graph, row.number),
        )
    elif row_run.office_addition:
        row_run.due_at = due_at(
            row.standard,
            started_at=since,
            calendar=calendar,
            last_session_end=booking.last_session_end,
            report_shares_row=True,
        )


def end_stretch(run: RowRun | OverallRun, at: datetime) -> None:
    """Keep how long the clock has run without a pause; saves nothing."""
    if run.running_since is not None and at > run.running_since:
        run.stretches = [*run.stretches, [run.running_since.isoformat(), at.isoformat()]]
    run.running_since = None
