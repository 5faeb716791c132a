"""What somebody who has ten minutes must know before he disposes: what is asked for, and what the system has checked."""

from django.utils.translation import gettext as _

from bookings.choices import FlagKind, FlagResult, Hold
from bookings.models import Booking, Flag, IncomingLetter
from bookings.models.booking import flags_of
from bookings.rules import missing_information
from bookings.scheduling.answers import join_words
from bookings.scheduling.needs import say_need
from vidcon_portal.ui.parts import Fact, Finding

from .badges import leader_badge

DECIDED = (FlagResult.GRANTED, FlagResult.WITHDRAWN)
FLAGGED = (FlagKind.LATE, FlagKind.OUTSIDE_HOURS)


def asked_facts(booking: Booking) -> list[Fact]:
    """What the header of the page does not say yet."""
    leader = leader_badge(booking)
    wanted = [
        Fact(_("Layanan"), booking.get_mode_display()),
        Fact(_("Dihadiri"), "", badge=leader),
        Fact(_("Diminta"), join_words([say_need(need) for need in booking.needs]) if booking.needs else ""),
        Fact(_("Aplikasi"), booking.application),
    ]
    return [fact for fact in wanted if fact.value or fact.badge]


def checks_of(booking: Booking, letter: IncomingLetter | None) -> list[Finding]:
    """Lead time and hours, occupation, mandatory information, the letter."""
    flags = {flag.kind: flag for flag in flags_of(booking) if flag.kind in FLAGGED}
    return [
        *_rules(booking, flags),
        _occupation(booking.hold),
        *_information(booking),
        *([Finding(_("Suratnya belum diterima"), met=False)] if letter is None or letter.is_owed else []),
    ]


def _rules(booking: Booking, flags: dict[str, Flag]) -> list[Finding]:
    found = [
        Finding(
            flag.said if flag.result not in DECIDED else _("%(fact)s Dispensasi diberikan.") % {"fact": flag.said},
            met=flag.result in DECIDED,
        )
        for flag in flags.values()
        if flag.result != FlagResult.WITHDRAWN
    ]
    procedure = booking.procedure
    if procedure is not None and procedure.lead_time is not None and FlagKind.LATE not in flags:
        found.append(Finding(_("Diajukan dalam batas waktu SOP")))
    return found


def _occupation(hold: str) -> Finding:
    words = {
        Hold.NONE: (_("Tidak memerlukan ruang, perangkat, akun, atau petugas"), True),
        Hold.HELD: (_("Yang diminta kosong dan sudah ditahan"), True),
        Hold.CONFIRMED: (_("Yang diminta sudah terkonfirmasi"), True),
        Hold.PARTIAL: (_("Sebagian yang diminta sudah terpakai pada waktu itu"), False),
        Hold.WAITING: (_("Yang diminta sudah terpakai pada waktu itu, dalam daftar tunggu"), False),
    }
    text, met = words.get(Hold(hold), (_("Jadwalnya tidak ditahan"), False))
    return Finding(text, met=met)


def _information(booking: Booking) -> list[Finding]:
    if booking.procedure is None or not booking.procedure.mandatory_information:
        return []
    missing = [words for _field, words in missing_information(booking)]
    if missing:
        return [Finding(_("Belum memuat: %(items)s") % {"items": join_words(missing)}, met=False)]
    return [Finding(_("Data yang diminta SOP lengkap"))]
