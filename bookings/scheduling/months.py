"""A month as days with lines: of an office, or of one resource."""

from collections.abc import Collection
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bookings.choices import Purpose
from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .days import days_span, next_month
from .entries import CalendarDay, calendar_days, month_grid
from .occupations import Rows, gatherings_of, waiting_in
from .pages import AROUND
from .spans import Span

MOST_LINES = 6

EVENTS = tuple(purpose for purpose in Purpose if purpose not in AROUND)


def month_rows(office: Office, first: date, *, actor: Actor, resources: Collection[int]) -> Rows:
    """Every event, trial and block of an office's month for one reader, and what waits; three queries."""
    span = _span(first, office)
    rows = gatherings_of(resources, span, actor, timezone=office.timezone, purposes=EVENTS)
    return rows._replace(waiting=waiting_in(office, span, actor))


def resource_rows(resource: Resource, first: date, *, actor: Actor) -> Rows:
    """What occupies one resource in a month, set-up and travel too; two queries."""
    office = resource.office
    return gatherings_of([resource.pk], _span(first, office), actor, timezone=office.timezone, purposes=Purpose)


def month_of(rows: Rows, first: date, *, tz: ZoneInfo, today: date) -> list[CalendarDay]:
    """The month that was read, as rows of weeks."""
    days = [first + timedelta(days=number) for number in range(_length(first))]
    return month_grid(calendar_days(days, rows.occupations, rows.waiting, tz=tz, today=today, most=MOST_LINES))


def _span(first: date, office: Office) -> Span:
    return days_span(first, _length(first), office.tz)


def _length(first: date) -> int:
    return (next_month(first) - first).days
