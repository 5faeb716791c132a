"""Kinds of messages about signups; none says a number, an address or a password."""

from django.utils.translation import gettext_lazy as _

from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.wording import MessageKind

KINDS = (
    MessageKind(
        "akun_diminta",
        Topic.TURN,
        _("Pendaftaran akun perangkat daerah"),
        _("Pendaftaran akun dari {perangkat_daerah}"),
        _("Seorang pegawai meminta akun untuk mengajukan permohonan. Periksa, lalu setujui atau tolak."),
        {"perangkat_daerah": _("Dinas Kesehatan")},
    ),
    MessageKind(
        "akun_disetujui",
        Topic.DECIDED,
        _("Akun disetujui"),
        _("Akun Anda di Portal Vidcon sudah aktif"),
        _("Masuk dengan pos-el dan kata sandi yang Anda isi waktu mendaftar, atas nama {perangkat_daerah}."),
        {"perangkat_daerah": _("Dinas Kesehatan")},
    ),
)
