"""Opening and closing steps and cases: the engine's hands. Nobody but the engine calls them."""

from datetime import datetime

from django.db.models import QuerySet

from bookings.choices import Decision, Status
from bookings.models import Booking, StepRun, Timer
from bookings.models.session import sessions_of
from bookings.officials import assign
from vidcon_portal.accounts.choices import Role
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.choices import Kind

from . import overall_clock, row_clock
from .graph import Graph, StepNode
from .kinds import kind_of
from .moves.rules import ResumeClock
from .outcome import Aside, Deed
from .timers import cancel_timers, set_step_timers


def open_step(
    booking: Booking,
    graph: Graph,
    node: StepNode,
    at: datetime,
    *,
    keep_assignments_of: StepRun | None = None,
    is_new: bool = False,
    result: str = "",
) -> StepRun:
    """Open a step: its run, who must act, its row's clock, the kind's own rows, its timers.

    ``is_new``: the case has just begun, no row has run and nobody has disposed. With a ``result`` the step is done as it
    opens, by all who must act.
    """
    if node.pk == graph.recheck.pk and booking.decision:
        decide(booking, Decision.NONE, "")
    row_run = row_clock.enter_row(booking, graph, node, at, before=[] if is_new else None)
    run = StepRun.objects.create(
        booking=booking,
        step_id=node.pk,
        row_id=node.row.pk,
        row_run=row_run,
        overall_run=overall_clock.enter_step(booking, graph, node, at),
        kind=node.kind,
        roles=list(node.roles),
        opened_at=at,
        closed_at=at if result else None,
        result=result,
    )
    if keep_assignments_of is not None:
        _copy_assignments(keep_assignments_of, run)
    else:
        assign(booking, run, node.roles, is_new=is_new, confirmed_at=at if result else None)
    if booking.status != Status.OPEN or booking.closed_at is not None:
        booking.status = Status.OPEN
        booking.closed_at = None
        booking.save(update_fields=["status", "closed_at"])
    kind = kind_of(node.kind)
    kind.opened(booking, run, at=at)
    set_step_timers(booking, run, node, at)
    if row_run is not None and kind.rests and _timers_of(ResumeClock.name).all(run=run.pk):
        row_clock.pause_row(booking, row_run, at)
    return run


@kept
def _timers_of(action: str) -> QuerySet[Timer, int]:
    return Timer.objects.filter(step_run=Given("run"), action=action, done_at__isnull=True).values_list("pk", flat=True)


def _copy_assignments(old: StepRun, new: StepRun) -> None:
    for each in old.assignments.all():
        new.assignments.create(
            role=each.role,
            position=each.position,
            user=each.user,
            agency=each.agency,
            confirmed_at=each.confirmed_at,
        )


def open_side_step(deed: Deed, aside: Aside) -> StepRun:
    """Interrupt the open step, pause its row, and let the applicant act.

    Without an open step the case was completed: it lives again, under a new visit to the recheck step's row.
    """
    booking, graph, at = deed.booking, deed.graph, deed.at
    run = deed.run
    if run is not None:
        close_step(run, deed.action, at, interrupted=True)
        row_run = row_clock.open_row_run(booking)
    else:
        row_run = row_clock.start_row(booking, graph, graph.recheck, at)
    if row_run is not None:
        row_clock.pause_row(booking, row_run, at)
    overall_run = overall_clock.open_overall_run(booking)
    if overall_run is not None:
        overall_clock.pause_overall(booking, overall_run, at)
    side = StepRun.objects.create(
        booking=booking,
        row_id=run.row_id if run is not None else graph.recheck.row.pk,
        row_run=row_run,
        overall_run=overall_run,
        kind=aside.kind,
        roles=[Role.APPLICANT],
        resumes=run.resumes if run is not None and run.is_side_step else run,
        resume_to_recheck=aside.resume_to_recheck,
        deadline_at=aside.deadline_at,
        opened_at=at,
    )
    assign(booking, side, [Role.APPLICANT])
    booking.status = Status.RETURNED if aside.kind == Kind.COMPLETE else Status.OFFERED
    booking.closed_at = None
    booking.save(update_fields=["status", "closed_at"])
    kind_of(aside.kind).opened(booking, side, at=at, options=aside.options)
    set_step_timers(booking, side, None, at)
    return side


def close_step(run: StepRun, result: str, at: datetime, *, interrupted: bool = False) -> None:
    run.closed_at = at
    run.result = result
    run.interrupted = interrupted
    run.save(update_fields=["closed_at", "result", "interrupted"])
    if getattr(run, "has_timers", True):  # only who has read it under the lock knows that there are none
        cancel_timers(run, at)


def finish_booking(booking: Booking, status: Status, at: datetime) -> None:
    row_run = row_clock.open_row_run(booking)
    if row_run is not None:
        row_clock.close_row(row_run, at)
    overall_run = overall_clock.open_overall_run(booking)
    if overall_run is not None:
        overall_clock.close_overall(overall_run, at, reached=status == Status.COMPLETED)
    booking.status = status
    booking.closed_at = at
    booking.save(update_fields=["status", "closed_at"])


def decide(booking: Booking, decision: Decision, note: str) -> None:
    booking.decision = decision
    booking.decision_note = note
    booking.save(update_fields=["decision", "decision_note"])


def status_after(booking: Booking) -> Status:
    """After the last row the status follows the decision; nothing held at all is ``not_held``."""
    if booking.decision in (Decision.REFUSED, Decision.FULL):
        return Status.REFUSED
    sessions = {session.status for session in sessions_of(booking)}
    if sessions and sessions <= {"not_held", "cancelled"}:
        return Status.NOT_HELD
    return Status.COMPLETED
