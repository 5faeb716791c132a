"""Durations, dates and times in the words that Indonesian officials use, on an English page in English.

Papers, the trail and what others are told say the same whoever reads: they are written inside ``official_language()``.
Times carry a dot ("09.05") and their zone (WIB, WITA, WIT); an en dash joins a range.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

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
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        words = _("%(n)d j") if short else ngettext("%(n)d jam", "%(n)d jam", hours)
        parts.append(words % {"n": hours})
    if rest or not hours:
        words = _("%(n)d mnt") if short else ngettext("%(n)d menit", "%(n)d menit", rest)
        parts.append(words % {"n": rest})
    return " ".join(parts)


def humanize_working_days(days: int) -> str:
    """Say whole working days: "1 hari kerja"."""
    return ngettext("%(n)d hari kerja", "%(n)d hari kerja", days) % {"n": days}


def humanize_overdue(minutes: int) -> str:
    """Say lateness in whole minutes: "Lewat 25 menit"; under a minute "Lewat kurang dari 1 menit"."""
    if minutes == 0:
        return _("Lewat kurang dari 1 menit")
    return _("Lewat %(duration)s") % {"duration": humanize_minutes(minutes)}


def humanize_overdue_days(days: int) -> str:
    """Say lateness in whole working days: "Lewat 2 hari kerja"."""
    return _("Lewat %(duration)s") % {"duration": humanize_working_days(days)}


def speaks_indonesian() -> bool:
    """Whether the words are read in Indonesian, as everywhere outside an English page."""
    return (get_language() or "id")[:2] == "id"


def day_name(weekday: int) -> str:
    """The name of a day, Monday is 0."""
    return DAY_NAMES[weekday] if speaks_indonesian() else str(WEEKDAYS[weekday])


def format_plain_date(day: date) -> str:
    """Write a date without its day: "17 Agustus 2026"."""
    if not speaks_indonesian():
        return dateformat.format(day, "j F Y")
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_date(day: date) -> str:
    """Write a date as official papers do: "Senin, 17 Agustus 2026"."""
    if not speaks_indonesian():
        return dateformat.format(day, "l, j F Y")
    return f"{DAY_NAMES[day.weekday()]}, {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_short_date(day: date) -> str:
    """Write a date for lists, without the year: "Kam 26 Nov"."""
    if not speaks_indonesian():
        return dateformat.format(day, "D j M")
    return f"{SHORT_DAY_NAMES[day.weekday()]} {day.day} {SHORT_MONTH_NAMES[day.month - 1]}"


def format_clock(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment as local hours and minutes: "09.05"."""
    return f"{_local(at, tz):%H.%M}"


def format_zoned_clock(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment as a local time with its zone: "09.05 WITA"."""
    return f"{format_clock(at, tz)} {zone_name(at, tz)}"


def format_time(at: datetime, tz: ZoneInfo) -> str:
    """Write an aware moment as a local time with its zone: "pukul 09.05 WITA"."""
    return _("pukul %(clock)s") % {"clock": format_zoned_clock(at, tz)}


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
    first = format_day_and_clock(local_start.date(), f"{local_start:%H.%M}")
    return f"{first} – {format_day_and_clock(local_end.date(), f'{local_end:%H.%M} {zone_name(end, tz)}')}"


def format_day_and_clock(day: date, clock: str) -> str:
    """ "Senin, 17 Agustus 2026 pukul 09.00–11.00 WITA" of a date and of what is said about its hours."""
    return _("%(day)s pukul %(clock)s") % {"day": format_date(day), "clock": clock}


def zone_name(at: datetime, tz: ZoneInfo) -> str:
    """Name the zone as people do: WIB, WITA or WIT."""
    return _local(at, tz).tzname() or str(tz)


def _local(at: datetime, tz: ZoneInfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment must be aware")
    return at.astimezone(tz)
