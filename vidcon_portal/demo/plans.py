"""Which invented requests an office has: who asks, for when, and how it goes. Pure: dates in, plans out."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from vidcon_portal.procedures.calendar import WorkCalendar

from . import words

OPEN_END = timedelta(hours=2)
STARTS = (time(8), time(8, 30), time(9), time(9), time(9), time(9, 30), time(10), time(13), time(13, 30), time(14))
LENGTHS = (timedelta(minutes=90), timedelta(hours=2), timedelta(hours=2), timedelta(hours=3))
DAYS_BACK, DAYS_AHEAD = 92, 14

OPEN_ENDED = {"kaltara": 0.8, "kalbar": 0.5, "gorontalo": 0.6, "tarakan": 0.5, "singkawang": 0.4}
"""How often nobody knows when it ends; the public log of one such office says "selesai" in nine of ten lines."""

MODES = {
    "kaltara": ("host", "host", "host", "join", "room", "operator"),
    "kalbar": ("host", "host", "join", "account", "operator", "equipment"),
    "gorontalo": ("host", "host", "join", "operator"),
    "tarakan": ("account",),
    "singkawang": ("host", "room", "join", "host"),
}
AT_ONCE = {"kaltara": 2, "kalbar": 3, "gorontalo": 1, "tarakan": 2, "singkawang": 2}
"""How many events an office's people and accounts carry side by side."""

LEAD_DAYS = {"kalbar": 4, "singkawang": 4}
HAS_LEADERS = frozenset(words.LEADERS)
EXECUTES = frozenset({"kaltara", "kalbar", "gorontalo", "singkawang"})
CHECKS_RESOURCES = frozenset({"kalbar", "tarakan", "singkawang"})
TRIES = frozenset({"kaltara", "gorontalo", "singkawang"})


class Fate(StrEnum):
    """How a request goes; a request that has not got so far by now simply stands where it stands."""

    HELD = "held"
    PARTLY = "partly"
    NOT_HELD = "not_held"
    REFUSED = "refused"
    FULL = "full"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    RETURNED = "returned"
    OFFERED = "offered"
    DECLINED = "declined"
    RESCHEDULED = "rescheduled"
    REVISED = "revised"
    TRIED_TWICE = "tried_twice"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Sitting:
    starts_at: datetime
    ends_at: datetime
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One invented request. ``stop_at`` is the code or kind of the step at which nobody has acted yet.

    ``moments`` are the exact times of its first actions, where it must stand at a step just now; after them, and
    without them, people take as long as they take.
    """

    agency: str
    title: str
    mode: str
    sittings: tuple[Sitting, ...]
    submit_at: datetime
    applicant: str = "pemohon"
    fate: Fate = Fate.HELD
    stop_at: str = ""
    moments: tuple[datetime, ...] = ()
    slow: bool = False
    leader_rank: int | None = None
    leader_confirmed: bool = True
    leave_flag: bool = False
    letter_owed: bool = False
    secrecy: str = "ordinary"
    tested_before: timedelta = timedelta(days=1)
    chats: bool = False
    seed: int = 0


@dataclass
class Planner:
    """Draws the requests of one office; the same seed on the same day draws the same."""

    office: str
    calendar: WorkCalendar
    now: datetime
    agencies: Sequence[tuple[str, bool]]
    rng: random.Random
    taken: dict[date, list[Sitting]] = field(default_factory=dict)
    drawn: int = 0

    @property
    def today(self) -> date:
        return self.now.astimezone(self.calendar.tz).date()

    def past(self, count: int) -> Iterator[Plan]:
        """Requests whose event is over, spread evenly over three months."""
        fates = self._past_fates(count)
        for number, fate in enumerate(fates):
            ago = DAYS_BACK - 6 - (DAYS_BACK - 8) * number // count
            day = self.working_day(self.today - timedelta(days=ago))
            if day >= self.today:
                continue
            plan = self.draw(self.sittings_on(day, several=number % 9 == 4), fate=fate)
            yield replace(plan, slow=number % 6 == 2, chats=number % 5 == 1, leader_rank=self._leader(number))

    def live(self) -> Iterator[Plan]:
        """Requests around now that show every page of the portal."""
        yield from self._around_today()
        yield from self.asides()
        yield from self._special()
        for title in ("", "Rapat kerja akhir tahun"):
            plan = self.draw(self.sittings_on(self.days_on(9)), fate=Fate.DRAFT)
            yield replace(plan, title=title or plan.title, submit_at=self.back(90))

    def standing_at(self, steps: Sequence[tuple[str, int]]) -> Iterator[Plan]:
        """One request per step: ``steps`` are codes of steps with how many actions lie before each."""
        for number, (code, before) in enumerate(steps):
            waits = self.rng.choice((12, 25, 40, 75)) if number % 3 else 8 * 60
            opened = self.back(waits)
            moments = [opened]
            for _each in range(before):
                moments.append(self.calendar.add_working_minutes(moments[-1], -self.rng.randint(9, 45)))
            sittings = self.sittings_on(self.days_on(4 + number), several=number == 3)
            plan = self.draw(sittings, mode=MODES[self.office][0])
            moments.reverse()
            yield replace(plan, submit_at=moments[0], moments=tuple(moments[1:]), stop_at=code, slow=waits > 100)

    # --- parts --------------------------------------------------------------------------------------------------------

    def _past_fates(self, count: int) -> list[Fate]:
        special = [Fate.CANCELLED, Fate.RETURNED, Fate.OFFERED, Fate.REFUSED, Fate.RESCHEDULED, Fate.LAPSED]
        if self.office in CHECKS_RESOURCES:
            special += [Fate.FULL, Fate.PARTLY, Fate.DECLINED]
        if self.office in EXECUTES:
            special += [Fate.NOT_HELD]
        if self.office in TRIES:
            special += [Fate.TRIED_TWICE]
        if self.office == "tarakan":
            special += [Fate.REVISED]
        fates = [*special[:count], *[Fate.HELD] * (count - len(special))]
        self.rng.shuffle(fates)
        return fates

    def _around_today(self) -> Iterator[Plan]:
        days = [
            (self.last_working_day(), "report" if self.office in EXECUTES else ""),
            (self.last_working_day(), ""),
            (self.today, ""),
            (self.today, ""),
            (self.today + timedelta(days=1), ""),
            (self.days_on(1), ""),
            (self.days_on(2), ""),
        ]
        for number, (day, stop_at) in enumerate(days):
            starts = time(9) if number % 2 == 0 else time(13, 30)
            sitting = self.sitting(day, starts)
            leader = 1 if self.office in HAS_LEADERS and not self.calendar.is_working_day(day) else None
            plan = self.draw((sitting,))
            yield replace(plan, stop_at=stop_at, leader_rank=leader, chats=number == 4)
        yield replace(self.draw(self.sittings_on(self.days_on(3), several=True)), chats=True)

    def asides(self) -> Iterator[Plan]:
        """Waiting for the applicant: something to complete, alternatives to choose from."""
        for fate, ahead in ((Fate.RETURNED, 6), (Fate.OFFERED, 7)):
            stop_at = "complete" if fate == Fate.RETURNED else "choose_alternative"
            plan = self.draw(self.sittings_on(self.days_on(ahead)), fate=fate, mode=MODES[self.office][0])
            submit_at = self.back(6 * 60)
            moments = tuple(self.calendar.add_working_minutes(submit_at, each) for each in (30, 70, 110, 150, 190, 230))
            yield replace(plan, submit_at=submit_at, stop_at=stop_at, moments=moments)

    def _special(self) -> Iterator[Plan]:
        soon = self.back(50)
        crowded = self.sitting(self.days_on(8), time(9))
        for number in range(AT_ONCE[self.office] + (2 if AT_ONCE[self.office] > 1 else 1)):
            plan = self.draw((crowded,), mode=MODES[self.office][0], count=False)
            yield replace(plan, submit_at=self.calendar.add_working_minutes(soon, 5 * number))
        if self.office in TRIES:  # tried out early: nothing is left to do until the event
            plan = self.draw(self.sittings_on(self.days_on(4)), mode=MODES[self.office][0])
            yield replace(plan, submit_at=self.back(6 * 450), tested_before=timedelta(days=7), stop_at="execute")
        cancelled = self.draw(self.sittings_on(self.days_on(5)), fate=Fate.CANCELLED)
        yield replace(cancelled, submit_at=self.back(14 * 60))
        if self.office in LEAD_DAYS:
            plan = self.draw((self.sitting(self.today + timedelta(days=1), time(10)),))
            yield replace(plan, submit_at=self.lately(), leave_flag=True)
        if self.office in HAS_LEADERS:
            confirmed = self.draw((self.sitting(self.days_on(1), time(19)),))
            yield replace(confirmed, submit_at=self.back(4 * 60), leader_rank=1)
            waiting = self.draw((self.sitting(self.days_on(4), time(10)),))
            waiting = replace(waiting, leader_rank=2, leader_confirmed=False, letter_owed=True)
            yield replace(waiting, submit_at=self.back(100), agency=self.agencies[2][0], applicant="tu")
        if self.office == "gorontalo":
            owed = replace(self.draw(self.sittings_on(self.days_on(6)), mode="host"), letter_owed=True)
            yield replace(owed, submit_at=self.back(100), agency=self.agencies[2][0], applicant="tu")
            yield replace(self.draw(self.sittings_on(self.days_on(4))), secrecy="secret", submit_at=self.back(9 * 60))

    def _leader(self, number: int) -> int | None:
        if self.office not in HAS_LEADERS or number % 8 != 3:
            return None
        return self.rng.choice(tuple(words.LEADERS[self.office]))

    def draw(
        self, sittings: tuple[Sitting, ...], *, fate: Fate = Fate.HELD, mode: str = "", count: bool = True
    ) -> Plan:
        """A request for these sittings, of the next agency in turn, handed in some days before."""
        self.drawn += 1
        rng = self.rng
        code, has_login = self.agencies[self.drawn % len(self.agencies)]
        if fate in (Fate.RETURNED, Fate.OFFERED, Fate.DECLINED, Fate.CANCELLED, Fate.RESCHEDULED, Fate.DRAFT):
            code, has_login = self.agencies[self.drawn % 2]
        logins = [each for each, _login in self.agencies[:2]]
        titles = words.TITLES[self.office][code]
        early = LEAD_DAYS.get(self.office, 1) + rng.randint(0, 5)
        day = sittings[0].starts_at.astimezone(self.calendar.tz).date() - timedelta(days=early)
        submitted = self.calendar.add_working_minutes(
            self.at(self.working_day(day, back=True), time(8)), rng.randint(5, 380)
        )
        return Plan(
            agency=code,
            title=titles[(self.drawn * 7) % len(titles)],
            mode=mode or rng.choice(MODES[self.office]),
            sittings=sittings,
            submit_at=min(submitted, self.back(rng.randint(150, 420))),
            applicant=("pemohon", "pemohon2")[logins.index(code)] if has_login else "tu",
            fate=fate,
            tested_before=timedelta(minutes=75) if AT_ONCE[self.office] == 1 else timedelta(days=1),
            seed=rng.randrange(1 << 30),
        )

    # --- times --------------------------------------------------------------------------------------------------------

    def back(self, minutes: int) -> datetime:
        """So many working minutes ago."""
        return self.calendar.add_working_minutes(self.now, -minutes)

    def lately(self) -> datetime:
        """An hour ago, or the evening before while it is still night: agencies send at any hour."""
        local = self.now.astimezone(self.calendar.tz)
        if local.hour >= 8:
            return self.now - timedelta(minutes=55)
        return self.at(self.today - timedelta(days=1), time(19, 40))

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.calendar.tz)

    def days_on(self, days: int) -> date:
        return self.calendar.shift_working_days(self.today, days)

    def last_working_day(self) -> date:
        return self.calendar.shift_working_days(self.today, -1)

    def working_day(self, day: date, *, back: bool = False) -> date:
        if self.calendar.is_working_day(day):
            return day
        return self.calendar.shift_working_days(day, -1 if back else 1)

    def sitting(self, day: date, starts: time) -> Sitting:
        starts_at = self.at(day, starts)
        if self.rng.random() < OPEN_ENDED[self.office]:
            sitting = Sitting(starts_at, starts_at + OPEN_END, open_ended=True)
        else:
            sitting = Sitting(starts_at, starts_at + self.rng.choice(LENGTHS))
        self.taken.setdefault(day, []).append(sitting)
        return sitting

    def sittings_on(self, day: date, *, several: bool = False) -> tuple[Sitting, ...]:
        """A sitting on the day, or on two or three working days in a row, where the office still has hands free."""
        found: list[Sitting] = []
        for _each in range(self.rng.choice((2, 3)) if several else 1):
            found.append(self._free_sitting(day))
            day = self.calendar.next_working_day(found[-1].starts_at.astimezone(self.calendar.tz).date())
        return tuple(found)

    def _free_sitting(self, day: date) -> Sitting:
        for _try in range(40):
            starts = self.rng.choice(STARTS)
            begin = self.at(day, starts) - timedelta(minutes=150)
            beside = [each for each in self.taken.get(day, []) if each.ends_at > begin]
            crowd = sum(each.starts_at < begin + timedelta(hours=6) for each in beside)
            if crowd < AT_ONCE[self.office]:
                return self.sitting(day, starts)
            day = self.calendar.shift_working_days(day, 1) if self.rng.random() < 0.3 else day
        return self.sitting(day, time(15))
