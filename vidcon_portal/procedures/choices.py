"""Closed enums of what an SOP says. A leaf: imports nothing of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a step is; a kind owns its form, its guard, its panel and what it writes."""

    SUBMIT = "submit", _("Pengajuan")
    COMPLETE = "complete", _("Pelengkapan berkas")
    REGISTER = "register", _("Pencatatan surat")
    DISPOSE = "dispose", _("Disposisi")
    CHECK_DATA = "check_data", _("Pemeriksaan kelengkapan")
    CHECK_RESOURCES = "check_resources", _("Verifikasi jadwal dan sumber daya")
    CHOOSE_ALTERNATIVE = "choose_alternative", _("Pemilihan alternatif")
    COORDINATE = "coordinate", _("Koordinasi")
    PROVISION = "provision", _("Pembuatan ID rapat")
    HAND_OVER = "hand_over", _("Penyerahan ID rapat")
    DRAFT_REPLY = "draft_reply", _("Penyusunan surat tanggapan")
    APPROVE_REPLY = "approve_reply", _("Pemeriksaan surat tanggapan")
    SEND_REPLY = "send_reply", _("Penandatanganan dan pengiriman surat tanggapan")
    PREPARE = "prepare", _("Penyiapan")
    TRIAL = "trial", _("Uji coba")
    EXECUTE = "execute", _("Pelaksanaan")
    REPORT = "report", _("Pelaporan")
    ACKNOWLEDGE = "acknowledge", _("Konfirmasi penerimaan")

    @property
    def phase(self) -> Promise:
        """The name the public sees while a step of this kind is open (DOMAIN §1.8)."""
        return _PHASES[self]

    @property
    def actions(self) -> "tuple[ActionSpec, ...]":
        return KIND_ACTIONS[self]

    @property
    def onward_action(self) -> "Action":
        """The first closing action: the arrow that a step skipped by mode or by its holder follows."""
        return next(spec.name for spec in KIND_ACTIONS[self] if spec.closes)


SIDE_KINDS = frozenset({Kind.COMPLETE, Kind.CHOOSE_ALTERNATIVE})
"""Opened by a universal move only; a procedure never prints them as steps of its own."""


class Action(models.TextChoices):
    """What closes or feeds a step. The value is the URL word; the label names the act in the trail."""

    SUBMIT = "submit", _("Ajukan")
    RESUBMIT = "resubmit", _("Lengkapi dan ajukan ulang")
    REGISTER = "register", _("Catat surat")
    REDIRECT = "redirect", _("Alihkan ke instansi lain")
    FORWARD = "forward", _("Teruskan")
    PASS = "pass", _("Nyatakan lulus")
    PASS_WITH_NOTES = "pass_with_notes", _("Nyatakan lulus dengan catatan")
    FAIL = "fail", _("Nyatakan belum siap")
    ACCEPT = "accept", _("Setujui")
    ACCEPT_PARTLY = "accept_partly", _("Setujui sebagian")
    REFUSE = "refuse", _("Tolak")
    FULL = "full", _("Nyatakan jadwal penuh")
    CHOOSE = "choose", _("Pilih alternatif")
    DECLINE = "decline", _("Tolak semua alternatif")
    AGREE = "agree", _("Catat kesepakatan")
    PROVIDE = "provide", _("Simpan ID rapat")
    HAND_OVER = "hand_over", _("Serahkan ID rapat")
    PROPOSE = "propose", _("Ajukan konsep")
    INITIAL = "initial", _("Paraf")
    REVISE = "revise", _("Kembalikan untuk diperbaiki")
    SIGN_AND_SEND = "sign_and_send", _("Tanda tangani dan kirim")
    READY = "ready", _("Nyatakan siap")
    START = "start", _("Mulai rapat")
    LOG = "log", _("Catat kejadian")
    EXTEND = "extend", _("Perpanjang waktu")
    FINISH = "finish", _("Akhiri rapat")
    NOT_HELD = "not_held", _("Nyatakan tidak terlaksana")
    FILE = "file", _("Kirim laporan")
    ACKNOWLEDGE = "acknowledge", _("Konfirmasi penerimaan")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action of one kind; ``closes`` is false where DESIGN §3.2 prints ``*``."""

    name: Action
    closes: bool
    label: str | Promise


def _spec(name: Action, label: str | Promise | None = None, *, closes: bool = True) -> ActionSpec:
    return ActionSpec(name=name, closes=closes, label=name.label if label is None else label)


KIND_ACTIONS: Mapping[Kind, tuple[ActionSpec, ...]] = MappingProxyType(
    {
        Kind.SUBMIT: (_spec(Action.SUBMIT, _("Ajukan permohonan")),),
        Kind.COMPLETE: (_spec(Action.RESUBMIT),),
        Kind.REGISTER: (_spec(Action.REGISTER), _spec(Action.REDIRECT)),
        Kind.DISPOSE: (_spec(Action.FORWARD, _("Tanda tangani dan teruskan")),),
        Kind.CHECK_DATA: (_spec(Action.PASS, _("Nyatakan lengkap")),),
        Kind.CHECK_RESOURCES: (
            _spec(Action.ACCEPT, _("Setujui, dapat difasilitasi")),
            _spec(Action.ACCEPT_PARTLY, _("Setujui, dapat difasilitasi sebagian")),
            _spec(Action.REFUSE, _("Tolak, tidak dapat difasilitasi")),
            _spec(Action.FULL, _("Beri tahu jadwal penuh")),
        ),
        Kind.CHOOSE_ALTERNATIVE: (
            _spec(Action.CHOOSE, _("Pilih alternatif ini")),
            _spec(Action.DECLINE),
        ),
        Kind.COORDINATE: (_spec(Action.AGREE),),
        Kind.PROVISION: (_spec(Action.PROVIDE),),
        Kind.HAND_OVER: (_spec(Action.HAND_OVER),),
        Kind.DRAFT_REPLY: (_spec(Action.PROPOSE, _("Ajukan konsep surat")),),
        Kind.APPROVE_REPLY: (_spec(Action.INITIAL, _("Paraf dan teruskan")), _spec(Action.REVISE)),
        Kind.SEND_REPLY: (_spec(Action.SIGN_AND_SEND), _spec(Action.REVISE)),
        Kind.PREPARE: (_spec(Action.READY),),
        Kind.TRIAL: (
            _spec(Action.PASS, _("Nyatakan siap")),
            _spec(Action.PASS_WITH_NOTES, _("Nyatakan siap dengan catatan")),
            _spec(Action.FAIL),
        ),
        Kind.EXECUTE: (
            _spec(Action.START, closes=False),
            _spec(Action.LOG, closes=False),
            _spec(Action.EXTEND, closes=False),
            _spec(Action.FINISH),
            _spec(Action.NOT_HELD),
        ),
        Kind.REPORT: (_spec(Action.FILE),),
        Kind.ACKNOWLEDGE: (_spec(Action.ACKNOWLEDGE),),
    }
)

_PHASES: Mapping[Kind, Promise] = MappingProxyType(
    {
        Kind.SUBMIT: _("Diajukan"),
        Kind.COMPLETE: _("Perlu dilengkapi"),
        Kind.REGISTER: _("Diajukan"),
        Kind.DISPOSE: _("Disposisi"),
        Kind.CHECK_DATA: _("Verifikasi"),
        Kind.CHECK_RESOURCES: _("Verifikasi"),
        Kind.CHOOSE_ALTERNATIVE: _("Menunggu jawaban alternatif"),
        Kind.COORDINATE: _("Persiapan"),
        Kind.PROVISION: _("Persiapan"),
        Kind.HAND_OVER: _("Persiapan"),
        Kind.DRAFT_REPLY: _("Menunggu surat tanggapan"),
        Kind.APPROVE_REPLY: _("Menunggu surat tanggapan"),
        Kind.SEND_REPLY: _("Menunggu surat tanggapan"),
        Kind.PREPARE: _("Persiapan"),
        Kind.TRIAL: _("Persiapan"),
        Kind.EXECUTE: _("Terjadwal"),
        Kind.REPORT: _("Menunggu laporan"),
        Kind.ACKNOWLEDGE: _("Menunggu konfirmasi pemohon"),
    }
)

RUNNING_PHASE = _("Berlangsung")
"""Shown instead of the execute phase while a session runs."""


class Mode(models.TextChoices):
    """What is asked for."""

    HOST = "host", _("Rapat daring diselenggarakan")
    JOIN = "join", _("Bergabung ke rapat pihak lain")
    ACCOUNT = "account", _("Akun rapat saja")
    OPERATOR = "operator", _("Operator saja")
    ROOM = "room", _("Ruang saja")
    EQUIPMENT = "equipment", _("Peralatan")
    STREAMING = "streaming", _("Siaran langsung")


class ClockType(models.TextChoices):
    """How a row's standard time is measured; ``Row.clock_value`` counts in this unit."""

    WORK_MINUTES = "work_minutes", _("Menit kerja")
    WORK_DAYS = "work_days", _("Hari kerja")
    CLOCK_HOURS = "clock_hours", _("Jam")
    BEFORE_EVENT = "before_event", _("Hari sebelum kegiatan")
    EVENT = "event", _("Mengikuti kegiatan")
    NONE = "none", _("Tidak diukur")


class LeadUnit(models.TextChoices):
    CALENDAR = "calendar", _("Hari kalender")
    WORKING = "working", _("Hari kerja")


class LatePolicy(models.TextChoices):
    """What a late request meets: a flag for dispensation, a warning only, a refusal."""

    FLAG = "flag", _("Terima dan tandai, perlu dispensasi")
    WARN = "warn", _("Terima dengan peringatan")
    BLOCK = "block", _("Tidak diterima")


class Symbol(models.TextChoices):
    """How a row is drawn in the flowchart (PermenPANRB 35/2012)."""

    CAPSULE = "capsule", _("Kapsul")
    BOX = "box", _("Kotak")
    DIAMOND = "diamond", _("Belah ketupat")


class Side(models.TextChoices):
    """Whose means a criterion looks at."""

    APPLICANT = "applicant", _("Pemohon")
    OFFICE = "office", _("Kantor")


class MandatoryField(models.TextChoices):
    """Information without which an SOP does not serve a request."""

    EVENT_TIME = "event_time", _("Waktu pelaksanaan")
    CONNECTION_TEST_TIME = "connection_test_time", _("Waktu uji koneksi")
    PLACE_AND_LAYOUT = "place_and_layout", _("Tempat dan tata letak")
    APPLICATION = "application", _("Aplikasi yang digunakan")
    EQUIPMENT = "equipment", _("Perlengkapan")


class ReportSection(models.TextChoices):
    """A section that an SOP requires in the report of an event."""

    EVALUATION = "evaluation", _("Evaluasi")
    LEADING_OFFICIAL = "leading_official", _("Pejabat yang memimpin")
    OFFICERS = "officers", _("Petugas yang bertugas")
    PLACE = "place", _("Lokasi kegiatan")
    DAY_DATE = "day_date", _("Hari/tanggal kegiatan")
    RECORDING = "recording", _("Hasil rekaman, jika ada")


class IntakeChannel(models.TextChoices):
    """How a request reaches the office."""

    LETTER = "letter", _("Surat")
    PORTAL = "portal", _("Aplikasi")
    SRIKANDI = "srikandi", _("Srikandi")


class ReportVariant(models.TextChoices):
    EVENT = "event", _("Hasil pelaksanaan")
    VERIFICATION = "verification", _("Hasil verifikasi")


class Partner(models.TextChoices):
    """With whom a coordination is held."""

    APPLICANT = "applicant", _("Pemohon")
    NETWORK_TEAM = "network_team", _("Tim jaringan")


class Notice(models.TextChoices):
    """What the applicant acknowledges."""

    LETTER = "letter", _("Surat tanggapan")
    INFORMATION = "information", _("Informasi")


class ClashAnswer(models.TextChoices):
    """What the SOP answers when time or means are taken."""

    OFFER = "offer", _("Tawarkan alternatif")
    INFORM = "inform", _("Beri tahu pemohon")
