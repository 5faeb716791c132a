"""Which bookings, read as English."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from .choices import LIVE, Status

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor

    from .models import Booking


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, actor: Actor) -> BookingQuerySet:
        """Rows that the actor may see; the rule lives in ``permissions.visible_bookings``."""
        from .permissions import visible_bookings

        return visible_bookings(self, actor)

    def open(self) -> BookingQuerySet:
        return self.filter(status__in=LIVE)

    def submitted(self) -> BookingQuerySet:
        return self.exclude(status=Status.DRAFT)

    def overdue(self, *, at: datetime) -> BookingQuerySet:
        """Past the standard time of the row, or past the time promised for the whole service."""
        from .models import OverallRun, RowRun

        late = {"booking": OuterRef("pk"), "closed_at": None, "paused_at": None, "due_at__lt": at}
        return self.filter(Exists(RowRun.objects.filter(**late)) | Exists(OverallRun.objects.filter(**late)))

    def having_letter(self, letter_id: int) -> BookingQuerySet:
        """Those that the letter asks for, and that whose applicant uploaded its file."""
        from .letters import LETTER_OWNER
        from .models import BookingFile, BookingLetter

        linked = BookingLetter.objects.filter(booking=OuterRef("pk"), letter=letter_id)
        uploaded = BookingFile.objects.filter(
            booking=OuterRef("pk"), file__owner_kind=LETTER_OWNER, file__owner_id=str(letter_id)
        )
        return self.filter(Exists(linked) | Exists(uploaded))

    def in_waiting_order(self) -> BookingQuerySet:
        """Confirmed leaders by their rank (Kalbar row 3 B), then whoever submitted first."""
        rank = Case(When(leader_confirmed_at__isnull=False, then=F("leader_rank")))
        return self.order_by(rank.asc(nulls_last=True), "submitted_at", "pk")

    def ahead_of(self, booking: Booking) -> BookingQuerySet:
        """Which of these stand before it in waiting order."""
        earlier = Q(submitted_at__lt=booking.submitted_at) | Q(submitted_at=booking.submitted_at, pk__lt=booking.pk)
        leaders = Q(leader_rank__isnull=False, leader_confirmed_at__isnull=False)
        if not booking.leader_confirmed:
            return self.filter(leaders | earlier)
        higher = Q(leader_rank__lt=booking.leader_rank) | (Q(leader_rank=booking.leader_rank) & earlier)
        return self.filter(leaders & higher)

    def search(self, words: str) -> BookingQuerySet:
        """Ticket, letter number, agency or title; every word must match somewhere."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(ticket__icontains=word)
                | Q(title__icontains=word)
                | Q(agency__name__icontains=word)
                | Q(letter_links__letter__number__icontains=word)
            )
        return found.distinct() if words.split() else found

    def for_list(self) -> BookingQuerySet:
        """Everything that a list row prints, in one join."""
        return self.select_related("agency", "service", "office", "applicant")
