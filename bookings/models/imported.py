"""Which row of which spreadsheet a booking of the past came from, or who typed it in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedRow(models.Model):
    """``fingerprint`` says which event a row is about: the same event is taken over once.

    What was typed in by hand stands on no sheet: its ``row_number`` is 0.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("kantor"))
    fingerprint = models.CharField(max_length=64, editable=False)
    source = models.CharField(_("berkas"), max_length=160)
    sheet = models.CharField(_("lembar"), max_length=80, blank=True)
    row_number = models.PositiveIntegerField(_("baris"))
    booking = models.OneToOneField("bookings.Booking", models.PROTECT, related_name="imported_row")
    imported_at = models.DateTimeField(_("diimpor"))
    imported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "fingerprint"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.source} baris {self.row_number}"

    @property
    def is_typed(self) -> bool:
        return self.row_number == 0
