"""People who sign in."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .appointment import Appointment


class UserManager(BaseUserManager["User"]):
    """Creates users; usernames are compared as written."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person: one name field with degrees; NIP optional (contract staff have none).

    Being a user, even a superuser, gives no office: see ``Appointment``.
    """

    class Theme(models.TextChoices):
        DEVICE = "", _("Ikuti perangkat")
        LIGHT = "light", _("Terang")
        DARK = "dark", _("Gelap")

    username = models.CharField(_("nama pengguna"), max_length=150, unique=True)
    name = models.CharField(_("nama lengkap dengan gelar"), max_length=200)
    email = models.EmailField(_("pos-el"), blank=True)
    phone = models.CharField(
        _("telepon (E.164)"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{6,14}$", _("Isi nomor seperti +6281234567890."))],
    )
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", _("NIP terdiri atas 18 angka."))],
    )
    rank = models.CharField(_("pangkat"), max_length=80, blank=True)
    theme = models.CharField(_("tampilan"), max_length=8, choices=Theme, blank=True)
    language = models.CharField(_("bahasa"), max_length=5, default="id")
    pin_hash = models.CharField(max_length=128, blank=True, editable=False)
    pin_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    pin_locked_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh masuk admin"), default=False)
    date_joined = models.DateTimeField(_("terdaftar"), auto_now_add=True)

    objects = UserManager()

    read_appointments: "list[Appointment] | None" = None
    """What was read together with him (``queries.user_with_appointments``), for this request only."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.UniqueConstraint(
                Upper("email"),  # as ``iexact`` compares
                name="user_email_once",
                condition=~models.Q(email=""),
                violation_error_message=_("Pos-el ini dipakai akun lain. Isi alamat Anda sendiri."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(",")[0]

    @property
    def masked_nip(self) -> str:
        """NIP embeds the birth date; whoever has no need sees ``19670407******1007``."""
        return f"{self.nip[:8]}******{self.nip[-4:]}" if self.nip else ""
