"""Which case files are due for destruction."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import QuerySet

from bookings.choices import CLOSED
from bookings.models import Booking, BookingFile, BookingPaper
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import Document, RetentionRule
from vidcon_portal.documents.retention import CASES, kept_until, rule_of_case, schedule_of

from ..choices import DestructionStatus
from ..models import Destruction, DestructionItem

MOST = 200
"""Cases of one list: what a person can read, and one transaction can destroy."""
AT_ONCE = 400
"""Cases that are looked at together."""


@dataclass(frozen=True, slots=True)
class DueCase:
    """One case file whose retention is over, with what it holds."""

    booking: Booking
    rule: RetentionRule
    due_on: date
    papers: int
    files: int


def due_cases(office: Office, *, at: datetime, most: int = MOST) -> list[DueCase]:
    """Closed cases past their retention that no list holds yet, the oldest first, at most ``most``.

    However many older ones are kept longer or for good, the list goes on behind them.
    """
    return list(islice(_due(office, at), most))


def _due(office: Office, at: datetime) -> Iterator[DueCase]:
    today = at.astimezone(office.tz).date()
    schedule = schedule_of(office)
    latest = at - timedelta(days=365 * schedule[CASES].years)  # no case is kept shorter; the exact day is asked below
    listed = DestructionItem.objects.filter(kept_reason="").exclude(destruction__status=DestructionStatus.WITHDRAWN)
    closed = (
        Booking.objects.filter(office=office, status__in=CLOSED, closed_at__lte=latest)
        .exclude(pk__in=listed.values("booking"))
        .select_related("agency", "office")
        .order_by("closed_at", "pk")
    )
    start = 0
    while cases := list(closed[start : start + AT_ONCE]):
        start += AT_ONCE
        papers, files = _papers(cases), _files(cases)
        for booking in cases:
            rule = rule_of_case(papers[booking.pk], schedule)
            until = kept_until(rule, booking.closed_at, office)
            if until is not None and until <= today:
                yield DueCase(booking, rule, until, len(papers[booking.pk]), files[booking.pk])


def destroyed_cases() -> "QuerySet[DestructionItem]":
    """Items of lists that were carried out."""
    return DestructionItem.objects.filter(kept_reason="", destruction__status=DestructionStatus.DESTROYED)


def destructions_of(office: Office) -> "QuerySet[Destruction]":
    return Destruction.objects.filter(office=office).select_related("office", "document", "approval_file")


def _papers(cases: list[Booking]) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    links = BookingPaper.objects.filter(booking__in=cases).select_related("document__register")
    for link in links.defer("document__context", "document__provider_answer").order_by("pk"):
        found[link.booking_id].append(link.document)
    return found


def _files(cases: list[Booking]) -> Counter[int]:
    return Counter(BookingFile.objects.filter(booking__in=cases).values_list("booking", flat=True))
