"""A person's working pattern, stored like an office's weekly hours: asked when placing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from vidcon_portal.procedures.office_hours import MIDNIGHT, CalendarError, Week, read_week

from .spans import Span, merge


@dataclass(frozen=True, slots=True)
class Shift:
    """When a person works; breaks within a day do not end the day's work."""

    week: Week
    tz: ZoneInfo

    @classmethod
    def of(cls, stored: object, tz: ZoneInfo) -> "Shift | None":
        """The pattern stored with a person; None where there is none, or none that can be read."""
        if not stored:
            return None
        try:
            return cls(read_week(stored, _("Jam kerja")), tz)
        except CalendarError:
            return None

    def covers(self, span: Span) -> bool:
        """Whether the whole span lies within working days, over midnight too where the pattern runs on."""
        first = span.start.astimezone(self.tz).date() - timedelta(days=1)
        last = span.end.astimezone(self.tz).date()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return any(worked.contains(span) for worked in merge(self._stretches(days)))

    def _stretches(self, days: Iterable[date]) -> Iterator[Span]:
        for day in days:
            spans = self.week.get(day.weekday(), ())
            for number, one in enumerate(spans):
                end = one.end
                # A break is bridged; the gap of a night shift (until 06.00, again from 22.00) is none.
                if number + 1 < len(spans) and one.start != MIDNIGHT:
                    end = spans[number + 1].start
                closes = day + timedelta(days=1) if end == MIDNIGHT else day
                yield Span(datetime.combine(day, one.start, self.tz), datetime.combine(closes, end, self.tz))
