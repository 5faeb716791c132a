"""What the day, the public fortnight and a person's duties show, and to whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bookings.choices import Purpose, ResourceKind, Secrecy
from bookings.models import Allocation, Booking, Resource
from bookings.scheduling import services
from bookings.scheduling.occupations import day_of
from bookings.scheduling.pages import agenda_of, summary_of, timeline_of
from bookings.scheduling.queries import duties_of, public_fortnight
from tests.bookings.scheduling.world import (
    DAY,
    NOW,
    clock,
    make_booking,
    make_house,
    make_procedure,
    make_resource,
    need,
    occupy,
)
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bookings.scheduling.addresses")]

PERSON, ACCOUNT = ResourceKind.PERSON, ResourceKind.ACCOUNT
DATE = DAY.date()


@pytest.fixture
def office() -> Office:
    return make_house()


@pytest.fixture
def officer(office: Office) -> Actor:
    return wear(seat(make_position(office, Role.COORDINATOR)))


@pytest.fixture
def room(office: Office) -> Resource:
    return make_resource(office, name="Ruang Rapat", capacity=24)


def titles(office: Office, actor: Actor) -> list[str]:
    return [line.title for line in agenda_of(day_of(office, DATE, actor=actor))]


def held(office: Office, room: Resource, **fields: object) -> Booking:
    booking = make_booking(office, [need(room)], **fields)
    services.hold_booking(booking, at=NOW)
    return booking


def test_day_shows_titles_to_officers(office: Office, officer: Actor, room: Resource) -> None:
    booking = held(office, room)

    assert titles(office, officer) == [booking.title]


def test_day_shows_secret_cases_as_taken(office: Office, officer: Actor, room: Resource) -> None:
    booking = held(office, room, secrecy=Secrecy.SECRET)
    head = wear(seat(make_position(office, Role.OFFICE_HEAD)))

    assert titles(office, officer) == ["Terpakai"]
    assert titles(office, head) == [booking.title]


def test_day_shows_applicants_only_their_own_titles(office: Office, room: Resource) -> None:
    make_agency(office)
    agency = make_agency(office)
    applicant = wear(seat(make_position(agency=agency, role=Role.APPLICANT)))
    held(office, room, applicant=make_user())
    own = make_booking(office, [need(room)], (clock(13), clock(14)), applicant=make_user())
    Booking.objects.filter(pk=own.pk).update(agency=agency)
    services.hold_booking(Booking.objects.get(pk=own.pk), at=NOW)

    assert titles(office, applicant) == ["Terpakai", own.title]


def test_day_lists_what_still_waits_for_a_place(office: Office, officer: Actor, room: Resource) -> None:
    first, second = held(office, room), held(office, room)

    lines = agenda_of(day_of(office, DATE, actor=officer))

    assert [(line.title, line.state) for line in lines] == [(first.title, "held"), (second.title, "waiting")]
    assert summary_of(lines) == "1 kegiatan. 1 kegiatan menunggu tempat kosong."


def test_timeline_widens_for_early_events_and_has_a_line_per_lane(office: Office, officer: Actor) -> None:
    zoom = make_resource(office, ACCOUNT, name="Zoom", lanes=2)
    services.hold_booking(make_booking(office, [need(zoom)], (clock(5.5), clock(6.5))), at=NOW)

    timeline = timeline_of(day_of(office, DATE, actor=officer), office.tz, now=NOW)

    assert [line.name for group in timeline.groups for line in group.resources] == ["Zoom · 1", "Zoom · 2"]
    assert (timeline.start, timeline.end) == (clock(5), clock(17))


@pytest.mark.parametrize("events", [1, 30])
def test_day_costs_the_same_however_full(
    office: Office, officer: Actor, room: Resource, events: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(events):
        held(office, make_resource(office))

    with django_assert_max_num_queries(4):
        day = day_of(office, DATE, actor=officer)
        agenda_of(day)
        timeline_of(day, office.tz, now=NOW)


def test_fortnight_counts_places_without_titles(office: Office) -> None:
    zoom = make_resource(office, ACCOUNT, lanes=2)
    for _ in range(3):
        make_resource(office, PERSON)
    occupy(zoom, clock(9), clock(10))
    occupy(zoom, clock(13), clock(15))
    occupy(zoom, clock(14), clock(15), lane=2)

    days = {day.day: [band.places for band in day.bands] for day in public_fortnight(office, at=NOW)}

    assert days[DATE] == [1, 2, 0, 2]
    assert days[NOW.date()] == [None, 2, 2, 2]
    assert all(day.weekday() < 5 for day in days)


def test_fortnight_closes_what_lies_within_the_lead_time(office: Office) -> None:
    make_resource(office, PERSON)
    make_procedure(office, lead_time=3, status="in_force", in_force_from=NOW.date())

    days = public_fortnight(office, at=NOW)

    assert [band.places for day in days[:3] for band in day.bands] == [None] * 12
    assert [band.places for band in days[3].bands] == [1, 1, 1, 1]


def test_duties_are_ones_own_in_order(office: Office) -> None:
    user = make_user()
    mine, other = make_resource(office, PERSON, user=user), make_resource(office, PERSON, user=make_user())
    first = make_booking(office, [need(mine)], (clock(9), clock(10)), secrecy=Secrecy.SECRET)
    second = make_booking(office, [need(mine)], (clock(13), clock(14)))
    for booking in (second, first, make_booking(office, [need(other)])):
        services.hold_booking(booking, at=NOW)

    assert [duty.booking for duty in duties_of(user, at=NOW)] == [first, second]
    assert duties_of(user, at=clock(24)) == []


def test_day_page_shows_grid_and_list(client: Client, office: Office, room: Resource) -> None:
    booking = held(office, room)
    appointment = seat(make_position(office, Role.COORDINATOR))
    client.force_login(appointment.user)

    with time_machine.travel(NOW, tick=False):
        response = client.get("/jadwal/", {"tanggal": DATE.isoformat()})

    assert response.status_code == 200
    text = response.content.decode()
    assert "Senin, 9 November 2026" in text
    assert text.count(booking.title) == 2
    assert "?tanggal=2026-11-10" in text


@pytest.mark.parametrize("date", ["besok", "2026-13-40", "0001-01-01", ""])
def test_day_page_with_a_strange_date_shows_today(client: Client, office: Office, date: str) -> None:
    client.force_login(seat(make_position(office, Role.COORDINATOR)).user)

    with time_machine.travel(NOW, tick=False):
        response = client.get("/jadwal/", {"tanggal": date})

    assert "Senin, 2 November 2026" in response.content.decode()


def test_day_page_asks_to_sign_in_and_needs_an_office(client: Client) -> None:
    assert client.get("/jadwal/").status_code == 302
    client.force_login(make_user())
    assert "Anda belum memegang jabatan" in client.get("/jadwal/").content.decode()


def test_availability_page_is_public_and_names_nothing(client: Client, office: Office) -> None:
    person = make_resource(office, PERSON, name="Rahmat Hidayat")
    booking = make_booking(office, [need(person)])
    services.hold_booking(booking, at=NOW)

    with time_machine.travel(NOW, tick=False):
        response = client.get(f"/{office.code}/ketersediaan/")

    text = response.content.decode()
    assert response.status_code == 200
    assert "penuh" in text
    assert booking.title not in text
    assert person.name not in text
    assert client.get("/tidak-ada/ketersediaan/").status_code == 404


def test_a_day_with_maintenance_opens(client: Client, office: Office, officer: Actor, room: Resource) -> None:
    occupy(room, clock(9), clock(11))
    client.force_login(officer.user)  # type: ignore[arg-type]

    response = client.get(f"/jadwal/?tanggal={DATE}")

    assert response.status_code == 200
    assert [(line.title, line.icon) for line in response.context["agenda"]] == [("Perawatan", "lock")]


@pytest.fixture
def admin_client(client: Client) -> Iterator[Client]:
    user = User.objects.create_superuser("pengelola", "rahasia-sekali", name="Pengelola")
    with time_machine.travel(NOW, tick=False):
        client.force_login(user)
        yield client


def block(resource: Resource, start: str, end: str) -> dict[str, object]:
    return {
        "resource": resource.pk, "note": "",
        "start_0": "09-11-2026", "start_1": start, "end_0": "09-11-2026", "end_1": end,
    }  # fmt: skip


def test_admin_answers_a_clash_with_a_sentence(admin_client: Client, office: Office, room: Resource) -> None:
    booking = held(office, room)

    response = admin_client.post("/admin/bookings/allocation/add/", block(room, "10:00", "12:00"))

    assert response.status_code == 200
    assert f"Ruang Rapat dipakai {booking.ticket}" in response.content.decode()
    assert Allocation.objects.filter(purpose=Purpose.MAINTENANCE).count() == 0


def test_admin_blocks_every_lane_and_ends_it(admin_client: Client, office: Office) -> None:
    zoom = make_resource(office, ACCOUNT, lanes=2)

    response = admin_client.post("/admin/bookings/allocation/add/", block(zoom, "10:00", "12:00"))

    rows = Allocation.objects.filter(purpose=Purpose.MAINTENANCE)
    assert response.status_code == 302
    assert sorted((row.lane, row.during.upper - row.during.lower) for row in rows) == [
        (1, timedelta(hours=2)),
        (2, timedelta(hours=2)),
    ]
    admin_client.post(f"/admin/bookings/allocation/{rows[0].pk}/delete/", {"post": "yes"})
    assert set(rows.values_list("state", flat=True)) == {"released"}
