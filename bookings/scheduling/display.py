"""The screen at a room's door: what goes on now, what comes today."""

from dataclasses import dataclass
from datetime import datetime

from bookings.choices import Purpose
from bookings.models import Resource
from vidcon_portal.ui.choices import State

from .days import day_span
from .entries import Entry, entries_on
from .pages import AROUND
from .queries import shown_occupations_of


@dataclass(frozen=True, slots=True)
class Screen:
    """``current`` occupies the room now; ``is_prepared`` while it is set up; ``free_until`` the next use or set-up, if any."""

    room: Resource
    at: datetime
    state: State
    current: Entry | None
    is_prepared: bool
    free_until: datetime | None
    coming: tuple[Entry, ...]


def screen_of(room: Resource, *, at: datetime) -> Screen:
    """The rest of the room's day, without the names of secret events; two queries."""
    tz = room.office.tz
    day = at.astimezone(tz).date()
    occupations = shown_occupations_of(room, day_span(day, tz))
    entries = entries_on([one for one in occupations if one.purpose not in AROUND], day, tz)
    around = [one for one in occupations if one.purpose == Purpose.SETUP and one.span.start <= at < one.span.end]
    current = next((entry for entry in entries if entry.start <= at < entry.end), None)
    coming = tuple(entry for entry in entries if entry.start > at)
    is_prepared = current is None and bool(around)
    starts = [one.span.start for one in occupations if one.span.start > at]
    return Screen(
        room,
        at,
        current.state if current else State.NEUTRAL if is_prepared else State.DONE,
        current,
        is_prepared,
        min(starts, default=None) if current is None else None,
        coming,
    )
