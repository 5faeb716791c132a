"""The calendars as HTML, drawn once for the same rows: everybody of an office looks at the same few days all day long.

What stands around them (tabs, the way to other days) is the page's own. Call inside the office's time zone.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from vidcon_portal.ui.choices import State
from vidcon_portal.ui.memo import drawn_once

from .months import month_of
from .occupations import Day, Rows
from .pages import agenda_of, summary_of, timeline_of
from .weeks import week_of


@drawn_once
def draw_day(rows: Rows, day: date, tz: ZoneInfo, now: datetime | None) -> SafeString:
    """The grid of a day, and its list for phones; ``now`` to the minute, None for any day but today."""
    shown = Day.of(day, rows)
    agenda = agenda_of(shown)
    return _drawn(
        "scheduling/parts/day.html",
        day=day,
        timeline=timeline_of(shown, tz, now=now),
        agenda=agenda,
        waiting=[line for line in agenda if line.state == State.WAITING],
        summary=summary_of(agenda),
    )


@drawn_once
def draw_week(rows: Rows, monday: date, tz: ZoneInfo, today: date) -> SafeString:
    """The grid of a week, and its list of days for phones."""
    week = week_of(rows, monday, tz=tz, today=today)
    return _drawn("scheduling/parts/week.html", week=week, monday=monday, sunday=week.days[-1].day)


@drawn_once
def draw_month(rows: Rows, first: date, tz: ZoneInfo, today: date) -> SafeString:
    """The days of a month as rows of weeks."""
    return _drawn("scheduling/parts/month.html", days=month_of(rows, first, tz=tz, today=today), is_grid=True)


def _drawn(template: str, **context: object) -> SafeString:
    return mark_safe(get_template(template).render(context))
