"""Local days of an office as spans."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .spans import Span


def day_span(day: date, tz: ZoneInfo) -> Span:
    """A local date from its midnight to the next."""
    return Span(
        datetime.combine(day, time.min, tz).astimezone(UTC),
        datetime.combine(day + timedelta(days=1), time.min, tz).astimezone(UTC),
    )


def local_days(span: Span, tz: ZoneInfo) -> Span:
    """The whole local days that a span touches."""
    first = span.start.astimezone(tz).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(tz).date()
    return Span(day_span(first, tz).start, day_span(max(first, last), tz).end)
