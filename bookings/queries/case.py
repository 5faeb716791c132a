"""One request for one reader at one moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings.choices import Decision, FlagResult, Hold, Purpose, SessionStatus
from bookings.models import Allocation, Booking, BookingPaper, Event, StepRun
from bookings.models.resource import LIVE_STATES
from bookings.officials import officials_for
from bookings.permissions import may_see_internal, may_see_passcode
from bookings.scheduling.shortages import shortages_of
from bookings.scheduling.spans import Span
from bookings.scheduling.staffing import staffing_of
from bookings.scheduling.waiting import waiting_place
from bookings.scheduling.zones import other_zone_of, when_of
from bookings.workflow.graph import Graph
from bookings.workflow.legality import Situation, possibilities_in, situation_of
from bookings.workflow.row_clock import booking_is_urgent
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentKind, DocumentStatus
from vidcon_portal.documents.models import Document
from vidcon_portal.procedures.choices import ClockType, Kind, LeadUnit
from vidcon_portal.procedures.clocks import Standard, remaining
from vidcon_portal.procedures.queries import calendar_for

from .letters import also_asked, letters_of
from .shapes import (
    AllocationView,
    AssigneeView,
    CaseView,
    DocumentView,
    EventView,
    FlagView,
    LetterView,
    MeetingView,
    OverallView,
    RowView,
    SessionView,
    StaffingView,
    StepView,
)
from .words import action_label, local, phase_of

FOR_THE_APPLICANT = (Purpose.EVENT, Purpose.TRIAL, Purpose.OPTION)
"""Why things are occupied, as far as it concerns who asked."""


def case_view(booking: Booking, actor: Actor, at: datetime) -> CaseView:
    """The request for one reader, who may see it (``visible_to`` was asked before); writes nothing.

    The number of queries depends on the open step, never on the length of the case.
    """
    tz = booking.office.tz
    internal = may_see_internal(actor, booking)
    here = situation_of(booking, at)
    # Where the SOP has no handing over, what was made is the agency's at once.
    waits = not internal and here.graph is not None and here.graph.has_kind(Kind.HAND_OVER)
    sessions = _sessions(booking, actor, tz, handed_over_only=waits)
    return CaseView(
        ticket=booking.ticket or "",
        title=booking.title,
        office=booking.office.code,
        agency=booking.agency.name,
        service=booking.service.code,
        mode=booking.mode,
        status=booking.status,
        phase=phase_of(
            booking,
            here.run.kind if here.run else None,
            running=any(each.status == SessionStatus.RUNNING for each in sessions),
        ),
        decision=booking.decision or Decision.NONE,
        hold=booking.hold or Hold.NONE,
        waiting=waiting_place(booking, at=at),
        sessions=sessions,
        allocations=_allocations(booking, tz, internal=internal),
        letters=_letters(booking, actor, tz),
        documents=_documents(booking, internal=internal),
        meeting=_next_meeting(sessions),
        events=_events(booking, tz, internal=internal),
        assignees=_assignees(booking, here.run, at),
        flags=_flags(booking),
        staffing=_staffing(booking) if internal else None,
        row=_row(booking, at),
        overall=_overall(booking, here.graph, at),
        step=step_view(here),
        actions=tuple(possibilities_in(here, actor)),
    )


# --- Parts of a case --------------------------------------------------------------------------------------------------


def _sessions(booking: Booking, actor: Actor, tz: ZoneInfo, *, handed_over_only: bool) -> tuple[SessionView, ...]:
    entitled = may_see_passcode(actor, booking)
    # The meeting is a row of a later wing that hangs on our session; its name is all that we know of it.
    rows = list(booking.sessions.select_related("meeting").order_by("number"))
    is_short = booking.hold in (Hold.PARTIAL, Hold.WAITING)
    occupied = Allocation.objects.filter(booking=booking, state__in=LIVE_STATES) if is_short else ()
    missing = shortages_of(booking, rows, occupied)
    elsewhere = other_zone_of(booking)
    return tuple(
        SessionView(
            id=each.pk,
            number=each.number,
            starts_at=each.starts_at.astimezone(tz),
            ends_at=each.ends_at.astimezone(tz),
            when=when_of(Span(each.starts_at, each.ends_at), booking),
            other_zone=elsewhere.key if elsewhere is not None else "",
            open_ended=each.open_ended,
            place=each.place,
            status=each.status,
            missing=missing.get(each.pk, ()),
            meeting=_meeting(getattr(each, "meeting", None), handed_over_only)
            if entitled and each.status != SessionStatus.CANCELLED
            else None,
        )
        for each in rows
    )


def _meeting(meeting: Any, handed_over_only: bool) -> MeetingView | None:
    if meeting is None or (handed_over_only and meeting.handed_over_at is None):
        return None
    withdrawn = meeting.withdrawn_at is not None
    return MeetingView(
        platform=meeting.platform,
        meeting_id="" if withdrawn else meeting.meeting_id,
        passcode="" if withdrawn else meeting.passcode,
        join_url="" if withdrawn else meeting.join_url,
        note=meeting.note,
        withdrawn=withdrawn,
    )


def _next_meeting(sessions: Sequence[SessionView]) -> MeetingView | None:
    """The one to enter next, else the last one."""
    with_meeting = [each for each in sessions if each.meeting is not None]
    pending = [each for each in with_meeting if each.status in (SessionStatus.PLANNED, SessionStatus.RUNNING)]
    if pending:
        return pending[0].meeting
    return with_meeting[-1].meeting if with_meeting else None


def _allocations(booking: Booking, tz: ZoneInfo, *, internal: bool) -> tuple[AllocationView, ...]:
    rows = (
        Allocation.objects.filter(booking=booking, state__in=LIVE_STATES)
        .select_related("resource", "session")
        .order_by("during", "resource__kind", "resource__name", "pk")
    )
    if not internal:
        rows = rows.filter(purpose__in=FOR_THE_APPLICANT)
    return tuple(
        AllocationView(
            id=each.pk,
            resource=each.resource_id,
            kind=each.resource.kind,
            name=each.resource.name,
            session=each.session.number if each.session else None,
            starts_at=each.during.lower.astimezone(tz),
            ends_at=each.during.upper.astimezone(tz),
            purpose=each.purpose,
            state=each.state,
        )
        for each in rows
    )


def _letters(booking: Booking, actor: Actor, tz: ZoneInfo) -> tuple[LetterView, ...]:
    links = letters_of(booking)
    also = also_asked(booking, links, actor)
    return tuple(
        LetterView(
            relation=link.relation,
            number=link.letter.number,
            dated_on=link.letter.dated_on,
            received_at=link.letter.received_at.astimezone(tz),
            agenda=link.letter.agenda,
            subject=link.letter.subject,
            channel=link.letter.channel,
            srikandi_number=link.letter.srikandi_number,
            is_owed=link.letter.is_owed,
            file=str(link.letter.file_id) if link.letter.file_id else None,
            also_for=tuple(each.ticket or "" for each in also.get(link.letter_id, ())),
        )
        for link in links
    )


def _documents(booking: Booking, *, internal: bool) -> tuple[DocumentView, ...]:
    """Papers in force, drafts for the office only; the applicant gets what was sent to him."""
    links = (
        BookingPaper.objects.filter(booking=booking)
        .exclude(document__status=DocumentStatus.VOID)
        .select_related("document")
        .defer("document__context", "document__provider_answer")
        .order_by("pk")
    )
    papers = [link.document for link in links]
    replaced = {paper.supersedes_id for paper in papers if paper.is_issued}
    return tuple(
        _document(paper) for paper in papers if paper.pk not in replaced and (internal or _is_for_applicant(paper))
    )


def _is_for_applicant(paper: Document) -> bool:
    return paper.kind == DocumentKind.REQUEST_LETTER or (
        paper.kind in (DocumentKind.REPLY_LETTER, DocumentKind.HANDOVER_RECORD) and paper.status == DocumentStatus.SENT
    )


def _document(paper: Document) -> DocumentView:
    return DocumentView(
        id=str(paper.pk),
        kind=paper.kind,
        variant=paper.variant,
        title=paper.title,
        number=paper.number,
        date=paper.date,
        status=paper.status,
        ready=paper.file_id is not None,
    )


def _events(booking: Booking, tz: ZoneInfo, *, internal: bool) -> tuple[EventView, ...]:
    rows = Event.objects.filter(booking=booking).order_by("number")
    return tuple(event_view(each, tz, internal=internal) for each in rows)


def event_view(event: Event, tz: ZoneInfo, *, internal: bool) -> EventView:
    """One line of the trail; only inside the office with what was written."""
    action, at = event.action, event.occurred_at.astimezone(tz)
    title = event.actor_title or event.actor_name
    if not internal:
        return EventView(event.number, action, action_label(action), at, title)
    return EventView(
        event.number,
        action,
        action_label(action),
        at,
        title,
        kind=event.kind,
        row=event.row_number,
        step=event.step_code,
        actor=event.actor_name,
        recorded_at=event.recorded_at.astimezone(tz),
        recorded_by=event.recorded_by_name,
        evidence=str(event.evidence_id) if event.evidence_id else None,
        data=event.data,
    )


def _assignees(booking: Booking, run: StepRun | None, at: datetime) -> tuple[AssigneeView, ...]:
    if run is None:
        return ()
    return tuple(
        AssigneeView(
            role=official.assignment.role,
            title=official.title,
            names=tuple(person.name for person in official.people),
            escalated_from=tuple(position.title for position in official.escalated_from),
        )
        for official in officials_for(booking, at=at, run=run)
    )


def _flags(booking: Booking) -> tuple[FlagView, ...]:
    rows = booking.flags.exclude(result=FlagResult.WITHDRAWN).order_by("pk")
    return tuple(FlagView(each.kind, each.sentence, each.result, each.note) for each in rows)


def _staffing(booking: Booking) -> StaffingView | None:
    found = staffing_of(booking)
    return StaffingView(found.minimum, found.allocated, found.warning) if found is not None else None


def _row(booking: Booking, at: datetime) -> RowView | None:
    run = booking.row_runs.filter(closed_at__isnull=True).select_related("row").first()
    if run is None or booking.procedure is None:
        return None
    calendar = calendar_for(booking.office)
    row = run.row
    standard = Standard(ClockType(row.clock_type), row.clock_value, LeadUnit(booking.procedure.lead_unit))
    paused = run.paused_at is not None
    left = remaining(
        standard,
        run.due_at,
        run.paused_at or at,
        calendar,
        urgent=booking_is_urgent(booking, at, calendar),
    )
    return RowView(
        number=row.number,
        activity=row.activity,
        standard=row.time_raw,
        due_at=None if paused else local(run.due_at, booking.office.tz),
        remaining=left,
        paused=paused,
        office_addition=run.office_addition,
    )


def _overall(booking: Booking, graph: Graph | None, at: datetime) -> OverallView | None:
    if graph is None or graph.overall is None:
        return None
    run = booking.overall_runs.last()
    if run is None:
        return None
    tz = booking.office.tz
    paused, closed = run.paused_at is not None, run.closed_at is not None
    runs = not paused and not closed
    return OverallView(
        hours=int(graph.overall.standard.value or 0),
        until_row=graph.overall.until_row,
        started_at=run.started_at.astimezone(tz),
        due_at=None if paused else local(run.due_at, tz),
        remaining=remaining(graph.overall.standard, run.due_at, at, calendar_for(booking.office)) if runs else None,
        paused=paused and not closed,
        reached_at=local(run.closed_at, tz) if run.reached else None,
        late=run.due_at is not None and not paused and (run.closed_at or at) > run.due_at,
    )


def step_view(here: Situation) -> StepView | None:
    """The open step of a case; None when nothing is open."""
    run, node, tz = here.run, here.node, here.booking.office.tz
    if run is None:
        return None
    return StepView(
        step_run=run.pk,
        code=node.code if node else "",
        title=node.title if node else str(Kind(run.kind).label),
        kind=run.kind,
        row=run.row.number if run.row else None,
        roles=tuple(run.roles),
        opened_at=run.opened_at.astimezone(tz),
        deadline_at=local(run.deadline_at, tz),
    )
