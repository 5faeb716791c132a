"""What the API of requests takes and gives."""

import json
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.serializers.json import DjangoJSONEncoder
from ninja import Field, Schema
from pydantic import ConfigDict

from bookings.choices import Status
from bookings.scheduling.availability import Alternative


class Strict(Schema):
    """A misspelt name is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class NewBooking(Strict):
    service: int | str = Field(description="Id layanan, atau kodenya di kantor Anda.")
    mode: str = Field(max_length=12)
    on_behalf_of: int | str | None = Field(None, description="Id atau kode perangkat daerah, bila TU yang mengajukan.")
    data: dict[str, Any] = Field(description="Isian menurut GET /bookings/schema.")
    on_clash: Literal["hold", "reject"] = "hold"


class Deed(Strict):
    step_run: int | None = Field(None, description="Langkah yang Anda lihat; bila sudah ditangani orang lain: 409.")
    data: dict[str, Any] = Field(default_factory=dict)
    occurred_at: datetime | None = None
    evidence: UUID | None = Field(None, description="Berkas keputusan di luar portal yang dicatat tata usaha.")


class AlternativeOut(Schema):
    label: str
    differs: str
    sessions: list[dict[str, Any]]


class Created(Schema):
    ticket: str
    hold: str
    alternatives: list[AlternativeOut]
    trial_without: list[str]
    tracking_code: str


class MeetingOut(Schema):
    platform: str
    meeting_id: str
    passcode: str
    join_url: str
    note: str
    withdrawn: bool


class SessionOut(Schema):
    id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    when: str = Field(description="Waktunya dalam kata, dengan jam di zona peserta bila berbeda.")
    other_zone: str = Field(description="Zona waktu peserta di tempat lain, kosong bila jamnya sama.")
    open_ended: bool
    place: str
    status: str
    missing: list[str] = Field(description="Kebutuhan yang masih menunggu tempat pada sesi ini.")
    meeting: MeetingOut | None


class AllocationOut(Schema):
    id: int
    resource: int
    kind: str
    name: str
    session: int | None
    starts_at: datetime
    ends_at: datetime
    purpose: str
    state: str


class LetterOut(Schema):
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
    also_for: list[str]


class DocumentOut(Schema):
    id: str
    kind: str
    variant: str
    title: str
    number: str
    date: date | None
    status: str
    ready: bool


class EventOut(Schema):
    """``kind`` and what follows it are told inside the office only."""

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
    data: dict[str, Any] | None = None


class AssigneeOut(Schema):
    role: str
    title: str
    names: list[str]
    escalated_from: list[str]


class RemainingOut(Schema):
    amount: int
    unit: str
    overdue: bool
    used_ratio: float
    next_start: datetime | None


class RowOut(Schema):
    number: int
    activity: str
    standard: str
    due_at: datetime | None
    remaining: RemainingOut | None
    paused: bool
    office_addition: bool


class OverallOut(Schema):
    """Janji waktu seluruh pelayanan, bila SOP menyebutnya; jam biasa, berhenti selama pemohon harus menjawab."""

    hours: int
    until_row: int
    started_at: datetime
    due_at: datetime | None
    remaining: RemainingOut | None
    paused: bool
    reached_at: datetime | None
    late: bool


class StepOut(Schema):
    step_run: int
    code: str
    title: str
    kind: str
    row: int | None
    roles: list[str]
    opened_at: datetime
    deadline_at: datetime | None


class StaffingOut(Schema):
    """Jumlah petugas menurut SOP dan yang dijadwalkan; hanya untuk orang dinas."""

    minimum: int
    allocated: int
    warning: str


class FlagOut(Schema):
    kind: str
    sentence: str
    result: str
    note: str


class ActionOut(Schema):
    action: str
    label: str
    allowed: bool
    why_not: str | None
    fields: dict[str, Any] | None = Field(description="JSON Schema dari data; null bila bukan untuk Anda.")


class WaitingOut(Schema):
    """Urutan di daftar tunggu untuk waktu yang sama, dan apa yang ditunggu."""

    number: int
    reason: str


class CaseOut(Schema):
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
    waiting: WaitingOut | None
    sessions: list[SessionOut]
    allocations: list[AllocationOut]
    letters: list[LetterOut]
    documents: list[DocumentOut]
    meeting: MeetingOut | None
    events: list[EventOut]
    assignees: list[AssigneeOut]
    flags: list[FlagOut]
    staffing: StaffingOut | None
    row: RowOut | None
    overall: OverallOut | None
    step: StepOut | None
    actions: list[ActionOut]


class LineOut(Schema):
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


class Page(Schema):
    items: list[LineOut]
    page: int
    limit: int
    total: int
    pages: int


class Done(Schema):
    ticket: str
    status: str
    decision: str
    step: StepOut | None
    event: EventOut


class Filters(Schema):
    mine: bool = Field(default=False, description="Yang saya ajukan atau saya catat.")
    waiting: bool = Field(default=False, description="Yang langkahnya menunggu peran saya.")
    status: Status | None = None
    since: datetime | None = Field(None, description="Yang berubah sejak saat ini.")
    q: str = Field("", max_length=200, description="Nomor tiket, nomor surat, perangkat daerah, atau judul.")
    page: int = Field(1, ge=1, le=10_000)
    limit: int = Field(20, ge=1, le=100)


def as_json(shape: Schema) -> dict[str, Any]:
    """A shape as plain JSON values, in the notation in which every answer is written."""
    plain: dict[str, Any] = json.loads(json.dumps(shape.model_dump(), cls=DjangoJSONEncoder))
    return plain


def alternative_json(alternative: Alternative, tz: ZoneInfo) -> dict[str, Any]:
    """Free times, in the office's zone; ``session`` names the session that would move there."""
    ids = alternative.session_ids or (None,) * len(alternative.sessions)
    return {
        "label": alternative.label,
        "differs": alternative.differs,
        "sessions": [
            {
                "session": session,
                "starts_at": span.start.astimezone(tz).isoformat(),
                "ends_at": span.end.astimezone(tz).isoformat(),
            }
            for session, span in zip(ids, alternative.sessions, strict=True)
        ],
    }
