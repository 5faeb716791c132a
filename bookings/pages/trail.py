"""Linimasa and conversation as plain lines."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.models import Event, Message, MessageRead
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Attachment, MessageLine, TrailEntry
from vidcon_portal.ui.wording import say_file_size

from .words import done_words

TOLD_TO_ALL = frozenset(
    {
        "return",
        "offer",
        "refuse",
        "full",
        "accept_partly",
        "reject",
        "redirect",
        "cancel",
        "cancel_sessions",
        "dispense",
        "reopen",
        "decline",
        "adjust",
        "displaced",
        "units_changed",
        "trial_lost",
    }
)
"""Acts whose reason both sides read."""

LOOKS = {
    "return": State.RETURNED,
    "revise": State.RETURNED,
    "refuse": State.REFUSED,
    "full": State.REFUSED,
    "reject": State.REFUSED,
    "cancel": State.NEUTRAL,
    "lapse": State.NEUTRAL,
    "miss_deadline": State.OVERDUE,
    "fail": State.OVERDUE,
    "displaced": State.OVERDUE,
}


def trail_of(events: Iterable[Event], *, inside: bool) -> list[TrailEntry]:
    """Newest first. Outside the office: the deed, the office-holder's title, the reason where it is for both."""
    return [_line(event, inside=inside) for event in sorted(events, key=lambda event: -event.number)]


def _line(event: Event, *, inside: bool) -> TrailEntry:
    who = event.actor_title or event.actor_name
    if inside and event.actor_title and event.actor_name:
        who = f"{event.actor_title} ({event.actor_name})"
    parts = [_("oleh %(who)s.") % {"who": who}]
    if inside or event.action in TOLD_TO_ALL:
        words = event.data.get("reason") or event.data.get("note") or event.data.get("findings")
        if isinstance(words, str) and words:
            parts.append(words)
    if inside and isinstance(event.data.get("to"), dict):
        parts.append(_("Kepada %(to)s.") % {"to": event.data["to"].get("label", "")})
    if event.recorded_by_name:
        parts.append(_("Dicatat %(who)s dari keputusan di luar portal.") % {"who": event.recorded_by_name})
    return TrailEntry(done_words(event.action), event.occurred_at, " ".join(parts), LOOKS.get(event.action, State.DONE))


def conversation_of(
    messages: Iterable[Message], reads: Iterable[MessageRead], *, inside: bool, reader: int
) -> list[MessageLine]:
    """Oldest first; internal notes only inside. ``reads`` says until when the others have read."""
    messages, reads = list(messages), list(reads)
    ours = {message.author_id for message in messages if message.from_office == inside} | {reader}
    return [
        MessageLine(
            text=message.body,
            author=_author(message),
            at=message.created_at,
            ours=message.from_office == inside,
            read_at=_read_at(message, reads, ours) if message.from_office == inside else None,
            files=(Attachment(message.file.get_absolute_url(), _file(message)),) if message.file else (),
        )
        for message in messages
        if inside or not message.is_internal
    ]


def _author(message: Message) -> str:
    name = message.author.name
    text = f"{name}, {message.author_title}" if message.author_title else name
    return _("%(who)s (catatan internal)") % {"who": text} if message.is_internal else text


def _read_at(message: Message, reads: list[MessageRead], ours: set[int]) -> datetime | None:
    after = [read.read_at for read in reads if read.user_id not in ours and read.read_at >= message.created_at]
    return min(after) if after else None


def _file(message: Message) -> str:
    assert message.file is not None
    return f"{message.file.name} ({say_file_size(message.file.size)})"
