"""The trail: one row per accepted action, chained by hash so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from bookings.models import Booking, Event, StepRun, TrailHead
from bookings.numbering import ticket_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.models import Register, StoredFile
from vidcon_portal.kept import Given, kept

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
    is_first: bool = False,
) -> Event:
    """Append to the booking's chain. The booking must be locked: the number and the hash depend on it.

    ``is_first`` begins the chain; where one stands already the database refuses it.
    """
    head = None if is_first else _head().first(booking=booking.pk)
    event = Event(
        booking=booking,
        number=head.length + 1 if head else 1,
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
        previous_hash=head.hash if head else "",
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    TrailHead(booking=booking, length=event.number, hash=event.hash).save(
        force_insert=head is None, force_update=head is not None
    )
    return event


@kept
def _head() -> QuerySet[TrailHead]:
    return TrailHead.objects.filter(booking=Given("booking"))[:1]


def _row_number(run: StepRun | None, node: StepNode | None) -> int | None:
    """Of the step's row, which the graph knows; a side step stands in the row that it interrupts."""
    if run is None:
        return None
    if node is not None:
        return node.row.number
    return run.row.number if run.row else None


def event_hash(event: Event) -> str:
    """SHA-256 over the canonical data of the row and the hash before it."""
    return hashlib.sha256(canonical_event(event).encode()).hexdigest()


def canonical_event(event: Event) -> str:
    """The row as the text that its hash is taken of; of one whose content was destroyed what is left, with its hash."""
    if event.redacted_at is not None:
        left = {
            "number": event.number,
            "action": event.action,
            "occurred_at": _instant(event.occurred_at),
            "redacted_at": _instant(event.redacted_at),
            "previous": event.previous_hash,
            "hash": event.hash,
        }
        return json.dumps(left, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
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
    return json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def redact_events(booking: Booking, *, at: datetime) -> None:
    """Destroy what the records say beyond who did what and when; their hashes stay, so that the chain still holds.

    Only ``reports/records`` calls it, on a recorded approval.
    """
    booking.events.filter(redacted_at__isnull=True).update(data={}, redacted_at=at)


@dataclass(frozen=True, slots=True)
class TrailFault:
    """Where a chain is broken, in a sentence for the auditor; ``number`` is empty where a whole case is missing."""

    ticket: str
    number: int | None
    sentence: str


def faults_of(booking: Booking) -> Iterator[TrailFault]:
    """Every break in the booking's chain: a gap, a changed row, a row moved, an end cut off, a step without its record."""
    ticket = booking.ticket or str(booking)
    previous, length = "", 0
    for length, event in enumerate(booking.events.order_by("number"), start=1):
        if event.number != length:
            yield TrailFault(ticket, event.number, f"Nomor {length} tidak ada.")
            return
        if event.previous_hash != previous:
            yield TrailFault(ticket, event.number, "Tidak bersambung dengan catatan sebelumnya.")
        if event.redacted_at is None and event.hash != event_hash(event):
            yield TrailFault(ticket, event.number, "Isi catatan berubah sesudah ditulis.")
        previous = event.hash
    head = TrailHead.objects.filter(booking=booking).first()
    if head is None:
        yield TrailFault(ticket, length, "Ujung riwayatnya tidak ada.")
    elif head.length != length:
        yield TrailFault(ticket, length, f"Seharusnya ada {head.length} catatan, yang ada {length}.")
    elif head.hash != previous:
        yield TrailFault(ticket, length, "Tidak sama dengan ujung riwayat yang dijaga.")
    told = Event.objects.filter(step_run=OuterRef("pk"))
    for run in booking.step_runs.filter(~Exists(told), closed_at__isnull=False).order_by("pk"):
        yield TrailFault(ticket, length, f"Langkah “{run.get_kind_display()}” ditutup tanpa catatan.")


def missing_tickets() -> Iterator[TrailFault]:
    """Tickets that an office has given and no case carries: a whole case was removed. Tickets have no gaps."""
    registers = Register.objects.filter(kind=RegisterKind.TICKET).select_related("office")
    for register in registers.order_by("office", "year"):
        stem = ticket_of(register.office, register.year, 0).rsplit("-", 1)[0] + "-"
        tickets = Booking.objects.filter(ticket__startswith=stem).values_list("ticket", flat=True)
        found = {int(ticket.removeprefix(stem)) for ticket in tickets if ticket}
        for number in range(min(found, default=1), register.last_number + 1):
            if number not in found:
                yield TrailFault(
                    ticket_of(register.office, register.year, number), None, "Permohonan dengan nomor ini tidak ada."
                )


@dataclass(frozen=True, slots=True)
class Seal:
    """One hash over everything recorded up to an event, to be kept where the database's owner cannot reach it."""

    last: int
    digest: str

    def __str__(self) -> str:
        return f"{self.last}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> "Seal":
        """Raises ValueError."""
        last, digest = text.strip().split(":")
        return cls(int(last), digest)


def seal_trail(*, last: int | None = None) -> Seal:
    """Over all events up to ``last``, else up to the newest; equal as long as none of them was changed or removed."""
    if last is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE bookings_event IN SHARE MODE")  # whoever is writing finishes first
            last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    found = hashlib.sha256()
    for hash_ in Event.objects.filter(pk__lte=last).order_by("pk").values_list("hash", flat=True).iterator():
        found.update(hash_.encode())
    return Seal(last, found.hexdigest())


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
