"""The trail: one row per accepted action, chained by hash so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bookings.models import Booking, Event, StepRun
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import StoredFile

from .graph import StepNode


def record_event(
    booking: Booking,
    action: str,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime,
    run: StepRun | None,
    node: StepNode | None,
    data: Mapping[str, Any],
    recorded_by: User | None,
    evidence: StoredFile | None,
) -> Event:
    """Append to the booking's chain. The booking must be locked: the number and the hash depend on it."""
    last = Event.objects.filter(booking=booking).order_by("-number").first()
    event = Event(
        booking=booking,
        number=last.number + 1 if last else 1,
        action=action,
        kind=run.kind if run else "",
        row_number=_row_number(run, node),
        step_code=node.code if node else "",
        step_run=run,
        data=json.loads(json.dumps(data)),
        actor=by.user,
        actor_name=by.name,
        actor_title=by.title,
        position=by.appointment.position if by.appointment else None,
        on_behalf_of=by.on_behalf_of,
        occurred_at=at,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        recorded_by_name=recorded_by.name if recorded_by else "",
        evidence=evidence,
        previous_hash=last.hash if last else "",
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    return event


def _row_number(run: StepRun | None, node: StepNode | None) -> int | None:
    """Of the step's row, which the graph knows; a side step stands in the row that it interrupts."""
    if run is None:
        return None
    if node is not None:
        return node.row.number
    return run.row.number if run.row else None


def event_hash(event: Event) -> str:
    """SHA-256 over the canonical data of the row and the hash before it."""
    canonical = {
        "booking": event.booking_id,
        "number": event.number,
        "action": event.action,
        "kind": event.kind,
        "row": event.row_number,
        "step": event.step_code,
        "run": event.step_run_id,
        "data": event.data,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "actor_title": event.actor_title,
        "position": event.position_id,
        "on_behalf_of": event.on_behalf_of_id,
        "occurred_at": _instant(event.occurred_at),
        "recorded_at": _instant(event.recorded_at),
        "recorded_by": event.recorded_by_id,
        "recorded_by_name": event.recorded_by_name,
        "evidence": str(event.evidence_id) if event.evidence_id else None,
        "previous": event.previous_hash,
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TrailFault:
    """Where a chain is broken, in a sentence for the auditor."""

    booking: Booking
    number: int
    sentence: str


def faults_of(booking: Booking) -> Iterator[TrailFault]:
    """Every break in the booking's chain: a gap, a changed row, a row moved."""
    previous = ""
    for expected, event in enumerate(booking.events.order_by("number"), start=1):
        if event.number != expected:
            yield TrailFault(booking, event.number, f"Nomor {expected} tidak ada.")
            return
        if event.previous_hash != previous:
            yield TrailFault(booking, event.number, "Tidak bersambung dengan catatan sebelumnya.")
        if event.hash != event_hash(event):
            yield TrailFault(booking, event.number, "Isi catatan berubah sesudah ditulis.")
        previous = event.hash


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
