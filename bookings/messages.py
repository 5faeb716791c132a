"""The kinds of messages about requests, with their default words; an office may replace each."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.wording import MessageKind
from vidcon_portal.procedures.durations import format_moment

from .models import Booking
from .scheduling.permissions import leaves_the_house
from .scheduling.spans import Span
from .scheduling.zones import when_of

ABOUT: Mapping[str, Any] = {
    "nomor": "KALBAR-2026-0412",
    "kegiatan": _("Rapat koordinasi stunting"),
    "waktu": _("Senin, 31 Agustus 2026, 09.00–11.00 WIB"),
    "perangkat_daerah": _("Dinas Kesehatan"),
}
"""What every message about a request may say. No name, no number, no link of a meeting, no passcode."""

REASONS: Mapping[str, Any] = {
    **ABOUT,
    "alasan": _("Ruang dan petugas sudah terpakai"),
    "perlu_disiapkan": _("webcam, pengeras suara"),
}

APPLICANT_WORDS: Mapping[str, tuple[Topic, Any, Any]] = {
    "submit": (Topic.INFORMATION, _("Permohonan masuk"), _("Permohonan diterima portal dan sedang diproses.")),
    "register": (Topic.INFORMATION, _("Surat dicatat"), _("Surat permohonan sudah dicatat.")),
    "redirect": (Topic.DECIDED, _("Dialihkan"), _("Permohonan dialihkan: bukan kewenangan dinas ini.")),
    "return": (Topic.RETURNED, _("Perlu dilengkapi"), _("Permohonan perlu Anda lengkapi.")),
    "offer": (
        Topic.OFFERED,
        _("Jadwal lain ditawarkan"),
        _("Ada jadwal lain yang ditawarkan. Pilih sebelum batas waktunya."),
    ),
    "accept": (Topic.DECIDED, _("Dapat difasilitasi"), _("Permohonan dapat difasilitasi.")),
    "accept_partly": (Topic.DECIDED, _("Dapat difasilitasi sebagian"), _("Permohonan dapat difasilitasi sebagian.")),
    "refuse": (Topic.DECIDED, _("Tidak dapat difasilitasi"), _("Permohonan tidak dapat difasilitasi.")),
    "full": (Topic.DECIDED, _("Jadwal penuh"), _("Jadwal penuh, permohonan tidak dapat difasilitasi.")),
    "reject": (Topic.DECIDED, _("Ditolak"), _("Permohonan tidak dapat difasilitasi.")),
    "decline": (
        Topic.DECIDED,
        _("Tidak ada jadwal yang cocok"),
        _("Permohonan ditutup karena tidak ada jadwal yang cocok."),
    ),
    "cancel": (Topic.CANCELLED, _("Dibatalkan"), _("Permohonan dibatalkan.")),
    "cancel_sessions": (
        Topic.CANCELLED,
        _("Sebagian sesi dibatalkan"),
        _("Sebagian sesi dibatalkan; sesi lainnya tetap."),
    ),
    "reschedule": (Topic.INFORMATION, _("Jadwal diubah"), _("Jadwal permohonan diubah.")),
    "displace": (
        Topic.INFORMATION,
        _("Jadwal pimpinan tersedia"),
        _("Jadwal untuk kegiatan pimpinan sudah tersedia."),
    ),
    "displaced": (
        Topic.DISPLACED,
        _("Jadwal digeser"),
        _("Jadwal Anda digeser untuk kegiatan pimpinan. Permohonan Anda tetap diproses."),
    ),
    "units_changed": (
        Topic.DISPLACED,
        _("Unit diganti untuk pimpinan"),
        _("Ruang, perangkat, akun, atau petugas diganti karena kegiatan pimpinan. Waktunya tetap."),
    ),
    "trial_lost": (
        Topic.DISPLACED,
        _("Waktu uji coba dilepas"),
        _("Waktu uji coba dipakai kegiatan pimpinan. Dinas mengatur waktu yang baru."),
    ),
    "adjust": (
        Topic.INFORMATION,
        _("Petugas atau perangkat diganti"),
        _("Petugas atau perangkat diganti; waktunya tetap."),
    ),
    "dispense": (Topic.INFORMATION, _("Dispensasi diputuskan"), _("Dispensasi sudah diputuskan.")),
    "ready": (Topic.INFORMATION, _("Persiapan diperiksa"), _("Persiapan sudah diperiksa.")),
    "provide": (
        Topic.MEETING,
        _("Ruang rapat dibuat"),
        _("Ruang rapat daring sudah dibuat. Buka portal untuk melihat tautannya."),
    ),
    "set_meeting": (
        Topic.MEETING,
        _("Ruang rapat diisi atau diganti"),
        _("Ruang rapat daring diisi atau diganti. Buka portal untuk melihat tautannya."),
    ),
    "hand_over": (Topic.MEETING, _("Tautan diserahkan"), _("Tautan rapat dapat dilihat di portal.")),
    "sign_and_send": (Topic.DECIDED, _("Surat tanggapan dikirim"), _("Surat tanggapan sudah dikirim.")),
    "fail": (Topic.INFORMATION, _("Uji coba belum berhasil"), _("Uji coba belum berhasil; persiapan diulang.")),
    "miss_deadline": (Topic.REMINDER, _("Batas jawaban lewat"), _("Batas jawaban terlewati; jadwal dilepas.")),
    "lapse": (Topic.LAPSED, _("Gugur"), _("Permohonan gugur karena waktu kegiatannya sudah lewat.")),
    "reopen": (Topic.INFORMATION, _("Dibuka kembali"), _("Permohonan dibuka kembali.")),
    "file": (Topic.INFORMATION, _("Selesai"), _("Laporan sudah dibuat dan permohonan selesai.")),
    "calendar": (Topic.INFORMATION, _("Jadwal diperbarui"), _("Jadwal kegiatan diperbarui.")),
}
"""Topic, name and sentence for the applicant by action; other actions tell him nothing. ``calendar`` is said when an
action that tells nothing else makes the schedule certain, or moves it to another room."""


def for_applicant(action: str) -> str:
    """The code of the message that an action causes."""
    return f"pemohon.{action}"


_FOR_APPLICANTS = tuple(
    MessageKind(
        for_applicant(action),
        topic,
        name,
        format_lazy("{}{}", "{nomor}: ", sentence),
        format_lazy("{}\n{}", sentence, _("Alasan: {alasan}\nPerlu disiapkan pemohon: {perlu_disiapkan}.")),
        REASONS,
    )
    for action, (topic, name, sentence) in APPLICANT_WORDS.items()
)

KINDS = (
    MessageKind(
        "giliran",
        Topic.TURN,
        _("Giliran petugas"),
        _("Giliran Anda: {nomor}"),
        _("{langkah} menunggu Anda.\n{kegiatan}\n{waktu}"),
        {**ABOUT, "langkah": _("Disposisi")},
    ),
    *_FOR_APPLICANTS,
    MessageKind(
        "jadwal_didapat",
        Topic.INFORMATION,
        _("Jadwal yang ditunggu didapat"),
        _("{nomor}: jadwal yang ditunggu sekarang ditahan untuk Anda"),
        _("Jadwal yang semula terpakai menjadi kosong dan ditahan untuk permohonan ini.\n{waktu}"),
        ABOUT,
    ),
    MessageKind(
        "kabar_petugas",
        Topic.INFORMATION,
        _("Tugas berubah"),
        _("{nomor}: {peristiwa}"),
        _("{peristiwa}\n{kegiatan}\n{waktu}\nAlasan: {alasan}"),
        {**REASONS, "peristiwa": _("Petugas atau perangkat diganti")},
    ),
    MessageKind(
        "jadwal_petugas",
        Topic.INFORMATION,
        _("Jadwal tugas petugas"),
        _("{nomor}: jadwal tugas Anda"),
        _("Jadwal tugas Anda pada kegiatan ini diperbarui.\n{kegiatan}\n{waktu}"),
        ABOUT,
    ),
    MessageKind(
        "tidak_tersedia",
        Topic.INFORMATION,
        _("Petugas atau alat tidak tersedia"),
        _("{nomor}: {nama} tidak tersedia"),
        _(
            "{nama} tidak tersedia pada waktu kegiatan ini. Ganti petugas atau alatnya, atau jadwalkan ulang.\n{kegiatan}\n{waktu}"
        ),
        {**ABOUT, "nama": _("Kamera PTZ 2")},
    ),
    MessageKind(
        "hampir_lewat",
        Topic.REMINDER,
        _("Batas waktu hampir habis"),
        _("{nomor}: batas waktu {batas}"),
        _("Baris {baris} SOP harus selesai sebelum {batas}.\n{kegiatan}"),
        {**ABOUT, "baris": "3", "batas": _("hari ini 14.30 WIB")},
    ),
    MessageKind(
        "lewat_waktu",
        Topic.OVERDUE,
        _("Lewat waktu baku"),
        _("{nomor} lewat waktu baku"),
        _("Baris {baris} SOP melewati waktu bakunya.\n{kegiatan}"),
        {**ABOUT, "baris": "3"},
    ),
    MessageKind(
        "janji_lewat",
        Topic.OVERDUE,
        _("Janji layanan terlewati"),
        _("{nomor} lewat waktu baku"),
        _("Janji layanan {jam} jam sejak permohonan diterima terlewati.\n{kegiatan}"),
        {**ABOUT, "jam": "24"},
    ),
    MessageKind(
        "mendesak",
        Topic.REMINDER,
        _("Kegiatan pimpinan mendesak"),
        _("Mendesak: {nomor}, kegiatan pimpinan"),
        _("{kegiatan}, {waktu}.\n{langkah} menunggu {siapa}. Pastikan dikerjakan sekarang, juga di luar jam kerja."),
        {**ABOUT, "langkah": _("Disposisi"), "siapa": _("Kepala Dinas")},
    ),
    MessageKind(
        "besok",
        Topic.REMINDER,
        _("Pengingat sehari sebelum kegiatan"),
        _("Besok: {kegiatan}"),
        _("{nomor}\n{waktu}\nTempat: {tempat}\nSiapkan peralatan dan pastikan narahubung dapat dihubungi."),
        {**ABOUT, "tempat": _("Ruang Vidcon Lantai 2")},
    ),
    MessageKind(
        "periksa_kesiapan",
        Topic.REMINDER,
        _("Periksa kesiapan 60 menit sebelum kegiatan"),
        _("60 menit lagi: {kegiatan}"),
        _("{nomor}\n{waktu}\nTempat: {tempat}\nPeriksa gambar, suara dan jaringan sekarang."),
        {**ABOUT, "tempat": _("Ruang Vidcon Lantai 2")},
    ),
    MessageKind(
        "percakapan",
        Topic.MESSAGE,
        _("Pesan baru di percakapan"),
        _("{nomor}: pesan baru"),
        _("{penulis} menulis pesan. Buka portal untuk membacanya."),
        {**ABOUT, "penulis": _("Kepala Bidang Aptika")},
    ),
    MessageKind(
        "surat_terkirim",
        Topic.DECIDED,
        _("Surat tanggapan dapat diunduh"),
        _("{nomor}: surat tanggapan sudah dikirim"),
        _("Surat tanggapan nomor {nomor_surat} dapat diunduh di portal."),
        {**ABOUT, "nomor_surat": "005/123/DISKOMINFO/2026"},
    ),
    MessageKind(
        "naskah_dikembalikan",
        Topic.TURN,
        _("Konsep naskah dikembalikan untuk diperbaiki"),
        _("{nomor}: konsep {naskah} dikembalikan"),
        _("Konsep {naskah} untuk {kegiatan} dikembalikan dengan catatan: {catatan}"),
        {**ABOUT, "naskah": _("Surat tanggapan"), "catatan": _("Tambahkan tembusan")},
    ),
    MessageKind(
        "naskah_terbit",
        Topic.INFORMATION,
        _("Surat tugas, nota dinas, atau berita acara terbit"),
        _("{nomor}: {naskah} terbit"),
        _("{naskah} nomor {nomor_surat} untuk {kegiatan} dapat dibaca di portal."),
        {**ABOUT, "naskah": _("Surat tugas"), "nomor_surat": "000.1.4/012/ST-DISKOMINFO/2026"},
    ),
    MessageKind(
        "laporan_atasan",
        Topic.INFORMATION,
        _("Laporan kepada atasan"),
        _("{nomor}: laporan pelaksanaan"),
        _("{penulis} menyampaikan laporan pelaksanaan {kegiatan}."),
        {**ABOUT, "penulis": _("Kepala Bidang Aptika")},
    ),
)


def _without_title(ticket: str | None) -> str:
    return gettext("Fasilitasi %(ticket)s") % {"ticket": ticket}


# What each reader reads in his language.
said_when = lazy(when_of, str)
said_moment = lazy(format_moment, str)
said_without_title = lazy(_without_title, str)


def values_about(booking: Booking) -> dict[str, Any]:
    """What fills the common gaps, times in each reader's language; the title of a secret event stays in the portal."""
    span = None
    if booking.first_session_start is not None and booking.last_session_end is not None:
        span = Span(booking.first_session_start, booking.last_session_end)
    return {
        "nomor": booking.ticket or _("Draf"),
        "kegiatan": booking.title if leaves_the_house(booking) else said_without_title(booking.ticket),
        "waktu": said_when(span, booking) if span else "",
        "perangkat_daerah": booking.agency.name,
    }
