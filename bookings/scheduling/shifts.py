"""A person's working pattern: written as people write it, stored like an office's weekly hours, asked when placing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from vidcon_portal.procedures.durations import DAY_NAMES, SHORT_DAY_NAMES
from vidcon_portal.procedures.office_hours import MIDNIGHT, WEEKDAY_KEYS, CalendarError, Week, read_week, require_order

from .spans import Span, merge

_EXAMPLE = "Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00"
_HOURS = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|s\.?d\.?)\s*(\d{1,2})(?:[.:](\d{2}))?")
_DAYS = re.compile(r"([a-z']+)(?:\s*(?:-|–|s\.?d\.?)\s*([a-z']+))?")
_EVERY_DAY = ("setiap hari", "tiap hari")
_LAST_MINUTE = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """When a person works; breaks within a day do not end the day's work."""

    week: Week
    tz: ZoneInfo

    @classmethod
    def of(cls, stored: object, tz: ZoneInfo) -> "Shift | None":
        """The pattern stored with a person; None where there is none, or none that can be read."""
        if not stored:
            return None
        try:
            return cls(read_week(stored, _("Jam kerja")), tz)
        except CalendarError:
            return None

    def covers(self, span: Span) -> bool:
        """Whether the whole span lies within working days, over midnight too where the pattern runs on."""
        first = span.start.astimezone(self.tz).date() - timedelta(days=1)
        last = span.end.astimezone(self.tz).date()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return any(worked.contains(span) for worked in merge(self._stretches(days)))

    def _stretches(self, days: Iterable[date]) -> Iterator[Span]:
        for day in days:
            spans = self.week.get(day.weekday(), ())
            for number, one in enumerate(spans):
                end = one.end
                # A break is bridged; the gap of a night shift (until 06.00, again from 22.00) is none.
                if number + 1 < len(spans) and one.start != MIDNIGHT:
                    end = spans[number + 1].start
                closes = day + timedelta(days=1) if end == MIDNIGHT else day
                yield Span(datetime.combine(day, one.start, self.tz), datetime.combine(closes, end, self.tz))


def parse_shifts(text: str) -> dict[str, list[list[str]]]:
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


def say_shifts(stored: Mapping[str, list[list[str]]]) -> str:
    """The pattern as ``parse_shifts`` reads it, days with the same hours joined."""
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
