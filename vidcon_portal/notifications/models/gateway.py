"""The WhatsApp gateway of an office: what differs between offices is a row."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidcon_portal.outside import validate_service
from vidcon_portal.sealing import SealedField

from ..choices import Provider


def validate_secure_url(value: str) -> None:
    validate_service(value)


class Gateway(models.Model):
    """One per office. The token is sealed; nobody reads it back on a page.

    ``sender`` is the phone number ID of the Cloud API; ``template`` its approved template, which takes three texts:
    subject, body, link. The others send the text as it is.
    """

    office = models.OneToOneField(
        "accounts.Office", models.CASCADE, related_name="whatsapp_gateway", verbose_name=_("kantor")
    )
    provider = models.CharField(_("penyedia"), max_length=10, choices=Provider)
    base_url = models.CharField(
        _("alamat layanan"),
        max_length=200,
        blank=True,
        validators=[validate_secure_url],
        help_text=_(
            "Kosong berarti alamat umum penyedia. Wablas: alamat server Anda, contoh https://kudus.wablas.com."
        ),
    )
    token = SealedField(_("token"), blank=True)
    sender = models.CharField(_("ID nomor pengirim (Cloud API)"), max_length=40, blank=True)
    template = models.CharField(_("nama templat yang disetujui (Cloud API)"), max_length=100, blank=True)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("gerbang WhatsApp")
        verbose_name_plural = _("gerbang WhatsApp")

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.office}"

    def clean(self) -> None:
        wanted = {
            Provider.FONNTE: ("token",),
            Provider.WABLAS: ("token", "base_url"),
            Provider.CLOUD_API: ("token", "sender", "template"),
        }.get(Provider(self.provider) if self.provider else Provider.DEMO, ())
        missing = {name: _("Isi kolom ini untuk penyedia yang dipilih.") for name in wanted if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)
