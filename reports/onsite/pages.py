"""One event as its technician needs it on the spot: few facts, large buttons, the log so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import SessionStatus
from bookings.models import Session
from bookings.scheduling.followers import free_until
from bookings.workflow.forms import ActionForm
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import Situation, refusal_of
from verification.kinds.trial import trial_when
from verification.queries import pending_trials
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Fact, LogEntry
from vidcon_portal.ui.wording import say_clock

from ..choices import LogKind
from ..live_sessions import candidates_for, early_question, log_lines, session_facts, session_label
from .checklist import Line
from .steps import FOLLOWS, ON_SITE, STRAIGHT, Steps, named_before

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
class Verdict:
    """One ending of a trial run: its button; ``stops`` where the event does not follow."""

    url: str
    label: str
    stops: bool


@dataclass(frozen=True, slots=True)
class TrialPart:
    """The trial run as a form with three buttons; ``once`` names it in the phone's queue where there is only one.

    ``after`` is what must have been tapped before, where the step lies ahead.
    """

    form: ActionForm
    fields: tuple[Any, ...]
    verdicts: tuple[Verdict, ...]
    when: tuple[str, ...]
    after: str
    once: str


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


def session_parts(here: Situation, actor: Actor, steps: Steps) -> list[SessionPart]:
    """Every session that is not called off, the running one first."""
    booking = here.booking
    sessions = [each for each in here.sessions if each.status != SessionStatus.CANCELLED]
    for session in sessions:
        session.booking = booking
    sessions.sort(key=lambda each: (each.status != SessionStatus.RUNNING, not each.is_pending, each.number))
    open_to = {
        action: _candidates(here, actor, action, steps)
        for action in (Action.START, Action.LOG, Action.EXTEND, Action.FINISH)
    }
    return [_part(session, here, open_to) for session in sessions]


def say_ready(steps: Steps, checklist: Sequence[Line]) -> str:
    """How much of the list is there, where the step that prepares is open and the reader's."""
    if Kind.PREPARE not in steps:
        return ""
    ready = sum(line.is_ready for line in checklist)
    return _("%(ready)d dari %(all)d butir siap.") % {"ready": ready, "all": len(checklist)}


def trial_part(
    here: Situation, actor: Actor, steps: Steps, *, data: Any = None, action: str = Action.PASS
) -> TrialPart | None:
    """The step of the trial run, where it is the reader's now or next; bound to what came back with a refusal."""
    if Kind.TRIAL not in steps:
        return None
    booking = here.booking
    run = None if steps[Kind.TRIAL] else here.run
    kind = kind_of(Kind.TRIAL)
    form = kind.forms[action](data, booking=booking, run=run, by=actor, at=here.at, action=action, auto_id="trial_%s")
    trials = pending_trials(booking)
    return TrialPart(
        form=form,
        fields=tuple(form[name] for name in form.fields if name not in form.folded),
        verdicts=tuple(
            Verdict(
                reverse("reports:onsite_tap", args=[booking.ticket, spec.name]),
                str(spec.label),
                stops=spec.name not in STRAIGHT,
            )
            for spec in kind.actions
        ),
        when=tuple(trial_when(trial) for trial in trials),
        after=named_before(steps, Kind.TRIAL),
        once=FOLLOWS[Kind.TRIAL] if len(trials) < 2 else "",
    )


def why_no_buttons(here: Situation, actor: Actor, steps: Steps) -> str:
    """Why nothing can be tapped; empty when something can."""
    if steps:
        return ""
    if here.run is None or here.run.kind not in ON_SITE:
        return _("Tombol muncul di sini begitu langkah persiapan, uji coba, atau pelaksanaan terbuka.")
    refusal = refusal_of(actor, here, Kind(here.run.kind).onward_action)
    return refusal.sentence if refusal is not None else ""


def _candidates(here: Situation, actor: Actor, action: str, steps: Steps) -> set[int]:
    """The sessions that the action may be about, for this actor."""
    if Kind.EXECUTE not in steps or (not steps[Kind.EXECUTE] and refusal_of(actor, here, action) is not None):
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
        early=early_question(session, at=here.at) if may_start else "",
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
