"""Invitations as plain data in the outbox, and as the file of the mail when it is sent; and the same in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.services.invitations import Change
from vidcon_portal.notifications.attachments import Attachment, Planned
from vidcon_portal.notifications.models import Delivery

from .answers import join_words
from .ics import Guest, Item, ItemStatus, invitation, method_of
from .spans import Span
from .zones import when_of

KIND = "calendar"
MOST_LINES = 4
"""Sessions that a message spells out; the files hold all of them."""

_WORDS: Mapping[ItemStatus, Any] = {
    ItemStatus.CONFIRMED: gettext_lazy("Dipastikan"),
    ItemStatus.TENTATIVE: gettext_lazy("Belum dipastikan"),
    ItemStatus.CANCELLED: gettext_lazy("Batal"),
}
_DUTY: Mapping[ItemStatus, Any] = {
    ItemStatus.CONFIRMED: gettext_lazy("Anda bertugas"),
    ItemStatus.TENTATIVE: gettext_lazy("Anda bertugas, belum dipastikan"),
    ItemStatus.CANCELLED: gettext_lazy("Anda tidak bertugas lagi"),
}
_MOMENTS = ("start", "end", "stamped_at", "modified_at")


def planned_files(changes: Sequence[Change]) -> list[Planned]:
    """One file a session, for a calendar program takes one event from an invitation.

    A single one is also a form of the mail itself, so that programs offer it without opening a file.
    """
    return [Planned(kind=KIND, data=_as_data(change, alone=len(changes) == 1)) for change in changes]


def attachment_of(data: Mapping[str, Any], delivery: Delivery) -> Attachment:
    """The builder named in ``settings.MAIL_ATTACHMENTS``. The recipient alone is invited: nobody sees the others."""
    fields = {name: value for name, value in data.items() if name in Item.__dataclass_fields__}
    moments = {name: datetime.fromisoformat(fields[name]) for name in _MOMENTS}
    item = Item(**{**fields, **moments, "status": ItemStatus(fields["status"])})
    tz = ZoneInfo(data["zone"])
    content = invitation(
        item,
        tz=tz,
        organizer=Guest(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], delivery.office.name),
        attendees=[Guest(delivery.address, delivery.recipient.name)],
    )
    day = item.start.astimezone(tz).date().isoformat()
    return Attachment(
        name=f"{data['file']}-{day}.ics",
        content=content,
        content_type=f"text/calendar; charset=utf-8; method={method_of(item).value}",
        is_alternative=data["alone"],
    )


def lines_of(changes: Sequence[Change], *, duty: bool = False) -> list[str]:
    """When, where, and how certain, in words: gateways strip files. ``duty``: said to an officer of his own."""
    lines, words = [], _DUTY if duty else _WORDS
    for change in changes[:MOST_LINES]:
        when = when_of(Span(change.item.start, change.item.end), change.session.booking)
        lines.append(f"{words[change.item.status]}: {when}")
    if len(changes) > MOST_LINES:
        lines.append(_("dan %(count)d sesi lain") % {"count": len(changes) - MOST_LINES})
    kept = [change.item for change in changes if change.item.status != ItemStatus.CANCELLED]
    places = list(dict.fromkeys(item.location for item in kept if item.location))
    if places:
        lines.append(_("Tempat: %(place)s") % {"place": join_words(places)})
    return lines


def _as_data(change: Change, *, alone: bool) -> dict[str, Any]:
    item, booking = change.item, change.session.booking
    return {
        **{name: getattr(item, name) for name in ("uid", "sequence", "summary", "location", "description", "url")},
        **{name: getattr(item, name).isoformat() for name in _MOMENTS},
        "status": item.status.value,
        "zone": str(booking.office.tz),
        "file": f"{booking.ticket}-{change.session.number}",
        "alone": alone,
    }
