"""Sessions as iCalendar (RFC 5545, RFC 5546): pure functions from plain values to bytes.

Times carry the office's zone with its VTIMEZONE; stamps are UTC. A session keeps its UID for life, and each change
raises SEQUENCE, so that a client moves the event instead of adding a second one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from bookings.choices import Decision, Hold, SessionStatus, Status
from bookings.models import Booking, Session

from .permissions import leaves_the_house
from .spans import Span
from .zones import other_zone_of, when_of

PRODUCT = "-//Portal Vidcon//Jadwal//ID"
CONTENT_TYPE = "text/calendar; charset=utf-8"

_ENDED = frozenset({Status.REFUSED, Status.CANCELLED, Status.LAPSED, Status.NOT_HELD})
_DROPPED = frozenset({SessionStatus.CANCELLED, SessionStatus.NOT_HELD})
_UNDER_WAY = frozenset({SessionStatus.RUNNING, SessionStatus.FINISHED})


class Method(StrEnum):
    """What a client does with the file."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class ItemStatus(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Item:
    """One VEVENT."""

    uid: str
    sequence: int
    summary: str
    start: datetime
    end: datetime
    status: ItemStatus
    stamped_at: datetime
    modified_at: datetime
    location: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with an address: who invites, or who is invited."""

    email: str
    name: str = ""


def write_calendar(
    items: Iterable[Item],
    *,
    tz: ZoneInfo,
    method: Method = Method.PUBLISH,
    name: str = "",
    refresh: timedelta | None = None,
    organizer: Guest | None = None,
    attendees: Iterable[Guest] = (),
) -> bytes:
    """A VCALENDAR of the items; lines are folded at 75 octets and end in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", str(tz))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))  # the library knows no type for names of others
    guests = list(attendees)
    for item in items:
        calendar.add_component(_event(item, tz, organizer, guests))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def invitation(item: Item, *, tz: ZoneInfo, organizer: Guest, attendees: Iterable[Guest] = ()) -> bytes:
    """The attachment that puts a session into its reader's calendar, moves it there, or takes it out."""
    return write_calendar([item], tz=tz, method=method_of(item), organizer=organizer, attendees=attendees)


def method_of(item: Item) -> Method:
    return Method.CANCEL if item.status == ItemStatus.CANCELLED else Method.REQUEST


def invitation_item(session: Session, *, at: datetime, place: str = "", url: str = "", link: str = "") -> Item:
    """What an invitation says of a session; of a secret event no more than ticket and time leave the portal.

    ``session.booking`` with its office and agency must be loaded. ``at`` is when it is said: of two messages with the
    same SEQUENCE the later one counts.
    """
    booking = session.booking
    named = leaves_the_house(booking)
    return Item(
        uid_of(session),
        sequence_of(session),
        booking.title if named else _("Fasilitasi %(ticket)s") % {"ticket": booking.ticket},
        session.starts_at,
        session.ends_at,
        status_of(session),
        stamped_at=at,
        modified_at=at,
        location=(place or session.place or booking.place) if named else "",
        description=describe(session, link=link) if named else "",
        url=url,
    )


def uid_of(session: Session, part: str = "") -> str:
    """Stable for the life of the session; ``part`` tells its trial run apart."""
    booking = session.booking
    return f"{booking.ticket or booking.pk}-{session.number}{part}@{booking.office.code}.portal-vidcon".lower()


def sequence_of(session: Session) -> int:
    return session.booking.sequence + session.sequence


def status_of(session: Session) -> ItemStatus:
    """Confirmed once its needs are, cancelled when it will not be served, else tentative."""
    booking = session.booking
    refused = booking.decision in (Decision.REFUSED, Decision.FULL)
    if session.status in _DROPPED or booking.status in _ENDED or refused:
        return ItemStatus.CANCELLED
    if session.status in _UNDER_WAY or booking.hold == Hold.CONFIRMED or _needs_nothing(booking):
        return ItemStatus.CONFIRMED
    return ItemStatus.TENTATIVE


def describe(session: Session, *, link: str = "") -> str:
    """Ticket, agency, that the end is open, and the meeting's ``link``; no contacts, no passcode."""
    booking = session.booking
    lines = [f"{booking.ticket}, {booking.agency.name}"]
    if other_zone_of(booking) is not None:
        lines.append(_("Waktu: %(when)s") % {"when": when_of(Span(session.starts_at, session.ends_at), booking)})
    if session.open_ended:
        lines.append(_("Sampai selesai; jam selesai adalah perkiraan."))
    if link:
        lines.append(_("Tautan rapat: %(link)s") % {"link": link})
    return "\n".join(lines)


def _needs_nothing(booking: Booking) -> bool:
    return booking.hold == Hold.NONE and booking.decision in (Decision.SERVED, Decision.PARTLY)


def _event(item: Item, tz: ZoneInfo, organizer: Guest | None, guests: list[Guest]) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("sequence", item.sequence)
    event.add("dtstamp", item.stamped_at.astimezone(UTC))
    event.add("last-modified", item.modified_at.astimezone(UTC))
    event.add("dtstart", item.start.astimezone(tz))
    event.add("dtend", item.end.astimezone(tz))
    event.add("summary", item.summary)
    event.add("status", item.status.value)
    event.add("transp", "TRANSPARENT" if item.status == ItemStatus.CANCELLED else "OPAQUE")
    for name, text in (("location", item.location), ("description", item.description), ("url", item.url)):
        if text:
            event.add(name, text)
    if organizer is not None:
        event.add("organizer", _address(organizer))
    for guest in guests:
        attendee = _address(guest)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee)
    return event


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.email}")
    if guest.name:
        address.params["CN"] = vText(guest.name)
    return address
