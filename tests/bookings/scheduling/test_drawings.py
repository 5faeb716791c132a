"""Calendars are drawn once for the same rows, and anew for whatever a reader would see otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from bookings.choices import ResourceKind, SessionStatus
from bookings.models import Allocation, Booking, Resource, Session
from bookings.scheduling import services
from bookings.scheduling.days import day_span
from bookings.scheduling.drawings import draw_day
from bookings.scheduling.occupations import lines_of, rows_of
from tests.bookings.scheduling.world import DAY, NOW, clock, make_booking, make_house, make_resource, need
from tests.vidcon_portal.accounts.people import make_agency, make_position, seat, wear
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Agency, Appointment, Office

pytestmark = pytest.mark.django_db

DATE = DAY.date()
PAGES = (f"/jadwal/?tanggal={DATE}", f"/jadwal/pekan/?tanggal={DATE}", f"/jadwal/bulan/?bulan={DATE:%Y-%m}")

Change = Callable[[Booking, Resource], object]


@pytest.fixture
def office() -> Office:
    return make_house()


@pytest.fixture
def coordinator(office: Office) -> Appointment:
    return seat(make_position(office, Role.COORDINATOR))


@pytest.fixture
def room(office: Office) -> Resource:
    return make_resource(office, name="Ruang Rapat", capacity=24)


def held(office: Office, room: Resource) -> Booking:
    booking = make_booking(office, [need(room)], (clock(9), clock(11)))
    services.hold_booking(booking, at=NOW)
    return booking


def confirm_leader(booking: Booking, _room: Resource) -> object:
    return Booking.objects.filter(pk=booking.pk).update(leader_rank=1, leader_confirmed_at=NOW)


CHANGES: dict[str, Change] = {
    "another title": lambda booking, _room: Booking.objects.filter(pk=booking.pk).update(title="Judul baru"),
    "a leader": confirm_leader,
    "confirmed": lambda booking, _room: services.confirm_booking(booking, at=NOW),
    "running": lambda booking, _room: Session.objects.filter(booking=booking).update(status=SessionStatus.RUNNING),
    "freed": lambda booking, _room: services.release_booking(booking, at=NOW),
    "shorter": lambda booking, _room: Allocation.objects.filter(booking=booking, purpose="event").update(
        during=(clock(9), clock(10))
    ),
    "secret": lambda booking, _room: Booking.objects.filter(pk=booking.pk).update(secrecy="secret"),
    "one more waits": lambda booking, room: held(booking.office, room),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once_on_every_page(
    client: Client, office: Office, coordinator: Appointment, room: Resource, change: str
) -> None:
    booking = held(office, room)
    client.force_login(coordinator.user)

    with time_machine.travel(NOW, tick=False):
        before = [client.get(page).content for page in PAGES]
        again = [client.get(page).content for page in PAGES]
        CHANGES[change](booking, room)
        after = [client.get(page).content for page in PAGES]

    assert before == again
    assert all(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("pages", "change"),
    [
        (PAGES[:2], lambda _booking, room: Resource.objects.filter(pk=room.pk).update(name="Aula")),
        (PAGES[:2], lambda _booking, room: Resource.objects.filter(pk=room.pk).update(capacity=90)),
        (PAGES[:1], lambda booking, _room: Agency.objects.filter(pk=booking.agency_id).update(name="Dinas Lain")),
    ],
    ids=["name", "seats", "agency"],
)
def test_what_a_page_says_of_others_shows_at_once(
    client: Client, office: Office, coordinator: Appointment, room: Resource, pages: tuple[str, ...], change: Change
) -> None:
    booking = held(office, room)
    client.force_login(coordinator.user)

    with time_machine.travel(NOW, tick=False):
        before = [client.get(page).content for page in pages]
        change(booking, room)
        after = [client.get(page).content for page in pages]

    assert all(old != new for old, new in zip(before, after, strict=True))


def test_the_same_rows_are_drawn_once_and_each_reader_gets_his_own(
    office: Office, coordinator: Appointment, room: Resource
) -> None:
    make_resource(office, ResourceKind.PERSON, name="Rahmat")
    booking = held(office, room)
    stranger = wear(seat(make_position(None, Role.APPLICANT, agency=make_agency(office))))
    lines = lines_of(office, with_people=True)
    span = day_span(DATE, office.tz)

    def drawn(actor: object, minute: int = 0, language: str = "id") -> object:
        with timezone.override(office.tz), translation.override(language):
            return draw_day(
                rows_of(office, lines, span, actor), DATE, office.tz, clock(9.5) + timedelta(minutes=minute)
            )  # type: ignore[arg-type]

    first = drawn(wear(coordinator))

    assert drawn(wear(coordinator)) is first
    assert booking.title in str(first)
    assert booking.title not in str(drawn(stranger))
    assert "kini 09.31" in str(drawn(wear(coordinator), minute=1))
    assert "Held" in str(drawn(wear(coordinator), language="en"))
