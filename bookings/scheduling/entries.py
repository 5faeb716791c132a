"""Occupations as the lines of a day: in the cells of a week, a month and a resource."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bookings.choices import AllocationState
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.wording import say_hour

from .days import day_span, days_span
from .occupations import Occupation, Waiting, whole_trials
from .pages import AROUND, icon_of, state_of, state_text_of, title_of
from .spans import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day; ``icon`` says the state without colour, ``is_known`` that its title is the event's."""

    start: datetime
    end: datetime
    hours: str
    title: str
    state: State
    state_text: str
    icon: str
    detail: str = ""
    url: str = ""
    priority: bool = False
    is_buffer: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a list or grid: what it shows, and how many lines it leaves to the day's own page."""

    day: date
    entries: tuple[Entry, ...] = ()
    more: int = 0
    is_today: bool = False
    is_blank: bool = False


Drawn = dict[tuple[object, ...], Entry]
"""Lines that were made already: an event is the same line on each of its resources."""


def entries_on(
    occupations: Iterable[Occupation], day: date, tz: ZoneInfo, *, drawn: Drawn | None = None
) -> list[Entry]:
    """What touches the local day, by time; several lanes or resources of one event give one line.

    ``drawn`` is what pages hand along that ask for many days and resources at once.
    """
    span = day_span(day, tz)
    made: Drawn = {} if drawn is None else drawn
    found: dict[tuple[object, ...], Entry] = {}
    for one in occupations:
        if not one.span.overlaps(span):
            continue
        key = _key_of(one)
        if key in found and one.state != AllocationState.HELD:
            continue
        known = (*key, one.state, day)
        entry = made.get(known)
        if entry is None:
            entry = made[known] = _entry(one, span, tz)
        found[key] = entry
    return sorted(found.values(), key=lambda entry: (entry.start, not entry.is_buffer, entry.title))


def waiting_on(sessions: Iterable[Waiting], day: date, tz: ZoneInfo) -> list[Entry]:
    """Sessions of the local day that have no place yet."""
    span = day_span(day, tz)
    return [
        Entry(
            each.span.start,
            each.span.end,
            say_hours(each.span, span, tz),
            each.case.title,
            State.WAITING,
            each.case.hold_text,
            State.WAITING.value,
            each.case.agency,
            each.case.url,
            each.case.leader_confirmed,
        )
        for each in sessions
        if each.span.overlaps(span)
    ]


def calendar_days(
    days: Iterable[date],
    occupations: Sequence[Occupation],
    waiting: Sequence[Waiting],
    *,
    tz: ZoneInfo,
    today: date,
    most: int,
    drawn: Drawn | None = None,
) -> list[CalendarDay]:
    """The days with at most so many lines each; what the reader knows by name stays before what he does not.

    A session that waits for a part of its needs already has its line.
    """
    occupations = whole_trials(occupations)
    placed = {one.session_id for one in occupations}
    waiting = [each for each in waiting if each.session_id not in placed]
    made: Drawn = {} if drawn is None else drawn
    found = []
    for day, touching in _by_day(occupations, list(days), tz).items():
        # A line costs ten times what it costs to know which ones a full day shows.
        once = {_key_of(one): one for one in touching if one.state != AllocationState.HELD}
        once |= {_key_of(one): one for one in touching if one.state == AllocationState.HELD}
        first = sorted(once.values(), key=lambda one: (not _is_known(one), one.span.start, title_of(one)))[:most]
        waits = waiting_on(waiting, day, tz)
        kept = entries_on(first, day, tz, drawn=made) + waits
        kept = sorted(kept, key=lambda entry: (not entry.is_known, entry.start))[:most]
        kept.sort(key=lambda entry: (entry.start, entry.title))
        found.append(CalendarDay(day, tuple(kept), len(once) + len(waits) - len(kept), day == today))
    return found


def _by_day(occupations: Iterable[Occupation], days: Sequence[date], tz: ZoneInfo) -> dict[date, list[Occupation]]:
    """What touches each of some days in a row."""
    whole = days_span(days[0], len(days), tz)
    found: dict[date, list[Occupation]] = {day: [] for day in days}
    known: dict[Span, list[date]] = {}
    for one in occupations:
        touched = known.get(one.span)
        if touched is None:
            start, end = max(one.span.start, whole.start), min(one.span.end, whole.end) - timedelta(microseconds=1)
            first, last = start.astimezone(tz).date(), end.astimezone(tz).date()
            touched = known[one.span] = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for day in touched:
            found[day].append(one)
    return found


def _key_of(one: Occupation) -> tuple[object, ...]:
    """What is one line, however many lanes or resources it takes."""
    whose: object = one.booking_id or ("block", one.resource_id)
    return (whose, one.session_id, one.purpose, one.span)


def _is_known(one: Occupation) -> bool:
    return one.case is not None or one.booking_id is None


def month_grid(days: Sequence[CalendarDay]) -> list[CalendarDay]:
    """The days of a month with blank ones before and after, so that rows are weeks from Monday."""
    before = days[0].day.weekday()
    after = -(before + len(days)) % 7
    blank = CalendarDay(days[0].day, is_blank=True)
    return [*[blank] * before, *days, *[blank] * after]


def say_hours(span: Span, day: Span, tz: ZoneInfo) -> str:
    """``09.00–11.00``, or how much of the day it takes when it runs over midnight."""
    starts, ends = span.start >= day.start, span.end <= day.end
    start = say_hour(span.start.astimezone(tz).time()) if starts else ""
    end = "24.00" if span.end == day.end else say_hour(span.end.astimezone(tz).time()) if ends else ""
    if starts and ends:
        return f"{start}–{end}"
    if starts:
        return _("mulai %(clock)s") % {"clock": start}
    if ends:
        return _("sampai %(clock)s") % {"clock": end}
    return _("sepanjang hari")


def _entry(one: Occupation, day: Span, tz: ZoneInfo) -> Entry:
    case, words, hours = one.case, state_text_of(one), say_hours(one.span, day, tz)
    agency, is_known = case.agency if case else "", _is_known(one)
    if one.purpose in AROUND:
        return Entry(
            one.span.start, one.span.end, hours, words, State.NEUTRAL, words, "clock", agency,
            is_buffer=True, is_known=is_known,
        )  # fmt: skip
    return Entry(
        one.span.start,
        one.span.end,
        hours,
        title_of(one),
        state_of(one),
        words,
        icon_of(one),
        agency,
        case.url if case else "",
        bool(case and case.leader_confirmed),
        is_known=is_known,
    )
