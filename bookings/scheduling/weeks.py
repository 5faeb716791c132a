"""A week as a table: a line per resource, a column per day; and as a list of days for phones."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from .days import WEEK
from .entries import CalendarDay, Drawn, Entry, calendar_days, entries_on
from .occupations import Occupation, Rows
from .pages import AROUND, KINDS, note_of, url_of

MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class WeekLine:
    name: str
    note: str
    url: str
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class WeekGroup:
    label: str
    lines: tuple[WeekLine, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """``days`` are the columns, and what phones list."""

    days: tuple[CalendarDay, ...]
    groups: tuple[WeekGroup, ...]
    waiting: tuple[Entry, ...]


def week_of(rows: Rows, monday: date, *, tz: ZoneInfo, today: date) -> Week:
    """Seven days of the resources whose lines were read."""
    dates = [monday + timedelta(days=number) for number in range(WEEK)]
    occupations, sessions = rows.occupations, rows.waiting
    by_resource: dict[int, list[Occupation]] = defaultdict(list)
    for one in occupations:
        by_resource[one.resource_id].append(one)
    drawn: Drawn = {}
    groups = []
    for kind in KINDS:
        lines = tuple(
            WeekLine(
                resource.name,
                note_of(resource),
                url_of(resource),
                tuple(tuple(entries_on(by_resource[resource.pk], day, tz, drawn=drawn)) for day in dates),
            )
            for resource in rows.lines
            if resource.kind == kind
        )
        if lines:
            groups.append(WeekGroup(str(kind.label), lines))
    events = [one for one in occupations if one.purpose not in AROUND]
    days = calendar_days(dates, events, sessions, tz=tz, today=today, most=MOST_LINES, drawn=drawn)
    waiting = calendar_days(dates, [], sessions, tz=tz, today=today, most=MOST_LINES)
    return Week(tuple(days), tuple(groups), tuple(entry for day in waiting for entry in day.entries))
