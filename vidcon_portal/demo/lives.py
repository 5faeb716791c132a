"""One invented request, from draft to end: a generator that says when something happens next, and does it then.

Everything goes through the engine, as the holder of the step, at its moment. What the timers or other requests did
meanwhile is read again before every action.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bookings.choices import FlagResult, Hold, SessionStatus
from bookings.errors import Clash
from bookings.models import Booking, BookingPaper, Session, StepRun
from bookings.paper_permissions import why_not_paper
from bookings.requests import values_of
from bookings.scheduling.availability import find_alternatives
from bookings.services.cases import mark_read, post_message
from bookings.services.drafts import create_draft, submit_draft
from bookings.services.papers import initial_paper, sign_paper
from bookings.workflow.engine import advance
from bookings.workflow.graph import Graph, graph_of
from verification.models import Trial
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Agency
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.procedures.choices import Action, ClockType, Kind
from vidcon_portal.procedures.models import Service

from . import words
from .entries import Entries
from .letters import request_letter
from .people import LANES
from .plans import Fate, Plan

Moments = Iterator[datetime]

USUAL_MINUTES = {
    Kind.REGISTER: 12,
    Kind.DISPOSE: 35,
    Kind.CHECK_DATA: 25,
    Kind.CHECK_RESOURCES: 70,
    Kind.COORDINATE: 80,
    Kind.PROVISION: 12,
    Kind.HAND_OVER: 8,
    Kind.DRAFT_REPLY: 45,
    Kind.APPROVE_REPLY: 110,
    Kind.SEND_REPLY: 90,
    Kind.PREPARE: 90,
    Kind.TRIAL: 30,
    Kind.REPORT: 60,
    Kind.ACKNOWLEDGE: 200,
    Kind.COMPLETE: 180,
    Kind.CHOOSE_ALTERNATIVE: 120,
}
"""How long a step usually takes where its row prints no minutes."""

ANSWERS = {Fate.REFUSED: Action.REFUSE, Fate.FULL: Action.FULL, Fate.PARTLY: Action.ACCEPT_PARTLY}
NEVER = datetime.max.replace(tzinfo=UTC)
BEFORE_EVENT = timedelta(minutes=25)


class Life:
    """A request being lived. ``booking`` is None until its draft is written; ``errands`` go on beside its course."""

    def __init__(self, plan: Plan, service: Service, people: dict[str, Actor], entries: Entries, serial: int) -> None:
        self.plan, self.service, self.people, self.entries, self.serial = plan, service, people, entries, serial
        self.rng = random.Random(plan.seed)
        self.booking: Booking | None = None
        self.done: set[str] = set()
        self.planned_moments = list(plan.moments)
        self.errands: list[Moments] = []
        self.last_at = plan.submit_at

    # --- the course ---------------------------------------------------------------------------------------------------

    def course(self) -> Moments:
        plan = self.plan
        yield plan.submit_at - timedelta(minutes=self.rng.randint(6, 40))
        self._write_draft(plan.submit_at - timedelta(minutes=5))
        if plan.fate == Fate.DRAFT:
            return
        yield plan.submit_at
        submit_draft(self._case, by=self.applicant, at=plan.submit_at)
        yield from self._answer_flags()
        for _step in range(60):
            run = self._open_run()
            if run is None or self._stands_at(run):
                self.errands.append(self.answer_letter(self.last_at))  # if one was drafted anew and is still open
                return
            if run.kind == Kind.EXECUTE:
                yield from self._sessions(run)
            else:
                yield from self._step(run)

    def talk(self) -> Moments:
        """A few words between agency and office, some while after the request came in."""
        question, answer = self.rng.choice(words.CHATS)
        asked = self.entries.calendar.add_working_minutes(self.plan.submit_at, self.rng.randint(60, 200))
        yield asked
        if self.booking is None or self.booking.ticket is None:
            return
        office = self.people[LANES[self.service.office.code][-1].code]
        post_message(self.booking, question, by=self.applicant, at=asked)
        answered = self.entries.calendar.add_working_minutes(asked, self.rng.randint(10, 90))
        yield answered
        post_message(self.booking, answer, by=office, at=answered)
        if self.rng.random() < 0.4:
            noted = answered + timedelta(minutes=2)
            yield noted
            post_message(self.booking, self.rng.choice(words.INTERNAL_NOTES), by=office, at=noted, is_internal=True)

    def answer_letter(self, decided: datetime) -> Moments:
        """The surat tanggapan beside the SOP: initialled by the one below the head, then signed and sent."""
        calendar, office = self.entries.calendar, self.service.office
        below = next(lane for lane in LANES[office.code] if lane.role in (Role.DIVISION_HEAD, Role.COORDINATOR))
        for lane, minutes in ((below.code, self.rng.randint(15, 90)), ("kadis", self.rng.randint(30, 420))):
            decided = calendar.add_working_minutes(decided, minutes)
            yield decided
            by, sign = self.people[lane], sign_paper if lane == "kadis" else initial_paper
            action = "sign_and_send" if lane == "kadis" else "initial"
            links = BookingPaper.objects.filter(booking=self._case, step_run=None, document__kind="reply_letter")
            for link in links.select_related("document__office"):
                if why_not_paper(by, link.document, action, decided) is None:
                    sign(link.document, by=by, at=decided)

    # --- before the first step ----------------------------------------------------------------------------------------

    @property
    def _case(self) -> Booking:
        assert self.booking is not None
        return self.booking

    @property
    def _graph(self) -> Graph:
        assert self._case.procedure_id is not None
        return graph_of(self._case.procedure_id)

    @property
    def applicant(self) -> Actor:
        return self.people[self.plan.applicant]

    def _write_draft(self, at: datetime) -> None:
        plan, office = self.plan, self.service.office
        agency = self.entries.agencies[plan.agency]
        letter = ""
        if not plan.letter_owed:
            letter = str(
                store_bytes(self._scanned(agency), name="surat.pdf", by=self.applicant, office=office, at=at).pk
            )
        data = self.entries.request(plan, self.rng, agency=agency.name, letter=letter, serial=self.serial)
        if plan.fate == Fate.DRAFT:
            data.pop("contact_phone")
        self.booking = create_draft(self.service, mode=plan.mode, by=self.applicant, at=at, data=data, agency=agency)

    def _scanned(self, agency: Agency) -> bytes:
        days = [f"{each.starts_at:%d-%m-%Y} pukul {each.starts_at:%H.%M}" for each in self.plan.sittings]
        return request_letter(agency, title=self.plan.title, days=days)

    def _answer_flags(self) -> Moments:
        """The leader is confirmed, or the exception granted, before anybody has to decide."""
        plan = self.plan
        at = self.entries.calendar.add_working_minutes(plan.submit_at, self.rng.randint(2, 8))
        if plan.leader_rank and plan.leader_confirmed:
            yield at
            self._act("confirm_leader", self.people["kadis"], at, {})
        flagged = self._case.flags.filter(result=FlagResult.OPEN).exists()
        if flagged and not plan.leave_flag:
            yield at
            decider = self.people[self.entries.lane_of(self._graph.dispensation_role)]
            self._act("dispense", decider, at, {"result": "granted", "note": words.DISPENSATION})

    # --- steps --------------------------------------------------------------------------------------------------------

    def _open_run(self) -> StepRun | None:
        runs = self._case.step_runs.filter(closed_at__isnull=True)
        return runs.select_related("step", "row").first()

    def _stands_at(self, run: StepRun) -> bool:
        return run.kind == self.plan.stop_at or (run.step is not None and run.step.code == self.plan.stop_at)

    def _step(self, run: StepRun) -> Moments:
        roles = list(run.assignments.filter(confirmed_at__isnull=True).values_list("role", flat=True))
        if self.plan.applicant == "tu" and (run.is_side_step or run.kind == Kind.ACKNOWLEDGE):
            yield NEVER  # nobody of that agency has a login: the portal's own deadlines go on
        if self.plan.fate == Fate.LAPSED and run.kind not in (Kind.REGISTER, Kind.DISPOSE):
            yield NEVER  # everybody forgets it, until its day is over
        everybody = run.step is not None and run.step.all_of
        for role in roles if everybody else roles[:1]:
            at = self._when(run)
            if (cut := self._cut(run)) is not None and cut <= at:
                yield cut
                self._change_course(cut)
                return
            yield at
            if not StepRun.objects.filter(pk=run.pk, closed_at__isnull=True).exists():
                return
            by = self.applicant if role in ("applicant", "agency_head") else self.people[self.entries.lane_of(role)]
            if run.kind != Kind.REGISTER and self.rng.random() < 0.4:
                mark_read(self._case, by=by, at=run.opened_at + (at - run.opened_at) * 0.6)
            self._take_turn(run, by, at)

    def _take_turn(self, run: StepRun, by: Actor, at: datetime) -> None:
        if "aside" not in self.done and self._side_step(run, by, at):
            return
        if run.kind == Kind.COMPLETE:
            assert self._case.first_session_start is not None
            tested = self._case.first_session_start - timedelta(hours=20)
            data = {**values_of(self._case), "layout": "Huruf U"}
            if tested > at:
                data["connection_test_at"] = tested.isoformat()
            self._act(Action.RESUBMIT, by, at, data, run)
            return
        if run.kind == Kind.CHOOSE_ALTERNATIVE:
            declines = self.plan.fate == Fate.DECLINED
            data = {"note": "Waktu lain tidak memungkinkan bagi narasumber."} if declines else {"option": "1"}
            self._act(Action.DECLINE if declines else Action.CHOOSE, by, at, data, run)
            return
        action = self._answer(run)
        data = self.entries.for_step(self._case, run, action, at=at, rng=self.rng)
        try:
            self._act(action, by, at, data, run)
        except Clash:
            self._offer(by, at, run)
            return
        if run.kind == Kind.CHECK_RESOURCES or (run.step is not None and run.step.confirms):
            self.errands.append(self.answer_letter(at))

    def _side_step(self, run: StepRun, by: Actor, at: datetime) -> bool:
        """The one turn at which this request leaves the straight path; False when it is not this one."""
        fate, kind = self.plan.fate, Kind(run.kind)
        checks = self._graph.has_kind(Kind.CHECK_RESOURCES)
        if fate == Fate.REFUSED and not checks and by.role in (Role.DIVISION_HEAD, Role.COORDINATOR):
            self.done.add("aside")
            self._act("reject", by, at, {"reason": self.rng.choice(words.REFUSALS)}, run)
            return True
        if kind not in (Kind.CHECK_DATA, Kind.CHECK_RESOURCES, Kind.COORDINATE):
            return False
        if fate == Fate.RETURNED:
            self.done.add("aside")
            missing = ["connection_test_time", "place_and_layout"]
            self._act("return", by, at, {"missing": missing, "reason": self.rng.choice(words.RETURNS)}, run)
            return True
        decides = kind == Kind.CHECK_RESOURCES or (kind == Kind.COORDINATE and not checks)
        wishes = fate in (Fate.OFFERED, Fate.DECLINED)
        if decides and (wishes or (self._waits_for_room() and run.step.options.get("on_clash") == "offer")):  # type: ignore[union-attr]
            self._offer(by, at, run)
            return True
        return False

    def _waits_for_room(self) -> bool:
        return Booking.objects.filter(pk=self._case.pk, hold=Hold.WAITING).exists()

    def _answer(self, run: StepRun) -> str:
        kind, fate = Kind(run.kind), self.plan.fate
        if kind == Kind.CHECK_RESOURCES:
            if fate in ANSWERS:
                return ANSWERS[fate]
            return Action.FULL if self._waits_for_room() else Action.ACCEPT
        if kind == Kind.TRIAL:
            if fate == Fate.TRIED_TWICE and "failed" not in self.done:
                self.done.add("failed")
                return Action.FAIL
            return Action.PASS_WITH_NOTES if self.rng.random() < 0.2 else Action.PASS
        if kind == Kind.APPROVE_REPLY and fate == Fate.REVISED and "revised" not in self.done:
            self.done.add("revised")
            return Action.REVISE
        return kind.onward_action

    def _offer(self, by: Actor, at: datetime, run: StepRun) -> None:
        """Up to two of the times that the portal itself proposes; where it finds none the case goes on as it was."""
        self.done.add("aside")
        options = [
            [self.entries.sitting(span.start, span.end) for span in each.sessions]
            for each in find_alternatives(self._case, at=at, count=3)
        ]
        note = {"note": words.OFFER_NOTES[0]}
        for offered in (options[:2], options[-1:]):
            data = {f"option_{number}": option for number, option in enumerate(offered, start=1)}
            try:
                if data:
                    self._act("offer", by, at, {**data, **note}, run)
                return
            except Clash:
                continue

    def _cut(self, run: StepRun) -> datetime | None:
        """When the agency cancels or moves its event; None for all other requests."""
        if self.plan.fate not in (Fate.CANCELLED, Fate.RESCHEDULED) or "cut" in self.done:
            return None
        thought = self.entries.calendar.add_working_minutes(self.plan.submit_at, 200)
        cut = max(run.opened_at + timedelta(minutes=3), thought)
        return cut if cut < self.plan.sittings[0].starts_at - timedelta(hours=2) else None

    def _change_course(self, at: datetime) -> None:
        if self._open_run() is None:
            return
        self.done.add("cut")
        if self.plan.fate == Fate.CANCELLED:
            self._act("cancel", self.applicant, at, {"reason": self.rng.choice(words.CANCELLATIONS)})
        elif self.plan.fate == Fate.RESCHEDULED:
            calendar = self.entries.calendar
            sessions = []
            for session in self._planned():
                day = session.starts_at.astimezone(calendar.tz).date()
                moved = session.starts_at + (calendar.shift_working_days(day, 1) - day)
                sessions.append(self.entries.sitting(moved, moved + (session.ends_at - session.starts_at)))
            try:
                data = {"sessions": sessions, "reason": "Narasumber baru dapat hadir sehari kemudian."}
                self._act("reschedule", self.applicant, at, data)
            except Clash:
                return

    # --- the event ----------------------------------------------------------------------------------------------------

    def _sessions(self, run: StepRun) -> Moments:
        by = self.people[self.entries.lane_of(run.roles[0])]
        for session in self._planned():
            if self.plan.fate == Fate.NOT_HELD:
                at = max(session.starts_at + timedelta(minutes=20), run.opened_at)
                yield at
                self._act(Action.NOT_HELD, by, at, {"session": session.pk, "reason": words.NOT_HELD[0]}, run)
                continue
            yield from self._session(run, session, by)

    def _session(self, run: StepRun, session: Session, by: Actor) -> Moments:
        rng, length = self.rng, session.ends_at - session.starts_at
        at = max(session.starts_at + timedelta(minutes=rng.randint(0, 6)), run.opened_at + timedelta(minutes=1))
        yield at
        self._act(Action.START, by, at, {"session": session.pk}, run)
        if rng.random() < 0.3:
            trouble, repair = rng.choice(words.INCIDENTS)
            at += length * 0.3
            yield at
            self._act(Action.LOG, by, at, {"session": session.pk, "kind": "incident", "text": trouble}, run)
            at += timedelta(minutes=rng.randint(2, 7))
            yield at
            self._act(Action.LOG, by, at, {"session": session.pk, "kind": "recovered", "text": repair}, run)
        ends = session.ends_at + timedelta(minutes=rng.randint(-25, 8))
        if session.open_ended and rng.random() < 0.25:
            longer = session.ends_at + timedelta(minutes=rng.choice((30, 45, 60)))
            yield session.ends_at - timedelta(minutes=10)
            try:
                data = {"session": session.pk, "ends_at": longer.isoformat()}
                self._act(Action.EXTEND, by, session.ends_at - timedelta(minutes=10), data, run)
                ends = longer - timedelta(minutes=rng.randint(0, 9))
            except Clash:
                pass
        ends = max(ends, at + timedelta(minutes=10))
        yield ends
        crowd = self._case.participants_online + self._case.participants_onsite - rng.randint(0, 12)
        connection = rng.choice(("good", "good", "good", "fair"))
        data = {"session": session.pk, "participants_peak": max(5, crowd), "connection": connection}
        self._act(Action.FINISH, by, ends, data, run)

    # --- moments ------------------------------------------------------------------------------------------------------

    def _when(self, run: StepRun) -> datetime:
        """When the holder acts: as planned, else after a share of the row's time, before the event."""
        if self.planned_moments:
            return max(self.planned_moments.pop(0), run.opened_at)
        kind, calendar = Kind(run.kind), self.entries.calendar
        opened = run.opened_at
        if kind == Kind.TRIAL:
            trial = Trial.objects.filter(booking=self._case, verdict="", starts_at__isnull=False).order_by("pk").first()
            if trial is not None and trial.starts_at is not None:
                opened = max(opened, trial.starts_at)
        at = calendar.add_working_minutes(opened, self._minutes(run, kind))
        first = self._case.first_session_start
        if first is None or kind in (Kind.REPORT, Kind.ACKNOWLEDGE):
            return at
        latest = first - BEFORE_EVENT
        if at <= latest:
            return at
        early = run.opened_at
        return early + (latest - early) * 0.25 if latest > early else early + timedelta(minutes=1)

    def _minutes(self, run: StepRun, kind: Kind) -> int:
        row = run.row
        share = (
            self.rng.uniform(1.2, 3.0) if self.plan.slow and self.rng.random() < 0.5 else self.rng.uniform(0.15, 0.8)
        )
        if row is not None and row.clock_type == ClockType.WORK_MINUTES and row.clock_value and not run.is_side_step:
            steps = sum(each.row.pk == row.pk and each.is_office_step for each in self._graph.steps.values()) or 1
            return max(1, round(row.clock_value * share / steps))
        return max(2, round(USUAL_MINUTES.get(kind, 30) * share * 1.4))

    def _planned(self) -> list[Session]:
        return list(self._case.sessions.filter(status=SessionStatus.PLANNED).order_by("number"))

    def _act(self, action: str, by: Actor, at: datetime, data: dict[str, Any], run: StepRun | None = None) -> None:
        advance(self._case, action, by=by, data=data, at=at, step_run=run.pk if run else None)
        self.last_at = at
