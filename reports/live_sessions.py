"""What is seen of a session while it is held: which ones an action can be about, facts, log, warnings."""

import datetime as dt

from django.utils.translation import gettext as _

from bookings.choices import SessionStatus
from bookings.models import Booking, Session
from bookings.models.session import sessions_of
from bookings.scheduling.answers import occupant
from bookings.scheduling.availability import label_of
from bookings.scheduling.followers import free_until
from bookings.scheduling.spans import Span
from verification.attendance import notices_of, peak_of
from verification.choices import NoticeKind
from verification.models import Meeting
from verification.queries import neighbours_before
from vidcon_portal.procedures.choices import Action
from vidcon_portal.procedures.durations import format_moment, format_time
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.parts import LogEntry as LogLine

from .choices import LogKind
from .models import Execution
from .models.execution import entries_of


def candidates_for(action: str, booking: Booking, *, at: dt.datetime) -> list[Session]:
    """The sessions that an action can be about."""
    sessions = sessions_of(booking)
    planned = [session for session in sessions if session.status == SessionStatus.PLANNED]
    running = [session for session in sessions if session.status == SessionStatus.RUNNING]
    match action:
        case Action.START | Action.NOT_HELD:
            return planned
        case Action.EXTEND:
            return running
        case Action.FINISH:
            return running + [session for session in planned if session.starts_at <= at]
        case _:
            return running + planned


def session_label(session: Session) -> str:
    """``Sesi 1, Kamis, 26 November 2026 pukul 09.00–11.00 WITA``."""
    when = label_of(Span(session.starts_at, session.ends_at), session.booking.office)
    return _("Sesi %(number)s, %(when)s") % {"number": session.number, "when": when}


def early_warning(session: Session, *, at: dt.datetime) -> str:
    """What an early start means, at the box that confirms it; names whoever still stands on the same units."""
    return _said_early(_("Rencananya %(planned)s. Centang bila memang dimulai lebih awal."), session, at)


def early_question(session: Session, *, at: dt.datetime) -> str:
    """The same as a question that is answered with yes or no."""
    return _said_early(_("Rencananya %(planned)s. Mulai lebih awal?"), session, at)


def _said_early(sentence: str, session: Session, at: dt.datetime) -> str:
    tz = session.booking.office.tz
    planned = sentence % {"planned": format_time(session.starts_at, tz)}
    met = dict.fromkeys(
        _("%(unit)s masih dipakai %(who)s sampai %(end)s.")
        % {"unit": row.resource.name, "who": occupant(row), "end": format_time(row.during.upper, tz)}
        for row in neighbours_before(session, at=at)
    )
    return " ".join([planned, *met])


def session_facts(session: Session) -> list[Fact]:
    tz = session.booking.office.tz
    execution: Execution | None = getattr(session, "execution", None)
    met: Meeting | None = getattr(session, "meeting", None)
    meeting = met if met is not None and met.withdrawn_at is None else None
    shown = [(_("Keadaan"), session.get_status_display(), False)]
    if session.place:
        shown.append((_("Tempat"), session.place, False))
    if meeting is not None:
        shown.append((meeting.platform, meeting.meeting_id, True))
    if execution is not None and execution.started_at:
        shown.append((_("Mulai nyata"), format_time(execution.started_at, tz), False))
    if session.status == SessionStatus.RUNNING:
        until = free_until(session)
        words = _("Tidak ada yang menyusul")
        if until is not None:
            is_same_day = until.astimezone(tz).date() == session.ends_at.astimezone(tz).date()
            words = format_time(until, tz) if is_same_day else format_moment(until, tz)
        shown.append((_("Dapat diperpanjang sampai"), words, False))
    if met is not None and (peak := peak_of(session)) is not None:
        shown.append(
            (_("Peserta daring terbanyak"), _("%(count)d orang, menurut penyedia rapat") % {"count": peak}, False)
        )
    if execution is not None and execution.finished_at:
        shown.append((_("Selesai nyata"), format_time(execution.finished_at, tz), False))
    return [Fact(label, value, code=code) for label, value, code in shown if value]


def log_lines(session: Session) -> list[LogLine]:
    """What people tapped and what the provider told, the latest first; a query each, the second with a meeting only."""
    meeting: Meeting | None = getattr(session, "meeting", None)
    heard = notices_of(session) if meeting is not None else []
    looks = {LogKind.INCIDENT: State.OVERDUE, LogKind.RECOVERED: State.DONE, LogKind.STARTED: State.CONFIRMED}
    entries = [each for each in reversed(entries_of(session.booking)) if each.execution.session_id == session.pk]
    lines = [
        LogLine(entry.occurred_at, entry.text, what=entry.get_kind_display(), state=looks.get(LogKind(entry.kind), ""))
        for entry in entries
    ]
    lines += [
        LogLine(
            each.occurred_at,
            _("dari %(who)s") % {"who": meeting.platform if meeting else ""},
            what=each.get_kind_display(),
        )
        for each in heard
        if each.kind in (NoticeKind.STARTED, NoticeKind.ENDED)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)
