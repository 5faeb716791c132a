"""What a calendar program reads: folding, zones, updates, cancellations and secrets."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from bookings.choices import Decision, Hold, Secrecy, SessionStatus, Status
from bookings.models import Booking, Session
from bookings.scheduling.ics import Guest, invitation, invitation_item, status_of, write_calendar
from vidcon_portal.accounts.models import Agency, Office

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
START = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
OFFICE = Guest("vidcon@kalbar.example", "Diskominfo Kalbar")


def planned(title: str = "Rapat koordinasi", *, timezone: str = "Asia/Makassar", **session: Any) -> Session:
    office = Office(code="kalbar", timezone=timezone)
    booking = Booking(
        ticket="KALBAR-2026-0412",
        office=office,
        agency=Agency(name="Dinas Kesehatan"),
        title=title,
        place="Ruang Vidcon",
        status=Status.OPEN,
        hold=Hold.CONFIRMED,
    )
    fields = {"number": 1, "starts_at": START, "ends_at": START + timedelta(hours=2), **session}
    return Session(booking=booking, **fields)


def mailed(session: Session, *, at: datetime = AT, guests: Any = (), **said: Any) -> bytes:
    item = invitation_item(session, at=at, **said)
    return invitation(item, tz=session.booking.office.tz, organizer=OFFICE, attendees=guests)


def read(data: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(data)
    return calendar, calendar.walk("VEVENT")[0]


def test_invitation_names_event_time_and_people() -> None:
    data = mailed(
        planned(sequence=2),
        guests=[Guest("rina@dinkes.example", "Rina")],
        url="https://portal.example/permohonan/KALBAR-2026-0412/",
    )

    calendar, event = read(data)
    assert calendar["METHOD"] == "REQUEST"
    assert str(event["SUMMARY"]) == "Rapat koordinasi"
    assert str(event["UID"]) == "kalbar-2026-0412-1@kalbar.portal-vidcon"
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CONFIRMED")
    assert str(event["LOCATION"]) == "Ruang Vidcon"
    assert str(event["ORGANIZER"]) == "mailto:vidcon@kalbar.example"
    assert event["ATTENDEE"].params["CN"] == "Rina"
    assert event["DTSTAMP"].dt == AT
    assert event["LAST-MODIFIED"].dt == AT


@pytest.mark.parametrize(
    ("timezone", "start"), [("Asia/Makassar", "20261109T090000"), ("Asia/Pontianak", "20261109T080000")]
)
def test_times_stand_in_the_offices_zone_with_its_definition(timezone: str, start: str) -> None:
    data = mailed(planned(timezone=timezone))

    calendar, event = read(data)
    assert f"DTSTART;TZID={timezone}:{start}\r\n".encode() in data
    assert b"DTSTAMP:20261102T010000Z\r\n" in data
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [timezone]
    assert event["DTSTART"].dt == START


def test_long_lines_are_folded_and_read_back_whole() -> None:
    title = "Rapat koordinasi; percepatan, penurunan stunting \\ tahap dua — " * 4

    data = mailed(planned(title.strip()))

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert str(read(data)[1]["SUMMARY"]) == title.strip()


def test_a_line_break_in_a_title_adds_no_property() -> None:
    data = mailed(planned("Rapat\r\nATTENDEE:mailto:x@example.com"))

    assert "ATTENDEE" not in read(data)[1]


def test_an_update_keeps_the_uid_and_raises_the_sequence() -> None:
    before = read(mailed(planned(sequence=0)))[1]
    later = AT + timedelta(hours=1)
    after = read(mailed(planned(sequence=1, starts_at=START + timedelta(hours=1)), at=later))[1]

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == START + timedelta(hours=1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_a_cancellation_strikes_the_same_event() -> None:
    invited = read(mailed(planned()))[1]

    calendar, event = read(mailed(planned(status=SessionStatus.CANCELLED), at=AT + timedelta(hours=1)))

    assert (calendar["METHOD"], event["STATUS"], event["TRANSP"]) == ("CANCEL", "CANCELLED", "TRANSPARENT")
    assert event["UID"] == invited["UID"]
    assert event["SEQUENCE"] >= invited["SEQUENCE"]


def test_a_secret_title_stays_in_the_portal() -> None:
    session = planned("Operasi rahasia")
    session.booking.secrecy = Secrecy.SECRET

    data = mailed(session)

    assert b"Operasi" not in data
    assert b"Ruang Vidcon" not in data
    assert b"Dinas Kesehatan" not in data
    assert str(read(data)[1]["SUMMARY"]) == "Fasilitasi KALBAR-2026-0412"


@pytest.mark.parametrize(
    ("session", "booking", "expected"),
    [
        ({}, {}, "CONFIRMED"),
        ({}, {"hold": Hold.HELD}, "TENTATIVE"),
        ({}, {"hold": Hold.WAITING}, "TENTATIVE"),
        ({}, {"hold": Hold.NONE}, "TENTATIVE"),
        ({}, {"hold": Hold.NONE, "decision": Decision.SERVED}, "CONFIRMED"),
        ({"status": SessionStatus.FINISHED}, {"hold": Hold.RELEASED}, "CONFIRMED"),
        ({"status": SessionStatus.CANCELLED}, {}, "CANCELLED"),
        ({}, {"status": Status.CANCELLED}, "CANCELLED"),
        ({}, {"hold": Hold.RELEASED, "decision": Decision.FULL}, "CANCELLED"),
        ({}, {"status": Status.COMPLETED}, "CONFIRMED"),
    ],
)
def test_status_says_whether_the_session_takes_place(session: Any, booking: Any, expected: str) -> None:
    one = planned(**session)
    for name, value in booking.items():
        setattr(one.booking, name, value)

    assert status_of(one) == expected


def test_an_empty_calendar_is_a_valid_one() -> None:
    data = write_calendar([], tz=Office(timezone="Asia/Makassar").tz, name="Ruang", refresh=timedelta(minutes=15))

    calendar = Calendar.from_ical(data)
    assert (calendar["METHOD"], str(calendar["X-WR-CALNAME"])) == ("PUBLISH", "Ruang")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in data
