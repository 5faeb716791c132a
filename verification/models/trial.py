"""A trial run: scheduled work that occupies rooms, kit and people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import Verdict


class Trial(models.Model):
    """One by default, covering the sessions of the same place and platform."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="trials")
    step_run = models.ForeignKey("bookings.StepRun", models.PROTECT, null=True, blank=True, related_name="trials")
    number = models.PositiveSmallIntegerField(default=1)
    sessions = models.ManyToManyField("bookings.Session", related_name="trials")
    starts_at = models.DateTimeField(_("mulai"), null=True, blank=True)
    ends_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    verdict = models.CharField(_("hasil"), max_length=16, choices=Verdict, blank=True)
    picture = models.CharField(_("gambar"), max_length=8, blank=True)
    sound = models.CharField(_("suara"), max_length=8, blank=True)
    network = models.CharField(_("jaringan"), max_length=8, blank=True)
    findings = models.TextField(_("temuan"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("uji coba")
        verbose_name_plural = _("uji coba")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "number"],
                condition=Q(verdict=""),
                name="trial_one_pending_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking} uji coba {self.number}"
