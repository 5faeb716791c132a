"""A machine that drives the cases of one office at random: real holders mostly, sometimes strangers, while time passes."""

import contextlib
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bookings.choices import LIVE, SessionStatus
from bookings.errors import Changed, Clash, DomainError, Incomplete, NotLegal, NotYours
from bookings.models import Block, Booking, Event, Resource, Session
from bookings.scheduling import services
from bookings.scheduling.availability import find_alternatives
from bookings.scheduling.spans import Span
from bookings.services.drafts import submit_draft
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.legality import Possibility, possibilities_in, refusal_of, situation_of
from bookings.workflow.moves import MOVES
from bookings.workflow.moves.displacing import preview_displacement
from bookings.workflow.timers import run_due_timers
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor, fill, upload, usernames
from tests.walks.invariants import assert_no_double, assert_whole, fingerprint, print_of_each
from tests.walks.leaders import protocol_of
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.procedures.choices import Kind

MOST_CASES = 5
DEEDS = (
    ("work",) * 10
    + ("submit",) * 3
    + ("move",) * 5
    + ("meddle", "click_twice", "block")
    + ("wait",) * 2
    + ("wait_for_the_event",) * 2
)
RARE = frozenset({"displace", "adjust", "dispense", "confirm_leader", "offer", "recall"})
"""Seldom possible: taken before others as often as not when they are."""

ENDING = ("cancel", "reject")
"""Taken more rarely than they could be, or no case would come far."""


class Cases(RuleBasedStateMachine):
    """Up to five cases of one office that has two of everything, so that they want the same hour."""

    office: ClassVar[str]
    seen: ClassVar[Counter[str]]
    """What was taken, and what was refused and how."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.at = MONDAY
        self.cases: list[int] = []
        self.checked: dict[int, str] = {}
        self.people: dict[str, Actor] = {}
        for kind in ("account", "person", "room"):
            ours = Resource.objects.filter(office__code=self.office, kind=kind).order_by("pk")
            ours.exclude(pk__in=ours.values("pk")[:2]).update(is_active=False)
            ours.update(lanes=1)
        self.turn, self.rng = 0, Random(1)
        self.submit()

    def teardown(self) -> None:
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
        """One session or several, the same hour as others as often as not, a leader's or nobody's."""
        if len(self.cases) >= MOST_CASES:
            self.work()
            return
        walk = Walk(self.office, at=self.at)
        days, hour, sessions = (
            self.rng.choice([2, 6, 6, 7]),
            self.rng.choice([9, 9, 10, 13]),
            self.rng.choice([1, 1, 2, 3]),
        )
        walk.booking.draft_data["sessions"] = [self._time(days + number, hour) for number in range(sessions)]
        walk.booking.save()
        before = fingerprint()
        try:
            submit_draft(
                walk.booking, by=walk.applicant, at=self.at, on_clash=self.rng.choice(["hold", "hold", "reject"])
            )
        except DomainError as error:
            assert isinstance(error, (Clash, Incomplete))  # noqa: PT017 - a full hour, or one that is over
            assert fingerprint() == before
            return
        rank = self.rng.choice([None, None, 1, 2])
        Booking.objects.filter(pk=walk.booking.pk).update(leader_rank=rank, leader_name="Pimpinan" if rank else "")
        self.cases.append(walk.booking.pk)

    def work(self) -> None:
        """Whoever holds the step does its work, a few steps on."""
        booking = self._case(live=True)
        if booking is None and len(self.cases) < MOST_CASES:
            self.submit()
        for _turn in range(self.rng.randint(1, 4)):
            who = self._holder(booking) if booking is not None else None
            if booking is None or who is None:
                return
            here = situation_of(booking, self.at)
            mine = [each for each in possibilities_in(here, who) if not each.is_move]
            onward = [
                each for each in mine if here.run is not None and each.action == Kind(here.run.kind).onward_action
            ]
            wanted = onward if onward and self.rng.random() < 0.7 else mine
            if not wanted:
                return
            self._take(booking, self.rng.choice(wanted), who)
            booking = self._case(pk=booking.pk, live=True)

    def move(self) -> None:
        """A universal move, by somebody whose move it is."""
        booking = self._case()
        people = [self._holder(booking), *map(self._person, self.rng.sample(range(12), 3)), self._person(-1)]
        for who in people:
            if booking is None or who is None:
                continue
            allowed = [each for each in self._possible(booking, who) if each.is_move and each.allowed]
            allowed = [each for each in allowed if each.action not in ENDING or self.rng.random() < 0.3]
            rare = [each for each in allowed if each.action in RARE]
            if allowed:
                self._take(booking, self.rng.choice(rare if rare and self.rng.random() < 0.5 else allowed), who)
                return

    def meddle(self) -> None:
        """Anything by anybody, strangers and the system's own moves included; mostly refused."""
        booking = self._case()
        if booking is None:
            return
        who = self._person(self.rng.randrange(60))
        possible = self._possible(booking, who)
        known = {each.action for each in possible}
        others = [Possibility(name, name, "bukan sekarang", is_move=True) for name in MOVES if name not in known]
        refused = [each for each in possible if not each.allowed]
        self._take(booking, self.rng.choice((self.rng.random() < 0.7 and refused) or others or possible), who)

    def click_twice(self) -> None:
        """With the step that was seen a moment ago, and with an empty form."""
        booking = self._case(live=True)
        who = self._holder(booking)
        if booking is None or who is None:
            return
        run = situation_of(booking, self.at).run
        assert run is not None
        stale = (run.pk - 1, Kind(run.kind).onward_action, {"pin": "123456"})
        empty = (run.pk, "return", {"reason": ""})
        for seen, action, given in (stale, empty):
            before = fingerprint()
            with pytest.raises(DomainError):
                advance(booking, action, by=who, data=given, at=self.at, step_run=seen)
            assert fingerprint() == before

    def wait(self) -> None:
        self._later(self.at + timedelta(minutes=self.rng.choice([1, 20, 90, 240, 1500])))

    def wait_for_the_event(self) -> None:
        """Until a session of a case that is ready begins, or ends."""
        booking = self._case(live=True)
        coming = (
            Session.objects.filter(booking=booking, status__in=("planned", "running"), ends_at__gt=self.at)
            .order_by("starts_at")
            .first()
        )
        run = booking.step_runs.filter(closed_at=None, kind=Kind.EXECUTE).exists() if booking is not None else False
        if coming is not None and (run or self.rng.random() < 0.05):
            is_over = self.rng.random() < 0.3 or coming.starts_at < self.at
            self._later(max(self.at, coming.ends_at if is_over else coming.starts_at))

    def block(self) -> None:
        """A unit is taken out of use for a day; or comes back, and those who wait get it."""
        standing = Block.objects.standing(at=self.at).filter(resource__office__code=self.office).first()
        units = Resource.objects.usable().filter(office__code=self.office).order_by("pk")
        start = self.at.replace(hour=0, minute=0) + timedelta(days=self.rng.randint(2, 8))
        with contextlib.suppress(Clash):
            if standing is not None:
                services.end_block(standing, by=SYSTEM, at=self.at)
            else:
                unit = self.rng.choice(units)
                services.block_resource(unit, [Span(start, start + timedelta(days=1))], by=SYSTEM, at=self.at)

    # --- how ----------------------------------------------------------------------------------------------------------

    def _case(self, *, pk: int | None = None, live: bool = False) -> Booking | None:
        found = Booking.objects.filter(pk__in=self.cases if pk is None else [pk]).order_by("pk")
        if live:
            found = found.filter(status__in=LIVE)
        cases = list(found.select_related("office", "procedure", "agency", "applicant"))
        return self.rng.choice(cases) if cases else None

    def _person(self, number: int) -> Actor:
        """Everybody of the house, the other agency, another office, an auditor, protocol."""
        house = usernames(self.office)
        strangers = [f"pemohon2.{self.office}", f"auditor.{self.office}", "kadis.kalbar", "protokol"]
        names = [*house, *house, *strangers]
        name = names[number % len(names)]
        if name not in self.people:
            self.people[name] = protocol_of(self._walk()) if name == "protokol" else actor(name, self.at)
        return self.people[name]

    def _walk(self) -> Walk:
        walk = Walk.__new__(Walk)
        walk.office, walk.at = Resource.objects.filter(office__code=self.office)[0].office, self.at
        return walk

    def _holder(self, booking: Booking | None) -> Actor | None:
        """One of those whom the open step reaches."""
        if booking is None:
            return None
        reached = {person.pk for official in situation_of(booking, self.at).officials for person in official.people}
        people = [self._person(index) for index in range(len(usernames(self.office)))]
        holding = [each for each in people if each.user is not None and each.user.pk in reached]
        return self.rng.choice(holding) if holding else None

    def _possible(self, booking: Booking, who: Actor) -> list[Possibility]:
        return possibilities_in(situation_of(booking, self.at), who)

    def _take(self, booking: Booking, chosen: Possibility, who: Actor) -> None:
        """As the page or the API would; now and then TU writes down what was decided on paper."""
        here = situation_of(booking, self.at)
        action = str(chosen.action)
        given = self._filled(booking, action, who)
        is_paper = not chosen.is_move and self.rng.random() < 0.05
        recorder = self._person(usernames(self.office).index(f"tu.{self.office}")) if is_paper else None
        evidence = upload(recorder, booking.office, self.at) if recorder is not None else None
        refusal = refusal_of(who, here, action)
        before, events = fingerprint(), Event.objects.filter(booking=booking).count()
        try:
            with time_machine.travel(self.at, tick=False):
                advance(
                    booking, action, by=who, data=given, at=self.at, step_run=here.run.pk if here.run else None,
                    recorded_by=recorder, evidence=evidence,
                )  # fmt: skip
        except DomainError as error:
            self.seen[f"{action} {type(error).__name__}"] += 1
            assert error.sentence  # noqa: PT017 - refused, as often as not: nothing may be written then
            assert fingerprint() == before
            if refusal is None and recorder is None:
                assert not isinstance(error, NotYours)  # noqa: PT017 - who may is never told that he may not
                assert isinstance(error, (Incomplete, Clash, Changed, NotLegal))  # noqa: PT017
        else:
            self.seen[action] += 1
            assert refusal is None, f"{who} took {action} though: {refusal.sentence}"
            assert Event.objects.filter(booking=booking).count() == events + 1
        self._check()

    def _filled(self, booking: Booking, action: str, who: Actor) -> dict[str, Any]:
        here = situation_of(booking, self.at)
        if action not in MOVES and here.run is not None and Kind(here.run.kind) and not _knows(here.run.kind, action):
            return {}
        form = form_for(here, action, by=who)
        given = fill(form, who, booking.office, self.at)
        planned = list(booking.sessions.filter(status=SessionStatus.PLANNED).order_by("number"))
        draw = self.rng.randrange(60)
        match action:
            case "reschedule":
                given["sessions"] = self._times(len(planned), draw)
            case "resubmit":
                if draw % 3 == 0:
                    given["sessions"] = self._times(len(planned), draw)
                starts = [datetime.fromisoformat(each["starts_at"]) for each in given.get("sessions", ())]
                first = min(starts or [each.starts_at for each in planned], default=self.at)
                given["connection_test_at"] = (first - timedelta(hours=1)).isoformat()
            case "offer":
                found = find_alternatives(booking, at=self.at) if draw % 4 else []
                options = [
                    [{"starts_at": s.start.isoformat(), "ends_at": s.end.isoformat()} for s in each.sessions]
                    for each in found
                ] or [self._times(len(planned), draw)]
                given |= {f"option_{index}": each for index, each in enumerate(options, start=1)}
            case "cancel_sessions":
                given["sessions"] = [each.pk for each in planned if each.starts_at > self.at][: 1 + draw % 2]
            case "choose":
                given["option"] = str(1 + draw % 3)
            case "dispense":
                given |= {"result": ("granted", "new_date", "rejected")[draw % 3], "note": "Putusan"}
            case "displace":
                with contextlib.suppress(DomainError):
                    given["seen"] = preview_displacement(booking, at=self.at).digest
            case "adjust":
                works = [(name, unit.pk) for name, work in form.works.items() for unit in work.substitutes]  # type: ignore[attr-defined]
                given |= dict([works[draw % len(works)]]) if works else {}
            case "accept_partly":
                given["struck"] = [draw % 2]
            case "start":
                given["confirm_early"] = True
            case "extend":
                running = booking.sessions.filter(status=SessionStatus.RUNNING).first()
                if running is not None:
                    given["ends_at"] = (running.ends_at + timedelta(minutes=30 * (1 + draw % 5))).isoformat()
            case "agree" if "trial_at" in form.fields:
                given["trial_at"] = (self.at + timedelta(hours=1 + draw)).isoformat() if draw % 4 else ""
        return given

    def _times(self, count: int, draw: int) -> list[dict[str, str]]:
        return [self._time(2 + draw % 6 + number, 8 + draw % 7) for number in range(count)]

    def _time(self, days: int, hour: int) -> dict[str, str]:
        tz = Resource.objects.filter(office__code=self.office)[0].office.tz
        start = (self.at + timedelta(days=days)).astimezone(tz).replace(hour=hour, minute=0, second=0, microsecond=0)
        return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}

    def _later(self, at: datetime) -> None:
        self.at = at
        run_due_timers(at=at)

    def _check(self) -> None:
        """Every case that is not as it was when it was looked at last."""
        assert_no_double()
        now = print_of_each(self.cases)
        changed = [pk for pk in self.cases if now[pk] != self.checked.get(pk)]
        self.checked = now
        for booking in Booking.objects.filter(pk__in=changed).select_related("office", "procedure"):
            assert_whole(booking, self.at)


def _knows(kind: str, action: str) -> bool:
    return any(spec.name == action for spec in Kind(kind).actions)
