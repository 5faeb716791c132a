"""A file of many lines that the worker makes: who asked for it, how far it is, how long it is kept."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..choices import ExportForm, ExportKind, ExportState


def export_path(export: "Export", filename: str) -> str:
    """Where the bytes lie: nothing of the file's name reaches the disk."""
    return f"exports/{export.id.hex[:2]}/{export.id.hex}.{export.form}"


class Export(models.Model):
    """``asked`` are the words of the address that say which lines; ``hat`` is under which hat they are read.

    ``done`` of ``total`` lines are written. The file goes when ``expires_at`` has passed, and its row with it.
    """

    OPEN = (ExportState.QUEUED, ExportState.MAKING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("accounts.Office", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="exports")
    hat = models.CharField(max_length=24)
    kind = models.CharField(_("isi"), max_length=10, choices=ExportKind)
    form = models.CharField(_("bentuk"), max_length=4, choices=ExportForm)
    asked = models.JSONField(default=dict)
    title = models.CharField(_("judul"), max_length=300)
    name = models.CharField(_("nama berkas"), max_length=160)
    state = models.CharField(_("keadaan"), max_length=10, choices=ExportState, default=ExportState.QUEUED)
    done = models.PositiveIntegerField(_("baris tertulis"), default=0)
    total = models.PositiveIntegerField(_("seluruh baris"))
    size = models.PositiveBigIntegerField(_("ukuran (bita)"), default=0)
    content = models.FileField(_("isi"), upload_to=export_path, max_length=120, blank=True)
    failure = models.CharField(_("sebab gagal"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("diminta"))
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    expires_at = models.DateTimeField(_("disimpan sampai"))

    class Meta:
        verbose_name = _("berkas yang disiapkan")
        verbose_name_plural = _("berkas yang disiapkan")
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["user", "-asked_at"], name="export_by_user"),
            models.Index(fields=["expires_at"], name="export_by_end"),
        ]
        constraints = [
            models.CheckConstraint(name="export_done_within_total", condition=models.Q(done__lte=models.F("total"))),
            models.CheckConstraint(
                name="export_ready_has_content", condition=~models.Q(state="ready") | ~models.Q(content="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:export", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
