"""What the contenders of a race for units do: deeds one after the other, a transaction each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bookings.errors import DomainError
from bookings.models import Booking
from bookings.scheduling import services


def contend(deeds: Sequence[dict[str, Any]], at: datetime) -> Callable[[], list[str]]:
    """Returns how each deed ended: a hold, a refusal's class, or ``bug: …`` for what a user would have seen as an error."""
    return lambda: [_ending(deed, at) for deed in deeds]


def _ending(deed: dict[str, Any], at: datetime) -> str:
    try:
        with transaction.atomic():
            return _do(deed, at)
    except DomainError as refusal:
        return type(refusal).__name__
    except Exception as error:  # noqa: BLE001 - whatever else happens is what the race looks for
        return f"bug: {type(error).__name__} {error}"


def _do(deed: dict[str, Any], at: datetime) -> str:
    booking = Booking.objects.select_for_update().get(pk=deed["booking"])
    match deed["deed"]:
        case "hold":
            services.hold_booking(booking, at=at)
        case "confirm":
            services.confirm_booking(booking, at=at)
        case "release":
            services.release_booking(booking, at=at)
        case "move":
            session = booking.sessions.get()
            span = (datetime.fromisoformat(deed["start"]), datetime.fromisoformat(deed["end"]))
            services.move_sessions(booking, {session.pk: span}, at=at, strict=deed["strict"])
        case "extend":
            session = booking.sessions.get()
            services.extend_session(session, datetime.fromisoformat(deed["end"]), at=at)
            booking.refresh_from_db()
    return str(booking.hold)
