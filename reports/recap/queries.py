"""What was served: sessions of a period with everything that a recap prints, and their totals.

Each chunk of lines costs four queries whatever its length; totals are counted by the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce, Now, NullIf
from django.utils.translation import gettext as _

from bookings.choices import Decision, Purpose, ResourceKind, Secrecy, SessionStatus
from bookings.models import Allocation, Booking, ImportedRow, Resource, RowRun, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.procedures.choices import Mode

from ..choices import Attendance, LogKind
from ..models import LogEntry, Report
from ..periods import Period
from ..served import was_served
from .lines import RecapLine, RecapTotals, Tally

CHUNK = 500
NO_PLATFORM = "-"


@dataclass(frozen=True, slots=True)
class RecapFilter:
    """Which sessions of an office: those that begin within the period, of one agency, officer or platform."""

    office: Office
    period: Period
    agency: Agency | None = None
    officer: Resource | None = None
    platform: str = ""

    @property
    def is_whole(self) -> bool:
        """Everything of the period, as the signed recap prints it."""
        return self.agency is None and self.officer is None and not self.platform


def sessions_of(wanted: RecapFilter) -> QuerySet[Session]:
    """What was served, and what was prepared and not held, in the order of time."""
    span = wanted.period.span(wanted.office.tz)
    found = Session.objects.filter(
        was_served() | Q(status=SessionStatus.NOT_HELD),
        booking__office=wanted.office,
        starts_at__gte=span.start,
        starts_at__lt=span.end,
    ).annotate(platform=_platform())
    if wanted.agency is not None:
        found = found.filter(booking__agency=wanted.agency)
    if wanted.officer is not None:
        found = found.filter(Exists(_serving(ResourceKind.PERSON).filter(resource=wanted.officer)))
    if wanted.platform:
        found = found.filter(platform=wanted.platform)
    if wanted.agency is not None or wanted.officer is not None:
        found = found.exclude(booking__secrecy=Secrecy.SECRET)  # a filter must not tell what the line hides
    return found.order_by("starts_at", "pk")


def read_lines(sessions: QuerySet[Session], office: Office) -> list[RecapLine]:
    """Lines of a slice that fits on a page."""
    return _lines(list(_with_everything(sessions)), office)


def stream_lines(sessions: QuerySet[Session], office: Office) -> Iterator[RecapLine]:
    """Every line, in chunks: memory does not grow with the period."""
    after: tuple[datetime, int] | None = None
    while True:
        chunk = _with_everything(sessions)
        if after is not None:
            chunk = chunk.filter(Q(starts_at__gt=after[0]) | Q(starts_at=after[0], pk__gt=after[1]))
        rows = list(chunk[:CHUNK])
        if not rows:
            return
        yield from _lines(rows, office)
        after = (rows[-1].starts_at, rows[-1].pk)


_TOTALS = """
SELECT grouping(agency, used, served) AS level, coalesce(agency, used, served),
       count(*) FILTER (WHERE held), count(*) FILTER (WHERE NOT held), count(*) FILTER (WHERE held AND led),
       extract(epoch FROM sum(length) FILTER (WHERE held)), sum(people) FILTER (WHERE held),
       count(*) FILTER (WHERE held AND is_timed), count(*) FILTER (WHERE held AND is_timed AND NOT is_late)
FROM ({sessions}) AS sessions
GROUP BY GROUPING SETS ((), (agency), (used), (served))
ORDER BY level, 3 DESC, 2
"""
"""Every total and every sum by a name, in one pass over the sessions."""

_WHOLE, _BY_AGENCY, _BY_PLATFORM, _BY_ATTENDANCE = 7, 3, 5, 6
"""What ``grouping`` answers: a bit for each name that was not grouped by."""


def totals_of(wanted: RecapFilter) -> RecapTotals:
    """Two queries at most, none of which fetches a session."""
    held = ~Q(status=SessionStatus.NOT_HELD)
    sessions = (
        sessions_of(wanted)
        .order_by()
        .annotate(
            agency=_agency_name(),
            used=F("platform"),
            served=_attendance(),
            held=ExpressionWrapper(held, output_field=BooleanField()),
            led=ExpressionWrapper(Q(booking__leader_confirmed_at__isnull=False), output_field=BooleanField()),
            length=_length(),
            people=_participants(),
            is_timed=Exists(_timed()),
            is_late=Exists(_late()),
        )
        .values("agency", "used", "served", "held", "led", "length", "people", "is_timed", "is_late")
    )
    sql, params = sessions.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(sessions=sql), params)
        rows = cursor.fetchall()
    whole = next((row for row in rows if row[0] == _WHOLE), (_WHOLE, "", 0, 0, 0, None, None, 0, 0))
    _level, _label, is_held, not_held, leaders, lasted, participants, timed, in_time = whole
    by_attendance = _tallies(rows, _BY_ATTENDANCE)
    totals = RecapTotals(
        held=is_held,
        not_held=not_held,
        leaders=leaders,
        minutes=_minutes(lasted),
        participants=participants or 0,
        timed=timed,
        in_time=in_time,
        by_agency=_tallies(rows, _BY_AGENCY),
        by_platform=_tallies(rows, _BY_PLATFORM),
        by_attendance=tuple(replace(each, label=str(Attendance(each.label).label)) for each in by_attendance),
    )
    if wanted.officer is not None or wanted.platform:
        return totals
    span = wanted.period.span(wanted.office.tz)
    asked = Booking.objects.submitted().filter(
        office=wanted.office, submitted_at__gte=span.start, submitted_at__lt=span.end
    )
    asked = asked.filter(~Exists(ImportedRow.objects.filter(booking=OuterRef("pk"))))
    if wanted.agency is not None:
        asked = asked.filter(agency=wanted.agency).exclude(secrecy=Secrecy.SECRET)
    counted = asked.aggregate(
        asked=Count("pk"), refused=Count("pk", filter=Q(decision__in=(Decision.REFUSED, Decision.FULL)))
    )
    return replace(totals, asked=counted["asked"], refused=counted["refused"])


def platforms_of(wanted: RecapFilter, totals: RecapTotals) -> list[str]:
    """The platforms that were used, for the filter; asks only where ``totals`` are narrowed and do not tell."""
    if wanted.is_whole:
        return sorted(each.label for each in totals.by_platform if each.label != NO_PLATFORM)
    sessions = sessions_of(RecapFilter(wanted.office, wanted.period)).order_by()
    found = sessions.values_list("platform", flat=True).distinct()  # type: ignore[misc]  # annotated
    return sorted(name for name in found if name and name != NO_PLATFORM)


# --- Expressions ------------------------------------------------------------------------------------------------------


def _platform() -> Any:
    """What was really used, else what was asked for."""
    return Coalesce(
        NullIf("meeting__platform", Value("")),
        NullIf("booking__application", Value("")),
        Value(NO_PLATFORM),
        output_field=CharField(),
    )


def _serving(kind: ResourceKind) -> QuerySet[Allocation]:
    return Allocation.objects.filter(
        session=OuterRef("pk"), purpose=Purpose.EVENT, state__in=LIVE_STATES, resource__kind=kind
    )


def _timed() -> QuerySet[RowRun]:
    """Rows of the session's case that an SOP times; what the office added itself is no standard."""
    return RowRun.objects.filter(booking=OuterRef("booking_id"), due_at__isnull=False, office_addition=False)


def _late() -> QuerySet[RowRun]:
    """Closed after its due time, or still open past it."""
    return _timed().filter(Q(closed_at__gt=F("due_at")) | Q(closed_at__isnull=True, due_at__lt=Now()))


def _attendance() -> Any:
    return Case(
        When(booking__mode=Mode.ACCOUNT, then=Value(Attendance.ACCOUNT.value)),
        When(Exists(_serving(ResourceKind.PERSON)), then=Value(Attendance.ONSITE.value)),
        default=Value(Attendance.ONCALL.value),
        output_field=CharField(),
    )


def _agency_name() -> Any:
    return Case(
        When(booking__secrecy=Secrecy.SECRET, then=Value(_("Dirahasiakan"))),
        default=F("booking__agency__name"),
        output_field=CharField(),
    )


def _length() -> Any:
    """How long it really lasted, else how long it was planned."""
    return ExpressionWrapper(
        Coalesce(F("execution__finished_at"), F("ends_at")) - Coalesce(F("execution__started_at"), F("starts_at")),
        output_field=DurationField(),
    )


def _participants() -> Any:
    return Coalesce(
        F("execution__participants_peak"), F("booking__participants_onsite") + F("booking__participants_online")
    )


def _tallies(rows: Iterable[Any], level: int) -> tuple[Tally, ...]:
    """Those of one name, most sessions first; what was not held counts nowhere."""
    return tuple(Tally(row[1], row[2], _minutes(row[5])) for row in rows if row[0] == level and row[2])


def _minutes(seconds: Any) -> int:
    return int(seconds // 60) if seconds else 0


# --- Lines ------------------------------------------------------------------------------------------------------------


def _with_everything(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related(
        "booking__agency", "booking__imported_row", "execution", "meeting__account"
    ).annotate(is_timed=Exists(_timed()), is_late=Exists(_late()))


def _lines(sessions: list[Session], office: Office) -> list[RecapLine]:
    keys = [session.pk for session in sessions]
    used: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Allocation.objects.filter(session__in=keys, purpose=Purpose.EVENT, state__in=LIVE_STATES)
    for key, kind, name in rows.order_by("resource__name").values_list(
        "session_id", "resource__kind", "resource__name"
    ):
        if name not in used[key, kind]:
            used[key, kind].append(name)
    troubles: dict[int, list[str]] = defaultdict(list)
    entries = LogEntry.objects.filter(execution__session__in=keys, kind=LogKind.INCIDENT).order_by("occurred_at", "pk")
    for key, text in entries.values_list("execution__session_id", "text"):
        troubles[key].append(text or str(LogKind.INCIDENT.label))
    reported = _reports(session.booking_id for session in sessions)
    return [_line(session, office, used, troubles.get(session.pk, []), reported) for session in sessions]


def _reports(bookings: Iterable[int]) -> dict[int, Report]:
    """The latest report of each case, for who led, what stood in the way and whether there is a recording."""
    found = Report.objects.filter(booking__in=set(bookings)).order_by("filed_at", "pk")
    return {
        report.booking_id: report
        for report in found.only("booking_id", "leading_official", "officers", "place", "obstacles", "recording_url")
    }


def _line(
    session: Session,
    office: Office,
    used: dict[tuple[int, str], list[str]],
    troubles: list[str],
    reported: dict[int, Report],
) -> RecapLine:
    booking, report = session.booking, reported.get(session.booking_id)
    execution, meeting = getattr(session, "execution", None), getattr(session, "meeting", None)
    began = execution.started_at if execution is not None and execution.started_at else session.starts_at
    ended = execution.finished_at if execution is not None else None
    if ended is None and not session.open_ended:
        ended = session.ends_at
    officers = used.get((session.pk, ResourceKind.PERSON), []) or (report.officers if report is not None else [])
    rooms = used.get((session.pk, ResourceKind.ROOM), [])
    accounts = used.get((session.pk, ResourceKind.ACCOUNT), [])
    if meeting is not None and meeting.account is not None and meeting.account.name not in accounts:
        accounts = [*accounts, meeting.account.name]
    place = ", ".join(rooms) or session.place or booking.place or (report.place if report is not None else "")
    planned = booking.participants_onsite + booking.participants_online
    peak = execution.participants_peak if execution is not None else None
    line = RecapLine(
        ticket=booking.ticket or "",
        starts_at=began.astimezone(office.tz),
        ends_at=ended.astimezone(office.tz) if ended is not None else None,
        title=booking.title,
        agency=booking.agency.name,
        leader=(report.leading_official if report is not None else "") or booking.leader_name,
        place=place,
        platform="" if session.platform == NO_PLATFORM else session.platform,  # type: ignore[attr-defined]  # annotated
        account=", ".join(accounts),
        participants=peak if peak is not None else planned or None,
        officers=tuple(officers),
        attendance=str(_attendance_of(booking, officers)),
        mode=booking.mode,
        obstacles="; ".join(troubles) or _obstacles(report),
        remark=_remark(session, booking, report),
        is_held=session.status != SessionStatus.NOT_HELD,
        is_in_time=not session.is_late if session.is_timed else None,  # type: ignore[attr-defined]  # annotated
    )
    return hide(line) if booking.secrecy == Secrecy.SECRET else line


def hide(line: RecapLine) -> RecapLine:
    """A secret event counts, and says nothing of itself: who must know opens the case."""
    return replace(
        line,
        title=_("Kegiatan rahasia"),
        agency=_("Dirahasiakan"),
        leader="",
        place="",
        account="",
        obstacles="",
        remark="",
        is_secret=True,
    )


def _attendance_of(booking: Booking, officers: Iterable[str]) -> Any:
    if booking.mode == Mode.ACCOUNT:
        return Attendance.ACCOUNT.label
    return (Attendance.ONSITE if list(officers) else Attendance.ONCALL).label


def _obstacles(report: Report | None) -> str:
    """The first half of each line ``kendala | penanganan``."""
    lines = (report.obstacles if report is not None else "").splitlines()
    return "; ".join(head for line in lines if (head := line.partition("|")[0].strip()))


def _remark(session: Session, booking: Booking, report: Report | None) -> str:
    execution, imported = getattr(session, "execution", None), getattr(booking, "imported_row", None)
    parts = []
    if booking.leader_confirmed:
        parts.append(_("Pimpinan"))
    if session.status == SessionStatus.NOT_HELD:
        reason = execution.not_held_reason if execution is not None else ""
        parts.append(_("Tidak terlaksana: %(reason)s") % {"reason": reason} if reason else _("Tidak terlaksana"))
    if imported is not None:
        parts.append(_("Dicatat tanpa permohonan") if imported.is_typed else _("Dari daftar sebelum portal"))
    if report is not None and report.recording_url.strip() not in ("", "-", "tidak ada", "tidak ada rekaman"):
        parts.append(_("Rekaman ada"))
    return "; ".join(parts)
