"""The sessions of a request as its page shows them: when, where, in what state, what is allocated, how to join."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import ResourceKind, SessionStatus
from bookings.models import Allocation, Booking, Session
from bookings.permissions import may_see_passcode
from bookings.scheduling.answers import join_words
from bookings.scheduling.ledger import allocations_of
from bookings.scheduling.shortages import shortages_of
from bookings.scheduling.spans import Span
from bookings.scheduling.zones import beside, national_label_of, other_zone_of
from bookings.workflow.graph import graph_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.ui.parts import Badge, Fact
from vidcon_portal.ui.wording import say_span

from .inbox import session_badge


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One sitting: when, where, its state, what is allocated, how to join."""

    number: int
    when: str
    place: str
    badge: Badge
    facts: tuple[Fact, ...]
    meeting: tuple[Fact, ...] = ()
    invitation: str = ""
    has_passcode: bool = False
    passcode_url: str = ""
    provider: str = ""
    is_troubled: bool = False
    repeat_url: str = ""


def session_lines(booking: Booking, sessions: list[Session], actor: Actor, *, inside: bool) -> list[SessionLine]:
    """``sessions`` come with their meetings."""
    rows = allocations_of(booking)
    opens = may_see_passcode(actor, booking)
    # Where the SOP has no handing over, what was made is the agency's at once.
    waits = booking.procedure_id is not None and graph_of(booking.procedure_id).has_kind(Kind.HAND_OVER)
    missing = shortages_of(booking, sessions, rows)
    elsewhere = other_zone_of(booking)
    lines = []
    for session in sessions:
        facts = list(_allocated([row for row in rows if row.session_id == session.pk], inside=inside))
        if session.pk in missing:
            facts.append(Fact(_("Belum ada"), join_words(list(missing[session.pk]))))
        meeting = getattr(session, "meeting", None) if opens else None
        given = inside or not waits or (meeting is not None and meeting.handed_over_at is not None)
        is_open = meeting is not None and meeting.withdrawn_at is None
        joins = is_open and given and session.status != SessionStatus.CANCELLED
        lines.append(
            SessionLine(
                number=session.number,
                when=_when(session, elsewhere, booking.office.tz),
                place=session.place or booking.place,
                badge=session_badge(session.status),
                facts=tuple(facts),
                meeting=tuple(_meeting_facts(meeting)) if joins else (),
                invitation=_invitation(booking, session, meeting)
                if joins and meeting is not None and meeting.lets_in
                else "",
                has_passcode=bool(joins and meeting is not None and meeting.passcode),
                passcode_url=reverse("verification:passcode", args=[booking.ticket, session.number]),
                provider=meeting.provider_line if joins and inside and meeting is not None else "",
                is_troubled=joins and inside and meeting is not None and meeting.is_troubled,
                repeat_url=meeting.repeat_url if joins and inside and meeting is not None else "",
            )
        )
    return lines


def _when(session: Session, elsewhere: ZoneInfo | None, home: ZoneInfo) -> str:
    """The hour, beside it the one that its participants elsewhere read."""
    span = Span(session.starts_at, session.ends_at)
    words = say_span(span.start, span.end) + (_(", s.d. selesai") if session.open_ended else "")
    return f"{words} ({beside(span, home, elsewhere)})" if elsewhere is not None else words


def _allocated(rows: list[Allocation], *, inside: bool) -> Iterable[Fact]:
    labels = {
        ResourceKind.ROOM: _("Ruang"),
        ResourceKind.KIT: _("Set alat"),
        ResourceKind.EQUIPMENT: _("Alat"),
        ResourceKind.ACCOUNT: _("Akun"),
        ResourceKind.PERSON: _("Petugas"),
    }
    for kind, label in labels.items():
        if kind == ResourceKind.ACCOUNT and not inside:
            continue
        names = list(dict.fromkeys(row.resource.name for row in rows if row.resource.kind == kind))
        if names:
            held = any(row.state == "held" for row in rows if row.resource.kind == kind)
            yield Fact(label, ", ".join(names) + (_(" (ditahan)") if held else ""))


def _meeting_facts(meeting: Any) -> Iterable[Fact]:
    yield Fact(_("Aplikasi"), meeting.platform)
    if meeting.meeting_id:
        yield Fact(_("ID rapat"), meeting.meeting_id, code=True)
    if meeting.join_url:
        yield Fact(_("Tautan"), _("Buka ruang rapat"), url=meeting.join_url)
    if meeting.note:
        yield Fact(_("Catatan"), meeting.note)


def _invitation(booking: Booking, session: Session, meeting: Any) -> str:
    when = national_label_of(Span(session.starts_at, session.ends_at), booking.office, other_zone_of(booking))
    lines = [booking.title, when, meeting.platform]
    if meeting.meeting_id:
        lines.append(_("ID rapat: %(id)s") % {"id": meeting.meeting_id})
    if meeting.join_url:
        lines.append(meeting.join_url)
    return "\n".join(lines)
