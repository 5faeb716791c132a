"""The screen at a room's door: what goes on now, what comes today, and what comes next when nothing does."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bookings.choices import Purpose, SessionStatus
from bookings.models import Resource
from vidcon_portal.ui.choices import State

from .days import WEEK, day_span, days_span
from .entries import Entry, entries_on
from .occupations import Occupation, shown_occupations_of
from .pages import AROUND
from .spans import Span

MOST_COMING = 6
"""What a tablet shows without being touched."""

OVERRUN = timedelta(hours=4)
"""How long a meeting that nobody has ended still counts as going on after its planned end."""

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Screen:
    """``current`` occupy the room now, a meeting that outlasts its plan too; ``is_prepared`` while it is set up,
    ``is_tidied`` while it is put in order again; ``free_until`` the next use or set-up of the day.

    ``more`` counts what ``coming`` leaves out; ``later`` is the first thing of the days after, when today is over.
    """

    room: Resource
    at: datetime
    state: State
    current: tuple[Entry, ...]
    is_prepared: bool
    is_tidied: bool
    free_until: datetime | None
    coming: tuple[Entry, ...]
    more: int
    later: Entry | None


def screen_of(room: Resource, *, at: datetime) -> Screen:
    """The rest of the room's day, and a week to look ahead, without the names of secret events; two queries."""
    tz = room.office.tz
    today = at.astimezone(tz).date()
    read = Span(min(at - OVERRUN, day_span(today, tz).start), days_span(today, WEEK, tz).end)
    occupations = shown_occupations_of(room, read)
    events = [one for one in occupations if one.purpose not in AROUND]
    entries = entries_on(events, today, tz)
    around = [one for one in occupations if one.purpose == Purpose.SETUP and one.span.start <= at < one.span.end]
    current = (*_outlasting(events, at, tz), *(entry for entry in entries if entry.start <= at < entry.end))
    coming = tuple(entry for entry in entries if entry.start > at)
    is_busy = not current and bool(around)
    is_prepared = is_busy and any(one.span.start in {each.span.end for each in around} for one in events)
    tomorrow = days_span(today, 1, tz).end
    starts = [one.span.start for one in occupations if at < one.span.start < tomorrow]
    state = current[0].state if current else State.NEUTRAL if is_busy else State.DONE
    return Screen(
        room,
        at,
        state,
        current,
        is_prepared,
        is_busy and not is_prepared,
        min(starts, default=None) if not current else None,
        coming[:MOST_COMING],
        len(coming[MOST_COMING:]),
        None if coming else _later(events, tomorrow, room),
    )


def _outlasting(events: list[Occupation], at: datetime, tz: ZoneInfo) -> list[Entry]:
    """Who still sits there though the plan says otherwise: "s.d. selesai" is planned as two hours."""
    over = [
        one
        for one in events
        if one.purpose == Purpose.EVENT
        and one.session_status == SessionStatus.RUNNING
        and at - OVERRUN < one.span.end <= at
    ]
    days = sorted({(one.span.end - A_MOMENT).astimezone(tz).date() for one in over})
    found = [
        entry
        for day in days
        for entry in entries_on(
            [one for one in over if (one.span.end - A_MOMENT).astimezone(tz).date() == day], day, tz
        )
    ]
    return [replace(entry, state_text=_("Berlangsung, melewati jadwal")) for entry in found]


def _later(events: list[Occupation], tomorrow: datetime, room: Resource) -> Entry | None:
    after = [one for one in events if one.span.start >= tomorrow]
    if not after:
        return None
    first = min(after, key=lambda one: one.span)
    return entries_on([first], first.span.start.astimezone(room.office.tz).date(), room.office.tz)[0]
