"""The words of steps and acts as people read them: the deed that waits, and what was done."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vidcon_portal.procedures.choices import Kind, Partner

DEEDS: Mapping[str, Promise] = {
    Kind.SUBMIT: _("Ajukan"),
    Kind.COMPLETE: _("Lengkapi"),
    Kind.REGISTER: _("Catat surat"),
    Kind.DISPOSE: _("Disposisi"),
    Kind.CHECK_DATA: _("Periksa data"),
    Kind.CHECK_RESOURCES: _("Verifikasi"),
    Kind.CHOOSE_ALTERNATIVE: _("Pilih jadwal"),
    Kind.COORDINATE: _("Koordinasi"),
    Kind.PROVISION: _("Buat ID rapat"),
    Kind.HAND_OVER: _("Serahkan ID rapat"),
    Kind.DRAFT_REPLY: _("Susun tanggapan"),
    Kind.APPROVE_REPLY: _("Paraf tanggapan"),
    Kind.SEND_REPLY: _("Tanda tangani"),
    Kind.PREPARE: _("Siapkan"),
    Kind.TRIAL: _("Uji coba"),
    Kind.EXECUTE: _("Jalankan rapat"),
    Kind.REPORT: _("Buat laporan"),
    Kind.ACKNOWLEDGE: _("Konfirmasi"),
}
"""The last column of the inbox: what to do, never "Lihat"."""

TASKS: Mapping[str, Promise] = {
    Kind.COMPLETE: _("Lengkapi permohonan ini"),
    Kind.REGISTER: _("Catat surat permohonan %(agency)s"),
    Kind.DISPOSE: _("Disposisi permohonan %(agency)s"),
    Kind.CHECK_DATA: _("Periksa kelengkapan permohonan %(agency)s"),
    Kind.CHECK_RESOURCES: _("Putuskan: dapat difasilitasi atau tidak"),
    Kind.CHOOSE_ALTERNATIVE: _("Pilih jadwal yang ditawarkan"),
    Kind.COORDINATE: _("Catat koordinasi dengan %(agency)s"),
    Kind.PROVISION: _("Buat ID rapat untuk %(agency)s"),
    Kind.HAND_OVER: _("Serahkan ID rapat kepada %(agency)s"),
    Kind.DRAFT_REPLY: _("Susun surat tanggapan untuk %(agency)s"),
    Kind.APPROVE_REPLY: _("Periksa dan paraf surat tanggapan"),
    Kind.SEND_REPLY: _("Tanda tangani dan kirim surat tanggapan"),
    Kind.PREPARE: _("Siapkan perangkat dan tempat"),
    Kind.TRIAL: _("Catat hasil uji coba"),
    Kind.EXECUTE: _("Dampingi rapat dan catat jalannya"),
    Kind.REPORT: _("Buat laporan pelaksanaan"),
    Kind.ACKNOWLEDGE: _("Konfirmasi bahwa informasi sudah diterima"),
}
"""The heading of the dark block: a verb and its object."""

DONE: Mapping[str, Promise] = {
    "submit": _("Permohonan diajukan"),
    "resubmit": _("Permohonan dilengkapi dan dikirim ulang"),
    "register": _("Surat dicatat"),
    "redirect": _("Permohonan dialihkan ke instansi lain"),
    "forward": _("Disposisi diteruskan"),
    "accept": _("Verifikasi: dapat difasilitasi"),
    "accept_partly": _("Verifikasi: dapat difasilitasi sebagian"),
    "refuse": _("Verifikasi: tidak dapat difasilitasi"),
    "full": _("Verifikasi: jadwal penuh"),
    "choose": _("Jadwal alternatif dipilih"),
    "decline": _("Semua jadwal alternatif ditolak"),
    "agree": _("Kesepakatan koordinasi dicatat"),
    "provide": _("ID rapat dibuat"),
    "hand_over": _("ID rapat diserahkan"),
    "propose": _("Konsep surat tanggapan diajukan"),
    "initial": _("Surat tanggapan diparaf"),
    "revise": _("Konsep surat dikembalikan untuk diperbaiki"),
    "sign_and_send": _("Surat tanggapan ditandatangani dan dikirim"),
    "ready": _("Persiapan dinyatakan siap"),
    "pass": _("Dinyatakan lulus"),
    "pass_with_notes": _("Dinyatakan lulus dengan catatan"),
    "fail": _("Uji coba belum siap"),
    "start": _("Rapat dimulai"),
    "log": _("Kejadian dicatat"),
    "extend": _("Waktu rapat diperpanjang"),
    "finish": _("Rapat diakhiri"),
    "not_held": _("Kegiatan dinyatakan tidak terlaksana"),
    "file": _("Laporan dikirim"),
    "acknowledge": _("Penerimaan dikonfirmasi"),
    "return": _("Dikembalikan untuk dilengkapi"),
    "skip": _("Langkah dilewati"),
    "recall": _("Disposisi ditarik kembali"),
    "reassign": _("Tugas dialihkan"),
    "offer": _("Jadwal lain ditawarkan"),
    "reschedule": _("Kegiatan dijadwalkan ulang"),
    "dispense": _("Dispensasi diputuskan"),
    "confirm_leader": _("Kehadiran pimpinan dikonfirmasi"),
    "reject": _("Permohonan ditolak"),
    "cancel_sessions": _("Sebagian sesi dibatalkan"),
    "cancel": _("Permohonan dibatalkan"),
    "reopen": _("Permohonan dibuka kembali"),
    "import": _("Diimpor dari catatan lama"),
    "resume_clock": _("Waktu baris SOP berjalan lagi"),
    "lapse": _("Permohonan gugur: waktu kegiatan sudah lewat"),
    "miss_deadline": _("Batas jawaban pemohon terlewati"),
    "displace": _("Kegiatan lain digeser untuk kegiatan pimpinan"),
    "displaced": _("Jadwal digeser untuk kegiatan pimpinan"),
    "units_changed": _("Ruang, perangkat, akun, atau petugas diganti karena kegiatan pimpinan; waktunya tetap"),
    "trial_lost": _("Waktu uji coba dipakai kegiatan pimpinan"),
    "adjust": _("Petugas atau perangkat diganti"),
    "set_meeting": _("Ruang rapat daring diisi atau diganti"),
}
"""What the trail and the notice after an act say."""


def deed_of(kind: str) -> str:
    return str(DEEDS.get(kind, Kind(kind).label))


def task_of(kind: str, agency: str, partner: str = "") -> str:
    """The heading of a task; ``partner`` is whom the SOP coordinates with, else the agency."""
    if kind == Kind.COORDINATE and partner == Partner.NETWORK_TEAM:
        return _now("Catat koordinasi dengan tim jaringan")
    words = TASKS.get(kind)
    return str(words) % {"agency": agency} if words is not None else str(Kind(kind).label)


def done_words(action: str) -> str:
    return str(DONE.get(action, action.replace("_", " ")))
