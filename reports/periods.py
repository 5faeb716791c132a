"""A stretch of local days that a recap or a statistic is about, and how an address and a heading write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from bookings.scheduling.days import days_span, next_month, parse_date, parse_month, previous_month
from bookings.scheduling.spans import Span
from vidcon_portal.documents.wording import long_date
from vidcon_portal.procedures.durations import MONTH_NAMES

LONGEST = 3 * 366
"""Days; a longer stretch is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in whatever zone ``span`` is asked for."""

    first: date
    last: date

    @classmethod
    def month(cls, day: date) -> "Period":
        """The month that holds the day."""
        return cls(day.replace(day=1), next_month(day) - timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == next_month(self.first) - timedelta(days=1)

    @property
    def is_year(self) -> bool:
        return self == Period.year(self.first.year)

    def span(self, tz: ZoneInfo) -> Span:
        """From the first midnight to the one after the last day, as instants."""
        return days_span(self.first, self.days, tz)

    @property
    def label(self) -> str:
        """As the page says it: ``Oktober 2026``, else both dates."""
        if self.is_month:
            return format_date(self.first, "F Y")
        if self.is_year:
            return str(self.first.year)
        words = {"first": format_date(self.first, "j F Y"), "last": format_date(self.last, "j F Y")}
        return words["first"] if self.days == 1 else _("%(first)s – %(last)s") % words

    @property
    def printed(self) -> str:
        """As an official paper says it, in Indonesian whatever the screen speaks."""
        if self.is_month:
            return f"Bulan {MONTH_NAMES[self.first.month - 1]} Tahun {self.first.year}"
        if self.is_year:
            return f"Tahun {self.first.year}"
        return f"Tanggal {long_date(self.first)} s.d. {long_date(self.last)}"

    @property
    def slug(self) -> str:
        """For the name of a file."""
        if self.is_year:
            return str(self.first.year)
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"

    @property
    def asked(self) -> dict[str, str]:
        """The words of an address that lead back here."""
        if self.is_month:
            return {"bulan": f"{self.first:%Y-%m}"}
        return {"dari": self.first.isoformat(), "sampai": self.last.isoformat()}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    @property
    def before(self) -> "Period":
        """The month before a month; else as many days just before."""
        if self.is_month:
            return Period.month(previous_month(self.first))
        if self.is_year:
            return Period.year(self.first.year - 1)
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def after(self) -> "Period":
        if self.is_month:
            return Period.month(next_month(self.first))
        if self.is_year:
            return Period.year(self.first.year + 1)
        return Period(self.last + timedelta(days=1), self.last + timedelta(days=self.days))


def period_from(asked: Mapping[str, str], *, today: date) -> Period:
    """``?bulan=2026-10`` or ``?dari=…&sampai=…``; what cannot be read is this month, swapped ends are put right."""
    if not (asked.get("dari") or asked.get("sampai")):
        return Period.month(parse_month(asked.get("bulan", ""), today))
    first = parse_date(asked.get("dari", ""), today.replace(day=1))
    last = parse_date(asked.get("sampai", ""), max(first, today))
    first, last = min(first, last), max(first, last)
    return Period(first, min(last, first + timedelta(days=LONGEST - 1)))
