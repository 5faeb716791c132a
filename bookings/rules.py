"""The SOP's typed rules at submission and after a change of time: what is flagged, and the words."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from vidcon_portal.documents.wording import in_other_languages
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import LatePolicy, LeadUnit
from vidcon_portal.procedures.lead_time import check_event_hours, check_lead_time
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

from .choices import FlagKind
from .errors import Incomplete
from .models import Booking, Flag, Session
from .models.session import sessions_of


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A rule that a request breaks: what is so, and what may be done before submission."""

    kind: FlagKind
    fact: str
    advice: str


def event_calendar(procedure: Procedure, office_calendar: WorkCalendar) -> WorkCalendar:
    """Within which hours events are served: the procedure's own, else the office's working hours."""
    if not procedure.event_hours:
        return office_calendar
    return WorkCalendar.from_json(office_calendar.tz, procedure.event_hours, dict(office_calendar.holidays))


def rule_problems(
    procedure: Procedure,
    calendar: WorkCalendar,
    sessions: list[tuple[datetime, datetime]],
    *,
    submitted_at: datetime,
) -> list[RuleProblem]:
    """What a submission now would be flagged for; used as the form's hint and at submission alike.

    Source: lead time Kalbar row 1, Singkawang row 6; hours Kaltara section E, Kalbar row 3C.
    """
    found: list[RuleProblem] = []
    blocked = procedure.late_policy == LatePolicy.BLOCK
    if not sessions:
        return found
    if procedure.lead_time is not None:
        lead = check_lead_time(
            submitted_at,
            min(start for start, _end in sessions),
            procedure.lead_time,
            LeadUnit(procedure.lead_unit),
            calendar,
        )
        if not lead.ok:
            advice = _("Undurkan tanggal kegiatan.") if blocked else lead.advice
            found.append(RuleProblem(FlagKind.LATE, lead.fact, advice))
    if procedure.event_hours_limit:
        hours = check_event_hours(sessions, event_calendar(procedure, calendar))
        if not hours.ok:
            found.append(RuleProblem(FlagKind.OUTSIDE_HOURS, hours.fact, hours.advice))
    return found


def flag_rules(
    booking: Booking, *, at: datetime, submitted_at: datetime, sessions: list[Session] | None = None
) -> list[Flag]:
    """Open a flag for each broken rule; a confirmed leader's case gets none. Accepted all the same.

    ``sessions``: all of the case, for whoever has read them.
    """
    if booking.procedure is None or booking.leader_confirmed:
        return []
    known = sessions_of(booking) if sessions is None else sessions
    times = [(each.starts_at, each.ends_at) for each in known if each.status != "cancelled"]
    problems = rule_problems(booking.procedure, calendar_for(booking.office), times, submitted_at=submitted_at)
    policy = booking.procedure.late_policy
    late = [f"{each.fact} {each.advice}" for each in problems if each.kind == FlagKind.LATE]
    if policy == LatePolicy.BLOCK and late:
        raise Incomplete(late[0], {"sessions": late})
    flagged = [each for each in problems if not (each.kind == FlagKind.LATE and policy == LatePolicy.WARN)]
    if not flagged:
        return []
    elsewhere = in_other_languages(partial(_facts_of, booking, times, submitted_at))
    return [
        Flag.objects.create(
            booking=booking,
            kind=each.kind,
            sentence=each.fact,
            wordings={language: facts[each.kind] for language, facts in elsewhere.items()},
            opened_at=at,
        )
        for each in flagged
    ]


def _facts_of(booking: Booking, times: list[tuple[datetime, datetime]], submitted_at: datetime) -> dict[FlagKind, str]:
    """What is so, by kind, in the language of the moment."""
    assert booking.procedure is not None
    calendar = calendar_for(booking.office)
    problems = rule_problems(booking.procedure, calendar, times, submitted_at=submitted_at)
    return {each.kind: each.fact for each in problems}


def missing_information(booking: Booking) -> list[tuple[str, str]]:
    """Which of the SOP's mandatory information the request lacks: field and words (Singkawang row 6)."""
    wanted = set(booking.procedure.mandatory_information) if booking.procedure else set()
    has = {
        "event_time": booking.first_session_start is not None,
        "connection_test_time": booking.connection_test_at is not None,
        "place_and_layout": bool(booking.place and booking.layout),
        "application": bool(booking.application),
        "equipment": bool(booking.equipment_note or booking.own_equipment or booking.needs),
    }
    words = {
        "event_time": _("Waktu pelaksanaan"),
        "connection_test_time": _("Waktu uji koneksi"),
        "place_and_layout": _("Tempat dan tata letak"),
        "application": _("Aplikasi yang digunakan"),
        "equipment": _("Perlengkapan"),
    }
    return [(field, words[field]) for field in words if field in wanted and not has[field]]
