"""Light, dark, or as the device says."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"


class Theme(TextChoices):
    DEVICE = "device", _("Ikuti perangkat")
    LIGHT = "light", _("Terang")
    DARK = "dark", _("Gelap")
