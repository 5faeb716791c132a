"""What came and what was served, month by month."""

import time
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from bookings.choices import Decision
from vidcon_portal.accounts.models import Office

from ..periods import Period
from .figures import MonthFigure, Overview
from .measures import Scope, asked, sessions

KEPT_FOR = {True: 60 * 60, False: 24 * 60 * 60}
"""Seconds that the figures of a month are kept, by whether it is recent."""
RECENT = timedelta(days=62)
MOST_KEPT = 120
"""Months of one office in the cache."""


def months_until(scope: Scope, *, today: date, known: Overview | None = None, count: int = 12) -> list[MonthFigure]:
    """The months up to the period's last day, from the first in which anything happened.

    ``known`` are the figures of the period, where it is a month: its own are not counted twice. Other months that are over are kept in one entry: the last two for an hour, what lies further back for a day, for its figures
    hardly move, and counting a year costs most of the page.
    """
    months = [scope.period.last.replace(day=1)]
    for _turn in range(count - 1):
        months.append(Period.month(months[-1]).before.first)
    key, now = f"reports:months:{scope.office.pk}", time.time()
    kept: dict[date, tuple[float, MonthFigure]] = cache.get(key) or {}
    found = {month: kept[month][1] for month in months if month in kept and kept[month][0] > now}
    if known is not None and scope.period.is_month:
        found[months[0]] = MonthFigure(months[0], known.asked, known.held, known.refused)
    missing = sorted(set(months) - set(found))
    if missing:
        counted = _count_months(scope.office, missing[0], missing[-1])
        found |= {month: counted[month] for month in missing}
        fresh = {month: (now + age, counted[month]) for month in missing if (age := _kept_for(month, today))}
        lasting = {month: each for month, each in (kept | fresh).items() if each[0] > now}
        if fresh:
            cache.set(key, dict(sorted(lasting.items())[-MOST_KEPT:]), max(KEPT_FOR.values()))
    figures = sorted(found.values(), key=lambda each: each.month)
    begun = next((n for n, each in enumerate(figures) if each.asked or each.served), len(figures) - 1)
    return figures[begun:]


def forget_months(office: Office) -> None:
    """Something of the past was entered: its months are counted anew."""
    cache.delete(f"reports:months:{office.pk}")


def _kept_for(month: date, today: date) -> float:
    """Seconds; none for a month that is not over."""
    if Period.month(month).last >= today:
        return 0
    return KEPT_FOR[Period.month(month).last >= today - RECENT]


def _count_months(office: Office, first: date, last: date) -> dict[date, MonthFigure]:
    """Two statements."""
    wide = Scope(office, Period(first, Period.month(last).last))
    came = {
        month.date(): (count, refused)
        for month, count, refused in asked(wide)
        .annotate(month=TruncMonth("submitted_at", tzinfo=office.tz))
        .values("month")
        .annotate(n=Count("pk"), refused=Count("pk", filter=Q(decision__in=(Decision.REFUSED, Decision.FULL))))
        .values_list("month", "n", "refused")
    }
    held = {
        month.date(): count
        for month, count in sessions(wide)
        .annotate(month=TruncMonth("starts_at", tzinfo=office.tz))
        .values("month")
        .annotate(n=Count("pk"))
        .values_list("month", "n")
    }
    figures = {}
    month = first
    while month <= last:
        count, refused = came.get(month, (0, 0))
        figures[month] = MonthFigure(month, count, held.get(month, 0), refused)
        month = Period.month(month).after.first
    return figures
