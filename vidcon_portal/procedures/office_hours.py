"""The weekly hours of an office: spans of local time, how they are stored as JSON, and the usual week by law.

Everything that is refused raises CalendarError with a sentence for the person who fills in the hours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from .durations import DAY_NAMES

WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = time(0, 0)

_MONDAY_TO_THURSDAY = ("mon", "tue", "wed", "thu")

PERPRES_HOURS: Mapping[str, list[list[str]]] = MappingProxyType(
    {
        **{key: [["07:30", "12:00"], ["13:00", "16:00"]] for key in _MONDAY_TO_THURSDAY},
        "fri": [["07:30", "11:30"], ["13:00", "16:30"]],
    }
)
"""37 h 30 min a week from 07.30, break 60 min, Friday 90 (Perpres 21/2023); where the break lies is custom."""

PERPRES_RAMADAN_HOURS: Mapping[str, list[list[str]]] = MappingProxyType(
    {
        **{key: [["08:00", "12:00"], ["12:30", "15:00"]] for key in _MONDAY_TO_THURSDAY},
        "fri": [["08:00", "11:30"], ["12:30", "15:30"]],
    }
)
"""32 h 30 min a week from 08.00, break 30 min, Friday 60 (Perpres 21/2023)."""

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXAMPLE_HOURS = 'Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}.'
_EXAMPLE_PERIODS = 'Contoh: [["2026-02-18", "2026-03-19"]].'


class CalendarError(ValueError):
    """A working calendar cannot be read or never works; the message is the user's sentence."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open stretch of local time within one day; an end of 00:00 is the midnight that closes the day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end != MIDNIGHT and self.end <= self.start:
            raise CalendarError(f"Jam {self} terbalik: jam selesai harus sesudah jam mulai.")

    def __str__(self) -> str:
        return f"{self.start:%H.%M}–{'24.00' if self.end == MIDNIGHT else format(self.end, '%H.%M')}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Local dates from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError(
                f"Masa {self.first:%d-%m-%Y} s.d. {self.last:%d-%m-%Y} terbalik: tanggal akhir harus sesudah tanggal awal."
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


Week = Mapping[int, tuple[TimeSpan, ...]]
"""Weekday (0 = Monday) to its spans, in order, breaks left out; an absent weekday is free."""


def require_order(weekday: int, spans: Iterable[TimeSpan]) -> None:
    """Refuse an unknown weekday (0 = Monday) and spans that overlap or run backwards."""
    if weekday not in range(7):
        raise CalendarError(f"Hari ke-{weekday} tidak dikenal. Hari dihitung dari 0 (Senin) sampai 6 (Minggu).")
    previous: TimeSpan | None = None
    for span in spans:
        if previous is not None and (previous.end == MIDNIGHT or span.start < previous.end):
            raise CalendarError(
                f"Jam kerja {DAY_NAMES[weekday]} {previous} dan {span} tumpang tindih atau tidak berurutan. "
                "Urutkan dan pisahkan."
            )
        previous = span


def read_week(raw: object, what: str) -> Week:
    """Read ``{"mon": [["07:30", "12:00"], …], …}``; "24:00" may end a day. ``what`` names the table in a refusal."""
    if not isinstance(raw, Mapping):
        raise CalendarError(f"{what} harus berupa daftar hari. " + _EXAMPLE_HOURS)
    week: dict[int, tuple[TimeSpan, ...]] = {}
    for key, spans in raw.items():
        if key not in WEEKDAY_KEYS:
            raise CalendarError(f"{what}: hari {key!r} tidak dikenal. Pakai {', '.join(WEEKDAY_KEYS)}.")
        weekday = WEEKDAY_KEYS.index(key)
        if not isinstance(spans, list | tuple):
            raise CalendarError(f"{what} {DAY_NAMES[weekday]} harus berupa daftar jam. " + _EXAMPLE_HOURS)
        week[weekday] = tuple(_read_span(span, f"{what} {DAY_NAMES[weekday]}") for span in spans)
    return MappingProxyType(week)


def _read_span(raw: object, where: str) -> TimeSpan:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise CalendarError(f"{where}: setiap jam terdiri atas mulai dan selesai. " + _EXAMPLE_HOURS)
    start, end = raw
    return TimeSpan(_read_clock(start, where), MIDNIGHT if end == "24:00" else _read_clock(end, where))


def _read_clock(raw: object, where: str) -> time:
    if not isinstance(raw, str) or not _CLOCK.fullmatch(raw):
        raise CalendarError(f"{where}: {raw!r} bukan jam. Tulis seperti 07:30.")
    return time.fromisoformat(raw)


def read_periods(raw: object) -> tuple[DateRange, ...]:
    """Read ``[["2026-02-18", "2026-03-19"], …]``, both dates included."""
    if not isinstance(raw, list | tuple):
        raise CalendarError("Masa Ramadan harus berupa daftar. " + _EXAMPLE_PERIODS)
    periods = []
    for period in raw:
        if not isinstance(period, list | tuple) or len(period) != 2:
            raise CalendarError("Setiap masa Ramadan terdiri atas tanggal awal dan akhir. " + _EXAMPLE_PERIODS)
        first, last = (_read_date(value) for value in period)
        periods.append(DateRange(first, last))
    return tuple(periods)


def _read_date(raw: object) -> date:
    if isinstance(raw, str) and _DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise CalendarError(f"Masa Ramadan: {raw!r} bukan tanggal. Tulis seperti 2026-02-18.")
