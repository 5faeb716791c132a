"""Two rules on the time of an event: filed early enough, and held within the permitted hours.

Both give an answer with its sentence and refuse nothing themselves: a late or out-of-hours request is accepted and
flagged, and who may lift the flag is the procedure's matter (DESIGN.md §3.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .calendar import WorkCalendar
from .choices import LeadUnit
from .durations import format_clock, format_date, format_day_and_clock, format_range, humanize_working_days, zone_name


@dataclass(frozen=True, slots=True)
class LeadTimeResult:
    """Whether a request came in time; ``last_date`` is the last permitted local date, None without a rule.

    ``fact`` stays true after submission; ``advice`` is for who has not submitted yet.
    """

    ok: bool
    last_date: date | None
    fact: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.fact} {self.advice}".strip()


@dataclass(frozen=True, slots=True)
class EventHoursResult:
    """Whether all sessions lie within the permitted hours; ``outside`` holds the indexes of those that do not.

    ``fact`` and ``advice`` as in LeadTimeResult.
    """

    ok: bool
    outside: tuple[int, ...]
    fact: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.fact} {self.advice}".strip()


def last_submission_date(first_session_date: date, days: int, unit: LeadUnit, calendar: WorkCalendar) -> date:
    """The last local date on which "at least ``days`` days before the event" still holds.

    Working days are counted back from the day before the event; the event's own day never counts. Raises CalendarError
    when the calendar has too few working days.
    """
    if unit == LeadUnit.WORKING:
        return calendar.shift_working_days(first_session_date, -days)
    return first_session_date - timedelta(days=days)


def check_lead_time(
    submitted_at: datetime,
    first_session_start: datetime,
    days: int | None,
    unit: LeadUnit,
    calendar: WorkCalendar,
) -> LeadTimeResult:
    """Compare local dates, not hours: filed at 23.59 on the last date is in time. ``days`` None: no rule.

    An SOP that does not name its unit means calendar days. Source: Kalbar row 1, Singkawang row 6.
    """
    if days is None:
        return LeadTimeResult(ok=True, last_date=None, fact="")
    event_date = first_session_start.astimezone(calendar.tz).date()
    last = last_submission_date(event_date, days, unit, calendar)
    if unit == LeadUnit.WORKING:
        words = humanize_working_days(days)
    else:
        words = ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days}
    if submitted_at.astimezone(calendar.tz).date() <= last:
        return LeadTimeResult(
            ok=True,
            last_date=last,
            fact=_("Paling lambat diajukan %(last)s, %(days)s sebelum kegiatan.")
            % {"last": format_date(last), "days": words},
        )
    return LeadTimeResult(
        ok=False,
        last_date=last,
        fact=_("Permohonan untuk kegiatan %(event)s paling lambat diajukan %(last)s, %(days)s sebelum kegiatan.")
        % {"event": format_date(event_date), "last": format_date(last), "days": words},
        advice=_("Undurkan tanggal kegiatan, atau tetap ajukan dan mintalah dispensasi."),
    )


def check_event_hours(sessions: Sequence[tuple[datetime, datetime]], hours: WorkCalendar) -> EventHoursResult:
    """Whether each session (start, end) lies between the opening and the close of one working day.

    A break in between does not matter: a meeting from 09.00 to 14.00 is within hours. The sentence tells of the first
    session outside and how many more there are.
    """
    troubles = [(index, trouble) for index, session in enumerate(sessions) if (trouble := _trouble(*session, hours))]
    if not troubles:
        return EventHoursResult(ok=True, outside=(), fact="")
    facts = [troubles[0][1]]
    if len(troubles) > 1:
        facts.append(_("Ada %(count)d sesi lain di luar jam layanan.") % {"count": len(troubles) - 1})
    return EventHoursResult(
        ok=False,
        outside=tuple(index for index, _fact in troubles),
        fact=" ".join(facts),
        advice=_("Pilih waktu lain, atau tetap ajukan dan mintalah dispensasi."),
    )


def _trouble(start: datetime, end: datetime, hours: WorkCalendar) -> str | None:
    day = start.astimezone(hours.tz).date()
    spans = hours.spans_on(day)
    if not spans:
        holiday = hours.holidays.get(day)
        values = {"day": format_date(day), "holiday": holiday or ""}
        return (_("%(day)s hari libur (%(holiday)s).") if holiday else _("%(day)s bukan hari kerja.")) % values
    opening, close = spans[0][0], spans[-1][1]
    if opening <= start and end <= close:
        return None
    return _("Kegiatan %(when)s di luar jam layanan, %(hours)s.") % {
        "when": format_day_and_clock(day, format_range(start, end, hours.tz)),
        "hours": f"{format_clock(opening, hours.tz)}–{format_clock(close, hours.tz)} {zone_name(opening, hours.tz)}",
    }
