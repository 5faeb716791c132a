"""Closed enums of checking and preparing. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    YES = "yes", _("Ya")
    PARTLY = "partly", _("Sebagian")
    NO = "no", _("Tidak")


class Side(models.TextChoices):
    """Whose means a criterion is about (Kalbar row 3)."""

    APPLICANT = "applicant", _("Pemohon")
    OFFICE = "office", _("Diskominfo")


class Counterpart(models.TextChoices):
    APPLICANT = "applicant", _("Pemohon")
    NETWORK_TEAM = "network_team", _("Tim jaringan")


class Verdict(models.TextChoices):
    NONE = "", _("Belum diputuskan")
    PASS = "pass", _("Siap")
    PASS_WITH_NOTES = "pass_with_notes", _("Siap dengan catatan")
    FAIL = "fail", _("Belum siap")


class ItemState(models.TextChoices):
    READY = "ready", _("Siap")
    MISSING = "missing", _("Belum ada")
    APPLICANT = "applicant", _("Dilengkapi pemohon")


class Grade(models.TextChoices):
    """How picture, sound or network were in a trial."""

    GOOD = "good", _("Baik")
    FAIR = "fair", _("Cukup")
    POOR = "poor", _("Buruk")


class Platform(models.TextChoices):
    """Where the portal makes meetings by itself; everything else is typed by hand."""

    ZOOM = "zoom", "Zoom"
    BIGBLUEBUTTON = "bbb", "BigBlueButton"
    JITSI = "jitsi", "Jitsi Meet"


class MeetingState(models.TextChoices):
    """How the portal and the provider stand to each other about one meeting."""

    MANUAL = "manual", _("Diisi petugas")
    WANTED = "wanted", _("Sedang dibuat di penyedia")
    MADE = "made", _("Dibuat otomatis")
    CHANGED = "changed", _("Perubahan sedang dikirim ke penyedia")
    ENDING = "ending", _("Sedang dihapus di penyedia")
    FAILED = "failed", _("Belum berhasil di penyedia")
    DRIFTED = "drifted", _("Berbeda di penyedia")
    REMOVED = "removed", _("Dihapus di penyedia")


class NoticeKind(models.TextChoices):
    """What a provider tells of a running meeting."""

    STARTED = "started", _("Rapat dibuka")
    ENDED = "ended", _("Rapat ditutup")
    JOINED = "joined", _("Peserta masuk")
    LEFT = "left", _("Peserta keluar")


TO_DO = (MeetingState.WANTED, MeetingState.CHANGED, MeetingState.ENDING)
"""What the worker still has to carry to the provider."""

TROUBLED = (MeetingState.FAILED, MeetingState.DRIFTED)
"""What waits for a person."""

AT_PROVIDER = (
    MeetingState.MADE,
    MeetingState.CHANGED,
    MeetingState.DRIFTED,
    MeetingState.FAILED,
    MeetingState.ENDING,
)
"""What may stand at a provider, where it has a number there."""
