"""The office's retention schedule (jadwal retensi arsip), as far as it departs from the one that the portal brings."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.documents.choices import Fate


class RetentionRule(models.Model):
    """One class of records: how long active, how long inactive, and what becomes of it then."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("kantor"))
    code = models.CharField(
        _("kode klasifikasi"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9]+(\.[0-9]+)*\Z", _("Tulis kode seperti 000.1.4."))],
    )
    title = models.CharField(_("uraian"), max_length=200)
    active_years = models.PositiveSmallIntegerField(_("aktif (tahun)"))
    inactive_years = models.PositiveSmallIntegerField(_("inaktif (tahun)"))
    fate = models.CharField(_("nasib akhir"), max_length=10, choices=Fate, default=Fate.DESTROY)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("aturan retensi")
        verbose_name_plural = _("aturan retensi")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="retention_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def years(self) -> int:
        return self.active_years + self.inactive_years

    @property
    def words(self) -> str:
        """``2 tahun aktif, 3 tahun inaktif, musnah``."""
        return str(
            _("%(active)s tahun aktif, %(inactive)s tahun inaktif, %(fate)s")
            % {"active": self.active_years, "inactive": self.inactive_years, "fate": Fate(self.fate).label.lower()}
        )
