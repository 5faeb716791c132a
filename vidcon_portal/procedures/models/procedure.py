"""One version of one service's SOP: its cover, its 14 components, its typed rules."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.choices import Role

from ..choices import LatePolicy, LeadUnit


class Procedure(models.Model):
    """An SOP version. In force it never changes: model, admin and a database trigger refuse.

    ``cover`` holds what is printed and only printed (legal basis lists, qualifications, related
    SOPs, equipment, warnings, records, components, hours as printed). What the program obeys is a
    typed field.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Konsep")
        IN_FORCE = "in_force", _("Berlaku")
        WITHDRAWN = "withdrawn", _("Dicabut")

    service = models.ForeignKey(
        "procedures.Service", models.PROTECT, related_name="procedures", verbose_name=_("layanan")
    )
    code = models.SlugField(_("kode"), max_length=60)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    in_force_from = models.DateField(_("berlaku di portal sejak"), null=True, blank=True)

    title = models.CharField(_("nama SOP"), max_length=300)
    number = models.CharField(_("nomor SOP"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    made_on = models.DateField(_("tanggal pembuatan"), null=True, blank=True)
    revised_on = models.DateField(_("tanggal revisi"), null=True, blank=True)
    ratified_on = models.DateField(_("tanggal pengesahan"), null=True, blank=True)
    effective_on = models.DateField(_("tanggal efektif"), null=True, blank=True)
    ratified_by_title = models.CharField(_("disahkan oleh (jabatan)"), max_length=200, blank=True)
    ratified_by_name = models.CharField(_("disahkan oleh (nama)"), max_length=200, blank=True)
    ratified_by_rank = models.CharField(_("disahkan oleh (pangkat)"), max_length=120, blank=True)
    cover = models.JSONField(_("isi sampul"), default=dict, blank=True)
    source_notes = models.JSONField(_("pembetulan salinan"), default=list, blank=True)
    decisions = models.JSONField(_("pilihan yang diambil"), default=list, blank=True)

    lead_time = models.PositiveSmallIntegerField(_("tenggat pengajuan"), null=True, blank=True)
    lead_unit = models.CharField(_("satuan tenggat"), max_length=10, choices=LeadUnit, default=LeadUnit.CALENDAR)
    late_policy = models.CharField(_("bila terlambat"), max_length=10, choices=LatePolicy, default=LatePolicy.FLAG)
    event_hours = models.JSONField(_("jam kegiatan"), default=dict, blank=True)
    event_hours_limit = models.BooleanField(
        _("di luar jam perlu dispensasi"),
        default=False,
        help_text=_("Kecuali kegiatan pimpinan yang sudah dikonfirmasi."),
    )
    leader_ranks = models.JSONField(_("urutan pimpinan"), default=list, blank=True)
    criteria = models.JSONField(_("kriteria verifikasi"), default=list, blank=True)
    mandatory_information = ArrayField(
        models.CharField(max_length=40), verbose_name=_("informasi wajib"), default=list, blank=True
    )
    min_officers = models.PositiveSmallIntegerField(_("jumlah pelaksana"), null=True, blank=True)
    max_concurrent_events = models.PositiveSmallIntegerField(_("kegiatan serentak terbanyak"), null=True, blank=True)
    overall_hours = models.PositiveSmallIntegerField(_("jangka waktu pelayanan (jam)"), null=True, blank=True)
    overall_until_row = models.PositiveSmallIntegerField(_("jangka waktu dihitung sampai baris"), null=True, blank=True)
    intake_channels = ArrayField(
        models.CharField(max_length=20), verbose_name=_("jalur masuk"), default=list, blank=True
    )
    report_sections = ArrayField(
        models.CharField(max_length=30), verbose_name=_("isi wajib laporan"), default=list, blank=True
    )
    recheck_code = models.SlugField(_("langkah periksa ulang"), max_length=60, blank=True)
    dispensation_role = models.CharField(_("pemberi dispensasi"), max_length=24, choices=Role, default=Role.OFFICE_HEAD)
    published_at = models.DateTimeField(_("diterbitkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("SOP")
        verbose_name_plural = _("SOP")
        ordering = ["service", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(status="in_force"),
                name="procedure_one_in_force_per_service",
            ),
            models.UniqueConstraint(fields=["service", "version"], name="procedure_version_once_per_service"),
            models.CheckConstraint(
                name="procedure_in_force_has_date",
                condition=Q(status="draft") | Q(in_force_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (versi {self.version})"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT
