"""A person's own days: where to be, and what for."""

from collections.abc import Container, Iterable
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse

from bookings.choices import Purpose, SessionStatus
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Action

from .days import WEEK, day_span
from .entries import CalendarDay, Entry, say_hours
from .occupations import cases_known
from .queries import Duty, duties_of
from .spans import Span

WEEKS = 4


def duty_days(user: User, *, actor: Actor, start: datetime, at: datetime, tz: ZoneInfo) -> list[CalendarDay]:
    """The days with a duty in the four weeks from ``start``; two queries.

    A title leads to the case where the hat may open it; it is shown anyway, for the duty is the reader's own.
    """
    duties = duties_of(user, at=start, days=WEEK * WEEKS)
    may_open = _may_open(duties, actor)
    today = at.astimezone(tz).date()
    by_day = groupby(duties, key=lambda duty: max(duty.span.start, start).astimezone(tz).date())
    return [
        CalendarDay(day, tuple(_entry(duty, may_open, day_span(day, tz), tz) for duty in found), is_today=day == today)
        for day, found in by_day
    ]


def on_site_today(user: User, *, actor: Actor, at: datetime, office: Office) -> list[Action]:
    """The way to each event or trial run of the day at which the reader is on duty; two queries."""
    duties = duties_of(user, at=day_span(at.astimezone(office.tz).date(), office.tz).start, days=1)
    events = [duty for duty in duties if duty.purpose in (Purpose.EVENT, Purpose.TRIAL) and duty.booking]
    may_open = _may_open(events, actor)
    found = {duty.booking.pk: duty.booking for duty in events if duty.booking and duty.booking.pk in may_open}
    return [Action(each.title, reverse("reports:onsite", args=[each.ticket])) for each in found.values()]


def _may_open(duties: Iterable[Duty], actor: Actor) -> set[int]:
    """The requests among them that the hat may see; one query."""
    return {case.pk for case in cases_known({duty.booking.pk for duty in duties if duty.booking}, actor)}


def _entry(duty: Duty, may_open: Container[int], day: Span, tz: ZoneInfo) -> Entry:
    booking = duty.booking
    state = _state(duty)
    return Entry(
        duty.span.start,
        duty.span.end,
        say_hours(duty.span, day, tz),
        booking.title if booking else str(duty.purpose.label),
        state,
        _state_text(duty),
        "lock" if state == State.NEUTRAL else state.value,
        _place(duty),
        booking.get_absolute_url() if booking and booking.pk in may_open else "",
        bool(booking and booking.leader_confirmed),
    )


def _state(duty: Duty) -> State:
    if duty.purpose == Purpose.TRIAL:
        return State.TRIAL
    if duty.purpose != Purpose.EVENT:
        return State.NEUTRAL
    if duty.session is not None and duty.session.status == SessionStatus.RUNNING:
        return State.LIVE
    if duty.session is not None and duty.session.status == SessionStatus.FINISHED:
        return State.DONE
    return State.CONFIRMED if duty.is_confirmed else State.HELD


def _state_text(duty: Duty) -> str:
    return str(duty.purpose.label if duty.purpose != Purpose.EVENT else _state(duty).label.capitalize())


def _place(duty: Duty) -> str:
    if duty.booking is None:
        return ""
    place = (duty.session.place if duty.session else "") or duty.booking.place
    return ", ".join(filter(None, [place, duty.booking.agency.name]))
