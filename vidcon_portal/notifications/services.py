"""Writing messages into the outbox, sending them, marking them read."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from vidcon_portal.accounts.models import Office, User

from .attachments import Planned
from .channels import SENDERS
from .choices import Channel, DeliveryState, Topic
from .errors import NotDelivered
from .models import Delivery
from .wake import wake_sender

logger = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""Pauses after the first, second and third failure; the fourth is final."""

CLAIM = timedelta(minutes=10)
"""How long a claimed message belongs to one sender; if he dies, another takes it afterwards."""

BATCH = 20


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one sweep of the outbox did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def notify(
    recipients: Iterable[User],
    *,
    topic: Topic,
    subject: str,
    body: str,
    url: str,
    dedupe_key: str,
    office: Office,
    at: datetime,
    attachments: Sequence[Planned] = (),
) -> None:
    """Write one message per active recipient and channel, in the caller's transaction; sends nothing itself.

    In the portal always; by mail and as ready WhatsApp text for those who have an address or a number. The same
    ``dedupe_key`` never reaches the same person twice by the same channel. ``url`` is a path of this portal. Put no
    passcode and no needless personal data into subject, body or ``attachments``: mail and chat are not private.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("A message links to a path of this portal.")
    people = {user.pk: user for user in recipients if user.is_active}
    rows = [
        Delivery(
            office=office,
            recipient=user,
            channel=channel,
            topic=topic,
            address=address,
            subject=" ".join(subject.split())[:200],
            body=body,
            url=url,
            attachments=list(attachments) if channel == Channel.MAIL else [],
            dedupe_key=f"{dedupe_key}:{user.pk}:{channel}",
            state=DeliveryState.SENT if channel == Channel.IN_APP else DeliveryState.PENDING,
            sent_at=at if channel == Channel.IN_APP else None,
            next_try_at=at if channel in SENDERS else None,
            created_at=at,
        )
        for user in people.values()
        for channel, address in _addresses(user)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.next_try_at for row in rows):
        transaction.on_commit(wake_sender, robust=True)


def _addresses(user: User) -> list[tuple[Channel, str]]:
    ways = [(Channel.IN_APP, ""), (Channel.MAIL, user.email), (Channel.WA_LINK, user.phone)]
    return [(channel, address) for channel, address in ways if address or channel == Channel.IN_APP]


def send_due(*, at: datetime, limit: int = 500) -> Sweep:
    """Send what is due, at most ``limit`` messages; several senders may run at once.

    Claims and results are short transactions of their own, the sending lies between them. A sender that dies leaves
    its claim to expire, so a message may arrive twice but is never lost.
    """
    sent = postponed = failed = 0
    while limit > 0 and (claimed := _claim(at, min(BATCH, limit))):
        limit -= len(claimed)
        for delivery in claimed:
            state = _send(delivery, at)
            sent += state == DeliveryState.SENT
            postponed += state == DeliveryState.PENDING
            failed += state == DeliveryState.FAILED
    return Sweep(sent=sent, postponed=postponed, failed=failed)


@transaction.atomic
def _claim(at: datetime, size: int) -> list[Delivery]:
    """Take the next messages for oneself, past those that another sender holds."""
    due = (
        Delivery.objects.filter(state=DeliveryState.PENDING, channel__in=list(SENDERS), next_try_at__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient", "office")
        .order_by("next_try_at", "pk")[:size]
    )
    claimed = list(due)
    for delivery in claimed:
        delivery.attempts += 1
        delivery.next_try_at = at + CLAIM
        delivery.save(update_fields=["attempts", "next_try_at"])
    return claimed


def _send(delivery: Delivery, at: datetime) -> DeliveryState:
    """Hand one claimed message over and write the result, unless another sender has taken it meanwhile."""
    state, error, next_try_at = DeliveryState.SENT, "", None
    if not delivery.recipient.is_active:
        state, error = DeliveryState.SKIPPED, "recipient is no longer active"
    else:
        try:
            SENDERS[Channel(delivery.channel)].send(delivery)
        except NotDelivered as refusal:
            state, error, next_try_at = _after_failure(delivery, refusal, at)
        except Exception as bug:
            logger.exception("Delivery %s could not be built or sent", delivery.uuid)
            state, error, next_try_at = _after_failure(delivery, NotDelivered(f"{type(bug).__name__}: {bug}"), at)
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PENDING, attempts=delivery.attempts).update(
        state=state,
        last_error=error[:300],
        next_try_at=next_try_at,
        sent_at=at if state == DeliveryState.SENT else None,
    )
    return state


def _after_failure(
    delivery: Delivery, refusal: NotDelivered, at: datetime
) -> tuple[DeliveryState, str, datetime | None]:
    if refusal.final or delivery.attempts > len(BACK_OFF):
        logger.error("Delivery %s given up after %d tries", delivery.uuid, delivery.attempts)
        return DeliveryState.FAILED, str(refusal), None
    return DeliveryState.PENDING, str(refusal), at + BACK_OFF[delivery.attempts - 1]


def retry(delivery: Delivery, *, at: datetime) -> bool:
    """Put a failed message back into the outbox; False when it had not failed."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(
        state=DeliveryState.PENDING, attempts=0, next_try_at=at, last_error=""
    )
    if changed:
        transaction.on_commit(wake_sender, robust=True)
    return bool(changed)


def mark_handed_over(delivery: Delivery, *, at: datetime) -> bool:
    """A ready WhatsApp text was sent by hand; False when it already was."""
    waiting = Delivery.objects.filter(pk=delivery.pk, channel=Channel.WA_LINK, state=DeliveryState.PENDING)
    return bool(waiting.update(state=DeliveryState.SENT, sent_at=at))


def mark_read(user: User, *, at: datetime, uuids: Iterable[UUID] | None = None) -> int:
    """Mark the named messages (or all) of the user's own inbox as read; returns how many were unread."""
    unread = Delivery.objects.inbox_of(user).unread()
    if uuids is not None:
        unread = unread.filter(uuid__in=list(uuids))
    return unread.update(read_at=at)
