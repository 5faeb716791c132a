"""What an office says to the public in its own words, and what people ask about their own data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import DataRequestKind, DataRequestStatus


class OfficeNotice(models.Model):
    """Without a row the usual wording is shown, and the office itself is the contact."""

    office = models.OneToOneField("accounts.Office", models.CASCADE, related_name="notice")
    pledge = models.TextField(_("maklumat pelayanan"), blank=True, help_text=_("Kosong: naskah yang lazim."))
    privacy_officer = models.CharField(_("pejabat pelindungan data pribadi"), max_length=200, blank=True)
    privacy_contact = models.CharField(_("kontaknya"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pemberitahuan kantor")
        verbose_name_plural = _("pemberitahuan kantor")

    def __str__(self) -> str:
        return str(self.office)


class DataRequest(models.Model):
    """A person asks to correct or erase what is kept of him; answered within three times 24 hours (UU 27/2022)."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="data_requests")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("yang diminta"), max_length=10, choices=DataRequestKind)
    text = models.TextField(_("penjelasan"))
    status = models.CharField(_("status"), max_length=8, choices=DataRequestStatus, default=DataRequestStatus.OPEN)
    requested_at = models.DateTimeField(_("diminta"))
    due_at = models.DateTimeField(_("batas jawaban"))
    reminded = models.PositiveSmallIntegerField(default=0, editable=False, help_text=_("Pengingat yang sudah dikirim."))
    answer = models.TextField(_("jawaban"), blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("permintaan data pribadi")
        verbose_name_plural = _("permintaan data pribadi")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=models.Q(status="open"), name="data_request_one_open_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"
