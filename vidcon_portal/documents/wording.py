"""Dates, times and numbers as official Indonesian papers write them, whatever language the screen speaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from typing import TypeVar

from django.conf import settings
from django.utils import translation

from vidcon_portal.procedures.durations import DAY_NAMES, MONTH_NAMES

Said = TypeVar("Said")


@contextmanager
def official_language() -> Iterator[None]:
    """What is printed, kept in the trail or told to others is Indonesian, whatever its author reads; also a decorator."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def in_other_languages(speak: Callable[[], Said]) -> dict[str, Said]:
    """What is kept officially, once more by each other language that a page may speak."""
    found = {}
    for language, _name in settings.LANGUAGES:
        if language != settings.LANGUAGE_CODE:
            with translation.override(language):
                found[language] = speak()
    return found


ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)


def long_date(day: date) -> str:
    """``17 Agustus 2026``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def day_and_date(day: date) -> str:
    """``Senin, 17 Agustus 2026``."""
    return f"{DAY_NAMES[day.weekday()]}, {long_date(day)}"


def clock(at: datetime, tz: tzinfo) -> str:
    """``09.05 WITA`` in the office's zone."""
    local = at.astimezone(tz)
    return f"{local:%H.%M} {local.tzname()}"


def clock_span(start: datetime, end: datetime | None, tz: tzinfo) -> str:
    """``09.00 s.d. 12.00 WITA``; ``09.00 WITA s.d. selesai`` without an end; with the date when it ends another day."""
    local_start = start.astimezone(tz)
    if end is None:
        return f"{clock(start, tz)} s.d. selesai"
    local_end = end.astimezone(tz)
    if local_end.date() != local_start.date():
        return f"{local_start:%H.%M} s.d. {day_and_date(local_end.date())} pukul {clock(end, tz)}"
    return f"{local_start:%H.%M} s.d. {clock(end, tz)}"


def date_and_clock(at: datetime, tz: tzinfo) -> str:
    """``20 November 2026, 14.24 WITA`` in the office's zone."""
    return f"{long_date(at.astimezone(tz).date())}, {clock(at, tz)}"


def in_words(number: int) -> str:
    """``seratus dua puluh``; up to 999.999, beyond that digits."""
    if number < 0 or number > 999_999:
        return str(number)
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    if number < 100:
        return _joined(f"{UNITS[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if number < 1000:
        return _joined(f"{UNITS[number // 100]} ratus", number % 100)
    if number < 2000:
        return _joined("seribu", number - 1000)
    return _joined(f"{in_words(number // 1000)} ribu", number % 1000)


def _joined(head: str, rest: int) -> str:
    return f"{head} {in_words(rest)}" if rest else head


def counted(number: int) -> str:
    """``2 (dua)``."""
    return f"{number} ({in_words(number)})"


def grouped(number: int) -> str:
    """``1.284``."""
    return f"{number:,}".replace(",", ".")


def spell_nip(nip: str) -> str:
    """``19670407 199803 1 007``; anything that is not 18 digits stays as it is."""
    if len(nip) != 18 or not nip.isdigit():
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
