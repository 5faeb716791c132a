"""The report to the superior: of the event, or of a verification that said no."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ReportVariant
from ..querysets import ReportQuerySet


class Report(models.Model):
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, related_name="reports")
    step_run = models.OneToOneField("bookings.StepRun", models.PROTECT, related_name="report")
    variant = models.CharField(max_length=14, choices=ReportVariant)
    leading_official = models.CharField(_("pejabat yang memimpin"), max_length=200, blank=True)
    officers = ArrayField(models.CharField(max_length=200), verbose_name=_("petugas"), default=list)
    place = models.CharField(_("tempat"), max_length=300, blank=True)
    summary = models.TextField(_("uraian pelaksanaan"), blank=True)
    obstacles = models.TextField(_("kendala dan penanganan"), blank=True)
    follow_up = models.TextField(_("tindak lanjut"), blank=True)
    evaluation = models.TextField(_("evaluasi"), blank=True)
    recording_url = models.CharField(_("rekaman"), max_length=500, blank=True)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        ordering = ["filed_at"]

    def __str__(self) -> str:
        return f"{self.get_variant_display()} {self.booking}"


class ReportPhoto(models.Model):
    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("keterangan foto"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption
