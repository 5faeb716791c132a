"""Plain lines for the outbox page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.notifications.channels import whatsapp_link, whatsapp_text
from vidcon_portal.notifications.choices import Channel, DeliveryState
from vidcon_portal.notifications.models import Delivery, MessageText
from vidcon_portal.notifications.wording import MessageKind, fill, message_kinds
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, NavItem
from vidcon_portal.ui.wording import say_clock, say_short_date

_LOOKS: Mapping[str, State] = {
    DeliveryState.PENDING: State.WAITING,
    DeliveryState.SENT: State.DONE,
    DeliveryState.FAILED: State.REFUSED,
    DeliveryState.SKIPPED: State.NEUTRAL,
    DeliveryState.BUNDLED: State.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One outgoing message: the text as it is sent, and what may be done with it."""

    delivery: Delivery
    channel: str
    badge: Badge
    text: str
    when: str
    whatsapp_url: str
    may_retry: bool
    may_mark_sent: bool


def outbox_lines(deliveries: Iterable[Delivery], *, may_work: bool) -> list[OutboxLine]:
    return [_line(delivery, may_work=may_work) for delivery in deliveries]


def _line(delivery: Delivery, *, may_work: bool) -> OutboxLine:
    state = DeliveryState(delivery.state)
    failed = state == DeliveryState.FAILED
    by_hand = delivery.channel == Channel.WA_LINK or (delivery.channel == Channel.WHATSAPP and failed)
    is_chat = delivery.channel in (Channel.WA_LINK, Channel.WHATSAPP)
    return OutboxLine(
        delivery=delivery,
        channel=str(Channel(delivery.channel).label),
        badge=Badge(_LOOKS[state], str(state.label)),
        text=whatsapp_text(delivery) if is_chat else delivery.body,
        when=_when(delivery, state),
        whatsapp_url=whatsapp_link(delivery) if by_hand else "",
        may_retry=may_work and failed,
        may_mark_sent=may_work and by_hand and state != DeliveryState.SENT,
    )


def _when(delivery: Delivery, state: DeliveryState) -> str:
    """What happens next to a message that waits."""
    if state != DeliveryState.PENDING:
        return ""
    if delivery.digest_at is not None:
        return _("masuk ringkasan %(when)s") % {"when": _say_moment(delivery.digest_at)}
    if delivery.attempts and delivery.next_try_at is not None:
        return _("dicoba lagi %(when)s") % {"when": _say_moment(delivery.next_try_at)}
    if delivery.next_try_at is not None and delivery.next_try_at > delivery.created_at:
        return _("dikirim %(when)s, sesudah jam tenang") % {"when": _say_moment(delivery.next_try_at)}
    return ""


def _say_moment(moment: datetime) -> str:
    return f"{say_short_date(moment)}, {say_clock(moment)}"


def filter_tabs(*, chosen: str, failed: int) -> list[NavItem]:
    """What the log can be narrowed to; ``failed`` is shown as a count."""
    wanted = [
        ("", _("Semua"), 0),
        (DeliveryState.FAILED.value, _("Gagal"), failed),
        (DeliveryState.PENDING.value, _("Menunggu"), 0),
        (DeliveryState.SENT.value, _("Terkirim"), 0),
    ]
    return [
        NavItem(f"?keadaan={key}" if key else "?", label, count=count, current=key == chosen)
        for key, label, count in wanted
    ]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One kind of message in the list of texts."""

    label: str
    topic: str
    subject: str
    url: str
    is_own: bool


def text_lines(own: Mapping[str, MessageText]) -> list[TextLine]:
    return [
        TextLine(
            str(kind.label),
            str(kind.topic.label),
            own[code].subject if code in own else str(kind.subject),
            reverse("notifications:text", args=[code]),
            code in own,
        )
        for code, kind in message_kinds().items()
    ]


def preview_of(kind: MessageKind, text: Mapping[str, Any]) -> dict[str, str]:
    """The message as its reader gets it, with the examples of its gaps."""
    return {
        "subject": fill(str(text["subject"]), kind.gaps) or str(kind.label),
        "body": fill(str(text["body"]), kind.gaps),
    }
