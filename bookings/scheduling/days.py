"""Local days, weeks and months of an office, as spans and as people write them in an address."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .spans import Span

WEEK = 7


def day_span(day: date, tz: ZoneInfo) -> Span:
    """A local date from its midnight to the next."""
    return days_span(day, 1, tz)


def days_span(first: date, count: int, tz: ZoneInfo) -> Span:
    """So many local dates in a row."""
    return Span(
        datetime.combine(first, time.min, tz).astimezone(UTC),
        datetime.combine(first + timedelta(days=count), time.min, tz).astimezone(UTC),
    )


def local_days(span: Span, tz: ZoneInfo) -> Span:
    """The whole local days that a span touches."""
    first = span.start.astimezone(tz).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(tz).date()
    return Span(day_span(first, tz).start, day_span(max(first, last), tz).end)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_month(day: date) -> date:
    """The first of the month after the one that holds the day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def parse_date(text: str, otherwise: date) -> date:
    """``2026-11-26``; what is no date of these two centuries is the other one."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if 2000 <= found.year < 2100 else otherwise


def parse_month(text: str, otherwise: date) -> date:
    """The first day of ``2026-11``."""
    return parse_date(f"{text}-01", otherwise.replace(day=1))
