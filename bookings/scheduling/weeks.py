"""A week as a table: a line per resource, a column per day; and as a list of days for phones."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .days import WEEK, days_span
from .entries import CalendarDay, Drawn, Entry, calendar_days, entries_on
from .pages import AROUND, KINDS, note_of
from .queries import Occupation, occupations_of, waiting_sessions

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


def week_of(office: Office, monday: date, *, actor: Actor, resources: Sequence[Resource], at: datetime) -> Week:
    """Seven days of some resources for one reader; three queries, whatever the size of the calendar."""
    dates = [monday + timedelta(days=number) for number in range(WEEK)]
    span = days_span(monday, WEEK, office.tz)
    occupations = occupations_of(resources, span, actor)
    sessions = waiting_sessions(office, span, actor)
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
                reverse("scheduling:resource", args=[resource.code]),
                tuple(tuple(entries_on(by_resource[resource.pk], day, office.tz, drawn=drawn)) for day in dates),
            )
            for resource in resources
            if resource.kind == kind
        )
        if lines:
            groups.append(WeekGroup(str(kind.label), lines))
    today = at.astimezone(office.tz).date()
    events = [one for one in occupations if one.purpose not in AROUND]
    days = calendar_days(dates, events, sessions, tz=office.tz, today=today, most=MOST_LINES, drawn=drawn)
    waiting = calendar_days(dates, [], sessions, tz=office.tz, today=today, most=MOST_LINES)
    return Week(tuple(days), tuple(groups), tuple(entry for day in waiting for entry in day.entries))
