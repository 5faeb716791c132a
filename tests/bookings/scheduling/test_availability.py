"""What is free, and when."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bookings.choices import ResourceKind
from bookings.models import Booking
from bookings.scheduling import services
from bookings.scheduling.availability import find_alternatives, is_available, wish_of
from bookings.scheduling.needs import Need
from bookings.scheduling.spans import Span
from bookings.scheduling.windows import availability
from tests.bookings.scheduling.world import (
    NOW,
    clock,
    make_booking,
    make_house,
    make_procedure,
    make_resource,
    need,
    occupy,
)
from vidcon_portal.accounts.choices import HolidayKind
from vidcon_portal.accounts.models import Holiday, Office

pytestmark = pytest.mark.django_db

ACCOUNT, ROOM = ResourceKind.ACCOUNT, ResourceKind.ROOM


@pytest.fixture
def office() -> Office:
    return make_house()


def times(booking: Booking, **kwargs: object) -> list[tuple[Span, ...]]:
    return [found.sessions for found in find_alternatives(booking, at=NOW, **kwargs)]


def test_availability_counts_free_lanes_half_open(office: Office) -> None:
    room, zoom = make_resource(office, name="A"), make_resource(office, ACCOUNT, name="Z", lanes=2)
    occupy(room, clock(8), clock(9))
    occupy(zoom, clock(8), clock(10))

    found = availability(office, clock(9), clock(11))

    assert {one.id: (one.free, one.lanes) for one in found} == {room.pk: (1, 1), zoom.pk: (1, 2)}


def test_availability_counts_buffers_where_there_are_any() -> None:
    office = make_house(setup=30)
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(8), clock(9))
    occupy(zoom, clock(8), clock(9))

    found = {one.id: one.is_free for one in availability(office, clock(9), clock(11))}

    assert found == {room.pk: False, zoom.pk: True}


def test_availability_for_needs_and_without_ones_own(office: Office) -> None:
    room = make_resource(office)
    make_resource(office, ACCOUNT)
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    needs = [Need(0, ROOM, "Ruang")]

    assert [one.free for one in availability(office, clock(9), clock(11), needs=needs)] == [0]
    assert [one.free for one in availability(office, clock(9), clock(11), needs=needs, exclude_booking=booking)] == [1]


@pytest.mark.parametrize("resources", [1, 30])
def test_availability_costs_two_queries(
    office: Office, resources: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(resources):
        occupy(make_resource(office), clock(9), clock(10))

    with django_assert_num_queries(2):
        found = availability(office, clock(9), clock(11))

    assert [one.free for one in found] == [0] * resources


def test_alternatives_are_the_same_day_first_nearest_hour(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9), clock(11))
    booking = make_booking(office, [need(room)])

    found = find_alternatives(booking, at=NOW)

    assert [one.sessions for one in found] == [
        (Span(clock(11), clock(13)),),
        (Span(clock(12), clock(14)),),
        (Span(clock(13), clock(15)),),
    ]
    assert (found[0].label, found[0].differs) == (
        "Senin, 9 November 2026 pukul 11.00–13.00 WITA",
        "Hari yang sama, jam lain",
    )
    assert found[0].session_ids == (booking.sessions.get().pk,)


def test_alternatives_go_to_the_nearest_day_at_the_same_hour(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(0), clock(24))
    booking = make_booking(office, [need(room)])

    assert times(booking) == [
        (Span(clock(9, day=1), clock(11, day=1)),),
        (Span(clock(9, day=2), clock(11, day=2)),),
        (Span(clock(9, day=3), clock(11, day=3)),),
    ]


def test_alternatives_respect_holidays_hours_and_lead_time(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(0), clock(24))
    Holiday.objects.create(date=date(2026, 11, 10), name="Libur", kind=HolidayKind.NATIONAL)
    procedure = make_procedure(office, lead_time=7)
    booking = make_booking(office, [need(room)], procedure=procedure)

    assert times(booking) == [
        (Span(clock(9, day=2), clock(11, day=2)),),
        (Span(clock(9, day=3), clock(11, day=3)),),
        (Span(clock(9, day=4), clock(11, day=4)),),
    ]


def test_alternatives_are_free_for_every_need_buffers_included() -> None:
    office = make_house(setup=30, teardown=30)
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(9), clock(10.5))
    occupy(zoom, clock(13), clock(24))
    booking = make_booking(office, [need(room), need(zoom)], (clock(9), clock(10)))

    found = find_alternatives(booking, at=NOW)

    assert [one.sessions for one in found][:2] == [(Span(clock(7.5), clock(8.5)),), (Span(clock(11), clock(12)),)]
    for one in found:
        assert is_available(wish_of(booking, at=NOW, times={booking.sessions.get().pk: one.sessions[0]}))


def test_alternatives_move_only_the_sessions_that_clash(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9, day=1), clock(16, day=1))
    booking = make_booking(office, [need(room)], (clock(9), clock(11)), (clock(9, day=1), clock(11, day=1)))

    found = times(booking, count=1)

    assert found == [(Span(clock(9), clock(11)), Span(clock(9, day=2), clock(11, day=2)))]


def test_alternatives_of_a_night_event_keep_its_hour(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(18), clock(24))
    booking = make_booking(office, [need(room)], (clock(12), clock(22)))

    assert times(booking, count=1) == [(Span(clock(12, day=1), clock(22, day=1)),)]


def test_alternatives_are_none_when_nothing_can_ever_serve(office: Office) -> None:
    booking = make_booking(office, [need(kind=ROOM)])

    assert find_alternatives(booking, at=NOW) == []


def test_alternatives_never_lie_in_the_past(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9), clock(11))
    booking = make_booking(office, [need(room)])
    at = clock(12)

    found = find_alternatives(booking, at=at - timedelta(hours=2))

    assert found
    assert all(one.sessions[0].start > at - timedelta(hours=2) for one in found)


@pytest.mark.parametrize("busy", [1, 30])
def test_alternatives_cost_few_queries_however_full_the_calendar(
    office: Office, busy: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room = make_resource(office)
    for day in range(busy):
        occupy(room, clock(0, day=day), clock(24, day=day))
    booking = make_booking(office, [need(room)])

    with django_assert_max_num_queries(7):
        find_alternatives(Booking.objects.select_related("office", "procedure").get(pk=booking.pk), at=NOW)
