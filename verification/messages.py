"""Kinds of messages about meetings; none says link or passcode."""

from django.utils.translation import gettext_lazy as _

from bookings.messages import ABOUT
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.wording import MessageKind

KINDS = (
    MessageKind(
        "rapat_siap",
        Topic.MEETING,
        _("Ruang rapat dibuat otomatis"),
        _("{nomor}: ruang rapat daring siap"),
        _("Ruang rapat daring sudah dibuat. Buka portal untuk melihat tautannya.\n{kegiatan}\n{waktu}"),
        ABOUT,
    ),
    MessageKind(
        "rapat_gagal",
        Topic.MEETING,
        _("Ruang rapat otomatis bermasalah"),
        _("{nomor}: ruang rapat daring perlu ditangani"),
        _("Ruang rapat belum berhasil dibuat atau diubah di penyedia.\nAlasan: {alasan}\n{kegiatan}\n{waktu}"),
        {**ABOUT, "alasan": _("Zoom menolak kredensial.")},
    ),
)
