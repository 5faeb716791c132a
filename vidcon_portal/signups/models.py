"""What somebody says of himself when he asks for an account."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import SignupState


class Signup(models.Model):
    """Asks one office for an account; ``code`` opens the page that tells how it stands, and nothing else.

    The password is kept as its hash and only until the decision. Decided rows are deleted after a month.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", models.CASCADE, related_name="signups", verbose_name=_("kantor"))
    agency_name = models.CharField(_("instansi"), max_length=200)
    title = models.CharField(_("jabatan"), max_length=200)
    name = models.CharField(_("nama lengkap dengan gelar"), max_length=200)
    email = models.EmailField(_("pos-el"))
    email_confirmed_at = models.DateTimeField(_("pos-el dikonfirmasi"), null=True, blank=True)
    phone = models.CharField(_("telepon (E.164)"), max_length=16)
    language = models.CharField(_("bahasa"), max_length=5, default="id")
    password_hash = models.CharField(max_length=128, blank=True, editable=False)
    state = models.CharField(_("status"), max_length=10, choices=SignupState, default=SignupState.WAITING)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("diajukan"))
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("diputuskan oleh")
    )
    told_at = models.DateTimeField(_("jawaban terkirim"), null=True, blank=True)

    class Meta:
        verbose_name = _("pendaftaran akun")
        verbose_name_plural = _("pendaftaran akun")
        constraints = [
            models.CheckConstraint(
                name="signup_decided_by_somebody",
                condition=Q(state=SignupState.WAITING, decided_at__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, password_hash=""),
            )
        ]
        indexes = [models.Index(fields=["office", "state", "asked_at"], name="signup_of_office")]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency_name}"

    def get_absolute_url(self) -> str:
        return reverse("signup", args=[self.pk])
