"""The paper of a report: LAPORAN HASIL PELAKSANAAN, or LAPORAN HASIL VERIFIKASI where the answer was no."""

from datetime import datetime, timedelta
from textwrap import shorten

from django.db import transaction

from bookings.choices import Decision, ResourceKind, SessionStatus
from bookings.models import Booking, OverallRun, RowRun, Session
from bookings.models.session import sessions_of
from bookings.papers import actual_time, in_minutes, reference_to, write_paper
from bookings.requests import main_letter
from verification.choices import Answer
from verification.forms import lines_of
from verification.models import Check, Meeting
from verification.queries import event_allocations, names_among, names_of
from verification.reply_words import request_facts
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import SigningMethod
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import (
    CriterionLine,
    Fact,
    LogEntry,
    Obstacle,
    Officer,
    Photo,
    ReportData,
    ReportSession,
    TimeLine,
    VerificationReportData,
)
from vidcon_portal.documents.wording import clock, clock_span, date_and_clock, day_and_date, grouped
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import ClockType
from vidcon_portal.procedures.clocks import Standard, elapsed, time_within
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

from .choices import LogKind, ReportVariant
from .models import Execution, Report
from .models.execution import entries_of

LONG = timedelta(hours=24)
"""From so much on the words say which sort of time it is."""


@transaction.atomic
def issue_report(report: Report, *, by: Actor, at: datetime, is_recorded: bool = False) -> Document:
    """Number and sign the report of its maker; the row remembers its paper.

    ``is_recorded``: it was signed on paper and entered by TU. Raises NotLegal when ``by`` holds no position.
    """
    booking = report.booking
    data = (
        verification_report(report, at=at)
        if report.variant == ReportVariant.VERIFICATION
        else event_report(report, at=at)
    )
    method = SigningMethod.PAPER if is_recorded else SigningMethod.PIN
    report.document = write_paper(booking, data, by=by, at=at, run=report.step_run, method=method)
    report.save(update_fields=["document"])
    return report.document


def event_report(report: Report, *, at: datetime) -> ReportData:
    """Sections A to G; the log, the times and the people come from the case, the words from its maker."""
    booking = report.booking
    sessions = held_sessions(booking)
    return ReportData(
        ticket=booking.ticket or "",
        activity=booking.title,
        basis=basis_of(booking),
        sessions=tuple(
            session_lines(booking, sessions, officers=report.officers, place=report.place, summary=report.summary)
        ),
        leader=report.leading_official,
        applicant=booking.agency.name,
        obstacles=tuple(_obstacles(report)),
        times=tuple(time_lines(booking, sessions, at=at)),
        evaluation=lines_of(report.evaluation),
        recording=report.recording_url,
        photos=_photos(report),
    )


def verification_report(report: Report, *, at: datetime) -> VerificationReportData:
    """What was looked at, what was found, why the answer was no."""
    booking = report.booking
    latest = (
        Check.objects.filter(booking=booking).order_by("-step_run__opened_at", "-pk").select_related("step_run").first()
    )
    checks = list(Check.objects.filter(step_run=latest.step_run_id).order_by("pk")) if latest else []
    verified = latest.step_run.closed_at or latest.step_run.opened_at if latest else None
    return VerificationReportData(
        ticket=booking.ticket or "",
        activity=booking.title,
        basis=basis_of(booking),
        request=tuple(_request_lines(booking)),
        criteria=tuple(
            CriterionLine(
                check.text,
                str(check.get_side_display()),
                str(check.get_answer_display()),
                check.note,
                met=check.answer == Answer.YES,
            )
            for check in checks
        ),
        conclusion=f"{Decision(booking.decision).label}. {report.summary}".strip(),
        officers=tuple(Officer(name) for name in report.officers),
        verified_at=date_and_clock(verified, booking.office.tz) if verified else "",
        follow_up=report.follow_up,
        photos=_photos(report),
    )


def held_sessions(booking: Booking) -> list[Session]:
    """Those that were not cancelled, with what happened at each; one statement, one a page."""
    sessions = sessions_of(booking, with_meetings=True)
    return [session for session in sessions if session.status != SessionStatus.CANCELLED]


def session_lines(
    booking: Booking,
    sessions: list[Session],
    *,
    officers: list[str] | None = None,
    place: str = "",
    summary: str = "",
) -> list[ReportSession]:
    """One section per session: planned and real times, who served, how it went.

    ``officers`` are named where a session has nobody of its own in the schedule, or where there is only one session;
    ``summary`` closes the first section.
    """
    rows = event_allocations(booking)
    is_only = len(sessions) == 1
    found = []
    for number, session in enumerate(sessions):
        serving = names_among(rows, ResourceKind.PERSON, session=session)
        execution: Execution | None = getattr(session, "execution", None)
        people = officers if officers and (is_only or not serving) else serving
        found.append(
            ReportSession(
                place_and_time=tuple(_place_and_time(session, execution, place)),
                officers=tuple(Officer(name) for name in people),
                execution=tuple(_execution(session, execution)),
                log=tuple(_log(session)),
                log_summary=summary if number == 0 else "",
                heading=f"Sesi {session.number}",
            )
        )
    return found


def place_of(booking: Booking) -> str:
    """Where it was: the rooms in the schedule, the sessions' places, else the request's."""
    rooms = names_of(booking, ResourceKind.ROOM)
    places = [session.place for session in sessions_of(booking) if session.place]
    return ", ".join(dict.fromkeys(rooms or places or filter(None, [booking.place])))[:300]


def basis_of(booking: Booking) -> tuple[str, ...]:
    """The request letter, else the oral request, and the SOP."""
    letter, procedure = main_letter(booking), booking.procedure
    reference = reference_to(letter)
    if reference is not None:
        first = f"Surat {letter.sender.name if letter else booking.agency.name} nomor {reference.number}"
        first += f" tanggal {reference.date}" if reference.date else ""
        first += f" hal {reference.subject}" if reference.subject else ""
    else:
        first = f"Permohonan {booking.agency.name} melalui Portal Vidcon, surat menyusul"
    return tuple(filter(None, [first, _sop_in_words(procedure)]))


def _sop_in_words(procedure: Procedure | None) -> str:
    """Its title and number; some titles begin with "SOP" themselves."""
    if procedure is None:
        return ""
    begins = "" if procedure.title.upper().startswith(("SOP ", "STANDAR OPERASIONAL")) else "SOP "
    return f"{begins}{procedure.title}" + (f" nomor {procedure.number}" if procedure.number else "")


def time_lines(booking: Booking, sessions: list[Session], *, at: datetime) -> list[TimeLine]:
    """Each row that was walked: its printed time beside the actual one. A nominal time is printed, never scored."""
    calendar = calendar_for(booking.office)
    by_row: dict[int, list[RowRun]] = {}
    for run in RowRun.objects.filter(booking=booking).select_related("row").order_by("row__number", "visit"):
        by_row.setdefault(run.row_id, []).append(run)
    lines = [_time_line(booking, sessions, runs, at=at, calendar=calendar) for runs in by_row.values()]
    return lines + [_service_line(booking, run, at=at, calendar=calendar) for run in booking.overall_runs.all()]


def _service_line(booking: Booking, run: OverallRun, *, at: datetime, calendar: WorkCalendar) -> TimeLine:
    """The time promised for the whole service, where the SOP promises one."""
    assert booking.procedure is not None
    hours, row = booking.procedure.overall_hours or 0, booking.procedure.overall_until_row
    since = "sejak permohonan diterima" if run.visit == 1 else "sejak jadwal berubah atau dibuka kembali"
    is_late = run.is_late(at)
    spent = elapsed(Standard(ClockType.CLOCK_HOURS, hours), run.stretches_until(at), calendar)
    return TimeLine(
        number="",
        activity=f"Seluruh pelayanan, {since} sampai baris {row} selesai",
        standard=f"{hours} jam",
        actual=in_minutes(spent),
        remark="Lewat waktu" if is_late else "Tepat waktu" if run.reached else "",
        late=is_late,
    )


def _time_line(
    booking: Booking, sessions: list[Session], runs: list[RowRun], *, at: datetime, calendar: WorkCalendar
) -> TimeLine:
    row, is_event = runs[0].row, runs[0].row.clock_type == ClockType.EVENT
    due_at = runs[-1].due_at
    is_late = due_at is not None and not runs[-1].office_addition and (runs[-1].closed_at or at) > due_at
    spent = _event_time(sessions, runs, at=at) if is_event else actual_time(booking, runs, at=at, calendar=calendar)
    remark = "Lewat waktu" if is_late else "Tepat waktu" if due_at is not None else ""
    if is_event and spent:
        remark = "Lama acara; waktu bakunya nominal, tidak dinilai"
    return TimeLine(
        number=str(row.number),
        activity=shorten(row.activity, 120, placeholder=" …"),
        standard=row.time_raw or "-",
        actual=_spent_words(spent, ClockType(row.clock_type)) if spent > timedelta(0) else "-",
        remark=remark,
        late=is_late,
    )


def _event_time(sessions: list[Session], runs: list[RowRun], *, at: datetime) -> timedelta:
    """How long the events really were; as planned where nobody recorded them."""
    recorded = [each.execution for each in sessions if getattr(each, "execution", None) is not None]
    real = [each.finished_at - each.started_at for each in recorded if each.started_at and each.finished_at]
    if real:
        return sum(real, timedelta(0))
    stretches = [stretch for run in runs for stretch in run.stretches_until(at)]
    return time_within(stretches, [(each.starts_at, each.ends_at) for each in sessions])


def _spent_words(spent: timedelta, clock: ClockType) -> str:
    """Working time says so where it is more than a day's; time by the clock is said in days where it is long."""
    words = in_minutes(spent)
    if clock in (ClockType.WORK_MINUTES, ClockType.WORK_DAYS):
        return f"{words} kerja" if spent >= LONG else words
    days, rest = divmod(int(spent.total_seconds() // 3600), 24)
    return words if spent < 2 * LONG else f"{days} hari" + (f" {rest} jam" if rest else "")


def _place_and_time(session: Session, execution: Execution | None, place: str) -> list[Fact]:
    tz = session.booking.office.tz
    meeting: Meeting | None = getattr(session, "meeting", None)
    planned = clock_span(session.starts_at, None if session.open_ended else session.ends_at, tz)
    real = ""
    if execution is not None and execution.started_at is not None:
        real = clock_span(execution.started_at, execution.finished_at, tz)
    facts = [
        Fact("Hari, tanggal", day_and_date(session.starts_at.astimezone(tz).date())),
        Fact("Rencana", f"pukul {planned}"),
        Fact("Pelaksanaan", f"pukul {real}" if real else ""),
        Fact("Tempat", place or session.place or session.booking.place),
        Fact("Aplikasi", (meeting.platform if meeting else "") or session.booking.application),
        Fact("ID rapat", meeting.meeting_id if meeting else "", code=True),
    ]
    return [fact for fact in facts if fact.value]


def _execution(session: Session, execution: Execution | None) -> list[Fact]:
    if execution is None:
        return []
    if session.status == SessionStatus.NOT_HELD:
        return [Fact("Keadaan", f"Tidak terlaksana: {execution.not_held_reason}".removesuffix(": "))]
    facts = [
        Fact("Peserta terbanyak", grouped(execution.participants_peak) if execution.participants_peak else ""),
        Fact("Mutu sambungan", str(execution.get_connection_display()) if execution.connection else ""),
        Fact("Mulai lebih awal", "ya" if execution.started_early else ""),
    ]
    return [fact for fact in facts if fact.value]


def _log(session: Session) -> list[LogEntry]:
    tz = session.booking.office.tz
    rows = [row for row in entries_of(session.booking) if row.execution.session_id == session.pk]
    return [
        LogEntry(
            at=clock(row.occurred_at, tz).split()[0],
            event=row.text
            if row.kind == LogKind.INCIDENT
            else ". ".join(filter(None, [row.get_kind_display(), row.text])),
            incident=row.kind == LogKind.INCIDENT,
        )
        for row in rows
    ]


def _obstacles(report: Report) -> list[Obstacle]:
    """Lines ``kendala | penanganan``; the follow-up stands with the last."""
    lines = lines_of(report.obstacles)
    if not lines:
        return [Obstacle("Tidak ada", follow_up=report.follow_up)] if report.follow_up else []
    found = []
    for number, line in enumerate(lines, start=1):
        obstacle, _bar, handling = line.partition("|")
        follow_up = report.follow_up if number == len(lines) else ""
        found.append(Obstacle(obstacle.strip(), handling.strip(), follow_up))
    return found


def _request_lines(booking: Booking) -> list[Fact]:
    facts = [
        Fact("Pemohon", booking.agency.name),
        *request_facts(booking)[1:],
        Fact("Tempat", booking.place),
        Fact("Aplikasi", booking.application),
    ]
    return [fact for fact in facts if fact.value]


def _photos(report: Report) -> tuple[Photo, ...]:
    return tuple(Photo(str(photo.file_id), photo.caption) for photo in report.photos.order_by("pk"))
