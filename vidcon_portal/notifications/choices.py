"""Closed enums of messages. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message reaches somebody."""

    IN_APP = "in_app", _("Di portal")
    MAIL = "mail", _("Pos-el")
    WA_LINK = "wa_link", _("Teks WhatsApp siap kirim")
    WHATSAPP = "whatsapp", _("WhatsApp otomatis")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Menunggu dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    SKIPPED = "skipped", _("Tidak dikirim")
    BUNDLED = "bundled", _("Masuk ringkasan")


class Topic(models.TextChoices):
    """Why the message was written."""

    TURN = "turn", _("Giliran Anda")
    RETURNED = "returned", _("Perlu dilengkapi")
    OFFERED = "offered", _("Pilihan jadwal")
    DECIDED = "decided", _("Keputusan")
    CANCELLED = "cancelled", _("Dibatalkan")
    DISPLACED = "displaced", _("Jadwal digeser")
    LAPSED = "lapsed", _("Berakhir tanpa keputusan")
    REMINDER = "reminder", _("Pengingat")
    OVERDUE = "overdue", _("Lewat waktu")
    MEETING = "meeting", _("Ruang rapat")
    MESSAGE = "message", _("Pesan")
    INFORMATION = "information", _("Informasi")
    DIGEST = "digest", _("Ringkasan")


MUTABLE = (Topic.INFORMATION, Topic.MESSAGE, Topic.REMINDER, Topic.MEETING)
"""What one may keep out of mail and WhatsApp; whatever asks for a deed or ends a request always goes out."""


class Provider(models.TextChoices):
    """Who carries WhatsApp messages."""

    FONNTE = "fonnte", "Fonnte"
    WABLAS = "wablas", "Wablas"
    CLOUD_API = "cloud_api", "WhatsApp Cloud API"
    DEMO = "demo", _("Peraga (tidak mengirim)")


class Pace(models.TextChoices):
    """How soon a channel is used."""

    AT_ONCE = "at_once", _("Segera")
    DIGEST = "digest", _("Ringkasan harian")
    NEVER = "never", _("Tidak")

    @property
    def pair(self) -> tuple[str, object]:
        return self.value, self.label
