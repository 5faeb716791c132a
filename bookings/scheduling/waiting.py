"""The waiting list: who waits for which time, since when, for what, and how many stand before him."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bookings.choices import Hold, Purpose, SessionStatus, Status
from bookings.errors import Incomplete
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.models import Procedure

from .answers import crowded_sentence, join_words
from .availability import crowded_spans, label_of, wish_of
from .ledger import allocations_of, office_needs, pending_sessions
from .quotas import has_quota_left, quota_sentence
from .spans import Span

WAITING_HOLDS = (Hold.WAITING, Hold.PARTIAL)
WAITING_STATUSES = (Status.OPEN, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A case on the list; ``number`` counts those that asked for overlapping time, in waiting order."""

    booking: Booking
    number: int
    when: str
    missing: str


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    number: int
    reason: str


def waiting_list(office: Office, actor: Actor, *, at: datetime) -> list[WaitingLine]:
    """Every waiting case of the office that the reader may see, in waiting order; three queries and less.

    The place counts all who wait, also those whose case the reader may not see.
    """
    found = _waiting(office, at)
    seen = set(
        Booking.objects.filter(pk__in=[each.pk for each in found]).visible_to(actor).values_list("pk", flat=True)
    )
    lines = []
    for index, booking in enumerate(found):
        if booking.pk in seen:
            spans = _spans(booking.waiting_sessions)  # type: ignore[attr-defined]
            lines.append(
                WaitingLine(
                    booking,
                    1 + sum(1 for other in found[:index] if _overlap(other, spans)),
                    "; ".join(label_of(span, office) for span in spans[:2]) + (" …" if len(spans) > 2 else ""),
                    _missing(booking, booking.live_events),  # type: ignore[attr-defined]
                )
            )
    return lines


def names_leaders(office: Office) -> bool:
    """Whether an SOP in force gives leaders priority, without which nothing is displaced; one query."""
    in_force = Procedure.objects.filter(service__office=office, status=Procedure.Status.IN_FORCE)
    return in_force.exclude(leader_ranks=[]).exists()


def waiting_place(booking: Booking, *, at: datetime) -> WaitingPlace | None:
    """Where a case stands on the list, and what it waits for; None when it waits for nothing."""
    if booking.hold not in WAITING_HOLDS or booking.status not in WAITING_STATUSES:
        return None
    spans = _spans(pending_sessions(booking, at))
    if not spans:
        return None
    touched = Q(pk__in=())
    for span in spans:
        touched |= Q(starts_at__lt=span.end, ends_at__gt=span.start)
    before = Booking.objects.ahead_of(booking).filter(
        Exists(_pending(Session.objects.filter(touched, booking=OuterRef("pk")), at)),
        office=booking.office_id,
        hold__in=WAITING_HOLDS,
        status__in=WAITING_STATUSES,
    )
    return WaitingPlace(1 + before.count(), _reason(booking, at))


def _reason(booking: Booking, at: datetime) -> str:
    if booking.hold == Hold.WAITING and not has_quota_left(booking):
        return quota_sentence(booking)
    wish = wish_of(booking, at=at)
    if wish.procedure is not None and booking.hold == Hold.WAITING and (crowded := crowded_spans(wish)):
        return crowded_sentence(wish.procedure.max_concurrent_events or 0, label_of(crowded[0], booking.office))
    events = [row for row in allocations_of(booking) if row.purpose == Purpose.EVENT]
    booking.waiting_sessions = pending_sessions(booking, at)  # type: ignore[attr-defined]
    return _("Yang ditunggu: %(needs)s.") % {"needs": _missing(booking, events)}


def _waiting(office: Office, at: datetime) -> list[Booking]:
    sessions = _pending(Session.objects.all(), at)
    events = Allocation.objects.filter(state__in=LIVE_STATES, purpose=Purpose.EVENT)
    return list(
        Booking.objects.filter(
            Exists(sessions.filter(booking=OuterRef("pk"))),
            office=office,
            hold__in=WAITING_HOLDS,
            status__in=WAITING_STATUSES,
        )
        .select_related("office", "agency", "procedure")
        .prefetch_related(
            Prefetch("sessions", sessions.order_by("starts_at", "pk"), to_attr="waiting_sessions"),
            Prefetch("allocations", events, to_attr="live_events"),
        )
        .in_waiting_order()
    )


def _pending(sessions: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    return sessions.filter(status__in=(SessionStatus.PLANNED, SessionStatus.RUNNING), ends_at__gt=at)


def _spans(sessions: Iterable[Session]) -> list[Span]:
    return sorted(Span(session.starts_at, session.ends_at) for session in sessions)


def _overlap(booking: Booking, spans: Sequence[Span]) -> bool:
    own = _spans(booking.waiting_sessions)  # type: ignore[attr-defined]
    return any(one.overlaps(other) for one in own for other in spans)


def _missing(booking: Booking, events: Sequence[Allocation]) -> str:
    try:
        needs = office_needs(booking)
    except Incomplete as refusal:
        return refusal.sentence
    labels = [
        need.label
        for need in needs
        if any(
            sum(1 for row in events if row.need == need.index and row.session_id == session.pk) < need.required
            for session in booking.waiting_sessions  # type: ignore[attr-defined]
        )
    ]
    return join_words(list(dict.fromkeys(labels)))
