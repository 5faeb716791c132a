"""One answer to one criterion, for the side it names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Answer, Side


class Check(models.Model):
    """The criterion's text is copied: it must read the same when the SOP changes."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="checks")
    step_run = models.ForeignKey("bookings.StepRun", models.CASCADE, related_name="checks")
    criterion = models.SlugField(max_length=40)
    text = models.TextField()
    side = models.CharField(max_length=10, choices=Side)
    answer = models.CharField(max_length=8, choices=Answer)
    note = models.TextField(_("keterangan"), blank=True)
    evidence = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("hasil pemeriksaan")
        verbose_name_plural = _("hasil pemeriksaan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step_run", "criterion", "side"], name="check_once_per_visit_and_side")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_answer_display()}"
