"""Mails that put an event into its applicant's calendar, move it there and take it out."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar, Event

from bookings.choices import Audience, Secrecy
from bookings.models import Allocation, Booking, Resource, Session
from bookings.notifications import announce_calendars
from bookings.queries import case_view
from bookings.scheduling.availability import label_of
from bookings.scheduling.spans import Span
from bookings.scheduling.zones import when_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from verification.models import Meeting
from verification.reply_words import request_facts
from vidcon_portal.accounts.models import User
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


@pytest.fixture
def officer(confirmed: Walk) -> User:
    """Who sits beside the event, from the moment it is certain."""
    row = Allocation.objects.get(booking=confirmed.booking, purpose="event", resource__user__isnull=False)
    assert row.resource.user is not None
    return row.resource.user


def told(user: User) -> list[tuple[str, str, int]]:
    return [
        (method, str(event["STATUS"]), int(event["SEQUENCE"]))
        for method, event in files_of(sent(str(user.email)))
        if str(event["ATTENDEE"]) == f"mailto:{user.email}"
    ]


def test_an_officer_is_invited_moved_and_released_with_a_rising_sequence(confirmed: Walk, officer: User) -> None:
    substitute = (
        User.objects.exclude(pk=officer.pk).filter(email__contains="kabid.kalbar").first() or confirmed.applicant.user
    )
    fresh = Resource.objects.create(
        office=confirmed.office, kind="person", code="pengganti", name="Pengganti", user=substitute,
        skills=Resource.objects.get(user=officer).skills,
    )  # fmt: skip
    row = Allocation.objects.get(booking=confirmed.booking, purpose="event", resource__user=officer)
    invited = told(officer)

    confirmed.until("laksanakan").act("adjust", by="bidang", reason="Sakit", **{f"unit_{row.pk}": fresh.pk})
    outbox = sent(str(officer.email))
    released = files_of(outbox)
    confirmed.act("cancel", by="pemohon", reason="Kegiatan ditunda")

    assert [each[:2] for each in invited] == [("REQUEST", "CONFIRMED")]
    assert [(method, str(event["STATUS"])) for method, event in released] == [("CANCEL", "CANCELLED")]
    assert int(released[0][1]["SEQUENCE"]) > invited[0][2]
    text = "".join(part.get_payload(decode=True).decode() for part in outbox[0].walk() if not part.is_multipart())
    assert "Anda tidak bertugas lagi: Senin, 31 Agustus 2026 pukul 09.00–11.00 WIB" in text
    assert told(officer) == []  # what is cancelled later is not his any more


def test_the_link_is_said_when_it_is_there_and_taken_back(confirmed: Walk, officer: User) -> None:
    sent()
    booking = Booking.objects.get(pk=confirmed.booking.pk)
    meeting = Meeting.objects.create(
        session=booking.sessions.get(), platform="Zoom", provided_at=confirmed.at, provided_by=officer
    )
    said = []
    for link, audience in (
        ("https://zoom.contoh.invalid/j/1", Audience.AGENCY),
        ("https://zoom.contoh.invalid/j/1", Audience.PARTICIPANTS),
        ("https://zoom.contoh.invalid/j/1", Audience.PARTICIPANTS),
        ("https://zoom.contoh.invalid/j/2", Audience.PARTICIPANTS),
        ("https://zoom.contoh.invalid/j/2", Audience.OFFICE),
    ):
        meeting.join_url = link
        meeting.handed_over_at = confirmed.at
        meeting.save()
        booking = Booking.objects.get(pk=booking.pk)
        booking.audience = audience
        booking.save()
        announce_calendars(booking, key=f"try-{len(said)}", at=confirmed.at)
        said.append([
            (int(event["SEQUENCE"]), link in str(event["DESCRIPTION"])) for _method, event in files_of(sent())
        ])  # fmt: skip

    assert [[has_link for _number, has_link in each] for each in said] == [[], [True], [], [True], [False]]
    numbers = [number for each in said for number, _has_link in each]
    assert numbers == sorted(set(numbers))


def test_participants_elsewhere_read_both_hours(world: None, client: Client) -> None:
    walk = Walk("kalbar", other_zone="Asia/Makassar").submit().until("verifikasi")
    client.force_login(walk.applicant.user)
    sent()
    walk.act("accept")

    messages = sent()
    both = "09.00–11.00 WIB (10.00–12.00 WITA)"
    ((_method, event),) = files_of(messages)
    assert both in str(event["DESCRIPTION"])
    text = next(part for part in messages[-1].walk() if part.get_content_type() == "text/plain")
    assert both in text.get_payload(decode=True).decode()
    (hours,) = [fact.value for fact in request_facts(walk.booking) if fact.label == "Pukul"]
    assert hours == "09.00 s.d. 11.00 WIB (10.00 s.d. 12.00 WITA)"
    page = client.get(walk.booking.get_absolute_url()).content.decode()
    assert page.count(both) == 2  # above, and in the list of sessions
    (session,) = case_view(walk.booking, walk.applicant, walk.at).sessions
    assert (session.when.endswith(both), session.other_zone) == (True, "Asia/Makassar")


def test_an_agency_elsewhere_needs_no_saying(confirmed: Walk) -> None:
    span = Span(MONDAY, MONDAY + HOUR)
    assert when_of(span, confirmed.booking) == label_of(span, confirmed.office)

    confirmed.booking.agency.timezone = "Asia/Jayapura"

    assert when_of(span, confirmed.booking).endswith("08.00–09.00 WIB (10.00–11.00 WIT)")
