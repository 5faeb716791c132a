"""A schedule that repeats, written out as explicit sessions: nobody guesses later which day was meant."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import Incomplete
from vidcon_portal.procedures.calendar import WorkCalendar

from .sessions import MOST, SessionTime

LONGEST_SEARCH = 366


class Pattern(models.TextChoices):
    """How a schedule repeats."""

    WORKING = "working", gettext_lazy("Setiap hari kerja")
    DAILY = "daily", gettext_lazy("Setiap hari")
    WEEKLY = "weekly", gettext_lazy("Setiap pekan")
    MONTHLY = "monthly", gettext_lazy("Setiap bulan, tanggal yang sama")


class SeriesForm(forms.Form):
    """``repeat_*`` of the draft's page: the pattern, and how many sessions there shall be."""

    repeat_pattern = forms.ChoiceField(choices=Pattern.choices)
    repeat_count = forms.IntegerField(min_value=2, max_value=MOST)


def repeat(first: SessionTime, pattern: Pattern, count: int, days: WorkCalendar) -> list[SessionTime]:
    """``count`` sessions like the first, at the same local hours. Raises Incomplete when the pattern cannot be kept.

    Only "setiap hari kerja" passes over days off; every other pattern keeps each day, a holiday too.
    """
    zone = days.tz
    start, end = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
    nights = end.date() - start.date()
    found: list[SessionTime] = []
    for day in _days(start.date(), pattern, days):
        if len(found) == count:
            break
        found.append(
            SessionTime(
                dt.datetime.combine(day, start.time(), zone),
                dt.datetime.combine(day + nights, end.time(), zone),
                first.open_ended,
                first.place,
            )
        )
    if len(found) < count:
        raise Incomplete(_("Pengulangan ini melewati satu tahun. Kurangi jumlah sesinya."))
    return found


def with_series(times: Sequence[SessionTime], series: Sequence[SessionTime]) -> list[SessionTime]:
    """The series beside the sessions that stood already; none is lost. Raises Incomplete when there are too many."""
    kept = [
        each for each in times if all(each.ends_at <= new.starts_at or each.starts_at >= new.ends_at for new in series)
    ]
    found = sorted([*kept, *series], key=lambda each: each.starts_at)
    if len(found) > MOST:
        raise Incomplete(_("Paling banyak %(most)s sesi.") % {"most": MOST})
    return found


def days_off(times: Sequence[SessionTime], days: WorkCalendar) -> list[dt.date]:
    """The local dates of sessions on which the office does not work."""
    dates = [each.starts_at.astimezone(days.tz).date() for each in times]
    return [day for day in dict.fromkeys(dates) if not days.is_working_day(day)]


def _days(first: dt.date, pattern: Pattern, days: WorkCalendar) -> Iterator[dt.date]:
    """The first day itself, then those of the pattern, up to a year on."""
    yield first
    for number in range(1, LONGEST_SEARCH):
        if pattern == Pattern.MONTHLY:
            month = first.month - 1 + number
            year, month = first.year + month // 12, month % 12 + 1
            if number > 12:
                return
            if first.day > calendar.monthrange(year, month)[1]:
                raise Incomplete(
                    _("Tidak setiap bulan mempunyai tanggal %(day)d. Tambahkan sesinya satu per satu.")
                    % {"day": first.day}
                )
            yield dt.date(year, month, first.day)
            continue
        day = first + dt.timedelta(days=number)
        if (
            pattern == Pattern.DAILY
            or (pattern == Pattern.WEEKLY and number % 7 == 0)
            or (pattern == Pattern.WORKING and days.is_working_day(day))
        ):
            yield day
