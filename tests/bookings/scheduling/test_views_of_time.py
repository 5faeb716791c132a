"""Week, month, own duties and one resource: what they show, to whom, and at which cost."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.choices import Purpose, ResourceKind, Secrecy
from bookings.models import Allocation, Booking, Resource
from bookings.scheduling import services
from bookings.scheduling.days import WEEK, days_span, monday_of, next_month, parse_month, previous_month
from bookings.scheduling.entries import CalendarDay, Entry
from bookings.scheduling.months import MOST_LINES, month_of, month_rows, resource_rows
from bookings.scheduling.occupations import lines_of, rows_of
from bookings.scheduling.weeks import Week, week_of
from tests.bookings.scheduling.world import DAY, NOW, clock, make_booking, make_house, make_resource, need, occupy
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Appointment, Office

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bookings.scheduling.addresses")]

DATE = DAY.date()
FIRST = DATE.replace(day=1)
PAGES = ["/jadwal/pekan/?tanggal=2026-11-11", "/jadwal/bulan/?bulan=2026-11", "/jadwal/tugas-saya/"]


@pytest.fixture
def office() -> Office:
    return make_house(setup=30, teardown=15)


@pytest.fixture
def coordinator(office: Office) -> Appointment:
    return seat(make_position(office, Role.COORDINATOR))


@pytest.fixture
def officer(coordinator: Appointment) -> Actor:
    return wear(coordinator)


@pytest.fixture
def stranger(office: Office) -> Actor:
    make_agency(office)
    return wear(seat(make_position(agency=make_agency(office), role=Role.APPLICANT)))


@pytest.fixture
def room(office: Office) -> Resource:
    return make_resource(office, name="Ruang Rapat", capacity=24)


def held(office: Office, room: Resource, start: float = 9, end: float = 11, **fields: object) -> Booking:
    booking = make_booking(office, [need(room)], (clock(start), clock(end)), **fields)
    services.hold_booking(booking, at=NOW)
    return booking


def week(office: Office, actor: Actor) -> Week:
    lines = lines_of(office, with_people=True)
    rows = rows_of(office, lines, days_span(DATE, WEEK, office.tz), actor)
    return week_of(rows, DATE, tz=office.tz, today=NOW.astimezone(office.tz).date())


def month(office: Office, actor: Actor) -> list[CalendarDay]:
    resources = [line.pk for line in lines_of(office, with_people=True)]
    rows = month_rows(office, FIRST, actor=actor, resources=resources)
    return month_of(rows, FIRST, tz=office.tz, today=NOW.astimezone(office.tz).date())


def lines(office: Office, actor: Actor, day: date = DATE) -> list[Entry]:
    """The lines of a day of the month."""
    found = month(office, actor)
    return next(list(each.entries) for each in found if each.day == day and not each.is_blank)


def test_week_has_a_line_per_resource_and_set_up_around_events(office: Office, officer: Actor, room: Resource) -> None:
    booking = held(office, room)

    found = week(office, officer)

    (group,) = found.groups
    (line,) = group.lines
    assert (group.label, line.name, line.note) == ("Ruang", "Ruang Rapat", "24 kursi")
    assert [(entry.hours, entry.title, entry.state, entry.is_buffer) for entry in line.cells[0]] == [
        ("08.30–09.00", "Persiapan dan beres-beres", "neutral", True),
        ("09.00–11.00", booking.title, "held", False),
        ("11.00–11.15", "Persiapan dan beres-beres", "neutral", True),
    ]
    assert [len(day.entries) for day in found.days] == [1, 0, 0, 0, 0, 0, 0]


def test_states_differ_by_icon_and_word(office: Office, officer: Actor, room: Resource) -> None:
    held(office, room)
    confirmed = held(office, room, 13, 14)
    services.confirm_booking(confirmed, at=NOW)
    Booking.objects.filter(pk=confirmed.pk).update(leader_rank=1, leader_confirmed_at=NOW)
    occupy(room, clock(15), clock(16))
    Allocation.objects.create(
        resource=room, during=(clock(7), clock(8)), purpose=Purpose.TRIAL, state="held", booking=confirmed
    )
    held(office, room)

    found = lines(office, officer)

    assert [(entry.icon, entry.state_text, entry.priority) for entry in found] == [
        ("trial", "Uji coba", True),
        ("held", "Ditahan", False),
        ("waiting", "Daftar tunggu", False),
        ("confirmed", "Terkonfirmasi", True),
        ("lock", "Perawatan", False),
    ]


def test_secret_cases_are_only_taken(office: Office, officer: Actor, room: Resource) -> None:
    secret = held(office, room, secrecy=Secrecy.SECRET)
    head = wear(seat(make_position(office, Role.OFFICE_HEAD)))

    assert [(entry.title, entry.url, entry.detail) for entry in lines(office, officer)] == [("Terpakai", "", "")]
    assert [entry.title for entry in lines(office, head)] == [secret.title]


def test_strangers_see_that_it_is_taken(office: Office, stranger: Actor, room: Resource) -> None:
    booking = held(office, room)

    assert [entry.title for entry in lines(office, stranger)] == ["Terpakai"]
    cells = week(office, stranger).groups[0].lines[0].cells[0]
    assert booking.title not in [entry.title for entry in cells]


def test_month_counts_what_does_not_fit_and_keeps_ones_own(office: Office, stranger: Actor) -> None:
    for _ in range(MOST_LINES + 2):
        held(office, make_resource(office))
    own = make_booking(office, [need(make_resource(office))], (clock(15), clock(16)))
    Booking.objects.filter(pk=own.pk).update(agency=stranger.position.agency)  # type: ignore[union-attr]
    services.hold_booking(Booking.objects.get(pk=own.pk), at=NOW)

    days = month(office, stranger)

    full = next(day for day in days if day.day == DATE and day.entries)
    assert (len(full.entries), full.more) == (MOST_LINES, 3)
    assert full.entries[-1].title == own.title
    assert len(days) % 7 == 0


def test_one_event_on_many_resources_is_one_line_held_while_any_is(office: Office, officer: Actor) -> None:
    rooms = [make_resource(office) for _ in range(3)]
    booking = make_booking(office, [need(one) for one in rooms])
    services.hold_booking(booking, at=NOW)
    services.confirm_booking(booking, at=NOW)
    Allocation.objects.filter(booking=booking, resource=rooms[1]).update(state="held")

    assert [(entry.title, entry.state) for entry in lines(office, officer)] == [(booking.title, "held")]


def test_what_waits_for_a_part_of_its_needs_has_one_line(office: Office, officer: Actor, room: Resource) -> None:
    occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room), need(make_resource(office))])
    services.hold_booking(booking, at=NOW)

    assert [(entry.title, entry.state) for entry in lines(office, officer)] == [
        ("Perawatan", "neutral"),
        (booking.title, "held"),
    ]


def test_a_block_over_midnight_stands_on_each_day(office: Office, officer: Actor, room: Resource) -> None:
    occupy(room, clock(15), clock(10, day=2))

    hours = [[entry.hours for entry in lines(office, officer, DATE + timedelta(days=n))] for n in range(4)]

    assert hours == [["mulai 15.00"], ["sepanjang hari"], ["sampai 10.00"], []]


def test_a_resources_month_shows_set_up_too(office: Office, officer: Actor, room: Resource) -> None:
    held(office, room)
    held(office, make_resource(office), 13, 14)

    rows = resource_rows(room, FIRST, actor=officer)
    days = month_of(rows, FIRST, tz=office.tz, today=NOW.astimezone(office.tz).date())

    assert [len(day.entries) for day in days if day.entries] == [3]


@pytest.mark.parametrize("events", [1, 30])
@pytest.mark.parametrize("page", [*PAGES, "resource"])
def test_pages_cost_at_most_ten_statements(
    client: Client, office: Office, coordinator: Appointment, room: Resource, events: int, page: str
) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=coordinator.user)
    for number in range(events):
        held(office, make_resource(office), 8 + number % 8, 9 + number % 8)
        held(office, mine, 8 + number / 8, 8 + (number + 1) / 8)
    client.force_login(coordinator.user)
    page = f"/jadwal/sumber-daya/{mine.code}/?bulan=2026-11" if page == "resource" else page

    with time_machine.travel(NOW, tick=False):
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(page)

    assert response.status_code == 200
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("page", [*PAGES, "/jadwal/langganan/"])
def test_pages_ask_to_sign_in_and_need_an_office(client: Client, page: str) -> None:
    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert "Anda belum memegang jabatan" in client.get(page).content.decode()


def test_pages_lead_to_each_other(client: Client, office: Office, coordinator: Appointment, room: Resource) -> None:
    client.force_login(coordinator.user)

    with time_machine.travel(NOW, tick=False):
        month = client.get("/jadwal/bulan/?bulan=2026-12").content.decode()
        week_page = client.get("/jadwal/pekan/?tanggal=2026-11-11").content.decode()

    assert "Desember 2026" in month
    for link in ("?bulan=2026-11", "?bulan=2027-01", "/jadwal/pekan/?tanggal=2026-12-01", "/jadwal/tugas-saya/"):
        assert f'href="{link}"' in month
    for link in ("?tanggal=2026-11-02", "?tanggal=2026-11-16", f"/jadwal/sumber-daya/{room.code}/"):
        assert f'href="{link}"' in week_page


def test_duties_show_ones_own_days_however_secret(client: Client, office: Office, coordinator: Appointment) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=coordinator.user)
    secret = held(office, mine, secrecy=Secrecy.SECRET)
    other = held(office, make_resource(office, ResourceKind.PERSON, user=make_user()))
    client.force_login(coordinator.user)

    with time_machine.travel(NOW, tick=False):
        text = client.get("/jadwal/tugas-saya/").content.decode()

    assert "Senin, 9 November 2026" in text
    assert secret.title in text
    assert secret.get_absolute_url() in text  # who works at the event has a part in the case
    assert other.title not in text


def test_a_person_is_no_page_for_applicants(client: Client, office: Office, stranger: Actor, room: Resource) -> None:
    person = make_resource(office, ResourceKind.PERSON, name="Rahmat")
    elsewhere = make_resource(make_house())
    client.force_login(stranger.user)  # type: ignore[arg-type]

    codes = [client.get(f"/jadwal/sumber-daya/{one.code}/").status_code for one in (room, person, elsewhere)]

    assert codes == [200, 404, 404]
    assert "Rahmat" not in client.get("/jadwal/pekan/").content.decode()


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-02", date(2026, 2, 1)), ("2026-13", FIRST), ("", FIRST), ("0001-01", FIRST)]
)
def test_strange_months_are_this_one(text: str, expected: date) -> None:
    assert parse_month(text, DATE) == expected


@pytest.mark.parametrize(
    ("step", "day", "expected"),
    [
        (next_month, date(2026, 12, 31), date(2027, 1, 1)),
        (next_month, date(2026, 1, 31), date(2026, 2, 1)),
        (previous_month, date(2026, 1, 15), date(2025, 12, 1)),
        (monday_of, date(2026, 11, 15), date(2026, 11, 9)),
    ],
)
def test_steps_in_time(step: Callable[[date], date], day: date, expected: date) -> None:
    assert step(day) == expected
