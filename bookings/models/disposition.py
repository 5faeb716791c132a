"""Dispositions: a superior's instruction, and to whom. A tree under the letter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import Nature


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
