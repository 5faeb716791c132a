"""Linimasa and conversation as plain lines."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bookings.models import Event, Message
from bookings.queries.conversation import Said
from bookings.scheduling.answers import join_words
from bookings.workflow.imports import IMPORT
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
    if inside and (lack := trial_lack(event)):
        parts.append(lack)
    if event.recorded_by_name:
        parts.append(_("Dicatat %(who)s dari keputusan di luar portal.") % {"who": event.recorded_by_name})
    return TrailEntry(done_words(event.action), event.occurred_at, " ".join(parts), LOOKS.get(event.action, State.DONE))


def trial_lack(event: Event) -> str:
    """What the agreed hour of a trial had to be written without; empty where all was free."""
    lacking = event.data.get("trial_without")
    if not lacking:
        return ""
    return _("Pada jam uji coba itu tidak kosong: %(needs)s. Sepakati jam lain bila uji coba memerlukannya.") % {
        "needs": join_words([str(each) for each in lacking])
    }


def conversation_of(said: Iterable[Said], *, internal: bool) -> list[MessageLine]:
    """Either what both sides say to each other, or what the office notes for itself."""
    return [
        MessageLine(
            text=each.message.body,
            author=_author(each.message),
            at=each.message.created_at,
            ours=each.is_ours,
            read_at=each.read_at if each.is_ours else None,
            is_read=each.is_read and each.is_ours,
            files=(Attachment(each.message.file.get_absolute_url(), _file(each.message)),) if each.message.file else (),
        )
        for each in said
        if each.message.is_internal == internal
    ]


def _author(message: Message) -> str:
    return f"{message.author.name}, {message.author_title}" if message.author_title else message.author.name


def _file(message: Message) -> str:
    assert message.file is not None
    return f"{message.file.name} ({say_file_size(message.file.size)})"


def origin_of(events: Iterable[Event], *, inside: bool) -> str:
    """Where a case comes from that never walked its SOP here; empty for every other."""
    first = next(iter(events), None)
    if first is None or first.action != IMPORT:
        return ""
    source, row = first.data.get("source"), first.data.get("row")
    if not (inside and source and row):  # else typed in by hand, or redacted
        return _("Dicatat dari sebelum portal, jadi langkah SOP dan waktunya tidak ada di sini.")
    return _("Diambil dari %(source)s baris %(row)s, jadi langkah SOP dan waktunya tidak ada di sini.") % {
        "source": source,
        "row": row,
    }
