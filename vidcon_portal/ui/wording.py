"""How numbers and times read in official Indonesian: ``4 jam 20 menit``, ``Kam 26 Nov``, ``09.00–11.00``, ``1,8 MB``."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def local(value: Any) -> Any:
    """The value in the active zone when it is an aware datetime."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def say_duration(value: timedelta | float) -> str:
    """``4 jam 20 menit`` of a timedelta or of seconds; two units at most, never below one minute, sign dropped."""
    seconds = abs(value.total_seconds() if isinstance(value, timedelta) else value)
    minutes = max(1, int(seconds // _MINUTE))
    days, rest = divmod(minutes, _DAY // _MINUTE)
    hours, minutes = divmod(rest, _HOUR // _MINUTE)
    words = []
    if days:
        words.append(ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days})
    if hours:
        words.append(ngettext("%(n)d jam", "%(n)d jam", hours) % {"n": hours})
    if minutes and not days:
        words.append(ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes})
    return " ".join(words)


def say_time_left(seconds: int) -> str:
    """``7 menit lagi`` or ``Lewat 25 menit``."""
    if seconds < 0:
        return _("Lewat %(duration)s") % {"duration": say_duration(seconds)}
    return _("%(duration)s lagi") % {"duration": say_duration(seconds)}


def say_date(value: datetime | date) -> str:
    """``Kamis, 26 November 2026``."""
    return format_date(local(value), "l, j F Y")


def say_short_date(value: datetime | date) -> str:
    """``Kam 26 Nov``."""
    shown = local(value)
    return _short_date(shown.date() if isinstance(shown, datetime) else shown, get_language())


@lru_cache(maxsize=1024)
def _short_date(day: date, _language: str) -> str:
    return format_date(day, "D j M")


def say_clock(value: datetime) -> str:
    """``09.00 WITA``: an hour that stands alone or in a sentence names its zone."""
    shown = local(value)
    return f"{say_hour(shown)} {shown.tzname() or ''}".rstrip()


def say_hour(value: datetime | time) -> str:
    """``09.00``, for columns and spans that name the zone once."""
    return local(value).strftime("%H.%M")


def say_span(start: datetime, end: datetime) -> str:
    """``Kam 26 Nov, 09.00–11.00 WITA``; both dates when it ends on another day."""
    start, end = local(start), local(end)
    day, begins, ends = say_short_date(start), say_hour(start), say_clock(end)
    if start.date() == end.date():
        return f"{day}, {begins}–{ends}"
    return f"{day}, {begins} – {say_short_date(end)}, {ends}"


def say_file_size(size: int) -> str:
    """``214 KB`` or ``1,8 MB`` of bytes."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{number_format(round(size / 1024 / 1024, 1), decimal_pos=1)} MB"
