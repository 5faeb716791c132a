"""When a message may go out: pure functions of a moment, a person's choice and the office's zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def after_quiet(at: datetime, quiet_from: time | None, quiet_until: time | None, tz: ZoneInfo) -> datetime:
    """``at`` itself, or the end of the quiet hours in which it lies. Equal ends mean no quiet hours."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return at
    local = at.astimezone(tz)
    clock = local.time().replace(tzinfo=None)
    overnight = quiet_from > quiet_until
    inside = clock >= quiet_from or clock < quiet_until if overnight else quiet_from <= clock < quiet_until
    if not inside:
        return at
    days = 1 if overnight and clock >= quiet_from else 0
    return datetime.combine(local.date() + timedelta(days=days), quiet_until, tzinfo=tz)


def next_at(at: datetime, clock: time, tz: ZoneInfo) -> datetime:
    """The next time after ``at`` that the office's clock shows ``clock``."""
    local = at.astimezone(tz)
    today = datetime.combine(local.date(), clock, tzinfo=tz)
    return today if today > at else datetime.combine(local.date() + timedelta(days=1), clock, tzinfo=tz)
