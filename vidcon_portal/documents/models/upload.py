"""A file on its way: what of it has arrived, and what it became."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ResumableUpload(models.Model):
    """A file that arrives in pieces over a bad line; the first ``received`` bytes of ``size`` lie at ``path``.

    ``file`` is what it was stored as, so that a form which is sent again finds it; its own bytes are gone then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", verbose_name=_("pengguna"))
    name = models.CharField(_("nama berkas"), max_length=160)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    received = models.PositiveIntegerField(_("sudah tiba (bita)"), default=0)
    file = models.ForeignKey("documents.StoredFile", models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("dimulai"))
    expires_at = models.DateTimeField(_("disimpan sampai"))

    class Meta:
        verbose_name = _("unggahan bertahap")
        verbose_name_plural = _("unggahan bertahap")
        constraints = [
            models.CheckConstraint(
                name="resumable_upload_received_within_size", condition=Q(size__gt=0, received__lte=F("size"))
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="resumable_upload_by_end")]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"

    @property
    def is_complete(self) -> bool:
        return self.received == self.size

    @property
    def path(self) -> Path:
        """Beside the private files, in a folder of the user's own; nothing of the file's name reaches the disk."""
        return Path(settings.MEDIA_ROOT) / "unfinished" / str(self.user_id) / f"{self.id.hex}.part"
