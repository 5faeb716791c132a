"""The meeting on the platform, and the link and passcode that open it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Meeting(models.Model):
    """One per session; withdrawn after it. The host's start link is never stored."""

    session = models.OneToOneField("bookings.Session", models.CASCADE, related_name="meeting")
    platform = models.CharField(_("aplikasi"), max_length=60)
    account = models.ForeignKey("bookings.Resource", models.PROTECT, null=True, blank=True, related_name="+")
    meeting_id = models.CharField(_("ID rapat"), max_length=80, blank=True)
    passcode = models.CharField(_("kata sandi"), max_length=80, blank=True)
    join_url = models.URLField(_("tautan"), max_length=500, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    provided_at = models.DateTimeField()
    provided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ruang rapat daring")
        verbose_name_plural = _("ruang rapat daring")

    def __str__(self) -> str:
        return f"{self.platform} {self.meeting_id}"
