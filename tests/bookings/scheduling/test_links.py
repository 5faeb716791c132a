"""Secret addresses: who makes them, what they show, and that a renewed one is dead."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from bookings.choices import CalendarKind, Purpose, ResourceKind, Secrecy, SessionStatus
from bookings.errors import NotYours
from bookings.models import Allocation, Booking, CalendarSecret, Resource, Session
from bookings.scheduling import services
from bookings.scheduling.feeds import feed_of
from bookings.scheduling.services.links import renew_link, revoke_link
from tests.bookings.scheduling.world import NOW, clock, make_booking, make_house, make_resource, need, occupy
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bookings.scheduling.addresses")]


@pytest.fixture
def office() -> Office:
    return make_house(setup=30, teardown=15)


@pytest.fixture
def keeper(office: Office) -> Actor:
    return wear(seat(make_position(office, Role.COORDINATOR)))


@pytest.fixture
def room(office: Office) -> Resource:
    return make_resource(office, name="Ruang Rapat")


@pytest.fixture
def link(office: Office, keeper: Actor, room: Resource) -> CalendarSecret:
    return renew_link(CalendarKind.ROOM, office=office, by=keeper, at=NOW, resource=room)


def held(office: Office, *resources: Resource, start: float = 9, end: float = 11, **fields: object) -> Booking:
    booking = make_booking(office, [need(one) for one in resources], (clock(start), clock(end)), **fields)
    services.hold_booking(booking, at=NOW)
    return booking


def events(secret: CalendarSecret) -> list[tuple[str, str]]:
    return [(item.summary, item.status.value) for item in feed_of(secret, at=NOW).items]


def fetch(client: Client, secret: CalendarSecret, **headers: str) -> Any:
    with time_machine.travel(NOW, tick=False):
        return client.get(f"/kalender/{secret.token}.ics", headers=headers)


def test_feed_of_a_room_names_ordinary_events_only(office: Office, room: Resource, link: CalendarSecret) -> None:
    shown = held(office, room)
    held(office, room, start=12, end=13, secrecy=Secrecy.SECRET)
    held(office, room, start=14, end=15, secrecy=Secrecy.LIMITED)
    occupy(room, clock(16), clock(17))
    held(office, make_resource(office))

    assert events(link) == [
        (shown.title, "TENTATIVE"), ("Terpakai", "TENTATIVE"), ("Terpakai", "TENTATIVE"), ("Perawatan", "CONFIRMED"),
    ]  # fmt: skip


def test_secret_events_leave_nothing_but_their_time(
    client: Client, office: Office, room: Resource, link: CalendarSecret
) -> None:
    secret = held(office, room, secrecy=Secrecy.SECRET)

    text = fetch(client, link).content.decode()

    assert "SUMMARY:Terpakai" in text
    for word in (secret.title, secret.agency.name, "DESCRIPTION", "URL:"):
        assert word not in text


def test_feed_is_a_calendar_that_clients_keep(
    client: Client, office: Office, room: Resource, link: CalendarSecret
) -> None:
    booking = held(office, room)
    services.confirm_booking(booking, at=NOW)

    response = fetch(client, link)

    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [office.timezone]
    assert (str(event["SUMMARY"]), event["STATUS"], str(event["LOCATION"])) == (
        booking.title, "CONFIRMED", "Ruang Rapat",
    )  # fmt: skip
    assert str(event["UID"]) == f"{booking.ticket}-1@{office.code}.portal-vidcon".lower()
    assert event["DTSTART"].dt == clock(9)
    assert str(event["URL"]) == f"http://testserver{booking.get_absolute_url()}"


def test_an_unchanged_feed_answers_304_and_a_moved_session_does_not(
    client: Client, office: Office, room: Resource, link: CalendarSecret
) -> None:
    booking = held(office, room)
    first = fetch(client, link)

    again = fetch(client, link, if_none_match=first["ETag"])
    Session.objects.filter(booking=booking).update(starts_at=clock(8), sequence=1)
    moved = fetch(client, link, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert moved.status_code == 200
    assert (moved["ETag"] != first["ETag"], b"SEQUENCE:1" in moved.content) == (True, True)
    assert first["Last-Modified"]


def test_a_cancelled_session_is_struck_out_and_one_moved_away_is_gone(
    office: Office, room: Resource, link: CalendarSecret
) -> None:
    cancelled, moved = held(office, room), held(office, room, start=13, end=14)
    for booking in (cancelled, moved):
        Allocation.objects.filter(booking=booking).update(state="released")
    Session.objects.filter(booking=cancelled).update(status=SessionStatus.CANCELLED)

    assert events(link) == [(cancelled.title, "CANCELLED")]


def test_ones_own_feed_holds_duties_and_requests(office: Office, keeper: Actor) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=keeper.user)
    duty = held(office, mine)
    asked = held(office, make_resource(office), start=12, end=13, applicant=keeper.user)
    held(office, make_resource(office), start=12, end=13, applicant=make_user())
    secret = held(office, mine, start=14, end=15, secrecy=Secrecy.SECRET)
    services.hold_trial(duty, clock(7), clock(8), at=NOW)

    own = renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)

    titles = [item.summary for item in feed_of(own, at=NOW).items]
    assert titles == [f"Uji coba: {duty.title}", duty.title, asked.title, "Terpakai"]
    assert secret.title not in titles


def test_who_serves_a_trial_alone_has_it_in_his_feed(office: Office, keeper: Actor) -> None:
    first, mine = (
        make_resource(office, ResourceKind.PERSON),
        make_resource(office, ResourceKind.PERSON, user=keeper.user),
    )
    booking = make_booking(office, [need(kind=ResourceKind.PERSON)], (clock(9), clock(10)))
    services.hold_booking(booking, at=NOW)
    occupy(first, clock(7), clock(8))

    services.hold_trial(booking, clock(7), clock(8), at=NOW)

    assert events(renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)) == [
        (f"Uji coba: {booking.title}", "CONFIRMED")
    ]
    both = {title for title, _status in events(renew_link(CalendarKind.OFFICE, office=office, by=keeper, at=NOW))}
    assert both == {booking.title, f"Uji coba: {booking.title}"}
    assert mine.allocations.get().purpose == Purpose.TRIAL


def test_an_offices_feed_holds_its_sessions_and_no_others(office: Office, keeper: Actor, room: Resource) -> None:
    ours = held(office, room)
    elsewhere = make_house()
    held(elsewhere, make_resource(elsewhere))

    assert events(renew_link(CalendarKind.OFFICE, office=office, by=keeper, at=NOW)) == [(ours.title, "TENTATIVE")]


@pytest.mark.parametrize("count", [1, 30])
def test_a_feed_costs_the_same_however_full(
    client: Client, office: Office, room: Resource, link: CalendarSecret, count: int
) -> None:
    for number in range(count):
        held(office, room, start=8 + number / 4, end=8 + (number + 1) / 4)

    with CaptureQueriesContext(connection) as queries:
        assert fetch(client, link).status_code == 200

    assert len(queries) <= 4


def test_a_renewed_link_replaces_the_old_one(
    client: Client, office: Office, keeper: Actor, room: Resource, link: CalendarSecret
) -> None:
    new = renew_link(CalendarKind.ROOM, office=office, by=keeper, at=NOW + timedelta(hours=1), resource=room)

    assert (fetch(client, link).status_code, fetch(client, new).status_code) == (404, 200)
    assert len(new.token) == 32
    revoke_link(CalendarKind.ROOM, office=office, by=keeper, at=NOW, resource=room)
    assert fetch(client, new).status_code == 404


def test_only_one_link_is_in_force(office: Office, room: Resource, link: CalendarSecret) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarSecret.objects.create(
            kind=CalendarKind.ROOM, office=office, resource=room, token="lain", created_at=NOW
        )


def test_links_end_with_who_or_what_they_show(client: Client, office: Office, keeper: Actor, room: Resource) -> None:
    own = renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)
    door = renew_link(CalendarKind.DISPLAY, office=office, by=keeper, at=NOW, resource=room)
    type(keeper.user).objects.filter(pk=keeper.user.pk).update(is_active=False)  # type: ignore[union-attr]
    Resource.objects.filter(pk=room.pk).update(is_active=False)

    assert fetch(client, own).status_code == 404
    assert client.get(f"/jadwal/layar/{door.token}/").status_code == 404


def test_a_feeds_secret_opens_no_screen_and_the_other_way_round(
    client: Client, office: Office, keeper: Actor, room: Resource, link: CalendarSecret
) -> None:
    door = renew_link(CalendarKind.DISPLAY, office=office, by=keeper, at=NOW, resource=room)

    assert client.get(f"/jadwal/layar/{link.token}/").status_code == 404
    assert fetch(client, door).status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.COORDINATOR, True), (Role.OFFICE_ADMIN, True), (Role.OPERATOR, False), (Role.COMPLAINTS_OFFICER, False)],
)
def test_who_keeps_the_links_of_an_office(office: Office, room: Resource, role: Role, may: bool) -> None:
    actor = wear(seat(make_position(office, role)))

    if may:
        renew_link(CalendarKind.ROOM, office=office, by=actor, at=NOW, resource=room)
    else:
        with pytest.raises(NotYours):
            renew_link(CalendarKind.ROOM, office=office, by=actor, at=NOW, resource=room)
    assert CalendarSecret.objects.count() == may


def test_nobody_makes_links_to_another_offices_rooms(office: Office, keeper: Actor) -> None:
    elsewhere = make_house()
    foreign = make_resource(elsewhere)

    for where in (office, elsewhere):
        with pytest.raises(NotYours):
            renew_link(CalendarKind.ROOM, office=where, by=keeper, at=NOW, resource=foreign)


def test_the_page_gives_renews_and_closes_links(client: Client, office: Office, keeper: Actor, room: Resource) -> None:
    client.force_login(keeper.user)  # type: ignore[arg-type]
    post = {"kind": "display", "resource": room.pk}

    assert client.post("/jadwal/langganan/", post).status_code == 302
    first = CalendarSecret.objects.get()
    page = client.get("/jadwal/langganan/").content.decode()
    client.post("/jadwal/langganan/", post)
    client.post("/jadwal/langganan/", {**post, "revoke": "1"})

    assert f"http://testserver/jadwal/layar/{first.token}/" in page
    assert CalendarSecret.objects.filter(revoked_at__isnull=True).count() == 0
    assert CalendarSecret.objects.count() == 2


@pytest.mark.parametrize("post", [{}, {"kind": "room"}, {"kind": "user", "resource": "room"}, {"kind": "lain"}])
def test_the_page_refuses_what_no_button_sends(
    client: Client, keeper: Actor, room: Resource, post: dict[str, Any]
) -> None:
    client.force_login(keeper.user)  # type: ignore[arg-type]
    if "resource" in post:
        post = {**post, "resource": room.pk}

    assert client.post("/jadwal/langganan/", post).status_code == 400


def test_others_have_their_own_link_only(client: Client, office: Office, room: Resource, link: CalendarSecret) -> None:
    make_agency(office)
    applicant = seat(make_position(agency=office.agencies.first(), role=Role.APPLICANT))
    client.force_login(applicant.user)

    page = client.get("/jadwal/langganan/").content.decode()

    assert "Kalender saya" in page
    assert link.token not in page
    assert room.name not in page
    assert client.post("/jadwal/langganan/", {"kind": "office"}).status_code == 403
    assert client.post("/jadwal/langganan/", {"kind": "user"}).status_code == 302


def test_the_screen_shows_now_and_next_without_secrets(
    client: Client, office: Office, keeper: Actor, room: Resource
) -> None:
    running, later = held(office, room), held(office, room, start=14, end=15)
    secret = held(office, room, start=12, end=13, secrecy=Secrecy.SECRET)
    door = renew_link(CalendarKind.DISPLAY, office=office, by=keeper, at=NOW, resource=room)

    with time_machine.travel(clock(9.5), tick=False), CaptureQueriesContext(connection) as queries:
        response = client.get(f"/jadwal/layar/{door.token}/")

    text = response.content.decode()
    assert 'data-hx-trigger="every 30s"' in text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in text
    assert (running.title in text, later.title in text, "Terpakai" in text) == (True, True, True)
    assert secret.title not in text
    assert response["Cache-Control"] == "private, no-store"
    assert len(queries) <= 4


def test_the_screen_shows_every_event_of_a_shared_room_and_what_comes_another_day(
    client: Client, office: Office, keeper: Actor
) -> None:
    shared = make_resource(office, lanes=2)
    both = [held(office, shared).title, held(office, shared).title]
    tomorrow = make_booking(office, [need(shared)], (clock(9, day=1), clock(10, day=1)))
    services.hold_booking(tomorrow, at=NOW)
    door = renew_link(CalendarKind.DISPLAY, office=office, by=keeper, at=NOW, resource=shared)

    with time_machine.travel(clock(9.5), tick=False):
        text = client.get(f"/jadwal/layar/{door.token}/").content.decode()

    assert [title in text for title in both] == [True, True]
    assert "Berikutnya Selasa, 10 November 2026, 09.00–10.00" in text
    assert tomorrow.title in text


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (7, "sampai 08.30"),
        (8.75, "Sedang disiapkan"),
        (10, "09.00–11.00"),
        (11.1, "Sedang dirapikan"),
        (12, "sampai akhir hari"),
    ],
)
def test_the_screen_says_whether_the_room_is_free(
    client: Client, office: Office, keeper: Actor, room: Resource, hour: float, words: str
) -> None:
    held(office, room)
    door = renew_link(CalendarKind.DISPLAY, office=office, by=keeper, at=NOW, resource=room)

    with time_machine.travel(clock(hour), tick=False):
        assert words in client.get(f"/jadwal/layar/{door.token}/").content.decode()
