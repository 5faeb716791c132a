"""The printed matrix and what people do under it: Lane, Row, Step, Arrow."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.choices import Role

from ..choices import ClockType, Kind, Mode, Symbol


class Lane(models.Model):
    """A printed column of executors."""

    procedure = models.ForeignKey("procedures.Procedure", models.CASCADE, related_name="lanes")
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("judul kolom"), max_length=120)
    role = models.CharField(_("peran"), max_length=24, choices=Role)
    order = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("kolom pelaksana")
        verbose_name_plural = _("kolom pelaksana")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["procedure", "code"], name="lane_code_once")]

    def __str__(self) -> str:
        return self.title


class Row(models.Model):
    """A printed row, verbatim; ``time_raw`` is what the paper says, the clock what it means."""

    procedure = models.ForeignKey("procedures.Procedure", models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField(_("nomor"))
    activity = models.TextField(_("kegiatan"))
    lanes = ArrayField(models.CharField(max_length=40), verbose_name=_("kolom"), default=list)
    completeness = ArrayField(models.TextField(), verbose_name=_("kelengkapan"), default=list, blank=True)
    time_raw = models.CharField(_("waktu tercetak"), max_length=120, blank=True)
    clock_type = models.CharField(_("jenis waktu"), max_length=16, choices=ClockType, default=ClockType.NONE)
    clock_value = models.PositiveIntegerField(_("nilai waktu"), null=True, blank=True)
    output = ArrayField(models.TextField(), verbose_name=_("keluaran"), default=list, blank=True)
    remark = models.TextField(_("keterangan"), blank=True)
    symbol = models.CharField(_("simbol"), max_length=10, choices=Symbol, default=Symbol.BOX)

    class Meta:
        verbose_name = _("baris SOP")
        verbose_name_plural = _("baris SOP")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="row_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.activity[:60]}"


class Step(models.Model):
    """What people do under a row; every step belongs to exactly one row."""

    row = models.ForeignKey("procedures.Row", models.CASCADE, related_name="steps")
    code = models.SlugField(_("kode"), max_length=60)
    order = models.PositiveSmallIntegerField(_("urutan"))
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    title = models.CharField(_("judul"), max_length=160)
    roles = ArrayField(models.CharField(max_length=24, choices=Role), verbose_name=_("peran"))
    all_of = models.BooleanField(_("semua peran mengonfirmasi"), default=False)
    options = models.JSONField(_("pilihan"), default=dict, blank=True)
    modes = ArrayField(
        models.CharField(max_length=12, choices=Mode),
        verbose_name=_("hanya untuk ragam"),
        default=list,
        blank=True,
    )
    optional = models.BooleanField(_("boleh dilewati dengan alasan"), default=False)
    confirms = models.BooleanField(_("jadwal menjadi terkonfirmasi di sini"), default=False)

    class Meta:
        verbose_name = _("langkah")
        verbose_name_plural = _("langkah")
        ordering = ["row__number", "order"]
        constraints = [models.UniqueConstraint(fields=["row", "code"], name="step_code_once_per_row")]

    def __str__(self) -> str:
        return self.title


class Arrow(models.Model):
    """Action → next step; no target means the end of the procedure."""

    step = models.ForeignKey("procedures.Step", models.CASCADE, related_name="arrows")
    action = models.CharField(_("tindakan"), max_length=20)
    target = models.ForeignKey(
        "procedures.Step",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ke langkah"),
    )
    note_required = models.BooleanField(_("wajib alasan"), default=False)
    role = models.CharField(_("pelaku lain"), max_length=24, choices=Role, blank=True)

    class Meta:
        verbose_name = _("panah")
        verbose_name_plural = _("panah")
        constraints = [models.UniqueConstraint(fields=["step", "action"], name="arrow_action_once_per_step")]

    def __str__(self) -> str:
        return f"{self.step} — {self.action} → {self.target or 'selesai'}"
