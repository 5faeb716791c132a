"""The meeting on the platform, and the link and passcode that open it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..choices import TO_DO, TROUBLED, MeetingState


class Meeting(models.Model):
    """One per session; withdrawn after it. The host's start link is never stored.

    A meeting of a provider carries the times that the provider was told (``told_starts_at``, ``told_ends_at``), and
    while something is to be carried there, ``next_try_at``. ``door`` is the secret of the portal's own entrance, where
    the provider wants one made for each person.
    """

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
    state = models.CharField(_("keadaan"), max_length=8, choices=MeetingState, default=MeetingState.MANUAL)
    told_starts_at = models.DateTimeField(null=True, blank=True)
    told_ends_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=300, blank=True)
    leftover_error = models.CharField(max_length=300, blank=True, editable=False)
    attended_at = models.DateTimeField(_("daftar peserta diambil"), null=True, blank=True, editable=False)
    attendance_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    door = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("ruang rapat daring")
        verbose_name_plural = _("ruang rapat daring")
        indexes = [
            models.Index(
                fields=["next_try_at"], name="meeting_to_do", condition=Q(state__in=[state.value for state in TO_DO])
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.meeting_id}"

    @property
    def lets_in(self) -> bool:
        """Whether there is anything by which one could join: an automatic meeting has nothing before it is made."""
        return bool(self.meeting_id or self.join_url or self.door)

    @property
    def may_repeat(self) -> bool:
        """Whether something failed or drifted at the provider; what waits to be tried again by itself counts, too."""
        return self.state in TROUBLED or (self.state in TO_DO and bool(self.last_error))

    @property
    def is_troubled(self) -> bool:
        return self.may_repeat or bool(self.leftover_error)

    @property
    def provider_line(self) -> str:
        """How it stands at the provider, in words; empty for a meeting typed by hand that left nothing behind there."""
        state = "" if self.state == MeetingState.MANUAL else str(MeetingState(self.state).label)
        leftover = _("Rapat lama belum terhapus di penyedia: %(why)s") % {"why": self.leftover_error}
        parts = [state, self.last_error.rstrip("."), str(leftover) if self.leftover_error else ""]
        if self.state in TO_DO and self.last_error:
            parts.append(str(_("Portal mencoba lagi sendiri")))
        return ". ".join(filter(None, parts))

    @property
    def repeat_url(self) -> str:
        if not self.may_repeat:
            return ""
        return reverse("verification:repeat", args=[self.session.booking.ticket, self.session.number])
