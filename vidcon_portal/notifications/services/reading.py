"""Marking messages as read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from vidcon_portal.accounts.models import User

from ..choices import Channel
from ..models import Delivery


def mark_read(user: User, *, at: datetime, uuids: Iterable[UUID] | None = None) -> int:
    """Mark the named messages (or all) of the user's own inbox as read; returns how many were unread."""
    unread = Delivery.objects.inbox_of(user).unread()
    if uuids is not None:
        unread = unread.filter(uuid__in=list(uuids))
    return unread.update(read_at=at)


def open_short(delivery: Delivery, *, user: User, at: datetime) -> str:
    """Where a short link leads; the portal's own copy of the message counts as read when its recipient follows it."""
    if delivery.recipient_id == user.pk:
        key, _colon, _channel = delivery.dedupe_key.rpartition(":")
        Delivery.objects.inbox_of(user).unread().filter(dedupe_key=f"{key}:{Channel.IN_APP}").update(read_at=at)
    return delivery.url
