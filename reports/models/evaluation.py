"""The yearly evaluation of a service standard: prepared from the data, written by people, signed once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import StandardVerdict


class StandardEvaluation(models.Model):
    """One service in one year. What is counted is frozen in ``document`` when it is signed; until then it is live."""

    service = models.ForeignKey("procedures.Service", models.PROTECT, related_name="evaluations")
    year = models.PositiveSmallIntegerField(_("tahun"))
    participants = models.TextField(_("yang ikut menilai"), blank=True)
    achievements = models.TextField(_("capaian"), blank=True)
    obstacles = models.TextField(_("kendala dan sebabnya"), blank=True)
    conclusion = models.TextField(_("simpulan dan perbaikan"), blank=True)
    verdict = models.CharField(_("standar pelayanan"), max_length=6, choices=StandardVerdict, blank=True)
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(_("disiapkan"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("evaluasi standar pelayanan")
        verbose_name_plural = _("evaluasi standar pelayanan")
        ordering = ["-year", "service"]
        constraints = [
            models.UniqueConstraint(fields=["service", "year"], name="evaluation_once_per_year"),
            models.CheckConstraint(name="evaluation_year_of_this_century", condition=Q(year__gte=2000, year__lt=2100)),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.year}"

    def get_absolute_url(self) -> str:
        return f"/laporan/evaluasi/{self.pk}/"

    @property
    def source(self) -> str:
        """What its follow-up names as its origin."""
        return f"Evaluasi {self.year}: {self.service.name}"[:120]
