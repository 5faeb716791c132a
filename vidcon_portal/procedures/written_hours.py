"""Working hours as people write them: read into what is stored, and said again."""

import re
from collections.abc import Mapping
from datetime import datetime, time

from django.utils.translation import gettext as _

from .durations import DAY_NAMES, SHORT_DAY_NAMES
from .office_hours import WEEKDAY_KEYS, CalendarError, read_periods, read_week, require_order

_EXAMPLE = "Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00"
_HOURS = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|s\.?d\.?)\s*(\d{1,2})(?:[.:](\d{2}))?")
_DAYS = re.compile(r"([a-z']+)(?:\s*(?:-|–|s\.?d\.?)\s*([a-z']+))?")
_EVERY_DAY = ("setiap hari", "tiap hari")
_LAST_MINUTE = 24 * 60
_DATES = re.compile(r"(\d{1,2}-\d{1,2}-\d{4})\s*(?:-|–|s\.?d\.?)\s*(\d{1,2}-\d{1,2}-\d{4})")


def parse_hours(text: str) -> dict[str, list[list[str]]]:
    """Read ``Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00``; ``22.00–06.00`` runs over midnight; empty is no pattern.

    Raises ValueError with the user's sentence.
    """
    minutes: dict[int, list[tuple[int, int]]] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text.lower()))):
        found = [_minutes(match, part) for match in _HOURS.finditer(part)]
        days = _days(_HOURS.sub(" ", part).strip(" ,:"), part)
        if not found:
            raise _unreadable(part)
        for day in days:
            for start, end in found:
                if end > start:
                    minutes.setdefault(day, []).append((start, end))
                    continue
                minutes.setdefault(day, []).append((start, _LAST_MINUTE))
                if end:
                    minutes.setdefault((day + 1) % 7, []).append((0, end))
    week = {WEEKDAY_KEYS[day]: [[_clock(a), _clock(b)] for a, b in sorted(spans)] for day, spans in minutes.items()}
    ordered = {key: week[key] for key in WEEKDAY_KEYS if key in week}
    try:
        for weekday, spans in read_week(ordered, _("Jam kerja")).items():
            require_order(weekday, spans)
    except CalendarError as error:
        raise ValueError(str(error)) from error
    return ordered


def say_hours(stored: Mapping[str, list[list[str]]]) -> str:
    """The pattern as ``parse_hours`` reads it, days with the same hours joined."""
    try:
        week = read_week(stored, _("Jam kerja"))
    except CalendarError:
        return ""
    runs: list[tuple[int, int, str]] = []
    for day in range(7):
        if not (spans := week.get(day, ())):
            continue
        hours = ", ".join(str(span) for span in spans)
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return "; ".join(
        f"{DAY_NAMES[first]}{f'–{DAY_NAMES[last]}' if last != first else ''} {hours}" for first, last, hours in runs
    )


def parse_periods(text: str) -> list[list[str]]:
    """Read ``18-02-2026 s.d. 19-03-2026``, one a line; raises ValueError with the user's sentence."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        days = _DATES.fullmatch(part)
        try:
            if days is None:
                raise ValueError
            found.append([datetime.strptime(day, "%d-%m-%Y").date().isoformat() for day in days.groups()])  # noqa: DTZ007 - a date
        except ValueError as error:
            sentence = _("Masa “%(part)s” tidak terbaca. Tulis seperti: 18-02-2026 s.d. 19-03-2026.")
            raise ValueError(sentence % {"part": part[:60]}) from error
    return found


def say_periods(stored: object) -> str:
    """The periods as ``parse_periods`` reads them."""
    try:
        return "\n".join(f"{each.first:%d-%m-%Y} s.d. {each.last:%d-%m-%Y}" for each in read_periods(stored))
    except CalendarError:
        return ""


def _days(words: str, part: str) -> list[int]:
    if words in _EVERY_DAY:
        return list(range(7))
    days: list[int] = []
    for word in filter(None, (word.strip() for word in words.split(","))):
        match = _DAYS.fullmatch(word)
        if match is None:
            raise _unreadable(part)
        first, last = _day(match[1], part), _day(match[2] or match[1], part)
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    if not days:
        raise _unreadable(part)
    return list(dict.fromkeys(days))


def _day(word: str, part: str) -> int:
    word = {"jum'at": "jumat", "ahad": "minggu"}.get(word, word)
    for names in (DAY_NAMES, SHORT_DAY_NAMES):
        for number, name in enumerate(names):
            if word == name.lower():
                return number
    raise _unreadable(part)


def _minutes(match: "re.Match[str]", part: str) -> tuple[int, int]:
    hour, minute, to_hour, to_minute = (int(one or 0) for one in match.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if minute > 59 or to_minute > 59 or start >= _LAST_MINUTE or end > _LAST_MINUTE or start == end:
        raise _unreadable(part)
    return start, end


def _clock(minutes: int) -> str:
    return "24:00" if minutes == _LAST_MINUTE else f"{time(minutes // 60, minutes % 60):%H:%M}"


def _unreadable(part: str) -> ValueError:
    return ValueError(
        _("Jam kerja “%(part)s” tidak terbaca. Tulis seperti: %(example)s.") % {"part": part, "example": _EXAMPLE}
    )
