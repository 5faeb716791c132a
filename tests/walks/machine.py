"""A machine that drives the cases of one office at random: real holders mostly, sometimes strangers, while time passes."""

import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

import pytest
import time_machine
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bookings.choices import LIVE, FlagKind, SessionStatus
from bookings.errors import AlreadyHandled, Changed, Clash, DomainError, Incomplete, NotLegal, NotYours
from bookings.models import Block, Booking, DispositionRecipient, Event, Flag, Resource, Session, Timer
from bookings.scheduling import services
from bookings.scheduling.spans import Span
from bookings.services.drafts import submit_draft
from bookings.workflow.engine import advance
from bookings.workflow.legality import not_holder, possibilities_in, refusal_of, situation_of
from bookings.workflow.moves import MOVES
from bookings.workflow.timers import run_due_timers
from bookings.workflow.trail import missing_tickets
from tests.conftest import MONDAY
from tests.walks.answers import answer, times_of
from tests.walks.driver import Walk, upload
from tests.walks.invariants import (
    assert_no_double,
    assert_somebody_may_act,
    assert_whole,
    fingerprint,
    print_of_each,
)
from tests.walks.staff import Staff
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.procedures.choices import Kind

MOST_LIVE = 5
MOST_CASES = 10
DEEDS = (
    *("move",) * 9, *("work",) * 6, *("submit",) * 2, *("hold_event",) * 2, *("wait",) * 2, "forget",
    *("change_people",) * 2, "meddle", "click_twice", "block", "read",
)  # fmt: skip
GOALS = (
    "adjust", "adjust", "cancel", "cancel_sessions", "confirm_leader", "dispense", "dispense", "displace", "displace",
    "displace", "offer", "reassign", "recall", "recall", "reject", "reopen", "reschedule", "return",
)  # fmt: skip
"""The universal moves of DESIGN §3.2; ``lapse`` comes with time. Those that seldom succeed are aimed at more often."""

FARTHEST = 9
"""Steps that are walked at most towards the one at which a move exists."""


class Cases(RuleBasedStateMachine):
    """A few cases of one office that has one or two of everything, so that they want the same hour."""

    office: ClassVar[str]
    seen: ClassVar[Counter[str]]
    """What the trails tell in the end, and what was refused and how."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.savepoint = transaction.savepoint()
        self.at, self.turn, self.rng = MONDAY, 0, Random(seed)
        self.cases: list[int] = []
        self.checked: dict[int, str] = {}
        self.asked: object = None
        self.staff = Staff(self.office, self.at)
        self.house = self.staff.office
        for kind in ("account", "person", "room"):
            ours = Resource.objects.filter(office=self.house, kind=kind).order_by("pk")
            ours.exclude(pk__in=ours.values("pk")[: self.rng.choice([1, 2])]).update(is_active=False)
            ours.update(lanes=1)
        self._submit()
        self._submit()

    def teardown(self) -> None:
        self.seen.update(Event.objects.filter(booking__in=self.cases).values_list("action", flat=True))
        transaction.savepoint_rollback(self.savepoint)

    # --- deeds --------------------------------------------------------------------------------------------------------

    @rule(deed=st.sampled_from(DEEDS), seed=st.integers(0, 2**32))
    def step(self, deed: str, seed: int) -> None:
        """One rule for all deeds: hypothesis leaves out some rules in each example, and here none may be missing."""
        self.turn += 1
        self.rng = Random(seed * 1000 + self.turn)
        self.at += timedelta(minutes=self.rng.choice([0, 1, 7]))
        getattr(self, deed)()
        self._check()

    def submit(self) -> None:
        self._submit()

    def work(self) -> None:
        """Whoever holds the step does its work, a few steps on."""
        booking = self._case(live=True) or self._submit()
        for _turn in range(self.rng.randint(1, 3)):
            if booking is None or not self._work(booking, onward=self.rng.random() < 0.7):
                return

    def move(self) -> None:
        """A universal move where it exists, else on the way to where it will; by somebody whose move it is."""
        goal = self.rng.choice(GOALS)
        booking = self._where(goal) or self._toward(goal)
        if booking is None:
            self.seen[f"{goal} nowhere"] += 1
            return
        who = self._who_may(booking, goal)
        if who is None:
            self.seen[f"{goal} nobody"] += 1
            return
        self._take(booking, goal, who)

    def hold_event(self) -> None:
        """A case that is ready, or that is walked there: its session begins, may last longer, and ends."""
        booking = self._case(live=True)
        if booking is None or not self._walk(booking, lambda each: self._kind(each) == Kind.EXECUTE):
            return
        session = booking.sessions.filter(status=SessionStatus.PLANNED).order_by("starts_at").first()
        if session is None:
            return
        self._later(max(self.at, session.starts_at - timedelta(minutes=self.rng.choice([0, 0, 20]))))
        for action in ("start", *self.rng.choice([(), ("extend",), ("log", "extend"), ("log",)])):
            self._work(booking, action=action)
            self.at += timedelta(minutes=5)
        if self.rng.random() < 0.8:
            self._later(max(self.at, Session.objects.get(pk=session.pk).ends_at))
            self._work(booking, action=self.rng.choice(["finish", "finish", "not_held"]))

    def forget(self) -> None:
        """Nobody touches a case that has not reached its event, until it is over."""
        booking = self._case(live=True)
        if booking is not None and booking.last_session_end and self._kind(booking) != Kind.EXECUTE:
            self._later(max(self.at, booking.last_session_end))

    def wait(self) -> None:
        """Some time, or until something is due by itself."""
        timers = Timer.objects.filter(booking__in=self.cases, done_at__isnull=True).exclude(action="lapse")
        first = timers.order_by("at").first()
        if first is not None and self.rng.random() < 0.5:
            self._later(max(self.at, first.at))
        else:
            self._later(self.at + timedelta(minutes=self.rng.choice([1, 20, 90, 240, 1500])))

    def change_people(self) -> None:
        """Who comes and goes moves no case; but whoever is there now must be able to act."""
        before = fingerprint()
        what = self.staff.change(self.rng, self.at)
        assert fingerprint() == before
        if what:
            self.seen[f"people {what}"] += 1
            self.asked = None

    def read(self) -> None:
        """What was disposed has been opened: it cannot be taken back any more."""
        DispositionRecipient.objects.filter(disposition__booking__in=self.cases, read_at=None).update(read_at=self.at)

    def meddle(self) -> None:
        """Anything by anybody, strangers and the system's own moves included; refused."""
        booking = self._case()
        if booking is None:
            return
        stranger = self.rng.random() < 0.5
        who = self.rng.choice((self.staff.strangers if stranger else self.staff.everybody)(self.at))
        here = situation_of(booking, self.at)
        kind = [spec.name for spec in Kind(here.run.kind).actions] if here.run is not None else []
        tried = [name for name in (*kind, *MOVES) if refusal_of(who, here, name) is not None]
        assert not stranger or len(tried) == len((*kind, *MOVES)), f"{who} may act here"
        if tried:
            self._take(booking, self.rng.choice(tried), who)

    def click_twice(self) -> None:
        """With the step that was seen a moment ago, with an empty form, with no PIN."""
        booking = self._case(live=True)
        who = self._holder(booking) if booking is not None else None
        if booking is None or who is None:
            return
        run = situation_of(booking, self.at).run
        assert run is not None
        stale = (run.pk - 1, Kind(run.kind).onward_action, {"pin": "123456"})
        empty = (run.pk, "return", {"reason": ""})
        for seen, action, given in (stale, empty):
            self._refused(DomainError, booking, action, by=who, data=given, step_run=seen)

    def block(self) -> None:
        """A unit is taken out of use for a day; or comes back, and those who wait get it."""
        standing = Block.objects.standing(at=self.at).filter(resource__office=self.house).first()
        units = Resource.objects.usable().filter(office=self.house).order_by("pk")
        start = self.at.replace(hour=0, minute=0) + timedelta(days=self.rng.randint(2, 8))
        with contextlib.suppress(Clash):
            if standing is not None:
                services.end_block(standing, by=SYSTEM, at=self.at)
            else:
                unit = self.rng.choice(units)
                services.block_resource(unit, [Span(start, start + timedelta(days=1))], by=SYSTEM, at=self.at)

    # --- on the way to a move -----------------------------------------------------------------------------------------

    def _where(self, goal: str) -> Booking | None:
        """A case in which the move exists now."""
        cases = list(self._cases())
        self.rng.shuffle(cases)
        return next((each for each in cases if self._exists(each, goal)), None)

    def _toward(self, goal: str) -> Booking | None:
        """What must happen before, for one case: submitted so, confirmed, walked on or closed."""
        match goal:
            case "confirm_leader":
                booking = self._submit(leader=1)
            case "dispense":
                booking = self._submit(late=True)
            case "cancel_sessions":
                booking = self._submit(sessions=3)
            case "displace":
                booking = self._leader_in_need()
            case "reopen":
                booking = self._case(live=True)
                applicant = self._who_may(booking, "cancel") if booking is not None else None
                if booking is not None and applicant is not None:
                    self._take(booking, "cancel", applicant)
            case _:
                booking = self._case(live=True)
        for each in (booking, None):
            tried = each or self._submit()
            if tried is not None and self._walk(tried, lambda case: self._exists(case, goal)):
                return tried
        return None

    def _leader_in_need(self) -> Booking | None:
        """A leader wants the hour of somebody else, and protocol says that he really comes."""
        wanted = Session.objects.filter(
            booking__in=self.cases, booking__hold__in=("held", "confirmed"), booking__leader_rank=None,
            status=SessionStatus.PLANNED, starts_at__gt=self.at + timedelta(days=1),
        ).order_by("pk")  # fmt: skip
        if not wanted:
            return None
        session = self.rng.choice(wanted)
        booking = self._submit(leader=1, like=session)
        if booking is not None:
            who = self._who_may(booking, "confirm_leader")
            if who is not None:
                self._take(booking, "confirm_leader", who)
        return booking

    def _walk(self, booking: Booking, there: Callable[[Booking], bool]) -> bool:
        """Step by step by the holders, at most so far; whether it came there."""
        for _turn in range(FARTHEST):
            if there(booking):
                return True
            if booking.status not in LIVE or self._kind(booking) == Kind.EXECUTE:
                return False
            if not self._work(booking, onward=True) and not self._dispense(booking):
                return False
            self.at += timedelta(minutes=self.rng.choice([1, 5]))
        return there(booking)

    # --- how ----------------------------------------------------------------------------------------------------------

    def _submit(
        self, *, leader: int | None = None, sessions: int = 0, late: bool = False, like: Session | None = None
    ) -> Booking | None:
        """One session or several, the same hour as others as often as not, a leader's or nobody's."""
        if self._cases().filter(status__in=LIVE).count() >= MOST_LIVE or len(self.cases) >= MOST_CASES:
            return None
        walk = Walk(self.office, at=self.at)
        count = sessions or self.rng.choice([1, 1, 2, 3])
        times = times_of(self.house, self.at, count=count, rng=self.rng, days=1 if late else 0)
        if like is not None:
            times = [{"starts_at": like.starts_at.isoformat(), "ends_at": like.ends_at.isoformat()}]
        test_at = datetime.fromisoformat(times[0]["starts_at"]) - timedelta(hours=1)
        walk.booking.draft_data |= {"sessions": times, "connection_test_at": test_at.isoformat()}
        walk.booking.save()
        before, on_clash = fingerprint(), "reject" if like is None and self.rng.random() < 0.2 else "hold"
        try:
            submit_draft(walk.booking, by=walk.applicant, at=self.at, on_clash=on_clash)
        except DomainError as error:
            assert isinstance(error, (Clash, Incomplete))  # noqa: PT017 - a full hour, or one that is over
            assert fingerprint() == before
            self.seen[f"submit {type(error).__name__}"] += 1
            return None
        rank = leader or self.rng.choice([None, None, None, 2])
        Booking.objects.filter(pk=walk.booking.pk).update(leader_rank=rank, leader_name="Pimpinan" if rank else "")
        if late and not walk.booking.flags.exists():  # an SOP without a lead time of its own
            Flag.objects.create(booking=walk.booking, kind=FlagKind.LATE, sentence="Terlambat.", opened_at=self.at)
        assert list(missing_tickets()) == []  # what was refused before has used no number up
        self.cases.append(walk.booking.pk)
        self._check()
        return self._cases().get(pk=walk.booking.pk)

    def _cases(self) -> QuerySet[Booking]:
        found = Booking.objects.filter(pk__in=self.cases).order_by("pk")
        return found.select_related("office", "procedure", "agency", "applicant")

    def _case(self, *, live: bool = False) -> Booking | None:
        cases = list(self._cases().filter(status__in=LIVE) if live else self._cases())
        return self.rng.choice(cases) if cases else None

    def _kind(self, booking: Booking) -> str:
        return booking.step_runs.filter(closed_at=None).values_list("kind", flat=True).first() or ""

    def _exists(self, booking: Booking, goal: str) -> bool:
        return MOVES[goal].legal(situation_of(booking, self.at)) is None

    def _who_may(self, booking: Booking, action: str) -> Actor | None:
        here, everybody = situation_of(booking, self.at), self.staff.everybody(self.at)
        self.rng.shuffle(everybody)
        return next((each for each in everybody if refusal_of(each, here, action) is None), None)

    def _holder(self, booking: Booking) -> Actor | None:
        """One of those for whom the open step waits, with the hat for it."""
        here, everybody = situation_of(booking, self.at), self.staff.everybody(self.at)
        self.rng.shuffle(everybody)
        return next((each for each in everybody if not_holder(each, here) is None), None)

    def _work(self, booking: Booking, *, action: str = "", onward: bool = False) -> bool:
        """The holder takes this action if he may, or the one that leads on, or any of the step; whether it was accepted."""
        who = self._holder(booking) if booking.status in LIVE else None
        if who is None:
            return False
        here = situation_of(booking, self.at)
        assert here.run is not None
        mine = [each.action for each in possibilities_in(here, who) if not each.is_move]
        if not mine or (action and refusal_of(who, here, action) is not None):
            return False
        wanted = action or (Kind(here.run.kind).onward_action if onward else "")
        return self._take(booking, wanted if wanted in mine else self.rng.choice(mine), who)

    def _dispense(self, booking: Booking) -> bool:
        """Whether what stood in the way has been lifted by whoever may."""
        who = self._who_may(booking, "dispense")
        return who is not None and self._take(booking, "dispense", who)

    def _take(self, booking: Booking, action: str, who: Actor) -> bool:
        """As the page or the API would; now and then TU writes down what was decided on paper, or clicks twice."""
        given = answer(booking, action, by=who, at=self.at, rng=self.rng)
        here = situation_of(booking, self.at)
        is_paper = action not in MOVES and self.rng.random() < 0.05
        recorder = self.staff.clerk(self.at) if is_paper else None
        evidence = upload(recorder, booking.office, self.at) if recorder is not None else None
        refusal, run = refusal_of(who, here, action), here.run.pk if here.run else None
        before, events = fingerprint(), Event.objects.filter(booking=booking).count()
        try:
            with time_machine.travel(self.at, tick=False):
                advance(
                    booking, action, by=who, data=given, at=self.at, step_run=run, recorded_by=recorder,
                    evidence=evidence,
                )  # fmt: skip
        except DomainError as error:
            self.seen[f"{action} {type(error).__name__}"] += 1
            assert error.sentence  # noqa: PT017 - refused, as often as not: nothing may be written then
            assert fingerprint() == before
            if refusal is None and recorder is None:
                assert not isinstance(error, NotYours)  # noqa: PT017 - who may is never told that he may not
                assert isinstance(error, (Incomplete, Clash, Changed, NotLegal))  # noqa: PT017
            booking.refresh_from_db()
            return False
        assert refusal is None, f"{who} took {action} though: {refusal.sentence}"
        assert Event.objects.filter(booking=booking).count() == events + 1
        is_over = booking.step_runs.filter(pk=run, closed_at__isnull=False).exists()
        if is_over and self.rng.random() < 0.1:
            self._refused(AlreadyHandled, booking, action, by=who, data=given, step_run=run)
        self._check()
        return True

    def _refused(self, kind: type[DomainError], booking: Booking, action: str, **how: object) -> None:
        before = fingerprint()
        with pytest.raises(kind):
            advance(booking, action, at=self.at, **how)  # type: ignore[arg-type]
        assert fingerprint() == before

    def _later(self, at: datetime) -> None:
        """The worker runs what is due when it is due, or late and all at once."""
        is_punctual = self.rng.random() < 0.8
        due = Timer.objects.filter(booking__in=self.cases, done_at=None, at__lte=at).order_by("at")
        while is_punctual and (first := due.first()) is not None:
            self.at = max(self.at, first.at)
            run_due_timers(at=self.at)
            self._check()
        self.at = at
        run_due_timers(at=at)
        self._check()

    def _check(self) -> None:
        """Every case that is not as it was when it was looked at last; all, where people or the day have changed."""
        assert_no_double()
        now = print_of_each(self.cases)
        day = self.at.astimezone(self.house.tz).date()
        changed = [pk for pk in self.cases if now[pk] != self.checked.get(pk)]
        asked = self.cases if self.asked != day else changed
        self.checked, self.asked = now, day
        for booking in self._cases().filter(pk__in={*changed, *asked}):
            if booking.pk in changed:
                assert_whole(booking, self.at)
            assert_somebody_may_act(booking, self.staff.everybody(self.at), self.at)
