"""Reads across procedures and accounts."""

from collections.abc import Iterable

from django.db.models import Q

from vidcon_portal.accounts.models import Holiday, Office

from .calendar import WorkCalendar


def calendar_for(office: Office) -> WorkCalendar:
    """The working calendar of an office with its holidays and everybody's; one query.

    Raises CalendarError when the office's tables of hours are empty or out of order.
    """
    holidays = Holiday.objects.filter(Q(office=office) | Q(office__isnull=True), cancelled=False)
    return WorkCalendar.from_json(
        office.tz,
        office.weekly_hours,
        dict(holidays.order_by("office_id").values_list("date", "name")),
        ramadan_hours=office.ramadan_hours,
        ramadan_periods=office.ramadan_periods,
    )


def years_without_holidays(years: Iterable[int]) -> list[int]:
    """Those of the years of which no national day off is known yet; one query."""
    known = Holiday.objects.filter(office=None).values_list("date__year", flat=True).distinct()
    return sorted(set(years) - set(known))
