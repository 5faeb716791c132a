"""When an office works: hours with breaks, Ramadan hours, holidays, and the arithmetic of working time.

Moments are aware; arithmetic runs in UTC and answers come back in the office's zone, so a zone that shifts its clocks
would be counted rightly too. Spans are half-open, [start, end): at 12.00 sharp the break has begun. A *due* moment may
still be the very end of a span ("paling lambat pukul 16.00"), because the work is complete by then.

Source: Perpres 21/2023 for the usual week; every office keeps its own table, since Kaltara's SOP prints other hours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from .durations import format_date
from .office_hours import (
    MIDNIGHT,
    PERPRES_HOURS,
    PERPRES_RAMADAN_HOURS,
    WEEKDAY_KEYS,
    CalendarError,
    DateRange,
    TimeSpan,
    Week,
    read_periods,
    read_week,
    require_order,
)

__all__ = [
    "MAX_IDLE_DAYS",
    "MAX_SCAN_DAYS",
    "PERPRES_HOURS",
    "PERPRES_RAMADAN_HOURS",
    "WEEKDAY_KEYS",
    "CalendarError",
    "DateRange",
    "TimeSpan",
    "Week",
    "WorkCalendar",
]

MAX_IDLE_DAYS = 400
"""So many days in a row without work mean that the table or the holidays are wrong, not that one should search on."""

MAX_SCAN_DAYS = 20 * 366
"""No standard time spans twenty years; a larger one is a slip of the keyboard."""

_ZERO = timedelta(0)
_BEYOND = "Perhitungan jam kerja terlalu jauh ke depan atau ke belakang. Periksa lamanya waktu baku."
_NEVER_ENDS = "a scan ends by raising"

_Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkCalendar:
    """The working time of one office.

    Within ``ramadan`` the table ``ramadan_week`` replaces ``week`` altogether. A holiday (nasional, cuti bersama or
    daerah; date to name) has no working time. Raises CalendarError when a table is out of order or holds no hours.
    """

    tz: ZoneInfo
    week: Week
    ramadan_week: Week = field(default_factory=dict)
    ramadan: tuple[DateRange, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    _known: dict[date, tuple[_Stretch, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for week in (self.week, self.ramadan_week):
            for weekday, spans in week.items():
                require_order(weekday, spans)
        if not any(self.week.values()):
            raise CalendarError("Jam kerja kantor masih kosong. Isi sedikitnya satu hari kerja.")
        if self.ramadan and not any(self.ramadan_week.values()):
            raise CalendarError("Masa Ramadan terisi, tetapi jam kerja Ramadan kosong. Isi keduanya.")

    @classmethod
    def from_json(
        cls,
        tz: ZoneInfo | str,
        weekly_hours: object,
        holidays: Mapping[date, str] | None = None,
        *,
        ramadan_hours: object = None,
        ramadan_periods: object = None,
    ) -> Self:
        """Read the tables as an office stores them; anything else raises CalendarError with the user's sentence.

        ``weekly_hours`` and ``ramadan_hours``: ``{"mon": [["07:30", "12:00"], ["13:00", "16:00"]], …}``, where "24:00"
        may end a day; ``ramadan_periods``: ``[["2026-02-18", "2026-03-19"], …]``.
        """
        try:
            zone = ZoneInfo(tz) if isinstance(tz, str) else tz
        except (KeyError, ValueError) as error:
            raise CalendarError(f"Zona waktu {tz} tidak dikenal. Isi nama IANA, contoh Asia/Makassar.") from error
        return cls(
            tz=zone,
            week=read_week(weekly_hours, "Jam kerja"),
            ramadan_week=read_week({} if ramadan_hours is None else ramadan_hours, "Jam kerja Ramadan"),
            ramadan=read_periods([] if ramadan_periods is None else ramadan_periods),
            holidays=MappingProxyType(dict(holidays or {})),
        )

    # Days

    def is_working_day(self, day: date) -> bool:
        """Whether the office works at all on this local date."""
        return bool(self._stretches(day))

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The working stretches of a local date as aware local moments; empty on free days."""
        return tuple((self._local(start), self._local(end)) for start, end in self._stretches(day))

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``. Raises CalendarError if none comes."""
        return self.shift_working_days(day, 1)

    def shift_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``, or before it when negative; zero gives ``day`` itself.

        Raises CalendarError after MAX_IDLE_DAYS days in a row without work, or beyond MAX_SCAN_DAYS.
        """
        if days == 0:
            return day
        step = 1 if days > 0 else -1
        left = abs(days)
        for current, stretches in self._scan(_step(day, step), step):
            left -= bool(stretches)
            if left == 0:
                return current
        raise AssertionError(_NEVER_ENDS)

    def count_working_days(self, after: date, until: date) -> int:
        """How many working days lie after ``after``, up to and including ``until``; 0 when ``until`` is not later."""
        days = (until - after).days
        return sum(self.is_working_day(after + timedelta(days=offset)) for offset in range(1, days + 1))

    # Moments

    def is_working_time(self, at: datetime) -> bool:
        """Whether the office works at this moment; a span's end no longer counts."""
        moment = _utc(at)
        return any(start <= moment < end for start, end in self._stretches(self._day(moment)))

    def next_working_moment(self, at: datetime) -> datetime:
        """``at`` itself in working time, else the next start of work. Raises CalendarError if none comes."""
        moment = _utc(at)
        for start, end in self._onward(moment):
            if end > moment:
                return self._local(max(start, moment))
        raise AssertionError(_NEVER_ENDS)

    def add_working_time(self, at: datetime, duration: timedelta) -> datetime:
        """The earliest moment by which ``duration`` of working time has passed since ``at``.

        Never lies in free time, but may be the very end of a span. A negative duration counts back. Raises
        CalendarError when the calendar runs out of working days.
        """
        moment = _utc(at)
        if duration < _ZERO:
            return self._local(self._count_back(moment, -duration))
        left = duration
        for start, end in self._onward(moment):
            begin = max(start, moment)
            if left <= end - begin:
                return self._local(begin + left)
            left -= end - begin
        raise AssertionError(_NEVER_ENDS)

    def add_working_minutes(self, at: datetime, minutes: int) -> datetime:
        """As ``add_working_time``, in minutes."""
        return self.add_working_time(at, timedelta(minutes=minutes))

    def working_time_between(self, a: datetime, b: datetime) -> timedelta:
        """The exact working time from ``a`` to ``b``; negative when ``b`` lies earlier."""
        first, last = _utc(a), _utc(b)
        if last < first:
            return -self.working_time_between(b, a)
        total = _ZERO
        day, last_day = self._day(first), self._day(last)
        while day <= last_day:
            for start, end in self._stretches(day):
                total += max(_ZERO, min(end, last) - max(start, first))
            if day == date.max:
                break
            day += timedelta(days=1)
        return total

    def working_minutes_between(self, a: datetime, b: datetime) -> int:
        """The whole working minutes completed from ``a`` to ``b``; negative when ``b`` lies earlier."""
        return int(self.working_time_between(a, b) / timedelta(minutes=1))

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """The same local time ``days`` working days on, moved into that day's hours when it lies outside them.

        Before hours moves to the start, after hours to the end, a break to its end. What arrives on a free day counts
        from the close of the working day before it, so it has the whole of its first working day. Negative counts
        back; zero moves a moment outside working time to the next start of work. Raises CalendarError as above.
        """
        if days == 0:
            return self.add_working_time(at, _ZERO)
        local = self._local(_utc(at))
        target = self.shift_working_days(local.date(), days)
        spans = self._stretches(target)
        if not self.is_working_day(local.date()):
            return self._local(spans[-1][1] if days > 0 else spans[0][0])
        wanted = _utc(datetime.combine(target, local.time(), self.tz))
        for start, end in spans:
            if wanted <= end:
                return self._local(max(wanted, start))
        return self._local(spans[-1][1])

    # What follows works on UTC moments alone.

    def _stretches(self, day: date) -> tuple[_Stretch, ...]:
        """The working stretches of a local date, in UTC, in order; remembered."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._compute_stretches(day)
        return known

    def _compute_stretches(self, day: date) -> tuple[_Stretch, ...]:
        if day in self.holidays:
            return ()
        week = self.ramadan_week if any(day in period for period in self.ramadan) else self.week
        stretches = []
        for span in week.get(day.weekday(), ()):
            start = _utc(datetime.combine(day, span.start, self.tz))
            end_day = _step(day, 1) if span.end == MIDNIGHT else day
            end = _utc(datetime.combine(end_day, span.end, self.tz))
            if start < end:  # a clock set forward may swallow a span
                stretches.append((start, end))
        return tuple(stretches)

    def _onward(self, moment: datetime) -> Iterator[_Stretch]:
        """Stretches whose end is not before ``moment``, in order; raises CalendarError instead of ending."""
        yesterday = _step(self._day(moment), -1)  # its last stretch may end at this very midnight
        for _, stretches in self._scan(yesterday, 1):
            yield from (stretch for stretch in stretches if stretch[1] >= moment)

    def _count_back(self, moment: datetime, duration: timedelta) -> datetime:
        left = duration
        for _, stretches in self._scan(self._day(moment), -1):
            for start, end in reversed(stretches):
                finish = min(end, moment)
                if left <= finish - start:
                    return finish - left
                left -= max(_ZERO, finish - start)
        raise AssertionError(_NEVER_ENDS)

    def _scan(self, origin: date, step: int) -> Iterator[tuple[date, tuple[_Stretch, ...]]]:
        """Dates from ``origin`` on with their stretches; raises CalendarError instead of ending."""
        day, idle = origin, 0
        for _ in range(MAX_SCAN_DAYS):
            stretches = self._stretches(day)
            yield day, stretches
            idle = 0 if stretches else idle + 1
            if idle > MAX_IDLE_DAYS:
                raise CalendarError(
                    f"Tidak ada jam kerja selama {MAX_IDLE_DAYS} hari di sekitar {format_date(origin)}. "
                    "Periksa jam kerja dan hari libur kantor."
                )
            day = _step(day, step)
        raise CalendarError(_BEYOND)

    def _day(self, moment: datetime) -> date:
        return self._local(moment).date()

    def _local(self, moment: datetime) -> datetime:
        return _in_zone(moment, self.tz)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment must be aware")
    return _in_zone(at, UTC)


def _in_zone(at: datetime, tz: tzinfo) -> datetime:
    try:
        return at.astimezone(tz)
    except OverflowError as error:
        raise CalendarError(_BEYOND) from error


def _step(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError as error:
        raise CalendarError(_BEYOND) from error
