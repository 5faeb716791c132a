"""Which reports, read as English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from bookings.models import Booking
from bookings.permissions import reads_cases

if TYPE_CHECKING:
    from vidcon_portal.accounts.actors import Actor

    from .models import Report  # noqa: F401 - named in the base class below


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Reports stay inside the office, and follow their case: who may not see it has no report either."""
        if not reads_cases(actor):
            return self.none()
        return self.filter(booking__in=Booking.objects.visible_to(actor), booking__office=actor.office)

    def for_list(self) -> ReportQuerySet:
        """With everything that a row prints."""
        return self.select_related("booking__agency", "booking__office", "document", "filed_by")
