"""Closed enums of what happened. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogKind(models.TextChoices):
    STARTED = "started", _("Mulai")
    CONTENT = "content", _("Materi ditayangkan")
    INCIDENT = "incident", _("Gangguan")
    RECOVERED = "recovered", _("Pulih")
    SUPPORT = "support", _("Bantuan peserta")
    NOTE = "note", _("Catatan")
    EXTENDED = "extended", _("Diperpanjang")
    FINISHED = "finished", _("Selesai")


class Quality(models.TextChoices):
    GOOD = "good", _("Baik")
    FAIR = "fair", _("Cukup")
    POOR = "poor", _("Buruk")


class ReportVariant(models.TextChoices):
    EVENT = "event", _("Laporan hasil pelaksanaan")
    VERIFICATION = "verification", _("Laporan hasil verifikasi")


class Attendance(models.TextChoices):
    """How an event was served (DOMAIN §2.8): an officer was there, was on call, or only an account was lent."""

    ONSITE = "onsite", _("Onsite")
    ONCALL = "oncall", _("Oncall")
    ACCOUNT = "account", _("Akun saja")
