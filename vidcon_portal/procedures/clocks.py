"""Standard times: when a row is due, how much time is left, what a pause keeps, how long the work took.

The state of a running clock is a pair: what was left, and since when it has run. ``pause`` turns the pair into what is
left now, ``resume`` turns it into a due moment. ``due_at`` resumes the whole standard at the row's start. What is left
never knows about the cap before an event, so a case that moves to a later day gets its full time back.

Pure functions on aware moments; answers stand in the office's zone. Source: DESIGN.md §3.3 "Clocks".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Self

from .calendar import WorkCalendar
from .choices import ClockType, LeadUnit
from .lead_time import last_submission_date

BEFORE_FIRST_SESSION = timedelta(minutes=60)
"""Until ``execute``, a row is due at the latest this long before the first session starts."""

REPORT_WORKING_DAYS = 1
"""A report row that prints no time of its own is due so many working days after the last session."""

_ZERO = timedelta(0)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_END_OF_DAY = time(23, 59, 59)
_MEASURED = (ClockType.WORK_MINUTES, ClockType.WORK_DAYS, ClockType.CLOCK_HOURS)


class ClockError(ValueError):
    """A standard time or what is left of it makes no sense; the message is the user's sentence."""


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard time of one printed row, in the unit of its type.

    ``value`` counts minutes, working days (whole), hours, or days before the event (whole, in ``lead_unit``). With
    ``event`` it is the nominal time that the paper prints and nobody scores. Raises ClockError on a missing, negative
    or broken number.
    """

    type: ClockType
    value: Decimal | int | None = None
    lead_unit: LeadUnit = LeadUnit.CALENDAR

    def __post_init__(self) -> None:
        if self.type in _MEASURED and (self.value is None or self.value <= 0):
            raise ClockError("Waktu baku harus diisi angka lebih dari 0. Isi nilai waktu atau pilih jenis lain.")
        if self.type == ClockType.BEFORE_EVENT and (self.value is None or self.value < 0):
            raise ClockError("Tenggat sebelum kegiatan harus diisi jumlah hari, 0 atau lebih.")
        if self.type in (ClockType.WORK_DAYS, ClockType.BEFORE_EVENT) and self.value != int(self.value or 0):
            raise ClockError("Waktu baku dalam hari harus bilangan bulat. Pakai menit kerja untuk bagian hari.")

    @property
    def is_measured(self) -> bool:
        """Whether a clock runs for the row: neither nominal, nor a rule on submission, nor unmeasured."""
        return self.type in _MEASURED


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a standard: whole working days, then time in the standard's measure (negative: overdue)."""

    type: ClockType
    days: int
    time: timedelta

    def to_json(self) -> dict[str, str | int]:
        """Write for a JSON field; ``seconds`` are whole."""
        return {"type": str(self.type), "days": self.days, "seconds": round(self.time.total_seconds())}

    @classmethod
    def from_json(cls, raw: dict[str, str | int]) -> Self:
        """Read what ``to_json`` wrote. Raises ClockError on anything else."""
        try:
            return cls(ClockType(str(raw["type"])), int(raw["days"]), timedelta(seconds=int(raw["seconds"])))
        except (KeyError, TypeError, ValueError) as error:
            raise ClockError("Sisa waktu yang tersimpan tidak terbaca. Hubungi admin.") from error


class RemainingUnit(StrEnum):
    """What ``Remaining.amount`` counts."""

    WORK_MINUTES = "work_minutes"
    WORK_DAYS = "work_days"
    CLOCK_MINUTES = "clock_minutes"


@dataclass(frozen=True, slots=True)
class Remaining:
    """The time left, or the lateness when ``overdue``; ``amount`` is never negative.

    Time left is rounded up to the minute, lateness down; a working-day row speaks in whole days while at least one is
    left, else in working minutes. ``used_ratio`` runs from 0 to 1 (1 when overdue). ``next_start`` is the next start of
    work when this clock stands still outside working time, else None.
    """

    amount: int
    unit: RemainingUnit
    overdue: bool
    used_ratio: float
    next_start: datetime | None


def due_at(
    standard: Standard,
    *,
    started_at: datetime,
    calendar: WorkCalendar,
    first_session_start: datetime | None = None,
    last_session_end: datetime | None = None,
    urgent: bool = False,
    before_execute: bool = True,
    report_shares_row: bool = False,
) -> datetime | None:
    """When a row that starts at ``started_at`` is due, or None where nothing is scored.

    * measured types: the whole standard from ``started_at``, capped as ``resume`` caps it;
    * ``report_shares_row`` (what ``is_office_addition`` says of the row): one working day after the last session,
      whatever the type; None while that is unknown;
    * before the event: a rule on submission, judged by ``lead_time``. With a known event the end of the last permitted
      local date (23.59.59) is shown, never later than the event's start; no started clock moves it;
    * event, none: None.
    """
    if report_shares_row:
        return None if last_session_end is None else calendar.add_working_days(last_session_end, REPORT_WORKING_DAYS)
    if standard.type == ClockType.BEFORE_EVENT:
        return _submission_due(standard, first_session_start, calendar)
    if not standard.is_measured:
        return None
    return resume(
        whole(standard),
        started_at,
        calendar,
        first_session_start=first_session_start,
        urgent=urgent,
        before_execute=before_execute,
    )


def is_office_addition(standard: Standard, *, reports: bool, executes: bool) -> bool:
    """Whether the row's due moment is the office's own addition, which no SOP prints, and must be marked so.

    True for a row that reports and also executes (its printed time is nominal) or prints no time: ``due_at`` takes the
    answer as ``report_shares_row``. A report row with its own time (Kalbar 5) keeps it.
    """
    return reports and (executes or not standard.is_measured)


def whole(standard: Standard) -> Left:
    """The whole standard as what is left at the start. Raises ClockError for a type on which no clock runs."""
    if not standard.is_measured or standard.value is None:
        raise ClockError("Baris ini tidak diukur, jadi tidak punya sisa waktu.")
    if standard.type == ClockType.WORK_DAYS:
        return Left(standard.type, int(standard.value), _ZERO)
    unit = _MINUTE if standard.type == ClockType.WORK_MINUTES else 60 * _MINUTE
    return Left(standard.type, 0, _times(unit, standard.value))


def pause(left: Left, since: datetime, at: datetime, calendar: WorkCalendar, *, urgent: bool = False) -> Left:
    """What is left when a clock that had ``left`` at ``since`` stops at ``at``.

    For the first stretch ``left`` is ``whole(standard)``, later what the last pause gave. Working days keep the largest
    whole number of days and the working time beyond. An urgent stretch uses up wall-clock time, 24 hours a day.
    """
    if urgent or left.type == ClockType.CLOCK_HOURS:
        rest = left.days * _DAY + left.time - _between(since, at)
        if left.type != ClockType.WORK_DAYS or rest < _ZERO:
            return Left(left.type, 0, rest)
        days, beyond = divmod(rest, _DAY)
        return Left(left.type, days, beyond)
    due = _resumed(left, since, calendar, urgent=False)
    if left.type != ClockType.WORK_DAYS or due <= at:
        return Left(left.type, 0, calendar.working_time_between(at, due))
    days = left.days
    while days > 0 and calendar.add_working_days(at, days) > due:
        days -= 1
    origin = calendar.add_working_days(at, days) if days else at
    return Left(left.type, days, calendar.working_time_between(origin, due))


def resume(
    left: Left,
    at: datetime,
    calendar: WorkCalendar,
    *,
    first_session_start: datetime | None = None,
    urgent: bool = False,
    before_execute: bool = True,
) -> datetime:
    """When a clock with ``left`` is due if it runs on from ``at``.

    Working minutes and days run in working hours, clock hours by the wall. Urgent: minutes are clock minutes, working
    days are clock days. Until ``execute`` the answer lies at most 60 minutes before the first session; where that is
    past the row is due at once, at ``at``. That cap is literal and may fall outside working time.
    """
    due = _resumed(left, at, calendar, urgent=urgent)
    if before_execute and first_session_start is not None:
        cap = first_session_start.astimezone(UTC) - BEFORE_FIRST_SESSION
        due = min(due, max(cap, at))
    return due.astimezone(calendar.tz)


def remaining(
    standard: Standard, due_at: datetime | None, at: datetime, calendar: WorkCalendar, *, urgent: bool = False
) -> Remaining | None:
    """How much time is left at ``at`` until ``due_at``; None for a row without a due moment.

    ``used_ratio`` compares with the whole standard, so pauses do not blur it and a cap shows as time already used. A
    due moment on a row that is not measured is the report's working day, or a date rule that runs by the wall clock.
    """
    if due_at is None:
        return None
    by_clock = urgent or standard.type in (ClockType.CLOCK_HOURS, ClockType.BEFORE_EVENT)
    overdue = at > due_at
    left = _between(at, due_at) if by_clock else calendar.working_time_between(at, due_at)
    ratio = 1.0 if overdue else _used_ratio(left, _total(standard, due_at, calendar, urgent=urgent))
    days = 0 if by_clock or standard.type == ClockType.WORK_MINUTES else _whole_days(at, due_at, calendar)
    if days:
        amount, unit = days, RemainingUnit.WORK_DAYS
    else:
        amount = abs(left) // _MINUTE if overdue else -(-left // _MINUTE)
        unit = RemainingUnit.CLOCK_MINUTES if by_clock else RemainingUnit.WORK_MINUTES
    stands_still = not by_clock and not calendar.is_working_time(at)
    return Remaining(
        amount=amount,
        unit=unit,
        overdue=overdue,
        used_ratio=ratio,
        next_start=calendar.next_working_moment(at) if stands_still else None,
    )


def elapsed(
    standard: Standard,
    visits: Iterable[tuple[datetime, datetime]],
    calendar: WorkCalendar,
    *,
    urgent: bool = False,
) -> timedelta:
    """The actual time of a row: the sum of its running stretches (a pause ends a stretch, a visit starts one).

    Working time, except by the wall clock for clock hours, urgent rows, and rows that follow the event.
    """
    by_clock = urgent or standard.type in (ClockType.CLOCK_HOURS, ClockType.EVENT, ClockType.BEFORE_EVENT)
    return sum(
        (_between(start, end) if by_clock else calendar.working_time_between(start, end) for start, end in visits),
        _ZERO,
    )


def time_within(visits: Iterable[tuple[datetime, datetime]], spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How much of some spans fell within the visits of a row, by the wall clock.

    A row that follows the event is open from the confirmation on, perhaps for weeks: what counts is the event.
    """
    held = list(spans)
    shared = (min(end, until) - max(start, since) for start, end in visits for since, until in held)
    return sum((each for each in shared if each > _ZERO), _ZERO)


def is_urgent(*, leader_confirmed: bool, first_session_start: datetime, at: datetime, calendar: WorkCalendar) -> bool:
    """Whether wall-clock time counts: a confirmed leader's event that starts before the next working day closes.

    The next working day is the first after today's local date. Urgency is over once the first session has started:
    what follows it, the report, is no reason to wake anybody.
    """
    if not leader_confirmed or first_session_start <= at:
        return False
    next_day = calendar.next_working_day(at.astimezone(calendar.tz).date())
    return first_session_start < calendar.spans_on(next_day)[-1][1]


def _resumed(left: Left, at: datetime, calendar: WorkCalendar, *, urgent: bool) -> datetime:
    """The due moment before the cap."""
    if left.type == ClockType.CLOCK_HOURS or urgent:
        return (at.astimezone(UTC) + left.days * _DAY + left.time).astimezone(calendar.tz)
    if left.days:
        return calendar.add_working_time(calendar.add_working_days(at, left.days), left.time)
    return calendar.add_working_time(at, left.time)


def _submission_due(
    standard: Standard, first_session_start: datetime | None, calendar: WorkCalendar
) -> datetime | None:
    if first_session_start is None:
        return None
    starts = first_session_start.astimezone(calendar.tz)
    last = last_submission_date(starts.date(), int(standard.value or 0), standard.lead_unit, calendar)
    return min(datetime.combine(last, _END_OF_DAY, calendar.tz), starts)


def _total(standard: Standard, due_at: datetime, calendar: WorkCalendar, *, urgent: bool) -> timedelta:
    """The whole standard as a stretch that ends at ``due_at``."""
    if standard.type == ClockType.BEFORE_EVENT:
        return max(_DAY * int(standard.value or 0), _DAY)
    days = REPORT_WORKING_DAYS
    if standard.is_measured:
        full = whole(standard)
        if urgent or not full.days:
            return full.days * _DAY + full.time
        days = full.days
    return calendar.working_time_between(calendar.add_working_days(due_at, -days), due_at)


def _used_ratio(left: timedelta, total: timedelta) -> float:
    if total <= _ZERO:
        return 1.0
    return min(1.0, max(0.0, 1.0 - left / total))


def _whole_days(at: datetime, due_at: datetime, calendar: WorkCalendar) -> int:
    """Whole working days between the two moments, in either order."""
    first, last = sorted((at.astimezone(calendar.tz), due_at.astimezone(calendar.tz)))
    days = calendar.count_working_days(first.date(), last.date())
    while days > 0 and calendar.add_working_days(first, days) > last:
        days -= 1
    return days


def _between(start: datetime, end: datetime) -> timedelta:
    """Wall-clock time, counted in UTC: moments of one zone would be subtracted by their faces."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def _times(unit: timedelta, value: Decimal | int) -> timedelta:
    """``unit`` times ``value``, to the second."""
    return timedelta(seconds=round(Decimal(value) * Decimal(unit.total_seconds())))
