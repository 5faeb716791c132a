"""Private files: what people upload and what the portal renders."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def private_path(stored: "StoredFile", filename: str) -> str:
    """Where the bytes lie: nothing of the uploader's name reaches the disk."""
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(stored.content_type, "bin")
    return f"stored/{stored.id.hex[:2]}/{stored.id.hex}.{suffix}"


class StoredFile(models.Model):
    """A file that only a view with permission hands out; its bytes never change after storing.

    ``owner_kind`` and ``owner_id`` name the row of a wing that it hangs on (see
    ``settings.DOCUMENT_OWNERS``); until it hangs somewhere only its uploader may open it. ``picture`` is its first
    page, drawn by the worker. At the end of its retention the bytes go and the row with their hash stays
    (``destroyed_at``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="files", verbose_name=_("kantor"))
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("diunggah oleh")
    )
    name = models.CharField(_("nama berkas"), max_length=160)
    content_type = models.CharField(_("jenis isi"), max_length=60)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    purpose = models.CharField(_("guna"), max_length=40, blank=True)
    content = models.FileField(_("isi"), upload_to=private_path, max_length=120)
    owner_kind = models.CharField(_("jenis pemilik"), max_length=30, blank=True)
    owner_id = models.CharField(_("pemilik"), max_length=40, blank=True)
    picture = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gambar halaman pertama")
    )
    created_at = models.DateTimeField(_("disimpan"))
    destroyed_at = models.DateTimeField(_("dimusnahkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("berkas")
        verbose_name_plural = _("berkas")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="file_owner")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk])

    def get_picture_url(self) -> str:
        """The picture of the first page; empty until the worker has drawn it."""
        return reverse("documents:picture", args=[self.pk]) if self.picture_id else ""

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.content_type == "application/pdf"
