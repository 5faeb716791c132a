"""Everything that can happen to the time of a few cases, in any order: the promises of DESIGN §3.4 hold after each deed.

No two live allocations of a lane overlap. ``hold`` equals what is allocated. A confirmed case has every need of every
session confirmed, except those that were struck. A refused deed changes nothing. Who holds nothing has nothing.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bookings.choices import AllocationState, Condition, Hold, Purpose, ResourceKind, SessionStatus, Status
from bookings.errors import DomainError
from bookings.models import Allocation, Block, Booking, Option, Resource, StepRun
from bookings.models.resource import LIVE_STATES
from bookings.scheduling import services
from bookings.scheduling.ledger import office_needs, span_of
from bookings.scheduling.spans import Span, subtract
from tests.bookings.scheduling.world import NOW, clock, make_booking, make_house, make_procedure, make_resource, need
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.procedures.choices import Kind, Mode

pytestmark = pytest.mark.django_db

_DOUBLES = """
SELECT count(*) FROM bookings_allocation a JOIN bookings_allocation b
  ON a.id < b.id AND a.resource_id = b.resource_id AND a.lane = b.lane AND a.during && b.during
WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
"""

CASES = st.integers(0, 4)
HOURS = st.integers(8, 14)
DAYS = st.integers(0, 1)


class Schedule(RuleBasedStateMachine):
    """Five cases of one small office want its room, its set, its account, its people."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        office = self.office = make_house(setup=15, teardown=15, travel=30)
        kit = make_resource(office, ResourceKind.KIT, "Set")
        self.resources = [
            kit,
            make_resource(office),
            make_resource(office, ResourceKind.EQUIPMENT, kit=kit, group="webcam"),
            make_resource(office, ResourceKind.EQUIPMENT, group="webcam"),
            make_resource(office, ResourceKind.ACCOUNT, lanes=2),
            make_resource(office, ResourceKind.PERSON, skills=["streaming"]),
            make_resource(office, ResourceKind.PERSON, working_hours={"mon": [["07:30", "16:00"]]}),
        ]
        two = need(kind=ResourceKind.PERSON, quantity=2, required=1)
        skilled = need(kind=ResourceKind.PERSON, skill="streaming")
        webcam, account = need(kind=ResourceKind.EQUIPMENT, group="webcam"), need(kind=ResourceKind.ACCOUNT)
        room = need(self.resources[1])
        procedure = make_procedure(office, max_concurrent_events=3)
        wishes = [
            ([room, account, two], Mode.HOST),
            ([webcam, skilled], Mode.JOIN),
            ([need(kit), need(kind=ResourceKind.PERSON)], Mode.OPERATOR),
            ([room, webcam], Mode.ROOM),
            ([account, skilled], Mode.HOST),
        ]
        self.cases = [
            make_booking(
                office, needs, (clock(9), clock(10)), (clock(10.5), clock(12)), procedure=procedure, mode=mode
            ).pk
            for needs, mode in wishes
        ]  # fmt: skip
        Booking.objects.filter(pk=self.cases[-1]).update(leader_rank=1, leader_confirmed_at=NOW)
        self.struck: dict[int, frozenset[int]] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    # --- deeds --------------------------------------------------------------------------------------------------------

    @rule(number=CASES, wish=st.none() | HOURS)
    def submit(self, number: int, wish: int | None) -> None:
        def hold(case: Booking) -> None:
            case.connection_test_at = clock(wish) if wish is not None else None
            services.hold_booking(case, at=NOW, with_wished_trial=wish is not None)

        self._do(number, hold, was=(Hold.NONE, Hold.RELEASED, Hold.WAITING))

    @rule(number=CASES, struck=st.frozensets(st.integers(0, 2), max_size=1))
    def verify(self, number: int, struck: frozenset[int]) -> None:
        def confirm(case: Booking) -> None:
            services.confirm_booking(case, at=NOW, struck=struck)
            self.struck[case.pk] = struck

        self._do(number, confirm)

    @rule(number=CASES, hour=HOURS, day=DAYS, strict=st.booleans())
    def reschedule(self, number: int, hour: int, day: int, strict: bool) -> None:
        def move(case: Booking) -> None:
            times = _times(case, hour, day)
            services.move_sessions(case, times, at=NOW, strict=strict)
            self.struck.pop(case.pk, None)

        self._do(number, move)

    @rule(number=CASES, minutes=st.sampled_from([15, 45, 120]))
    def extend(self, number: int, minutes: int) -> None:
        def longer(case: Booking) -> None:
            last = case.sessions.order_by("-ends_at")[0]
            services.extend_session(last, last.ends_at + timedelta(minutes=minutes), at=NOW)

        self._do(number, longer, was=(Hold.CONFIRMED,))

    @rule(number=CASES)
    def cancel(self, number: int) -> None:
        self._do(number, lambda case: services.release_booking(case, at=NOW))

    @rule(number=CASES)
    def cancel_one_session(self, number: int) -> None:
        def drop(case: Booking) -> None:
            session = case.sessions.get(number=2)
            services.release_booking(case, at=NOW, sessions=[session])
            session.status = SessionStatus.CANCELLED
            session.save(update_fields=["status"])

        self._do(number, drop)

    @rule(number=CASES)
    def expire(self, number: int) -> None:
        def lapse(case: Booking) -> None:
            services.drop_options(case, at=NOW)
            services.lapse_hold(case, at=NOW)

        self._do(number, lapse)

    @rule(number=CASES, hours=st.lists(HOURS, min_size=1, max_size=2), answer=st.sampled_from(["take", "drop"]))
    def offer_and_answer(self, number: int, hours: list[int], answer: str) -> None:
        def offer(case: Booking) -> None:
            run = StepRun.objects.create(
                booking=case, kind=Kind.CHOOSE_ALTERNATIVE, roles=["applicant"], opened_at=NOW, closed_at=NOW
            )
            options = [
                Option.objects.create(step_run=run, number=index, sessions=_as_json(_times(case, hour, 0)))
                for index, hour in enumerate(hours, start=1)
            ]
            services.hold_options(case, options, until=NOW + timedelta(hours=4), at=NOW)
            self.struck.pop(case.pk, None)
            self.whole()
            case = Booking.objects.get(pk=case.pk)
            if answer == "take":
                services.take_option(case, options[-1], at=NOW)
            else:
                services.drop_options(case, at=NOW)

        self._do(number, offer)

    @rule(number=CASES, hour=HOURS)
    def try_out(self, number: int, hour: int) -> None:
        self._do(number, lambda case: services.hold_trial(case, clock(hour, day=-1), clock(hour + 1, day=-1), at=NOW))

    @rule(number=CASES, which=st.integers(0, 6))
    def swap(self, number: int, which: int) -> None:
        def adjust(case: Booking) -> None:
            row = Allocation.objects.filter(booking=case, state__in=LIVE_STATES, purpose=Purpose.EVENT).first()
            if row is not None:
                services.adjust_allocation(row, Resource.objects.get(pk=self.resources[which].pk), at=NOW)

        self._do(number, adjust)

    @rule(can_answer=st.booleans())
    def displace(self, can_answer: bool) -> None:
        def make_way(leader: Booking) -> None:
            others = services.may_give_way(leader, at=NOW)
            made = services.displace(leader, others, at=NOW, can_answer=lambda _other: can_answer)
            for victim in made.victims:
                if victim.fate in (services.Fate.OFFERED, services.Fate.WAITING):  # else its decision stands
                    self.struck.pop(victim.booking.pk, None)

        self._do(4, make_way)

    @rule(which=st.integers(0, 6), hour=HOURS, around=st.booleans(), weeks=st.integers(1, 2))
    def block(self, which: int, hour: int, around: bool, weeks: int) -> None:
        spans = [Span(clock(hour, day=7 * week), clock(hour + 1, day=7 * week)) for week in range(weeks)]
        self._attempt(lambda: services.block_resource(self.resources[which], spans, by=SYSTEM, at=NOW, around=around))

    @rule()
    def unblock(self) -> None:
        block = Block.objects.standing(at=NOW).order_by("pk").first()
        if block is not None:
            services.end_block(block, by=SYSTEM, at=NOW, following=True)

    @rule(which=st.integers(0, 6), condition=st.sampled_from([Condition.GOOD, Condition.BROKEN]))
    def break_or_mend(self, which: int, condition: Condition) -> None:
        Resource.objects.filter(pk=self.resources[which].pk).update(condition=condition)

    @rule()
    def sweep(self) -> None:
        services.hold_waiting(self.office, None, at=NOW)

    # --- promises -----------------------------------------------------------------------------------------------------

    @invariant()
    def whole(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_DOUBLES)
            assert cursor.fetchone()[0] == 0
        assert_blocks_are_full()
        events: list[tuple[Any, Any]] = []
        for case in Booking.objects.filter(pk__in=self.cases).prefetch_related("sessions", "allocations__resource"):
            live = [row for row in case.allocations.all() if row.state in LIVE_STATES]
            assert_hold_is_true(case, live, self.struck.get(case.pk, frozenset()))
            assert_kits_are_whole(live)
            spans = {(row.during.lower, row.during.upper) for row in live if row.purpose == Purpose.EVENT}
            events += spans
        for start, _end in events:
            assert sum(1 for other, until in events if other <= start < until) <= 3

    def _do(self, number: int, deed: Callable[[Booking], object], was: tuple[Hold, ...] | None = None) -> None:
        case = Booking.objects.select_related("office", "procedure").get(pk=self.cases[number])
        if case.allocations.filter(state__in=LIVE_STATES, purpose=Purpose.OPTION).exists():
            services.drop_options(case, at=NOW)  # the answer's deadline passed: nothing else is open to it
        elif was is None or case.hold in was:
            self._attempt(lambda: deed(case))

    def _attempt(self, deed: Callable[[], object]) -> None:
        before = _state()
        try:
            with transaction.atomic():
                deed()
        except DomainError as refusal:
            assert refusal.sentence  # noqa: PT017 - most random deeds are refused, and that is no failure
            assert _state() == before


def assert_blocks_are_full() -> None:
    """Where something is out of use nothing is free: what events give back is the block's at once."""
    for block in Block.objects.standing(at=NOW).select_related("resource"):
        rows = list(block.resource.allocations.filter(state__in=LIVE_STATES))
        for lane in range(1, block.resource.lanes + 1):
            taken = [span_of(row) for row in rows if row.lane == lane]
            assert subtract(Span(block.starts_at, block.ends_at), taken) == []


def assert_hold_is_true(case: Booking, live: list[Allocation], struck: frozenset[int]) -> None:
    events = [row for row in live if row.purpose == Purpose.EVENT]
    options = [row for row in live if row.purpose == Purpose.OPTION]
    sessions = [session for session in case.sessions.all() if session.is_pending]
    have = Counter((row.session_id, row.need) for row in events)
    wanted = [(session.pk, one) for session in sessions for one in office_needs(case) if one.index not in struck]
    complete = all(have[session, one.index] >= one.required for session, one in wanted)
    match Hold(case.hold):
        case Hold.NONE | Hold.WAITING | Hold.RELEASED:
            assert (events, options) == ([], [])
        case Hold.PARTIAL:
            assert events
        case Hold.HELD:
            assert complete or options
        case Hold.CONFIRMED:
            assert complete
            assert {row.state for row in events} <= {AllocationState.CONFIRMED}
    times = {session.pk: (session.starts_at, session.ends_at) for session in case.sessions.all()}
    assert all((row.during.lower, row.during.upper) == times[row.session_id] for row in events)
    assert case.status == Status.OPEN


def assert_kits_are_whole(live: list[Allocation]) -> None:
    """Whoever has a set in a session has every part of it that may be used, and was there when it was taken."""
    for row in live:
        if row.resource.kind == ResourceKind.KIT and row.purpose == Purpose.EVENT:
            assert any(
                other.need == row.need and other.session_id == row.session_id and other.resource.kit_id
                for other in live
            ) or not Resource.objects.usable().filter(kit=row.resource).exists()  # fmt: skip


def _times(case: Booking, hour: int, day: int) -> dict[int, tuple[Any, Any]]:
    """The sessions in their order from an hour on, half an hour apart."""
    sessions = case.sessions.order_by("number")
    return {
        session.pk: (clock(hour + 1.5 * number, day), clock(hour + 1.5 * number + 1, day))
        for number, session in enumerate(sessions)
    }


def _as_json(times: dict[int, tuple[Any, Any]]) -> list[dict[str, Any]]:
    return [{"session": pk, "starts_at": a.isoformat(), "ends_at": b.isoformat()} for pk, (a, b) in times.items()]


def _state() -> tuple[Any, ...]:
    return (
        list(Booking.objects.order_by("pk").values_list("pk", "hold", "first_session_start", "last_session_end")),
        list(Allocation.objects.order_by("pk").values_list("pk", "state", "during")),
    )


def test_no_order_of_deeds_breaks_a_promise() -> None:
    run_state_machine_as_test(
        Schedule,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
