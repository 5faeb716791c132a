"""What the public tracking page says: status words and dates; no title, no names, no agency."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.choices import SessionStatus
from bookings.models import Booking
from bookings.workflow.legality import situation_of
from vidcon_portal.procedures.choices import RUNNING_PHASE, Kind
from vidcon_portal.ui.parts import Badge, Fact
from vidcon_portal.ui.wording import say_clock, say_date

from .badges import state_badge


@dataclass(frozen=True, slots=True)
class Tracked:
    badge: Badge
    phase: str
    facts: tuple[Fact, ...]


def status_of(booking: Booking, *, at: datetime) -> Tracked:
    here = situation_of(booking, at)
    kind = here.run.kind if here.run is not None else None
    running = booking.sessions.filter(status=SessionStatus.RUNNING).exists()
    phase = str(RUNNING_PHASE) if running else str(Kind(kind).phase) if kind else booking.get_status_display()
    facts = [Fact(_("Dinas"), booking.office.name), Fact(_("Tahap"), phase)]
    moments = (
        (_("Diajukan"), booking.submitted_at),
        (_("Diterima dinas"), booking.received_at),
        (_("Ditutup"), booking.closed_at),
    )
    facts += [Fact(label, f"{say_date(moment)}, {say_clock(moment)}") for label, moment in moments if moment]
    if booking.first_session_start is not None and booking.secrecy == "ordinary":
        facts.append(Fact(_("Tanggal kegiatan"), say_date(booking.first_session_start)))
    if booking.decision:
        facts.append(Fact(_("Keputusan"), booking.get_decision_display()))
    return Tracked(state_badge(booking, kind=kind, running=running, inside=False), phase, tuple(facts))
