"""The lines of a recap: sessions with everything that one prints.

A chunk of lines costs two statements whatever its length.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind, Secrecy, SessionStatus
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import is_one_of, kept
from vidcon_portal.procedures.choices import Mode

from ..choices import Attendance, LogKind
from ..models import LogEntry, Report
from .lines import RecapLine
from .queries import NO_PLATFORM, any_late

CHUNK = 500
REPORT, INCIDENT = "report", "incident"


@dataclass(slots=True)
class _Around:
    """What hangs on the sessions of a chunk: names of what served them, incidents, and the latest report of each case."""

    used: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    troubles: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[int, dict[str, Any]] = field(default_factory=dict)


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


def _with_everything(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related(
        "booking__agency", "booking__imported_row", "execution", "meeting__account"
    ).annotate(late=any_late())


def _lines(sessions: list[Session], office: Office) -> list[RecapLine]:
    around = _around(sessions)
    return [_line(session, office, around) for session in sessions]


def _around(sessions: Iterable[Session]) -> _Around:
    """One statement."""
    found = _Around()
    keys = {session.pk: session.booking_id for session in sessions}
    rows = _hanging_on().all(sessions=list(keys), bookings=sorted(set(keys.values()))) if keys else []
    for key, kind, text, _at, _pk in sorted(rows, key=lambda row: (row[3] is not None, row[3] or row[2], row[4])):
        if kind == REPORT:
            found.reports[key] = json.loads(text)  # the latest comes last
        elif kind == INCIDENT:
            found.troubles[key].append(text or str(LogKind.INCIDENT.label))
        elif text not in found.used[key, kind]:
            found.used[key, kind].append(text)
    return found


@kept
def _hanging_on() -> "QuerySet[Any, Any]":
    """Key of the session or case, sort, text, moment, own key."""
    things = Allocation.objects.filter(
        is_one_of("session_id", "sessions"), purpose=Purpose.EVENT, state__in=LIVE_STATES
    )
    entries = LogEntry.objects.filter(is_one_of("execution__session_id", "sessions"), kind=LogKind.INCIDENT)
    said = JSONObject(
        **{name: name for name in ("leading_official", "officers", "place", "obstacles", "recording_url")}
    )
    reports = Report.objects.filter(is_one_of("booking_id", "bookings"))
    return _hanging(things, F("session_id"), F("resource__kind"), F("resource__name"), Value(None)).union(
        _hanging(entries, F("execution__session_id"), Value(INCIDENT), F("text"), F("occurred_at")),
        _hanging(reports, F("booking_id"), Value(REPORT), said, F("filed_at")),
        all=True,
    )


def _hanging(rows: Any, key: Any, sort: Any, text: Any, at: Any) -> "QuerySet[Any, Any]":
    named = {
        "key": Cast(key, BigIntegerField()),
        "sort": Cast(sort, TextField()),
        "said": Cast(text, TextField()),
        "at": Cast(at, DateTimeField()),
        "own": Cast(F("pk"), BigIntegerField()),
    }
    found: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return found


def _line(session: Session, office: Office, around: _Around) -> RecapLine:
    booking, report, used = session.booking, around.reports.get(session.booking_id, {}), around.used
    troubles, late = around.troubles.get(session.pk, []), session.late  # type: ignore[attr-defined]  # annotated
    execution, meeting = getattr(session, "execution", None), getattr(session, "meeting", None)
    began = execution.started_at if execution is not None and execution.started_at else session.starts_at
    ended = execution.finished_at if execution is not None else None
    if ended is None and not session.open_ended:
        ended = session.ends_at
    officers = used.get((session.pk, ResourceKind.PERSON), []) or report.get("officers", [])
    rooms = used.get((session.pk, ResourceKind.ROOM), [])
    accounts = used.get((session.pk, ResourceKind.ACCOUNT), [])
    if meeting is not None and meeting.account is not None and meeting.account.name not in accounts:
        accounts = [*accounts, meeting.account.name]
    place = ", ".join(rooms) or session.place or booking.place or report.get("place", "")
    planned = booking.participants_onsite + booking.participants_online
    peak = execution.participants_peak if execution is not None else None
    line = RecapLine(
        ticket=booking.ticket or "",
        starts_at=began.astimezone(office.tz),
        ends_at=ended.astimezone(office.tz) if ended is not None else None,
        title=booking.title,
        agency=booking.agency.name,
        leader=report.get("leading_official") or booking.leader_name,
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
        is_in_time=None if late is None else not late,
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


def _obstacles(report: dict[str, Any]) -> str:
    """The first half of each line ``kendala | penanganan``."""
    lines = report.get("obstacles", "").splitlines()
    return "; ".join(head for line in lines if (head := line.partition("|")[0].strip()))


def _remark(session: Session, booking: Booking, report: dict[str, Any]) -> str:
    execution, imported = getattr(session, "execution", None), getattr(booking, "imported_row", None)
    parts = []
    if booking.leader_confirmed:
        parts.append(_("Pimpinan"))
    if session.status == SessionStatus.NOT_HELD:
        reason = execution.not_held_reason if execution is not None else ""
        parts.append(_("Tidak terlaksana: %(reason)s") % {"reason": reason} if reason else _("Tidak terlaksana"))
    if imported is not None:
        parts.append(_("Dicatat tanpa permohonan") if imported.is_typed else _("Dari daftar sebelum portal"))
    if report.get("recording_url", "").strip() not in ("", "-", "tidak ada", "tidak ada rekaman"):
        parts.append(_("Rekaman ada"))
    return "; ".join(parts)
