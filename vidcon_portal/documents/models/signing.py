"""How an office signs."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.documents.choices import SignerKey, SigningProvider
from vidcon_portal.sealing import SealedField

NAMES = frozenset({"nik", "email", "passphrase", "file", "tampilan", "reason", "location", "signatureProperties"})
"""Keys of a gateway that an office may rename; agencies run different releases (DOMAIN §5.1)."""


class OfficeSigning(models.Model):
    """The way in which one office's letters are signed; an office without a row signs with the PIN.

    The gateway's own password is sealed; the passphrase of a signer is stored nowhere.
    """

    office = models.OneToOneField("accounts.Office", models.PROTECT, related_name="signing", verbose_name=_("kantor"))
    provider = models.CharField(
        _("cara tanda tangan"), max_length=10, choices=SigningProvider, default=SigningProvider.PIN
    )
    base_url = models.CharField(
        _("alamat server TTE"),
        max_length=200,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Contoh http://10.0.0.5 untuk server di jaringan dinas."),
    )
    username = models.CharField(_("nama akun aplikasi"), max_length=100, blank=True)
    password = SealedField(_("sandi akun aplikasi"), blank=True)
    signer_key = models.CharField(
        _("penanda tangan dikenal dengan"),
        max_length=5,
        choices=SignerKey,
        default=SignerKey.EMAIL,
        help_text=_("NIK diketik tiap kali menandatangani dan tidak disimpan. v1 selalu memakai NIK."),
    )
    timeout = models.PositiveSmallIntegerField(
        _("batas tunggu (detik)"), default=30, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    names = models.JSONField(
        _("nama kunci lain"),
        default=dict,
        blank=True,
        help_text=_('Bila server dinas memakai nama kunci berbeda, contoh {"passphrase": "pass"}.'),
    )
    ca_certificate = models.TextField(
        _("sertifikat CA server (PEM)"),
        blank=True,
        help_text=_("Untuk alamat https dengan sertifikat buatan sendiri. Kosong: CA umum."),
    )
    issuer_words = models.CharField(
        _("penerbit sertifikat pada kaki naskah"),
        max_length=200,
        blank=True,
        default="Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara",
    )

    history = HistoricalRecords(excluded_fields=["password"])

    class Meta:
        verbose_name = _("cara tanda tangan kantor")
        verbose_name_plural = _("cara tanda tangan kantor")
        ordering = ["office"]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_provider_display()}"

    def clean(self) -> None:
        """A gateway needs an address and an account; unknown key names help nobody."""
        if self.choice.is_gateway and not (self.base_url and self.username):
            raise ValidationError(_("BSrE memerlukan alamat server TTE dan nama akun aplikasi."))
        names = self.names
        if not isinstance(names, dict) or not all(k in NAMES and isinstance(v, str) and v for k, v in names.items()):
            raise ValidationError(
                {"names": _("Isi pasangan nama kunci, dari: %(names)s.") % {"names": ", ".join(sorted(NAMES))}}
            )

    @property
    def choice(self) -> SigningProvider:
        return SigningProvider(self.provider)

    @property
    def asks_nik(self) -> bool:
        """v1 knows signers by NIK only."""
        return self.choice == SigningProvider.BSRE_V1 or (self.choice.is_gateway and self.signer_key == SignerKey.NIK)

    def name_of(self, key: str) -> str:
        """The gateway's own word for a key."""
        return str(self.names.get(key, key))
