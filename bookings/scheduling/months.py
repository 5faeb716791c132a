"""A month as days with lines: of an office, or of one resource."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bookings.choices import Purpose
from bookings.models import Resource, Session
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .days import days_span, next_month
from .entries import CalendarDay, calendar_days, month_grid
from .pages import AROUND
from .queries import gatherings_of, waiting_sessions

MOST_LINES = 6

EVENTS = tuple(purpose for purpose in Purpose if purpose not in AROUND)


def month_of(
    office: Office, first: date, *, actor: Actor, resources: Sequence[Resource], at: datetime
) -> list[CalendarDay]:
    """Every event, trial and block of an office's month for one reader; three queries."""
    span = days_span(first, (next_month(first) - first).days, office.tz)
    return _month(office, first, actor, resources, EVENTS, waiting_sessions(office, span, actor), at)


def resource_month(resource: Resource, first: date, *, actor: Actor, at: datetime) -> list[CalendarDay]:
    """What occupies one resource in a month, set-up and travel too; two queries."""
    return _month(resource.office, first, actor, [resource], Purpose, (), at)


def _month(
    office: Office,
    first: date,
    actor: Actor,
    resources: Sequence[Resource],
    purposes: Iterable[Purpose],
    waiting: Sequence[Session],
    at: datetime,
) -> list[CalendarDay]:
    count = (next_month(first) - first).days
    occupations = gatherings_of(resources, days_span(first, count, office.tz), actor, tz=office.tz, purposes=purposes)
    days = calendar_days(
        [first + timedelta(days=number) for number in range(count)],
        occupations,
        waiting,
        tz=office.tz,
        today=at.astimezone(office.tz).date(),
        most=MOST_LINES,
    )
    return month_grid(days)
