"""At the confirming step what was held becomes certain, or the officer hears why not."""

from bookings.choices import Decision
from bookings.scheduling.services import confirm_booking
from vidcon_portal.procedures.choices import Kind

from .outcome import Deed


def confirm_at(deed: Deed) -> None:
    """Confirm the allocations of the deed's booking; raises ``Clash`` with alternatives.

    Without a check_resources step, closing the confirming step decides "served" (DESIGN §3.2).
    """
    struck = deed.data.get("struck") or ()
    confirm_booking(deed.booking, at=deed.at, struck=frozenset(int(need) for need in struck))
    if not deed.graph.has_kind(Kind.CHECK_RESOURCES):
        deed.booking.decision = Decision.SERVED
        deed.booking.save(update_fields=["decision"])
