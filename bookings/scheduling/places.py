"""Where a session is served: at the office, or at the agency's place, to which people and kit travel."""

from collections.abc import Iterable

from bookings.choices import ResourceKind
from bookings.models import Booking
from vidcon_portal.procedures.choices import Mode

from .needs import Need

AWAY_MODES = frozenset({Mode.JOIN, Mode.OPERATOR, Mode.STREAMING})
"""The office comes to the agency's own meeting, unless a room of the office is asked for."""


def is_away(mode: str, needs: Iterable[Need]) -> bool:
    return mode in AWAY_MODES and not any(need.kind == ResourceKind.ROOM for need in needs)


def place_of(booking: Booking, place: str, needs: Iterable[Need]) -> str:
    """The agency's place as a key: equal for the same place, empty at the office. A nameless place is its own."""
    if not is_away(booking.mode, needs):
        return ""
    return " ".join((place or booking.place).split()).casefold() or "?"
