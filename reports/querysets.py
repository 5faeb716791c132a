"""Which reports and complaints, read as English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from bookings.models import Booking
from bookings.permissions import reads_cases

if TYPE_CHECKING:
    from datetime import datetime

    from vidcon_portal.accounts.actors import Actor

    from .models import Complaint, Report  # noqa: F401 - named in the base classes below


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Reports stay inside the office, and follow their case: who may not see it has no report either."""
        if not reads_cases(actor):
            return self.none()
        return self.filter(booking__in=Booking.objects.visible_to(actor), booking__office=actor.office)

    def for_list(self) -> ReportQuerySet:
        """With everything that a row prints."""
        return self.select_related("booking__agency", "booking__office", "document", "filed_by")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> ComplaintQuerySet:
        """Rows that the actor may see; the rule lives in ``permissions.visible_complaints``."""
        from .permissions import visible_complaints

        return visible_complaints(self, actor)

    def open(self) -> ComplaintQuerySet:
        """Not closed, and not yet answered."""
        return self.filter(closed_at__isnull=True, answered_at__isnull=True)

    def overdue(self, *, at: datetime) -> ComplaintQuerySet:
        return self.open().filter(due_at__lt=at)

    def answered_in_time(self) -> ComplaintQuerySet:
        """The first answer, or the closing without one, came before the deadline."""
        return self.filter(Q(answered_at__lte=F("due_at")) | Q(answered_at__isnull=True, closed_at__lte=F("due_at")))
