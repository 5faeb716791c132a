"""How many events at once, how many holds per agency, and the list of those who wait."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bookings.choices import FlagKind, Hold, ResourceKind
from bookings.errors import Clash
from bookings.models import Booking, Flag
from bookings.scheduling import services
from bookings.scheduling.availability import find_alternatives, is_available, wish_of
from bookings.scheduling.queries import public_fortnight
from bookings.scheduling.waiting import waiting_list, waiting_place
from tests.bookings.scheduling.world import (
    NOW,
    clock,
    hold_of,
    live,
    make_booking,
    make_house,
    make_procedure,
    make_resource,
    need,
)
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat, wear
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.procedures.models import Procedure

pytestmark = pytest.mark.django_db

ROOM = ResourceKind.ROOM


@pytest.fixture
def office() -> Office:
    return make_house()


@pytest.fixture
def two_at_once(office: Office) -> Procedure:
    return make_procedure(office, max_concurrent_events=2)


def hold(*bookings: Booking) -> list[Hold]:
    return [services.hold_booking(booking, at=NOW).hold for booking in bookings]


# --- events at once ---------------------------------------------------------------------------------------------------


def test_no_more_events_at_once_than_the_sop_allows(office: Office, two_at_once: Procedure) -> None:
    rooms = [make_resource(office) for _ in range(4)]
    cases = [make_booking(office, [need(room)], procedure=two_at_once) for room in rooms[:3]]
    next_to = make_booking(office, [need(rooms[3])], (clock(11), clock(12)), procedure=two_at_once)

    assert hold(*cases, next_to) == [Hold.HELD, Hold.HELD, Hold.WAITING, Hold.HELD]
    assert not is_available(wish_of(cases[2], at=NOW))
    assert all(one.start != clock(9) for found in find_alternatives(cases[2], at=NOW) for one in found.sessions)
    with pytest.raises(Clash, match="sudah melayani 2 kegiatan"):
        services.confirm_booking(cases[2], at=NOW)
    place = waiting_place(cases[2], at=NOW)
    assert place is not None
    assert "batas kegiatan serentak" in place.reason
    services.release_booking(cases[0], at=NOW)
    assert hold_of(cases[2]) == Hold.HELD


def test_the_peak_counts_not_the_number_of_neighbours(office: Office, two_at_once: Procedure) -> None:
    rooms = [make_resource(office) for _ in range(3)]
    first = make_booking(office, [need(rooms[0])], (clock(9), clock(10)), procedure=two_at_once)
    second = make_booking(office, [need(rooms[0])], (clock(10), clock(11)), procedure=two_at_once)
    across = make_booking(office, [need(rooms[1])], (clock(9), clock(11)), procedure=two_at_once)

    assert hold(first, second, across) == [Hold.HELD] * 3


def test_a_running_event_is_not_extended_into_a_full_house(office: Office, two_at_once: Procedure) -> None:
    rooms = [make_resource(office) for _ in range(3)]
    later = [make_booking(office, [need(room)], (clock(11), clock(12)), procedure=two_at_once) for room in rooms[:2]]
    running = make_booking(office, [need(rooms[2])], procedure=two_at_once)
    hold(*later, running)

    with pytest.raises(Clash, match="sudah melayani 2 kegiatan"):
        services.extend_session(running.sessions.get(), clock(11.5), at=clock(10))


def test_a_leader_takes_the_place_of_an_event_on_other_units_too(office: Office) -> None:
    one_at_once = make_procedure(office, max_concurrent_events=1)
    room, other_room = make_resource(office), make_resource(office)
    for where in (room, other_room):
        ordinary = make_booking(office, [need(where)], procedure=one_at_once)
        leader = make_booking(office, [need(room)], procedure=one_at_once, leader_rank=1, leader_confirmed_at=NOW)
        assert hold(ordinary, leader) == [Hold.HELD, Hold.WAITING]
        others = services.may_give_way(leader, at=NOW)

        found = services.displace(leader, others, at=NOW, can_answer=lambda booking: True)

        assert [(each.booking, each.fate) for each in found.victims] == [(ordinary, services.Fate.OFFERED)]
        assert live(leader) == [(room.pk, 1, clock(9), clock(11))]
        assert all(one.start != clock(9) for option in found.victims[0].options for one in option.sessions)
        services.release_booking(leader, at=NOW)
        services.release_booking(ordinary, at=NOW)


def test_the_public_sees_no_more_places_than_the_sop_allows(office: Office) -> None:
    for _ in range(3):
        make_resource(office, ResourceKind.PERSON)
    bands = [band.places for day in public_fortnight(office, at=NOW) for band in day.bands]
    Procedure.objects.filter(pk=make_procedure(office).pk).update(
        status="in_force", in_force_from=NOW.date(), max_concurrent_events=1
    )

    limited = [band.places for day in public_fortnight(office, at=NOW) for band in day.bands]

    assert max(filter(None, bands)) == 3
    assert max(filter(None, limited)) == 1


# --- holds per agency -------------------------------------------------------------------------------------------------


@pytest.fixture
def modest(office: Office) -> Office:
    office.open_holds_limit = 1
    office.save()
    return office


def test_an_agency_holds_no_more_than_its_share(modest: Office) -> None:
    room, other_room = make_resource(modest), make_resource(modest)
    first, second = make_booking(modest, [need(room)]), make_booking(modest, [need(other_room)])
    leader = make_booking(modest, [need(make_resource(modest))], leader_rank=1, leader_confirmed_at=NOW)
    elsewhere = make_booking(modest, [need(make_resource(modest))])
    Booking.objects.filter(pk=elsewhere.pk).update(agency=make_agency(modest))
    elsewhere.refresh_from_db()

    assert hold(first, second, leader, elsewhere) == [Hold.HELD, Hold.WAITING, Hold.HELD, Hold.HELD]
    place = waiting_place(second, at=NOW)
    assert place is not None
    assert "sudah menahan 1 jadwal yang belum diputuskan" in place.reason
    services.hold_waiting(modest, None, at=NOW)
    assert hold_of(second) == Hold.WAITING
    services.confirm_booking(first, at=NOW)
    services.release_booking(leader, at=NOW)
    services.hold_waiting(modest, None, at=NOW)
    assert hold_of(second) == Hold.HELD


def test_a_new_time_does_not_get_around_the_share(modest: Office) -> None:
    room, other_room = make_resource(modest), make_resource(modest)
    first, second = make_booking(modest, [need(room)]), make_booking(modest, [need(other_room)])
    hold(first, second)

    moved = services.move_sessions(second, {second.sessions.get().pk: (clock(13), clock(14))}, at=NOW, strict=True)
    own = services.move_sessions(first, {first.sessions.get().pk: (clock(13), clock(14))}, at=NOW, strict=True)

    assert (moved.hold, own.hold) == (Hold.WAITING, Hold.HELD)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_names_place_time_and_what_is_missing(office: Office) -> None:
    room, zoom = make_resource(office, name="Aula"), make_resource(office, ResourceKind.ACCOUNT)
    winner, half, third = (
        make_booking(office, needs) for needs in ([need(room)], [need(room), need(zoom)], [need(room)])
    )
    other_day = make_booking(office, [need(room)], (clock(9, day=1), clock(11, day=1)))
    fourth = make_booking(office, [need(room)], (clock(9, day=1), clock(10, day=1)))
    hold(winner, half, third, other_day, fourth)
    officer = wear(seat(make_position(office, Role.COORDINATOR)))

    lines = waiting_list(office, officer, at=NOW)

    assert [(line.booking.pk, line.number, line.missing) for line in lines] == [
        (half.pk, 1, "Aula"),
        (third.pk, 2, "Aula"),
        (fourth.pk, 1, "Aula"),
    ]
    assert [
        (place.number, place.reason) for each in (half, third, fourth) if (place := waiting_place(each, at=NOW))
    ] == [
        (1, "Yang ditunggu: Aula."),
        (2, "Yang ditunggu: Aula."),
        (1, "Yang ditunggu: Aula."),
    ]
    assert waiting_place(winner, at=NOW) is None


@pytest.mark.parametrize("cases", [2, 30])
def test_the_page_costs_the_same_however_many_wait(
    office: Office, client: Client, cases: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room = make_resource(office)
    soon = timedelta(days=365 * 30)
    hold(*(make_booking(office, [need(room)], (clock(9) + soon, clock(11) + soon)) for _ in range(cases)))
    client.force_login(seat(make_position(office, Role.DIVISION_HEAD)).user)

    client.get("/jadwal/daftar-tunggu/")  # the first page of a session also writes the session
    with django_assert_max_num_queries(10):
        page = client.get("/jadwal/daftar-tunggu/").content.decode()

    assert page.count("Rapat ") == cases - 1


@pytest.mark.parametrize("ranks", [[], [{"rank": 1, "title": "Gubernur"}]])
def test_the_page_says_why_nothing_is_displaced(office: Office, client: Client, ranks: list[dict[str, object]]) -> None:
    room, soon = make_resource(office), timedelta(days=365 * 30)
    hold(*(make_booking(office, [need(room)], (clock(9) + soon, clock(11) + soon)) for _ in range(2)))
    fields = {"status": Procedure.Status.IN_FORCE, "in_force_from": NOW.date(), "leader_ranks": ranks}
    Procedure.objects.filter(service__office=office).update(**fields)
    client.force_login(seat(make_position(office, Role.DIVISION_HEAD)).user)

    page = client.get("/jadwal/daftar-tunggu/").content.decode()

    assert ("tidak menyebut urutan pimpinan" in page) == (not ranks)


def test_the_agency_does_not_see_who_else_waits(office: Office, client: Client) -> None:
    client.force_login(seat(make_position(agency=make_agency(office), role=Role.APPLICANT)).user)

    assert client.get("/jadwal/daftar-tunggu/").status_code == 404


def test_who_gains_is_told_and_so_is_the_agency(office: Office) -> None:
    room = make_resource(office)
    applicant = make_user()
    winner, waiting = make_booking(office, [need(room)]), make_booking(office, [need(room)], applicant=applicant)
    hold(winner, waiting)

    services.release_booking(winner, at=NOW)

    told = Delivery.objects.filter(recipient=applicant)
    assert {each.subject for each in told} == {f"{waiting.ticket}: jadwal yang ditunggu sekarang ditahan untuk Anda"}
    assert live(waiting) == [(room.pk, 1, clock(9), clock(11))]


def test_confirmed_leaders_come_first_by_rank_then_who_asked_first(office: Office) -> None:
    room = make_resource(office)
    winner, first, named = (make_booking(office, [need(room)], leader_rank=rank) for rank in (None, None, 1))
    deputy, governor = (
        make_booking(office, [need(room)], leader_rank=rank, leader_confirmed_at=NOW) for rank in (2, 1)
    )
    hold(winner, first, named, deputy, governor)

    places = {each: waiting_place(each, at=NOW).number for each in (governor, deputy, first, named)}
    assert places == {governor: 1, deputy: 2, first: 3, named: 4}
    for leaving, gains in ((winner, governor), (governor, deputy), (deputy, first), (first, named)):
        services.release_booking(leaving, at=NOW)

        assert live(gains) == [(room.pk, 1, clock(9), clock(11))]


def test_whose_applicant_is_silent_is_not_held_again_by_the_sweep(office: Office) -> None:
    room = make_resource(office)
    silent = make_booking(office, [need(room)])
    hold(silent)
    services.lapse_hold(silent, at=NOW)
    flag = Flag.objects.create(booking=silent, kind=FlagKind.MISSED_DEADLINE, sentence="Belum menjawab.", opened_at=NOW)

    services.hold_waiting(office, None, at=NOW)
    before = hold_of(silent)
    Flag.objects.filter(pk=flag.pk).update(result="withdrawn")
    services.hold_waiting(office, None, at=NOW)

    assert (before, hold_of(silent)) == (Hold.WAITING, Hold.HELD)
