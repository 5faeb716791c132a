"""Closed enums of a request. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The only stored state of a booking; the phase that people see is derived (DESIGN §3.3)."""

    DRAFT = "draft", _("Draf")
    OPEN = "open", _("Sedang diproses")
    RETURNED = "returned", _("Perlu dilengkapi")
    OFFERED = "offered", _("Menunggu jawaban alternatif")
    COMPLETED = "completed", _("Selesai")
    REFUSED = "refused", _("Tidak dapat difasilitasi")
    CANCELLED = "cancelled", _("Dibatalkan")
    LAPSED = "lapsed", _("Gugur")
    NOT_HELD = "not_held", _("Tidak terlaksana")


LIVE = frozenset({Status.OPEN, Status.RETURNED, Status.OFFERED})
"""Statuses in which exactly one StepRun is open."""

CLOSED = frozenset({Status.COMPLETED, Status.REFUSED, Status.CANCELLED, Status.LAPSED, Status.NOT_HELD})


class Decision(models.TextChoices):
    NONE = "", _("Belum diputuskan")
    SERVED = "served", _("Dapat difasilitasi")
    PARTLY = "partly", _("Dapat difasilitasi sebagian")
    REFUSED = "refused", _("Tidak dapat difasilitasi")
    FULL = "full", _("Jadwal penuh")


class Hold(models.TextChoices):
    """What of the needs is allocated; computed by scheduling, never typed."""

    NONE = "none", _("Tidak memerlukan jadwal")
    HELD = "held", _("Jadwal ditahan")
    PARTIAL = "partial", _("Sebagian ditahan")
    WAITING = "waiting", _("Daftar tunggu")
    CONFIRMED = "confirmed", _("Terkonfirmasi")
    RELEASED = "released", _("Dilepas")


class Secrecy(models.TextChoices):
    ORDINARY = "ordinary", _("Biasa")
    LIMITED = "limited", _("Terbatas")
    SECRET = "secret", _("Rahasia")


class OtherZone(models.TextChoices):
    """Indonesia's zones by their names, for participants who read another clock."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Terjadwal")
    RUNNING = "running", _("Berlangsung")
    FINISHED = "finished", _("Terlaksana")
    NOT_HELD = "not_held", _("Tidak terlaksana")
    CANCELLED = "cancelled", _("Dibatalkan")


class Channel(models.TextChoices):
    """How a letter came in."""

    PORTAL = "portal", _("Portal")
    SRIKANDI = "srikandi", _("Srikandi")
    DESK = "desk", _("Diantar langsung")
    EMAIL = "email", _("Pos-el")
    WHATSAPP = "whatsapp", _("WhatsApp")
    ORAL = "oral", _("Lisan, surat menyusul")


class LetterRelation(models.TextChoices):
    MAIN = "main", _("Surat pokok")
    CORRECTION = "correction", _("Ralat")
    CHANGE = "change", _("Perubahan")
    CANCELLATION = "cancellation", _("Pembatalan")


class Nature(models.TextChoices):
    """Sifat of a letter or disposition (DOMAIN §2.5)."""

    ORDINARY = "ordinary", _("Biasa")
    IMPORTANT = "important", _("Penting")
    PROMPT = "prompt", _("Segera")
    URGENT = "urgent", _("Sangat segera")
    SECRET = "secret", _("Rahasia")


class FlagKind(models.TextChoices):
    LATE = "late", _("Diajukan kurang dari tenggat")
    OUTSIDE_HOURS = "outside_hours", _("Di luar jam layanan")
    MISSED_DEADLINE = "missed_deadline", _("Pemohon melewati batas jawaban")


class FlagResult(models.TextChoices):
    OPEN = "", _("Belum diputuskan")
    GRANTED = "granted", _("Dispensasi diberikan")
    NEW_DATE = "new_date", _("Diminta tanggal lain")
    REJECTED = "rejected", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Tidak berlaku lagi")


class Provider(models.TextChoices):
    """Who brings a need (DOMAIN §1.7)."""

    OFFICE = "office", _("Diskominfo")
    APPLICANT = "applicant", _("Pemohon")


class ResourceKind(models.TextChoices):
    ROOM = "room", _("Ruang")
    EQUIPMENT = "equipment", _("Perangkat")
    ACCOUNT = "account", _("Akun rapat")
    PERSON = "person", _("Petugas")
    KIT = "kit", _("Set perangkat")


class Condition(models.TextChoices):
    """Of a unit, in the words of the asset register; what is broken is not allocated."""

    GOOD = "good", _("Baik")
    WORN = "worn", _("Rusak ringan")
    BROKEN = "broken", _("Rusak berat")


class Audience(models.TextChoices):
    """Who gets the link and the passcode of a request's meetings; an officer sets it for each request."""

    OFFICE = "office", _("Petugas dinas saja")
    AGENCY = "agency", _("Petugas dinas dan staf pemohon, di portal saja")
    PARTICIPANTS = "participants", _("Semua peserta: tautan juga di surat, pos-el dan kalender")


class PasscodeDoor(models.TextChoices):
    """By which way a passcode was looked at."""

    PAGE = "page", _("Halaman")
    API = "api", "API"


class Purpose(models.TextChoices):
    EVENT = "event", _("Kegiatan")
    SETUP = "setup", _("Persiapan dan beres-beres")
    TRIAL = "trial", _("Uji coba")
    TRAVEL = "travel", _("Perjalanan")
    MAINTENANCE = "maintenance", _("Perawatan")
    LEAVE = "leave", _("Cuti")
    OPTION = "option", _("Pilihan yang ditawarkan")


BLOCKS = (Purpose.MAINTENANCE, Purpose.LEAVE)
"""What takes a resource out of use, without a case."""


class AllocationState(models.TextChoices):
    HELD = "held", _("Ditahan")
    CONFIRMED = "confirmed", _("Terkonfirmasi")
    RELEASED = "released", _("Dilepas")


class CalendarKind(models.TextChoices):
    """What stands behind a secret address: an ICS feed, or the screen at a room's door."""

    USER = "user", _("Kalender saya")
    OFFICE = "office", _("Kalender kantor")
    ROOM = "room", _("Kalender ruang")
    DISPLAY = "display", _("Layar ruang")


class Repercussion(models.TextChoices):
    """What an action on one case may do to another, as the other's trail calls it."""

    DISPLACED = "displaced", _("Digeser untuk kegiatan pimpinan")
    UNITS_CHANGED = "units_changed", _("Ruang, perangkat, akun, atau petugas diganti untuk kegiatan pimpinan")
    TRIAL_LOST = "trial_lost", _("Waktu uji coba dilepas untuk kegiatan pimpinan")
