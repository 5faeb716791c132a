"""Closed enums of signups. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignupState(models.TextChoices):
    WAITING = "waiting", _("Menunggu persetujuan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Tidak disetujui")
