"""Plain lines for the outbox page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vidcon_portal.notifications.channels import whatsapp_link, whatsapp_text
from vidcon_portal.notifications.choices import Channel, DeliveryState
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge

_LOOKS: Mapping[str, State] = {
    DeliveryState.PENDING: State.WAITING,
    DeliveryState.SENT: State.DONE,
    DeliveryState.FAILED: State.REFUSED,
    DeliveryState.SKIPPED: State.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One outgoing message: the text as it is sent, and what may be done with it."""

    delivery: Delivery
    channel: str
    badge: Badge
    text: str
    whatsapp_url: str
    may_retry: bool
    may_mark_sent: bool


def outbox_lines(deliveries: Iterable[Delivery], *, may_work: bool) -> list[OutboxLine]:
    return [_line(delivery, may_work=may_work) for delivery in deliveries]


def _line(delivery: Delivery, *, may_work: bool) -> OutboxLine:
    state = DeliveryState(delivery.state)
    by_hand = delivery.channel == Channel.WA_LINK
    return OutboxLine(
        delivery=delivery,
        channel=str(Channel(delivery.channel).label),
        badge=Badge(_LOOKS[state], str(state.label)),
        text=whatsapp_text(delivery) if by_hand else delivery.body,
        whatsapp_url=whatsapp_link(delivery) if by_hand else "",
        may_retry=may_work and state == DeliveryState.FAILED,
        may_mark_sent=may_work and by_hand and state == DeliveryState.PENDING,
    )
