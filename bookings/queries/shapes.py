"""A request as plain data; empty or None is what its reader may not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bookings.scheduling.waiting import WaitingPlace
from bookings.workflow.legality import Possibility
from vidcon_portal.procedures.clocks import Remaining


@dataclass(frozen=True, slots=True)
class MeetingView:
    """How to enter a session's meeting; link and passcode are empty once it is withdrawn."""

    platform: str
    meeting_id: str
    passcode: str
    join_url: str
    note: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    when: str
    other_zone: str
    open_ended: bool
    place: str
    status: str
    missing: tuple[str, ...]
    meeting: MeetingView | None


@dataclass(frozen=True, slots=True)
class AllocationView:
    id: int
    resource: int
    kind: str
    name: str
    session: int | None
    starts_at: datetime
    ends_at: datetime
    purpose: str
    state: str


@dataclass(frozen=True, slots=True)
class LetterView:
    relation: str
    number: str
    dated_on: date | None
    received_at: datetime
    agenda: str
    subject: str
    channel: str
    srikandi_number: str
    is_owed: bool
    file: str | None
    also_for: tuple[str, ...]
    """Tickets of the other requests that the letter asks for, as far as the reader may see them."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: str
    kind: str
    variant: str
    title: str
    number: str
    date: date | None
    status: str
    ready: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the trail; what follows ``title`` is None for readers outside the office."""

    number: int
    action: str
    label: str
    at: datetime
    title: str
    kind: str | None = None
    row: int | None = None
    step: str | None = None
    actor: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    evidence: str | None = None
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AssigneeView:
    """Whom the open step waits for; no names: nobody up the line is in office."""

    role: str
    title: str
    names: tuple[str, ...]
    escalated_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """The printed row in which the case stands, and its clock."""

    number: int
    activity: str
    standard: str
    due_at: datetime | None
    remaining: Remaining | None
    paused: bool
    office_addition: bool


@dataclass(frozen=True, slots=True)
class OverallView:
    """The time promised for the whole service: the last visit of its clock."""

    hours: int
    until_row: int
    started_at: datetime
    due_at: datetime | None
    remaining: Remaining | None
    paused: bool
    reached_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class StepView:
    step_run: int
    code: str
    title: str
    kind: str
    row: int | None
    roles: tuple[str, ...]
    opened_at: datetime
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaffingView:
    """How many officers the SOP names beside how many are allocated; ``warning`` is empty when that is enough."""

    minimum: int
    allocated: int
    warning: str


@dataclass(frozen=True, slots=True)
class FlagView:
    kind: str
    sentence: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about a request that its reader may know; moments stand in the office's zone."""

    ticket: str
    title: str
    office: str
    agency: str
    service: str
    mode: str
    status: str
    phase: str
    decision: str
    hold: str
    waiting: WaitingPlace | None
    sessions: tuple[SessionView, ...]
    allocations: tuple[AllocationView, ...]
    letters: tuple[LetterView, ...]
    documents: tuple[DocumentView, ...]
    meeting: MeetingView | None
    events: tuple[EventView, ...]
    assignees: tuple[AssigneeView, ...]
    flags: tuple[FlagView, ...]
    staffing: StaffingView | None
    row: RowView | None
    overall: OverallView | None
    step: StepView | None
    actions: tuple[Possibility, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One request in a list."""

    ticket: str
    title: str
    office: str
    agency: str
    service: str
    mode: str
    status: str
    phase: str
    decision: str
    hold: str
    first_session_start: datetime | None
    last_session_end: datetime | None
    submitted_at: datetime | None
    step_run: int | None
    kind: str | None
    row: int | None
    due_at: datetime | None
    paused: bool
