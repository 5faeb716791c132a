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


class ComplaintCategory(models.TextChoices):
    """What is written (DOMAIN §3.2); each has its own deadline in working days."""

    SERVICE = "service", _("Pengaduan tentang layanan")
    CONDUCT = "conduct", _("Pengaduan tentang petugas")
    INFORMATION = "information", _("Permintaan informasi")
    SUGGESTION = "suggestion", _("Saran")


class ComplaintChannel(models.TextChoices):
    """By which way it came."""

    PORTAL = "portal", _("Portal")
    DESK = "desk", _("Datang langsung")
    PHONE = "phone", _("Telepon")
    WHATSAPP = "whatsapp", _("WhatsApp")
    MAIL = "mail", _("Pos-el atau surat")
    LAPOR = "lapor", _("SP4N-LAPOR!")


class ComplaintStatus(models.TextChoices):
    NEW = "new", _("Baru")
    PROCESSING = "processing", _("Sedang ditindaklanjuti")
    ANSWERED = "answered", _("Sudah ditanggapi")
    DONE = "done", _("Selesai")
    REJECTED = "rejected", _("Tidak dapat diproses")
    FORWARDED = "forwarded", _("Diteruskan ke instansi lain")


class Identity(models.TextChoices):
    """What of himself a complainant shows."""

    NAMED = "named", _("Dengan nama")
    CONFIDENTIAL = "confidential", _("Rahasia")
    ANONYMOUS = "anonymous", _("Anonim")


class NoteKind(models.TextChoices):
    """Who may read a line under a complaint."""

    ANSWER = "answer", _("Tanggapan")
    REPLY = "reply", _("Keterangan pelapor")
    INTERNAL = "internal", _("Catatan internal")
