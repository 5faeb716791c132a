"""Dispositions: a superior's instruction, and to whom. A tree under the letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page

from ..choices import Nature

if TYPE_CHECKING:
    from .booking import Booking


class Disposition(models.Model):
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, related_name="dispositions")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    step_run = models.ForeignKey("bookings.StepRun", models.PROTECT, related_name="dispositions")
    from_position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="+")
    from_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    from_title = models.CharField(max_length=420)
    instructions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    nature = models.CharField(_("sifat"), max_length=10, choices=Nature, default=Nature.ORDINARY)
    deadline_on = models.DateField(_("batas waktu"), null=True, blank=True)
    given_at = models.DateTimeField(_("diberikan"))
    recalled_at = models.DateTimeField(_("ditarik"), null=True, blank=True)

    class Meta:
        verbose_name = _("disposisi")
        verbose_name_plural = _("disposisi")
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_title} {self.given_at:%d-%m-%Y}"


class DispositionRecipient(models.Model):
    """One addressee; exactly one is responsible, the others are informed."""

    disposition = models.ForeignKey(Disposition, models.CASCADE, related_name="recipients")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="+")
    is_responsible = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disposition"],
                condition=Q(is_responsible=True),
                name="disposition_one_responsible",
            ),
            models.UniqueConstraint(fields=["disposition", "position"], name="disposition_recipient_once"),
        ]
        indexes = [models.Index(fields=["position"], condition=Q(read_at__isnull=True), name="disposition_unread")]

    def __str__(self) -> str:
        return str(self.position)


@dataclass(frozen=True, slots=True)
class Handed:
    """A disposition and to whom it went, the responsible one first."""

    disposition: Disposition
    recipients: tuple[DispositionRecipient, ...]

    @property
    def responsible(self) -> str:
        return _titles(each for each in self.recipients if each.is_responsible)

    @property
    def informed(self) -> str:
        return _titles(each for each in self.recipients if not each.is_responsible)

    @property
    def read_at(self) -> datetime | None:
        """When the responsible recipient had it before him."""
        return next((each.read_at for each in self.recipients if each.is_responsible and each.read_at), None)


def _titles(recipients: Iterable[DispositionRecipient]) -> str:
    return ", ".join(each.position.title for each in recipients)


def dispositions_of(booking: "Booking") -> list[Handed]:
    """All of a case, recalled ones too, in the order in which they were given; one query, one a page."""
    return on_page(("dispositions", booking.pk), lambda: _read_dispositions(booking))


def _read_dispositions(booking: "Booking") -> list[Handed]:
    groups: dict[int, list[DispositionRecipient]] = {}
    for each in _recipients().all(booking=booking.pk):
        groups.setdefault(each.disposition_id, []).append(each)
    return [Handed(group[0].disposition, tuple(group)) for group in groups.values()]


@kept
def _recipients() -> models.QuerySet[DispositionRecipient]:
    """Each disposition has one who is responsible, so none is missed."""
    recipients = DispositionRecipient.objects.filter(disposition__booking=Given("booking"))
    return recipients.select_related("disposition", "position").order_by(
        "disposition__given_at", "disposition_id", "-is_responsible", "pk"
    )
