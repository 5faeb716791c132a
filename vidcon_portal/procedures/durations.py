"""Durations, dates and times in the words that Indonesian officials use.

Pure functions: they need no settings and no active locale, because papers and the trail say the same in every
interface language. Times carry a dot ("09.05") and their zone (WIB, WITA, WIT); an en dash joins a range.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
SHORT_DAY_NAMES = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def humanize_minutes(minutes: int, *, short: bool = False) -> str:
    """Say whole minutes as "6 jam 20 menit", or "6 j 20 mnt" where space is dear.

    Hours never become days: a working day is no fixed number of hours. Raises ValueError below zero.
    """
    if minutes < 0:
        raise ValueError("minutes must not be negative; lateness has its own words")
    hour_word, minute_word = ("j", "mnt") if short else ("jam", "menit")
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {hour_word}")
    if rest or not hours:
        parts.append(f"{rest} {minute_word}")
    return " ".join(parts)


def humanize_working_days(days: int) -> str:
    """Say whole working days: "1 hari kerja"."""
    return f"{days} hari kerja"


def humanize_overdue(minutes: int) -> str:
    """Say lateness in whole minutes: "Lewat 25 menit"; under a minute "Lewat kurang dari 1 menit"."""
    if minutes == 0:
        return "Lewat kurang dari 1 menit"
    return f"Lewat {humanize_minutes(minutes)}"


def humanize_overdue_days(days: int) -> str:
    """Say lateness in whole working days: "Lewat 2 hari kerja"."""
    return f"Lewat {humanize_working_days(days)}"


def format_date(day: date) -> str:
    """Write a date as official papers do: "Senin, 17 Agustus 2026"."""
    return f"{DAY_NAMES[day.weekday()]}, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_short_date(day: date) -> str:
    """Write a date for lists, without the year: "Kam 26 Nov"."""
    return f"{SHORT_DAY_NAMES[day.weekday()]} {day.day} {SHORT_MONTH_NAMES[day.month - 1]}"


def format_clock(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment as local hours and minutes: "09.05"."""
    return f"{_local(at, tz):%H.%M}"


def format_time(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment as a local time with its zone: "pukul 09.05 WITA"."""
    return f"pukul {format_clock(at, tz)} {zone_name(at, tz)}"


def format_moment(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment in full: "Senin, 17 Agustus 2026 pukul 09.05 WITA"."""
    return f"{format_date(_local(at, tz).date())} {format_time(at, tz)}"


def format_range(start: datetime, end: datetime, tz: ZoneInfo) -> str:
    """Write a stretch of one local day as "09.00–11.00 WITA"; across days both ends carry their date.

    An end at midnight belongs to the day that it closes and is written "24.00".
    """
    local_start, local_end = _local(start, tz), _local(end, tz)
    if local_start.date() == local_end.date():
        return f"{local_start:%H.%M}–{local_end:%H.%M} {zone_name(end, tz)}"
    if (local_end.date() - local_start.date()).days == 1 and local_end.time() == local_end.min.time():
        return f"{local_start:%H.%M}–24.00 {zone_name(end, tz)}"
    return (
        f"{format_date(local_start.date())} pukul {local_start:%H.%M} – "
        f"{format_date(local_end.date())} pukul {local_end:%H.%M} {zone_name(end, tz)}"
    )


def zone_name(at: datetime, tz: ZoneInfo) -> str:
    """Name the zone as people do: WIB, WITA or WIT."""
    return _local(at, tz).tzname() or str(tz)


def _local(at: datetime, tz: ZoneInfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment must be aware")
    return at.astimezone(tz)
