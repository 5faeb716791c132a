"""Mails that put an event into its applicant's calendar, move it there and take it out."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from django.core import mail
from icalendar import Calendar, Event

from bookings.choices import Secrecy
from bookings.models import Session
from bookings.scheduling.spans import Span
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.notifications.services import send_due

HOUR = timedelta(hours=1)


def sent(to: str = "pemohon.kalbar") -> list[Message]:
    """What reached one mailbox since the last look, as a program receives it."""
    send_due(at=MONDAY + timedelta(days=30))
    found = [
        message_from_bytes(each.message().as_bytes(), policy=default)
        for each in mail.outbox
        if each.to[0].startswith(to)
    ]
    mail.outbox.clear()
    return found


def files_of(messages: list[Message]) -> list[tuple[str, Event]]:
    """Method and event of each attached calendar file; each holds exactly one event."""
    found = []
    for message in messages:
        for part in message.walk():
            if part.get_content_type() == "text/calendar" and part.get_filename():
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                (event,) = calendar.walk("VEVENT")
                assert part.get_param("method") == calendar["METHOD"]
                found.append((str(calendar["METHOD"]), event))
    return found


def times(walk: Walk, by: timedelta) -> list[dict[str, str]]:
    return [
        {"starts_at": (each.starts_at + by).isoformat(), "ends_at": (each.ends_at + by).isoformat()}
        for each in walk.booking.sessions.order_by("number")
    ]


@pytest.fixture
def confirmed(world: None) -> Walk:
    """Kalbar says yes: from here on calendars know of it."""
    walk = Walk("kalbar").submit().until("verifikasi")
    assert files_of(sent()) == []
    walk.act("accept")
    return walk


def test_confirmed_moved_cancelled_is_one_event_of_rising_sequence(confirmed: Walk) -> None:
    start = confirmed.booking.first_session_start

    created = files_of(sent())
    confirmed.act("reschedule", by="pemohon", sessions=times(confirmed, HOUR), reason="Pimpinan berhalangan")
    moved = files_of(sent())
    confirmed.until("verifikasi").act("accept")
    again = files_of(sent())
    confirmed.act("cancel", by="pemohon", reason="Kegiatan ditunda")
    struck = files_of(sent())

    told = created + moved + again + struck
    assert [method for method, _event in told] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [str(event["STATUS"]) for _method, event in told] == ["CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert len({str(event["UID"]) for _method, event in told}) == 1
    sequences = [event["SEQUENCE"] for _method, event in told]
    assert sequences == sorted(set(sequences))
    assert [event["DTSTART"].dt for _method, event in told] == [start, start + HOUR, start + HOUR, start + HOUR]
    assert {str(event["ATTENDEE"]) for _method, event in told} == {f"mailto:{confirmed.applicant.user.email}"}


def test_nothing_is_told_twice_and_nothing_of_what_was_never_certain(confirmed: Walk) -> None:
    sent()
    confirmed.until("laksanakan")
    assert files_of(sent()) == []

    refused = Walk("kalbar", days=9).submit().until("verifikasi")
    sent()
    refused.act("refuse", reason="Peralatan rusak")
    assert files_of(sent()) == []


def test_the_text_says_when_and_where_for_gateways_that_strip_files(confirmed: Walk) -> None:
    (message,) = [each for each in sent() if "dapat difasilitasi" in str(each["Subject"])]

    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "text/calendar"]
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    said = text.get_payload(decode=True).decode()
    assert "Dipastikan: Senin, 31 Agustus 2026 pukul 09.00–11.00 WIB" in said
    assert "Tempat: Ruang rapat dinas" in said
    assert confirmed.booking.get_absolute_url() in said


def test_a_secret_event_tells_only_ticket_and_time(world: None) -> None:
    walk = Walk("kalbar", title="Operasi senyap", secrecy=Secrecy.SECRET).submit().until("verifikasi")
    sent()
    walk.act("accept")

    messages = sent()
    ((method, event),) = files_of(messages)
    assert (method, str(event["SUMMARY"])) == ("REQUEST", f"Fasilitasi {walk.booking.ticket}")
    whole = b"".join(part.get_payload(decode=True) or b"" for each in messages for part in each.walk())
    assert b"Operasi" not in whole
    assert b"Ruang rapat dinas" not in whole


def test_each_session_has_its_own_file(world: None) -> None:
    walk = Walk("kalbar")
    first = walk.booking.draft_data["sessions"][0]
    moments = {name: datetime.fromisoformat(first[name]) for name in ("starts_at", "ends_at")}
    days = [{name: (moment + timedelta(days=each)).isoformat() for name, moment in moments.items()} for each in (0, 1)]
    walk.booking.draft_data = {**walk.booking.draft_data, "sessions": days}
    walk.booking.save()
    walk.submit().until("verifikasi")
    sent()
    walk.act("accept")
    assert [method for method, _event in files_of(sent())] == ["REQUEST", "REQUEST"]

    moved = times(walk, HOUR)
    moved[0] = times(walk, timedelta())[0]
    walk.act("reschedule", by="pemohon", sessions=moved, reason="Hari kedua mundur")

    assert [(method, str(event["UID"]), str(event["STATUS"])) for method, event in files_of(sent())] == [
        ("REQUEST", f"{walk.booking.ticket}-1@kalbar.portal-vidcon".lower(), "TENTATIVE"),
        ("REQUEST", f"{walk.booking.ticket}-2@kalbar.portal-vidcon".lower(), "TENTATIVE"),
    ]


def test_what_is_told_is_what_was_when_it_was_told(confirmed: Walk) -> None:
    """A mail that waits for its server must not say what came later: the next one does, with a higher SEQUENCE."""
    before = Session.objects.get(booking=confirmed.booking)
    was = Span(before.starts_at, before.ends_at)
    confirmed.act("reschedule", by="pemohon", sessions=times(confirmed, HOUR), reason="Pimpinan berhalangan")

    spans = [Span(event["DTSTART"].dt, event["DTEND"].dt) for _method, event in files_of(sent())]

    assert spans == [was, was.shifted(HOUR)]
