"""How many officers the SOP names, and how many are allocated: a warning, never a refusal (Gorontalo: three)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind
from bookings.errors import Incomplete
from bookings.models import Booking
from bookings.models.session import sessions_of

from .ledger import allocations_of
from .needs import allocatable, needs_of


@dataclass(frozen=True, slots=True)
class Staffing:
    """``allocated`` is the number of officers in the session that has the fewest."""

    minimum: int
    allocated: int

    @property
    def is_short(self) -> bool:
        return self.allocated < self.minimum

    @property
    def warning(self) -> str:
        """What is missing and what to do about it; empty when nothing is missing."""
        if not self.is_short:
            return ""
        return _(
            "SOP menyebut %(wanted)d petugas; yang dijadwalkan baru %(have)d. "
            "Cari petugas lain sebelum kegiatan; permohonan tetap dapat dilanjutkan."
        ) % {"wanted": self.minimum, "have": self.allocated}


def staffing_of(booking: Booking) -> Staffing | None:
    """None where the SOP names no number, no officer is asked for, or no session lies ahead; two queries."""
    minimum = booking.procedure.min_officers if booking.procedure else None
    if not minimum or not booking.is_live or not _asks_for_officers(booking):
        return None
    pending = [session.pk for session in sessions_of(booking) if session.is_pending]
    if not pending:
        return None
    serving: dict[int, set[int]] = {pk: set() for pk in pending}
    for row in allocations_of(booking):
        is_officer = row.purpose == Purpose.EVENT and row.resource.kind == ResourceKind.PERSON
        if is_officer and row.session_id in serving:
            serving[row.session_id].add(row.resource_id)
    return Staffing(minimum, min(len(people) for people in serving.values()))


def _asks_for_officers(booking: Booking) -> bool:
    try:
        needs = allocatable(needs_of(booking, booking.procedure))
    except Incomplete:
        return False
    return any(need.kind == ResourceKind.PERSON for need in needs)
