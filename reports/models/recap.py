"""The recap of one month that an office has prepared, and the paper that it became."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthlyRecap(models.Model):
    """Prepared by itself on the first working day after the month; ``document`` is its latest paper."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="monthly_recaps")
    month = models.DateField(_("bulan"), help_text=_("Tanggal satu."))
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(_("disiapkan"))

    class Meta:
        verbose_name = _("rekap bulanan")
        verbose_name_plural = _("rekap bulanan")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["office", "month"], name="recap_once_per_month")]

    def __str__(self) -> str:
        return f"{self.office} {self.month:%m-%Y}"

    def get_absolute_url(self) -> str:
        return f"/laporan/rekap/?bulan={self.month:%Y-%m}"
