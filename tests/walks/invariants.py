"""What must be true of every case after every deed, whoever did it (STYLE, DESIGN §3)."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q

from bookings.choices import CLOSED, LIVE, AllocationState, Decision, Hold, Purpose, SessionStatus, Status
from bookings.messages import APPLICANT_WORDS
from bookings.models import Allocation, Booking, DispositionRecipient, Option, StepAssignment, StepRun, Timer
from bookings.models.progress import ClockRun, RowRun
from bookings.models.resource import LIVE_STATES
from bookings.scheduling.ledger import office_needs
from bookings.workflow.graph import graph_of
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import BLOCKING_FLAGS, not_holder, refusal_of, situation_of
from bookings.workflow.row_clock import is_before_execute
from bookings.workflow.trail import faults_of
from verification.models import Meeting
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.procedures.clocks import Left, Standard, whole

KEPT = (
    "bookings.Booking", "bookings.Session", "bookings.Event", "bookings.TrailHead", "bookings.StepRun",
    "bookings.StepAssignment", "bookings.RowRun", "bookings.OverallRun", "bookings.Allocation", "bookings.Block", "bookings.Option",
    "bookings.Timer", "bookings.Flag", "bookings.Disposition", "bookings.DispositionRecipient",
    "bookings.IncomingLetter", "verification.Check", "verification.Coordination", "verification.Meeting",
    "verification.Trial", "verification.PreparationItem", "reports.Execution", "reports.LogEntry", "reports.Report",
    "documents.Document", "documents.Register", "documents.StoredFile", "notifications.Delivery",
)  # fmt: skip
"""Everything that an action may write; a refused one writes none of it."""

_DOUBLES = """
SELECT count(*) FROM bookings_allocation a JOIN bookings_allocation b
  ON a.id < b.id AND a.resource_id = b.resource_id AND a.lane = b.lane AND a.during && b.during
WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
"""

_EACH = """
SELECT b.id, md5(concat(
    b::text,
    (SELECT string_agg(s::text, '|' ORDER BY s.id) FROM bookings_session s WHERE s.booking_id = b.id),
    (SELECT string_agg(r::text, '|' ORDER BY r.id) FROM bookings_steprun r WHERE r.booking_id = b.id),
    (SELECT string_agg(a::text, '|' ORDER BY a.id) FROM bookings_allocation a WHERE a.booking_id = b.id),
    (SELECT h.hash FROM bookings_trailhead h WHERE h.booking_id = b.id)
)) FROM bookings_booking b WHERE b.id = ANY(%s)
"""

LIFTING = ("dispense", "reschedule", "offer", "reject", "return")
"""What goes on where an open flag blocks the step: the flag is decided, or the time changes, or a no is said."""

AN_HOUR = timedelta(minutes=60)
BEGUN = (SessionStatus.RUNNING, SessionStatus.FINISHED)


def fingerprint() -> list[Any]:
    """Of all kept tables, in one query."""
    tables = [apps.get_model(label)._meta for label in KEPT]
    parts = [
        f"SELECT '{meta.db_table}', count(*), md5(string_agg(t::text, '|' ORDER BY {meta.pk.column}))"  # noqa: S608
        f" FROM {meta.db_table} t"
        for meta in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return cursor.fetchall()


def print_of_each(cases: list[int]) -> dict[int, str]:
    """Of each case's own row, its sessions, steps and allocations."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH, [cases])
        return dict(cursor.fetchall())


def assert_no_double() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES)
        assert cursor.fetchone() == (0,)


def assert_whole(booking: Booking, at: datetime) -> None:
    """All invariants of one case."""
    run = _steps(booking)
    assert list(faults_of(booking)) == []
    _own_office(booking)
    _status(booking, run)
    _clocks(booking, run, at)
    _timers(booking, run, at)
    _times(booking)
    _occupied(booking, at)
    _links(booking)
    _told(booking)


def assert_somebody_may_act(booking: Booking, people: list[Actor], at: datetime) -> None:
    """An open case never stands still: whom it names may take its step, else somebody may lift what blocks it."""
    if booking.status not in LIVE:
        return
    here = situation_of(booking, at)
    assert here.run is not None
    reached = {user.pk for official in here.officials for user in official.people}
    asked = [each for each in people if each.user is not None and each.user.pk in reached]
    for official in here.officials:
        users = {user.pk for user in official.people}
        assert any(not_holder(each, here) is None for each in asked if each.user and each.user.pk in users), official
    kind = kind_of(here.run.kind)
    offered = [spec.name for spec in kind.actions if kind.offers(booking, here.run, spec.name, at) is None]
    if any(refusal_of(who, here, action) is None for action in offered for who in asked):
        return
    if offered:
        assert any(flag.result in BLOCKING_FLAGS for flag in here.flags)
        assert any(refusal_of(who, here, move) is None for move in LIFTING for who in people)
    else:
        assert Timer.objects.filter(booking=booking, done_at=None).exists()


def _own_office(booking: Booking) -> None:
    """Whoever is asked, told or occupied belongs to the office of the case, or to its applicant."""
    ours, theirs = Q(position__office=booking.office_id), Q(position__agency=booking.agency_id)
    by_role = Q(position=None, user=None)
    asked = StepAssignment.objects.filter(step_run__booking=booking)
    assert not asked.exclude(ours | Q(agency=booking.agency_id) | by_role & Q(agency=None)).exists()
    assert not DispositionRecipient.objects.filter(disposition__booking=booking).exclude(ours).exists()
    assert not booking.events.filter(position__isnull=False).exclude(ours | theirs).exists()
    assert not Allocation.objects.filter(booking=booking).exclude(resource__office=booking.office_id).exists()


def _steps(booking: Booking) -> StepRun | None:
    """Exactly one open step while the case is open, none after; somebody is asked."""
    open_steps = list(booking.step_runs.filter(closed_at__isnull=True))
    assert len(open_steps) == (1 if booking.status in LIVE else 0)
    assert not booking.step_runs.filter(closed_at__isnull=False, result="").exists()
    if not open_steps:
        return None
    (run,) = open_steps
    assert run.assignments.filter(confirmed_at__isnull=True).exists()
    return run


def _status(booking: Booking, run: StepRun | None) -> None:
    """Status follows the open step while there is one, the decision after."""
    no = booking.decision in (Decision.REFUSED, Decision.FULL)
    if run is not None:
        side = {Kind.COMPLETE: Status.RETURNED, Kind.CHOOSE_ALTERNATIVE: Status.OFFERED}
        assert booking.status == (side[Kind(run.kind)] if run.is_side_step else Status.OPEN)
        assert booking.closed_at is None
        return
    assert booking.status in CLOSED
    assert booking.closed_at is not None
    if booking.status == Status.REFUSED:
        assert no
    if booking.status in (Status.COMPLETED, Status.NOT_HELD):
        assert not no
    sessions = set(booking.sessions.values_list("status", flat=True))
    if booking.status == Status.CANCELLED:
        assert SessionStatus.PLANNED not in sessions
    assert SessionStatus.RUNNING not in sessions


def _clocks(booking: Booking, run: StepRun | None, at: datetime) -> None:
    """The open row is the open step's; it runs or rests; the actual time is the sum of its stretches."""
    rows = list(booking.row_runs.select_related("row"))
    assert all(
        [row.visit for row in rows if row.row_id == key] == list(range(1, count + 1))
        for key, count in Counter(row.row_id for row in rows).items()
    )
    for clock in (*rows, *booking.overall_runs.all()):
        _stretches(clock, at)
    standards = {row.pk: row.standard for row in graph_of(booking.procedure_id).rows} if booking.procedure_id else {}
    for row in rows:
        _left(row, standards[row.row_id])
    open_rows = [row for row in rows if row.closed_at is None]
    assert len(open_rows) <= 1
    if run is None:
        assert open_rows == []
        assert not booking.overall_runs.filter(closed_at__isnull=True).exists()
        return
    here = situation_of(booking, at)
    assert here.graph is not None
    if here.node is not None and here.node.is_office_step:
        assert len(open_rows) == 1
    for row in open_rows:
        assert (row.pk, row.row_id) == (run.row_run_id, run.row_id)
        if run.is_side_step:
            assert row.paused_at is not None
        elif here.node is not None and here.node.is_office_step and row.paused_at is not None:
            assert run.timer_set.filter(action="resume_clock", done_at__isnull=True).exists()
        before = is_before_execute(here.graph, row.row.number)
        if before and row.running_since and row.due_at and booking.first_session_start:
            assert row.due_at <= max(booking.first_session_start - AN_HOUR, row.running_since)


def _stretches(clock: ClockRun, at: datetime) -> None:
    if clock.closed_at is None:
        assert (clock.running_since is None) == (clock.paused_at is not None)
    else:
        assert clock.running_since is None
        assert clock.closed_at >= clock.started_at
    spans = clock.stretches_until(clock.closed_at or at)
    assert all(clock.started_at <= start < end <= (clock.closed_at or at) for start, end in spans)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


def _left(run: RowRun, standard: Standard) -> None:
    """What is left is never more than what was printed; it may be overdue, but a lateness counts no days."""
    if run.left is None:
        return
    left, printed = Left.from_json(run.left), whole(standard)
    assert 0 <= left.days <= printed.days
    assert left.days < printed.days or left.time <= printed.time


def _timers(booking: Booking, run: StepRun | None, at: datetime) -> None:
    """A case that has not reached its event ends by itself when the last session does."""
    assert not Timer.objects.filter(booking=booking, step_run__closed_at__isnull=False, done_at__isnull=True).exists()
    began = booking.step_runs.filter(kind__in=(Kind.EXECUTE, Kind.REPORT, Kind.ACKNOWLEDGE)).exists()
    end = booking.last_session_end
    if run is not None and not began and end is not None and end > at:
        (lapse,) = Timer.objects.filter(booking=booking, action="lapse", done_at__isnull=True)
        assert lapse.at >= end


def _times(booking: Booking) -> None:
    sessions = list(booking.sessions.all())
    held = [each for each in sessions if each.status != SessionStatus.CANCELLED] or sessions
    assert booking.first_session_start == min(each.starts_at for each in held)
    assert booking.last_session_end == max(each.ends_at for each in held)
    assert all((each.cancelled_at is not None) == (each.status == SessionStatus.CANCELLED) for each in sessions)


def _occupied(booking: Booking, at: datetime) -> None:
    """``hold`` equals what is allocated; what is confirmed has every need that was not struck; a no holds nothing."""
    live = list(Allocation.objects.filter(booking=booking, state__in=LIVE_STATES).select_related("session", "resource"))
    assert all(row.lane <= row.resource.lanes for row in live)
    coming = [each for each in booking.sessions.all() if each.is_pending and each.ends_at > at]
    keys = {each.pk for each in coming}
    events = [row for row in live if row.purpose == Purpose.EVENT and row.session_id in keys]
    options = [row for row in live if row.purpose == Purpose.OPTION]
    assert all(row.session_id in keys or row.session is None or row.session.status in BEGUN or row.session.is_pending
               for row in live)  # fmt: skip
    times = {each.pk: (each.starts_at, each.ends_at) for each in coming if each.status == SessionStatus.PLANNED}
    assert all(
        (row.during.lower, row.during.upper) == times[row.session_id] for row in events if row.session_id in times
    )
    assert bool(options) == Option.objects.filter(step_run__booking=booking, is_held=True).exists()
    if options:
        assert (booking.status, events) == (Status.OFFERED, [])
    if booking.decision in (Decision.REFUSED, Decision.FULL) or booking.status in (
        Status.CANCELLED, Status.LAPSED, Status.REFUSED,
    ):  # fmt: skip
        assert {row.session.status if row.session else None for row in live} <= set(BEGUN)
        return
    have = Counter((row.session_id, row.need) for row in events)
    struck = _struck(booking) if booking.decision == Decision.PARTLY else frozenset()
    lacks = [
        (each.pk, need.index)
        for each in coming
        for need in office_needs(booking)
        if need.index not in struck and have[each.pk, need.index] < need.required
    ]
    match Hold(booking.hold):
        case Hold.WAITING:
            assert not events
        case Hold.PARTIAL:
            assert events or len(coming) < booking.sessions.count()
            assert lacks or len(coming) < booking.sessions.count()
        case Hold.HELD:
            assert options or not lacks, lacks
        case Hold.CONFIRMED:
            assert not lacks, lacks
            assert {row.state for row in events} <= {AllocationState.CONFIRMED}
        case Hold.NONE | Hold.RELEASED:
            assert not events
            assert not options


def _struck(booking: Booking) -> frozenset[int]:
    event = booking.events.filter(action=Action.ACCEPT_PARTLY).order_by("-number").first()
    return frozenset(event.data.get("struck", ())) if event else frozenset()


def _links(booking: Booking) -> None:
    """Nobody can join what will not be held."""
    links = Meeting.objects.filter(session__booking=booking, withdrawn_at__isnull=True)
    over = (SessionStatus.CANCELLED, SessionStatus.NOT_HELD, SessionStatus.FINISHED)
    assert not links.filter(session__status__in=over).exists()
    if booking.status in (Status.CANCELLED, Status.REFUSED, Status.LAPSED):
        assert not links.exists()
    assert graph_of(booking.procedure_id or 0).procedure_id == booking.procedure_id


def _told(booking: Booking) -> None:
    """Never silent: whatever others did to the request the applicant has heard in the portal."""
    acts = booking.events.filter(action__in=APPLICANT_WORDS).exclude(actor=booking.applicant_id)
    keys = {
        f"event-{event.pk}-applicant:{booking.applicant_id}:in_app" for event in acts if not event.data.get("automatic")
    }
    assert Delivery.objects.filter(recipient=booking.applicant_id, dedupe_key__in=keys).count() == len(keys)
