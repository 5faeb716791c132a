"""The clock of a row as the page shows it: what is left, beside the printed standard time."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings.models import Booking, OverallRun, RowRun
from bookings.workflow.graph import Graph, RowNode
from bookings.workflow.row_clock import booking_is_urgent
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.clocks import Remaining, RemainingUnit, remaining
from vidcon_portal.procedures.durations import (
    format_short_date,
    format_zoned_clock,
    humanize_minutes,
    humanize_overdue,
    humanize_overdue_days,
    humanize_working_days,
)
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import TimeLeft

LONGEST_TICKING = 24 * 60


def row_time_left(
    booking: Booking, row_run: RowRun | None, row: RowNode, *, at: datetime, calendar: WorkCalendar
) -> TimeLeft | None:
    """What is left of an open row; None where nothing is measured. A paused clock says that it stands still."""
    if row_run is None or row_run.closed_at is not None or row_run.due_at is None:
        return None
    standard = standard_words(row.time_raw, office_addition=row_run.office_addition)
    if row_run.paused_at is not None:
        return TimeLeft(State.NEUTRAL, 0, _("Waktu berhenti"), standard)
    urgent = booking_is_urgent(booking, at, calendar)
    left = remaining(row.standard, row_run.due_at, at, calendar, urgent=urgent)
    if left is None:
        return None
    text = say_remaining(left)
    if left.next_start is not None and not left.overdue:
        text = _("%(left)s, lanjut %(day)s %(clock)s") % {
            "left": text,
            "day": format_short_date(left.next_start.date()),
            "clock": format_zoned_clock(left.next_start, calendar.tz),
        }
    used = 100 if left.overdue else min(99, round(left.used_ratio * 100))
    seconds, runs = _ticking(left, at, calendar, by_clock=urgent)
    return TimeLeft.running(used=used, text=text, standard=standard, seconds_left=seconds, runs_for=runs)


def overall_time_left(run: OverallRun | None, graph: Graph, *, at: datetime, calendar: WorkCalendar) -> TimeLeft | None:
    """What is left of the time promised for the whole service; None while nothing runs."""
    if run is None or graph.overall is None or run.closed_at is not None or run.paused_at is not None:
        return None
    left = remaining(graph.overall.standard, run.due_at, at, calendar)
    if left is None:
        return None
    used = 100 if left.overdue else min(99, round(left.used_ratio * 100))
    seconds, runs = _ticking(left, at, calendar, by_clock=True)
    return TimeLeft.running(
        used=used, text=say_remaining(left), standard=overall_words(graph), seconds_left=seconds, runs_for=runs
    )


def overall_words(graph: Graph) -> str:
    """``layanan 24 jam``."""
    assert graph.overall is not None
    return _("layanan %(hours)d jam") % {"hours": int(graph.overall.standard.value or 0)}


def deadline_left(deadline: datetime | None, at: datetime, *, tz: object) -> TimeLeft | None:
    """Until when the applicant may answer."""
    if deadline is None:
        return None
    local = deadline.astimezone(tz)  # type: ignore[arg-type]
    text = _("Sampai %(day)s, %(clock)s") % {
        "day": format_short_date(local.date()),
        "clock": f"{local:%H.%M} {local.tzname()}",
    }
    if deadline < at:
        return TimeLeft(State.OVERDUE, 100, text, _("batas jawaban terlewati"))
    return TimeLeft(State.WAITING, 50, text, _("batas jawaban"))


def say_remaining(left: Remaining) -> str:
    """``2 hari kerja lagi``, ``4 jam 20 menit lagi``, ``Lewat 25 menit``."""
    if left.unit == RemainingUnit.WORK_DAYS:
        return (
            humanize_overdue_days(left.amount)
            if left.overdue
            else _("%(time)s lagi") % {"time": humanize_working_days(left.amount)}
        )
    if left.overdue:
        return humanize_overdue(left.amount)
    return _("%(time)s lagi") % {"time": humanize_minutes(left.amount)}


def standard_words(time_raw: str, *, office_addition: bool = False) -> str:
    if office_addition:
        return _("1 hari kerja sesudah kegiatan, ketentuan kantor")
    raw = time_raw.strip()
    return _("baku %(time)s") % {"time": raw[:1].lower() + raw[1:]} if raw else ""


def _ticking(left: Remaining, at: datetime, calendar: WorkCalendar, *, by_clock: bool) -> tuple[int | None, int | None]:
    """Seconds for the page's own clock; nothing where it would have to know the calendar."""
    if left.unit == RemainingUnit.WORK_DAYS or left.amount >= LONGEST_TICKING:
        return None, None
    seconds = -left.amount * 60 if left.overdue else left.amount * 60
    if by_clock or left.unit == RemainingUnit.CLOCK_MINUTES:
        return seconds, None
    if left.next_start is not None:
        return None, None  # it stands still, and the words say when it goes on
    local = at.astimezone(calendar.tz)
    stretch = next((end for start, end in calendar.spans_on(local.date()) if start <= local < end), None)
    return seconds, max(0, int((stretch - local).total_seconds())) if stretch else 0
