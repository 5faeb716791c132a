"""Which deliveries an accepted action causes. Sending is the worker's."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.models import User
from vidcon_portal.notifications.channels import absolute_url
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify

from .models import Booking, Event, StepRun
from .officials import agency_users, officials_for
from .scheduling.invitations import lines_of, planned_files
from .services.invitations import tell_calendars

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

CALENDAR_WORDS: tuple[Topic, object] = (Topic.INFORMATION, gettext_lazy("Jadwal kegiatan diperbarui."))
"""When an action that tells nothing else makes the schedule certain, or moves it to another room."""


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
    _tell_applicant(booking, event, key=key)


def _tell_applicant(booking: Booking, event: Event, *, key: str) -> None:
    """What happened to his request, with the invitation that his calendar needs now.

    Who does something himself is told nothing, unless his calendar changes by it.
    """
    at = event.recorded_at
    changes = tell_calendars(booking, at=at, url=absolute_url(booking.get_absolute_url()))
    words = APPLICANT_WORDS.get(event.action) or (CALENDAR_WORDS if changes else None)
    if words is None:
        return
    topic, sentence = words
    people = [booking.applicant, *agency_users(booking.agency, at=at)]
    notify(
        list(dict.fromkeys(people)) if changes else _without(people, event.actor_id),
        topic=topic,
        subject=f"{booking.ticket}: {sentence}",
        body="\n".join([_applicant_body(event, str(sentence)), *lines_of(changes)]),
        url=booking.get_absolute_url(),
        dedupe_key=f"{key}-applicant",
        office=booking.office,
        at=at,
        attachments=planned_files(changes),
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
