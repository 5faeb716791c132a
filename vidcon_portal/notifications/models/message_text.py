"""An office's own words for a kind of message."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class MessageText(models.Model):
    """Replaces the default of ``wording.message_kinds``; deleted, the default holds again."""

    office = models.ForeignKey(
        "accounts.Office", models.CASCADE, related_name="message_texts", verbose_name=_("kantor")
    )
    kind = models.CharField(_("jenis pesan"), max_length=40)
    subject = models.CharField(_("judul"), max_length=150)
    body = models.TextField(_("isi"), max_length=2000)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("naskah pesan")
        verbose_name_plural = _("naskah pesan")
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="message_text_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.office}"
