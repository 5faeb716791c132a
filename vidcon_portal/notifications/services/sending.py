"""Sending what the outbox holds: claimed, handed over, repeated with pauses, given up visibly."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office

from ..channels import SENDERS
from ..choices import Channel, DeliveryState
from ..errors import NotDelivered
from ..models import Delivery
from ..wake import wake_sender

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


Silent = dict[tuple[int, str], NotDelivered]
"""What did not answer in this sweep, by office and channel."""


def send_due(*, at: datetime, limit: int = 500) -> Sweep:
    """Send what is due, at most ``limit`` messages; several senders may run at once.

    Claims and results are short transactions of their own, the sending lies between them. A sender that dies leaves
    its claim to expire, so a message may arrive twice but is never lost. A server that does not answer is asked once a
    sweep: the office's other messages through it are postponed without waiting for it again.
    """
    sent = postponed = failed = 0
    silent: Silent = {}
    while limit > 0 and (claimed := _claim(at, min(BATCH, limit))):
        limit -= len(claimed)
        for delivery in claimed:
            state = _send(delivery, at, silent)
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
        .select_related("recipient", "office__whatsapp_gateway")
        .order_by("next_try_at", "pk")[:size]
    )
    claimed = list(due)
    for delivery in claimed:
        delivery.attempts += 1
        delivery.next_try_at = at + CLAIM
        delivery.save(update_fields=["attempts", "next_try_at"])
    return claimed


def _send(delivery: Delivery, at: datetime, silent: Silent) -> DeliveryState:
    """Hand one claimed message over and write the result, unless another sender has taken it meanwhile."""
    state, error, next_try_at, receipt = DeliveryState.SENT, "", None, ""
    if not delivery.recipient.is_active:
        state, error = DeliveryState.SKIPPED, _("Akun penerima sudah tidak aktif.")
    else:
        server = (delivery.office_id, delivery.channel)
        try:
            if server in silent:
                raise silent[server]
            receipt = SENDERS[Channel(delivery.channel)].send(delivery)
        except NotDelivered as refusal:
            if refusal.unreachable:
                silent[server] = refusal
            state, error, next_try_at = _after_failure(delivery, refusal, at)
        except Exception as bug:
            logger.exception("Delivery %s could not be built or sent", delivery.uuid)
            state, error, next_try_at = _after_failure(delivery, NotDelivered(f"{type(bug).__name__}: {bug}"), at)
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PENDING, attempts=delivery.attempts).update(
        state=state,
        last_error=error[:300],
        receipt=receipt[:120],
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
    pause = max(BACK_OFF[delivery.attempts - 1], refusal.wait or timedelta())
    return DeliveryState.PENDING, str(refusal), at + pause


def retry(delivery: Delivery, *, at: datetime) -> bool:
    """Put a failed message back into the outbox; False when it had not failed."""
    return bool(_again(Q(pk=delivery.pk), at))


def retry_failed(office: Office, *, at: datetime) -> int:
    """Put every failed message of an office back, after a gateway or mail server was repaired; returns how many."""
    return _again(Q(office=office, channel__in=list(SENDERS)), at)


def _again(wanted: Q, at: datetime) -> int:
    changed = Delivery.objects.filter(wanted, state=DeliveryState.FAILED).update(
        state=DeliveryState.PENDING, attempts=0, next_try_at=at, last_error=""
    )
    if changed:
        transaction.on_commit(wake_sender, robust=True)
    return changed


def mark_handed_over(delivery: Delivery, *, at: datetime) -> bool:
    """A WhatsApp text was sent by hand, because it waits for that or because the gateway failed; False when it already was."""
    by_hand = Q(channel=Channel.WA_LINK, state=DeliveryState.PENDING) | Q(
        channel=Channel.WHATSAPP, state=DeliveryState.FAILED
    )
    waiting = Delivery.objects.filter(by_hand, pk=delivery.pk)
    return bool(waiting.update(state=DeliveryState.SENT, sent_at=at, next_try_at=None))
