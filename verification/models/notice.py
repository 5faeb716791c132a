"""What a provider tells by itself: that a meeting began or ended, who came and went, and what it left behind."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import NoticeKind


class MeetingNotice(models.Model):
    """One message of a provider about one meeting, kept once however often it is sent (``digest``).

    ``who`` tells people apart and names nobody: it is a digest of the provider's own number.
    """

    meeting = models.ForeignKey("verification.Meeting", models.CASCADE, related_name="notices")
    kind = models.CharField(_("jenis"), max_length=8, choices=NoticeKind)
    occurred_at = models.DateTimeField(_("terjadi"))
    received_at = models.DateTimeField(_("diterima"))
    who = models.CharField(max_length=16, blank=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("kabar penyedia rapat")
        verbose_name_plural = _("kabar penyedia rapat")
        ordering = ["occurred_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_at:%d-%m-%Y %H.%M}"


class Attendee(models.Model):
    """One stay of one participant, from the provider's report after the event; no address is kept.

    The name is empty once its time is over (``settings.ATTENDEE_NAMES_KEPT_DAYS``); the stay still counts.
    """

    meeting = models.ForeignKey("verification.Meeting", models.CASCADE, related_name="attendees")
    name = models.CharField(_("nama"), max_length=120, blank=True)
    joined_at = models.DateTimeField(_("masuk"))
    left_at = models.DateTimeField(_("keluar"))

    class Meta:
        verbose_name = _("peserta rapat daring")
        verbose_name_plural = _("peserta rapat daring")
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["joined_at"], name="attendee_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name or f"{self.joined_at:%d-%m-%Y %H.%M}"


class LeftoverMeeting(models.Model):
    """A meeting at a provider that nobody uses any more: replaced by hand, or made anew under another account.

    The worker deletes it there; while it cannot, ``Meeting.leftover_error`` says so on the case's page.
    """

    meeting = models.ForeignKey("verification.Meeting", models.CASCADE, related_name="leftovers")
    account = models.ForeignKey("verification.MeetingAccount", models.PROTECT, related_name="+")
    number = models.CharField(_("ID rapat"), max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(_("dihapus di penyedia"), null=True, blank=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rapat yang ditinggalkan")
        verbose_name_plural = _("rapat yang ditinggalkan")
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="leftover_once")]
        indexes = [models.Index(fields=["next_try_at"], name="leftover_to_do", condition=Q(next_try_at__isnull=False))]

    def __str__(self) -> str:
        return self.number
