"""Who opened the passcode of a meeting, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import PasscodeDoor


class PasscodeView(models.Model):
    """One look at the passcode of one session's meeting; never changed. The passcode itself is not in it."""

    session = models.ForeignKey("bookings.Session", models.CASCADE, related_name="passcode_views")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    title = models.CharField(_("jabatan"), max_length=200, blank=True)
    door = models.CharField(_("lewat"), max_length=4, choices=PasscodeDoor)
    seen_at = models.DateTimeField(_("dilihat"))

    class Meta:
        verbose_name = _("kata sandi dilihat")
        verbose_name_plural = _("kata sandi dilihat")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.seen_at:%d-%m-%Y %H.%M}"
