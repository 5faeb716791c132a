"""How long a row of an SOP really took in one case: worked out once, so that statistics only count."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RowTime(models.Model):
    """The sum of a row's closed visits, in seconds of the row's own clock (working time where that counts).

    Filled by the worker from ``RowRun`` and written anew when a row is visited again; may be emptied at any time.
    """

    office = models.ForeignKey("accounts.Office", models.CASCADE, related_name="+")
    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="row_times")
    row = models.ForeignKey("procedures.Row", models.CASCADE, related_name="+")
    closed_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    is_late = models.BooleanField()

    class Meta:
        verbose_name = _("lama baris SOP")
        verbose_name_plural = _("lama baris SOP")
        constraints = [models.UniqueConstraint(fields=["booking", "row"], name="row_time_once")]
        indexes = [models.Index(fields=["office", "closed_at"], name="row_time_by_office")]

    def __str__(self) -> str:
        return f"{self.booking} baris {self.row_id}: {self.seconds} detik"
