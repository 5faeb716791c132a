"""The move that writes or replaces the meeting of the sessions to come, in every SOP: three of five have no step for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Decision, Hold, Status
from bookings.permissions import has_role
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures.choices import Kind, Mode

from ..forms import ActionForm
from ..kinds import meeting_form, write_meetings
from ..outcome import Deed, Outcome, Stay
from .base import Move, is_closed, not_live

if TYPE_CHECKING:
    from ..legality import Situation

MAKERS = (
    Role.DIVISION_HEAD,
    Role.COORDINATOR,
    Role.STAFF,
    Role.TECHNICAL_TEAM,
    Role.NETWORK_TEAM,
    Role.OPERATOR,
)
WITHOUT = (Mode.ROOM, Mode.EQUIPMENT)
"""Modes in which nobody meets online."""


NEEDING = (Mode.HOST, Mode.ACCOUNT)
"""Modes in which the office makes the meeting."""


def lacks_meeting(here: Situation) -> bool:
    """Whether a session still to come has no meeting that the office would have to make. Wants sessions with their meetings."""
    coming = [each for each in here.sessions if each.is_pending and each.ends_at > here.at]
    return here.booking.mode in NEEDING and any(getattr(each, "meeting", None) is None for each in coming)


class SetMeeting(Move):
    """From the yes until the end, also while the event runs: by hand, or again by the provider. No step moves."""

    name = "set_meeting"
    label = gettext_lazy("Isi atau ganti ruang rapat daring")
    on_its_own_page = True

    @property
    def form(self) -> type[ActionForm]:  # type: ignore[override]  # a later wing's
        return meeting_form()

    def legal(self, here: Situation) -> str | None:
        booking = here.booking
        if booking.status == Status.DRAFT or (is_closed(here) and booking.status != Status.COMPLETED):
            return not_live(here)
        if booking.mode in WITHOUT:
            return _("Permohonan ini tidak memakai ruang rapat daring.")
        if booking.hold != Hold.CONFIRMED and booking.decision not in (Decision.SERVED, Decision.PARTLY):
            return _("Ruang rapat diisi setelah permohonan dipastikan dapat difasilitasi.")
        if here.run is not None and here.run.kind == Kind.PROVISION:
            return _("Ruang rapat diisi pada langkah yang sedang berjalan.")
        if not any(each.is_pending and each.ends_at > here.at for each in here.sessions):
            return _("Kegiatannya sudah selesai.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if has_role(actor, here.booking, *MAKERS):
            return None
        return _("Ruang rapat diisi oleh bidang, subkoordinator, staf, operator, atau tim teknis.")

    def perform(self, deed: Deed) -> Outcome:
        return Outcome(Stay(), trail=write_meetings(deed))
