"""The conversation on a request as one reader may see it: for the page and the API alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from bookings.models import Booking, Message, MessageRead
from bookings.permissions import is_office_actor, may_see_internal
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page


@dataclass(frozen=True, slots=True)
class Said:
    """A message; ``is_read`` by the other side, an internal note by a colleague.

    ``read_at`` is told for the latest message that was read: when earlier ones were, nobody keeps.
    """

    message: Message
    is_ours: bool
    is_read: bool = False
    read_at: datetime | None = None


def conversation_for(booking: Booking, actor: Actor) -> list[Said]:
    """Oldest first, internal notes for the office's readers of cases only; two queries, one where nobody wrote."""
    inside = is_office_actor(actor, booking)
    messages = messages_for(booking, actor)
    reads = reads_of(booking) if messages else []
    found: list[Said] = []
    latest: dict[bool, datetime] = {}
    for message in reversed(messages):
        read_at = _read_at(message, reads)
        is_latest = read_at is not None and message.is_internal not in latest and message.from_office == inside
        if is_latest and read_at is not None:
            latest[message.is_internal] = read_at
        found.append(Said(message, message.from_office == inside, read_at is not None, read_at if is_latest else None))
    return found[::-1]


def messages_for(booking: Booking, actor: Actor) -> list[Message]:
    """What the reader may read of it, oldest first; one query, one a page."""
    internal = may_see_internal(actor, booking)
    return on_page(("messages", booking.pk, internal), lambda: _messages(internal).all(booking=booking.pk))


@kept
def _messages(internal: bool) -> QuerySet[Message]:
    messages = Message.objects.filter(booking=Given("booking"))
    seen = messages if internal else messages.filter(is_internal=False)
    return seen.select_related("author", "file").order_by("created_at", "pk")


def reads_of(booking: Booking) -> list[MessageRead]:
    """Who has read until when; one query, one a page."""
    return on_page(("message reads", booking.pk), lambda: _reads().all(booking=booking.pk))


@kept
def _reads() -> QuerySet[MessageRead]:
    return MessageRead.objects.filter(booking=Given("booking"))


def _read_at(message: Message, reads: list[MessageRead]) -> datetime | None:
    """When the first of those for whom it is meant had read up to here."""
    to_office = message.is_internal or not message.from_office
    times = [
        each.read_at
        for each in reads
        if each.from_office == to_office and each.user_id != message.author_id and each.read_at >= message.created_at
    ]
    return min(times, default=None)
