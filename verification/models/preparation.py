"""Who brings what, and whether it is there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ItemState


class PreparationItem(models.Model):
    """What is missing becomes the applicant's, item by item (Gorontalo row 5)."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="preparation")
    step_run = models.ForeignKey("bookings.StepRun", models.CASCADE, related_name="preparation_items")
    role = models.CharField(max_length=24, blank=True)
    name = models.CharField(_("barang atau pekerjaan"), max_length=200)
    state = models.CharField(_("keadaan"), max_length=10, choices=ItemState)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("butir persiapan")
        verbose_name_plural = _("butir persiapan")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"
