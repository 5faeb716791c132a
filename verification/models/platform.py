"""Where an office's meetings are made, and as whom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidcon_portal.outside import validate_service
from vidcon_portal.sealing import SealedField

from ..choices import Platform


def validate_server(value: str) -> None:
    validate_service(value)


class MeetingPlatform(models.Model):
    """One set of credentials of an office. The secret is sealed and never shown.

    Zoom: account and client ID of a Server-to-Server OAuth app, the client secret, and the secret token of its webhook.
    BigBlueButton: address up to ``/bigbluebutton`` and shared secret. Jitsi: address; with app ID and secret its rooms
    need a token, without them they are open.
    """

    office = models.ForeignKey(
        "accounts.Office", models.CASCADE, related_name="meeting_platforms", verbose_name=_("kantor")
    )
    name = models.CharField(_("nama"), max_length=80)
    provider = models.CharField(_("penyedia"), max_length=8, choices=Platform)
    base_url = models.CharField(
        _("alamat server"), max_length=200, blank=True, validators=[validate_server], help_text=_("Zoom: kosongkan.")
    )
    account_id = models.CharField(_("ID akun (Zoom)"), max_length=100, blank=True)
    client_id = models.CharField(_("ID klien (Zoom) atau ID aplikasi (Jitsi)"), max_length=100, blank=True)
    secret = SealedField(_("rahasia"), blank=True)
    hook_secret = SealedField(_("token rahasia webhook"), blank=True)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("penyedia rapat")
        verbose_name_plural = _("penyedia rapat")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        wanted = {
            Platform.ZOOM: ("account_id", "client_id", "secret"),
            Platform.BIGBLUEBUTTON: ("base_url", "secret"),
            Platform.JITSI: ("base_url",),
        }.get(Platform(self.provider) if self.provider in Platform.values else Platform.JITSI, ())
        if missing := {
            name: _("Isi kolom ini untuk penyedia yang dipilih.") for name in wanted if not getattr(self, name)
        }:
            raise ValidationError(missing)


class MeetingAccount(models.Model):
    """The meeting account of the schedule, as the provider knows it; what has none is typed by hand.

    ``calls`` counts the creations and changes of ``calls_on`` (a day in UTC): Zoom allows a hundred a user.
    """

    resource = models.OneToOneField(
        "bookings.Resource", models.CASCADE, related_name="meeting_account", verbose_name=_("akun rapat")
    )
    platform = models.ForeignKey(
        MeetingPlatform, models.PROTECT, related_name="accounts", verbose_name=_("penyedia rapat")
    )
    host = models.CharField(_("pengguna di penyedia (Zoom: pos-el)"), max_length=254, blank=True)
    calls_on = models.DateField(null=True, blank=True, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("akun rapat di penyedia")
        verbose_name_plural = _("akun rapat di penyedia")

    def __str__(self) -> str:
        return f"{self.resource} ({self.platform})"
