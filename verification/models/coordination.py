"""What was agreed with the applicant or with the network team."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Counterpart


class Coordination(models.Model):
    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="coordinations")
    step_run = models.OneToOneField("bookings.StepRun", models.CASCADE, related_name="coordination")
    counterpart = models.CharField(max_length=14, choices=Counterpart)
    contact = models.CharField(_("yang dihubungi"), max_length=200, blank=True)
    agreed = models.TextField(_("hasil koordinasi"))
    trial_at = models.DateTimeField(_("waktu uji coba yang disepakati"), null=True, blank=True)

    class Meta:
        verbose_name = _("koordinasi")
        verbose_name_plural = _("koordinasi")

    def __str__(self) -> str:
        return f"{self.get_counterpart_display()}: {self.agreed[:60]}"
