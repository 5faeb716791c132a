"""One event as its technician needs it on the spot: few facts, large buttons, the log so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from bookings.choices import Secrecy, SessionStatus
from bookings.models import Booking, Session
from bookings.scheduling.followers import free_until
from bookings.workflow.legality import Situation, refusal_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Fact, LogEntry
from vidcon_portal.ui.wording import say_clock

from ..choices import LogKind
from ..live_sessions import candidates_for, early_warning, log_lines, session_facts, session_label

MORE = (15, 30, 60, 120)
"""Minutes by which a session may be prolonged with one tap."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One button of the log; ``kind`` is what it posts."""

    kind: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Extension:
    ends_at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class SessionPart:
    """One sitting: what is known, what was logged, and what may be tapped now."""

    id: int
    label: str
    facts: tuple[Fact, ...]
    log: tuple[LogEntry, ...]
    starts_at: datetime
    may_start: bool
    may_log: bool
    may_finish: bool
    early: str
    extensions: tuple[Extension, ...]


TAPS = (LogKind.INCIDENT, LogKind.RECOVERED, LogKind.CONTENT, LogKind.SUPPORT)
_ICONS = {
    LogKind.INCIDENT: "overdue",
    LogKind.RECOVERED: "done",
    LogKind.CONTENT: "letter",
    LogKind.SUPPORT: "person",
}


def taps() -> list[Tap]:
    """The buttons that record the minute with one tap; words may follow."""
    return [Tap(kind.value, str(kind.label), _ICONS[kind]) for kind in TAPS]


def session_parts(here: Situation, actor: Actor) -> list[SessionPart]:
    """Every session that is not called off, the running one first."""
    booking = here.booking
    sessions = [each for each in here.sessions if each.status != SessionStatus.CANCELLED]
    for session in sessions:
        session.booking = booking
    sessions.sort(key=lambda each: (each.status != SessionStatus.RUNNING, not each.is_pending, each.number))
    open_to = {
        action: _candidates(here, actor, action) for action in (Action.START, Action.LOG, Action.EXTEND, Action.FINISH)
    }
    return [_part(session, here, open_to) for session in sessions]


def why_no_buttons(here: Situation, actor: Actor) -> str:
    """Why nothing can be tapped; empty when something can."""
    if here.run is None or here.run.kind != Kind.EXECUTE:
        return _("Tombol muncul di sini begitu langkah pelaksanaan terbuka.")
    refusal = refusal_of(actor, here, Action.LOG)
    return refusal.sentence if refusal is not None else ""


def is_kept(booking: Booking) -> bool:
    """Whether a phone may keep the page for later: not that of a secret or limited event."""
    return booking.secrecy == Secrecy.ORDINARY


def _candidates(here: Situation, actor: Actor, action: str) -> set[int]:
    """The sessions that the action may be about, for this actor."""
    if here.run is None or here.run.kind != Kind.EXECUTE or refusal_of(actor, here, action) is not None:
        return set()
    return {session.pk for session in candidates_for(action, here.booking, at=here.at)}


def _part(session: Session, here: Situation, open_to: dict[Action, set[int]]) -> SessionPart:
    may_start = session.pk in open_to[Action.START]
    # The page may be used for hours without a connection: what follows a start must be on it before the start is known.
    return SessionPart(
        id=session.pk,
        label=session_label(session),
        facts=tuple(session_facts(session)),
        log=tuple(log_lines(session)),
        starts_at=session.starts_at,
        may_start=may_start,
        may_log=session.pk in open_to[Action.LOG],
        may_finish=session.pk in open_to[Action.FINISH] or may_start,
        early=early_warning(session, at=here.at) if may_start else "",
        extensions=_extensions(session) if may_start or session.pk in open_to[Action.EXTEND] else (),
    )


def _extensions(session: Session) -> tuple[Extension, ...]:
    """What one tap may add; only as far as nobody else needs the units."""
    until = free_until(session)
    wanted = [(minutes, session.ends_at + timedelta(minutes=minutes)) for minutes in MORE]
    return tuple(
        Extension(end, _("%(minutes)d menit, sampai %(clock)s") % {"minutes": minutes, "clock": say_clock(end)})
        for minutes, end in wanted
        if until is None or end <= until
    )
