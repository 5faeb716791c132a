"""What the calendars of the applicant's side have been told of each session, and what they must be told now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from bookings.choices import SessionStatus
from bookings.models import Booking, Session
from bookings.scheduling.feeds import rooms_of
from bookings.scheduling.ics import Item, ItemStatus, invitation_item
from bookings.scheduling.meeting_links import link_of

_OVER = frozenset({SessionStatus.RUNNING, SessionStatus.FINISHED})


@dataclass(frozen=True, slots=True)
class Change:
    """A session of which a calendar must learn."""

    session: Session
    item: Item


@transaction.atomic
def tell_calendars(booking: Booking, *, at: datetime, url: str = "") -> list[Change]:
    """The sessions that are other than was last told, noted as told; the caller sends it.

    A calendar first hears of a session when it is confirmed, then of whatever becomes of it: another time, another
    room, uncertain again, cancelled. What has begun or is over stays as it is. Each message of a session has a higher
    SEQUENCE than the one before.
    """
    sessions = [
        session
        for session in booking.sessions.select_related("meeting").order_by("number")
        if session.ends_at > at and session.status not in _OVER
    ]
    rooms = rooms_of([session.pk for session in sessions]) if sessions else {}
    changes = []
    for session in sessions:
        session.booking = booking
        told: dict[str, Any] = session.told
        item = invitation_item(
            session, at=at, place=", ".join(rooms.get(session.pk, ())), url=url, link=link_of(session)
        )
        if not told and item.status != ItemStatus.CONFIRMED:
            continue
        said = _said(session, item)
        if item.status == ItemStatus.CANCELLED and told.get("status") == ItemStatus.CANCELLED:
            continue
        if told and {**said, "sequence": told["sequence"]} == told:
            continue
        if told and item.sequence <= told["sequence"]:
            session.sequence += told["sequence"] + 1 - item.sequence
            item = invitation_item(session, at=at, place=item.location, url=url, link=link_of(session))
            said = _said(session, item)
        session.told = said
        session.save(update_fields=["told", "sequence"])
        changes.append(Change(session, item))
    return changes


def _said(session: Session, item: Item) -> dict[str, Any]:
    """What tells one message from the next. The place of a secret event is not in it, for it is never said."""
    link = link_of(session)
    return {
        **({"link": salted_hmac("invitation", link).hexdigest()[:16]} if link else {}),
        "status": item.status.value,
        "starts_at": item.start.isoformat(),
        "ends_at": item.end.isoformat(),
        "place": item.location,
        "sequence": item.sequence,
    }
