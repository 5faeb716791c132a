"""Which deliveries an accepted action causes. Sending is the worker's."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.models import User
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify

from .models import Booking, Event, StepRun
from .officials import agency_users, officials_for

APPLICANT_WORDS: Mapping[str, tuple[Topic, object]] = {
    "submit": (Topic.INFORMATION, gettext_lazy("Permohonan diterima portal dan sedang diproses.")),
    "register": (Topic.INFORMATION, gettext_lazy("Surat permohonan sudah dicatat.")),
    "redirect": (Topic.DECIDED, gettext_lazy("Permohonan dialihkan: bukan kewenangan dinas ini.")),
    "return": (Topic.RETURNED, gettext_lazy("Permohonan perlu Anda lengkapi.")),
    "offer": (Topic.OFFERED, gettext_lazy("Ada jadwal lain yang ditawarkan. Pilih sebelum batas waktunya.")),
    "accept": (Topic.DECIDED, gettext_lazy("Permohonan dapat difasilitasi.")),
    "accept_partly": (Topic.DECIDED, gettext_lazy("Permohonan dapat difasilitasi sebagian.")),
    "refuse": (Topic.DECIDED, gettext_lazy("Permohonan tidak dapat difasilitasi.")),
    "full": (Topic.DECIDED, gettext_lazy("Jadwal penuh, permohonan tidak dapat difasilitasi.")),
    "reject": (Topic.DECIDED, gettext_lazy("Permohonan tidak dapat difasilitasi.")),
    "decline": (Topic.DECIDED, gettext_lazy("Permohonan ditutup karena tidak ada jadwal yang cocok.")),
    "cancel": (Topic.CANCELLED, gettext_lazy("Permohonan dibatalkan.")),
    "reschedule": (Topic.INFORMATION, gettext_lazy("Jadwal permohonan diubah.")),
    "dispense": (Topic.INFORMATION, gettext_lazy("Dispensasi sudah diputuskan.")),
    "ready": (Topic.INFORMATION, gettext_lazy("Persiapan sudah diperiksa.")),
    "provide": (Topic.MEETING, gettext_lazy("Ruang rapat daring sudah dibuat. Buka portal untuk melihat tautannya.")),
    "hand_over": (Topic.MEETING, gettext_lazy("Tautan rapat dapat dilihat di portal.")),
    "sign_and_send": (Topic.DECIDED, gettext_lazy("Surat tanggapan sudah dikirim.")),
    "fail": (Topic.INFORMATION, gettext_lazy("Uji coba belum berhasil; persiapan diulang.")),
    "miss_deadline": (Topic.REMINDER, gettext_lazy("Batas jawaban terlewati; jadwal dilepas.")),
    "lapse": (Topic.LAPSED, gettext_lazy("Permohonan gugur karena waktu kegiatannya sudah lewat.")),
    "reopen": (Topic.INFORMATION, gettext_lazy("Permohonan dibuka kembali.")),
    "file": (Topic.INFORMATION, gettext_lazy("Laporan sudah dibuat dan permohonan selesai.")),
}
"""Topic and sentence for the applicant by action; other actions tell him nothing."""


def announce(booking: Booking, event: Event, *, opened: StepRun | None) -> None:
    """Tell the next holders that it is their turn, and the applicant what happened to his request."""
    key = f"event-{event.pk}"
    at = event.recorded_at
    if opened is not None:
        holders = [user for official in officials_for(booking, at=at, run=opened) for user in official.people]
        notify(
            _without(holders, event.actor_id),
            topic=Topic.TURN,
            subject=_("Giliran Anda: %(ticket)s") % {"ticket": booking.ticket},
            body=_("%(kind)s menunggu Anda.") % {"kind": opened.get_kind_display()},
            url=booking.get_absolute_url(),
            dedupe_key=f"{key}-turn",
            office=booking.office,
            at=at,
        )
    words = APPLICANT_WORDS.get(event.action)
    if words is not None:
        topic, sentence = words
        notify(
            _without([booking.applicant, *agency_users(booking.agency, at=at)], event.actor_id),
            topic=topic,
            subject=f"{booking.ticket}: {sentence}",
            body=_applicant_body(event, str(sentence)),
            url=booking.get_absolute_url(),
            dedupe_key=f"{key}-applicant",
            office=booking.office,
            at=at,
        )


def announce_gained(bookings: list[Booking], *, at: datetime) -> None:
    """A freed slot was held for these waiting cases: tell both sides."""
    for booking in bookings:
        holders = [user for official in officials_for(booking, at=at) for user in official.people]
        notify(
            dict.fromkeys([booking.applicant, *holders]),
            topic=Topic.INFORMATION,
            subject=_("%(ticket)s: jadwal yang ditunggu sekarang ditahan untuk Anda") % {"ticket": booking.ticket},
            body=_("Jadwal yang semula terpakai menjadi kosong dan ditahan untuk permohonan ini."),
            url=booking.get_absolute_url(),
            dedupe_key=f"gained-{booking.pk}-{at.isoformat()}",
            office=booking.office,
            at=at,
        )


def _applicant_body(event: Event, sentence: str) -> str:
    reason = event.data.get("reason") or (event.data.get("note") if event.action in ("return", "offer") else "")
    gaps = event.data.get("gaps")
    lines = [sentence]
    if reason:
        lines.append(_("Alasan: %(reason)s") % {"reason": reason})
    if gaps:
        lines.append(_("Perlu disiapkan pemohon: %(gaps)s.") % {"gaps": ", ".join(gaps)})
    return "\n".join(lines)


def _without(users: list[User], actor_id: int | None) -> list[User]:
    return [user for user in dict.fromkeys(users) if user.pk != actor_id]
