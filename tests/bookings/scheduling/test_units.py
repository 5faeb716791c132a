"""Sets, conditions, working hours and travel: what is taken with what, and who is not taken."""

import pytest

from bookings.choices import AllocationState, Condition, Hold, Purpose, ResourceKind
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Booking, Session
from bookings.scheduling import services
from bookings.scheduling.availability import find_alternatives, is_available, wish_of
from bookings.scheduling.replacing import replaceable_units
from bookings.scheduling.windows import availability
from tests.bookings.scheduling.world import (
    NOW,
    clock,
    hold_of,
    live,
    make_booking,
    make_house,
    make_resource,
    need,
    occupy,
)
from tests.vidcon_portal.accounts.people import make_office
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.written_hours import parse_hours

pytestmark = pytest.mark.django_db

PERSON, ACCOUNT, ROOM, EQUIPMENT, KIT = (
    ResourceKind.PERSON,
    ResourceKind.ACCOUNT,
    ResourceKind.ROOM,
    ResourceKind.EQUIPMENT,
    ResourceKind.KIT,
)
OFFICE_HOURS = parse_hours("Senin–Jumat 07.30–16.00")


@pytest.fixture
def office() -> Office:
    return make_house()


def held_ids(booking: Booking) -> list[int]:
    return [row[0] for row in live(booking)]


# --- sets -------------------------------------------------------------------------------------------------------------


def test_a_set_brings_all_its_parts_or_nothing(office: Office) -> None:
    kit = make_resource(office, KIT, "Set siaran")
    parts = [make_resource(office, EQUIPMENT, kit=kit) for _ in range(2)]
    first, second = (make_booking(office, [need(kit)]) for _ in range(2))
    third = make_booking(office, [need(kit)], (clock(13), clock(14)))
    services.hold_booking(make_booking(office, [need(parts[1])], (clock(13), clock(14))), at=NOW)

    for booking in (first, second, third):
        services.hold_booking(booking, at=NOW)
    services.confirm_booking(first, at=NOW)

    assert held_ids(first) == [kit.pk, *(part.pk for part in parts)]
    assert (hold_of(first), hold_of(second), hold_of(third)) == (Hold.CONFIRMED, Hold.WAITING, Hold.WAITING)
    assert (live(second), live(third)) == ([], [])


def test_a_pool_spares_the_parts_of_sets_and_never_takes_a_set(office: Office) -> None:
    kit = make_resource(office, KIT)
    make_resource(office, EQUIPMENT, group="webcam", kit=kit)
    alone = make_resource(office, EQUIPMENT, group="webcam")
    booking = make_booking(office, [need(kind=EQUIPMENT, group="webcam")])

    services.hold_booking(booking, at=NOW)

    assert held_ids(booking) == [alone.pk]


def test_a_set_is_free_only_when_its_parts_are(office: Office) -> None:
    kit = make_resource(office, KIT)
    part = make_resource(office, EQUIPMENT, kit=kit)
    occupy(part, clock(9), clock(10))

    free = {each.id: each.free for each in availability(office, clock(9), clock(10))}

    assert free == {kit.pk: 0, part.pk: 0}


def test_a_part_that_joins_later_does_not_take_the_set_away(office: Office) -> None:
    kit = make_resource(office, KIT)
    booking = make_booking(office, [need(kit)])
    services.hold_booking(booking, at=NOW)
    late = make_resource(office, EQUIPMENT, kit=kit)
    occupy(late, clock(9), clock(10))

    services.confirm_booking(booking, at=NOW)

    assert (hold_of(booking), held_ids(booking)) == (Hold.CONFIRMED, [kit.pk])


# --- condition --------------------------------------------------------------------------------------------------------


def test_what_is_broken_is_not_allocated(office: Office) -> None:
    broken = make_resource(office, EQUIPMENT, group="webcam", condition=Condition.BROKEN)
    worn = make_resource(office, EQUIPMENT, group="webcam", condition=Condition.WORN)
    pool = make_booking(office, [need(kind=EQUIPMENT, group="webcam")])
    named = make_booking(office, [need(broken)], (clock(13), clock(14)))

    services.hold_booking(pool, at=NOW)
    services.hold_booking(named, at=NOW)

    assert held_ids(pool) == [worn.pk]
    assert hold_of(named) == Hold.WAITING
    assert [each.id for each in availability(office, clock(9), clock(11))] == [worn.pk]


def test_what_breaks_gives_way_to_another_of_the_pool_when_the_case_is_confirmed(office: Office) -> None:
    first, second = (make_resource(office, EQUIPMENT, group="webcam") for _ in range(2))
    booking = make_booking(office, [need(kind=EQUIPMENT, group="webcam")])
    services.hold_booking(booking, at=NOW)
    first.condition = Condition.BROKEN
    first.save()

    services.confirm_booking(booking, at=NOW)

    assert held_ids(booking) == [second.pk]


# --- working hours ----------------------------------------------------------------------------------------------------


def test_nobody_is_chosen_outside_his_hours(office: Office) -> None:
    day, evening = make_resource(office, PERSON, working_hours=OFFICE_HOURS), make_resource(office, PERSON)
    late = make_booking(office, [need(kind=PERSON)], (clock(15), clock(17)))
    later = make_booking(office, [need(kind=PERSON)], (clock(15), clock(17)))

    services.hold_booking(late, at=NOW)
    services.hold_booking(later, at=NOW)

    assert held_ids(late) == [evening.pk]
    assert hold_of(later) == Hold.WAITING
    assert {each.id: each.free for each in availability(office, clock(15), clock(17))} == {day.pk: 0, evening.pk: 0}
    assert all(one.end <= clock(16) for found in find_alternatives(later, at=NOW) for one in found.sessions)


def test_a_leaders_event_may_name_somebody_outside_his_hours(office: Office) -> None:
    person = make_resource(office, PERSON, working_hours=OFFICE_HOURS)
    evening = (clock(19), clock(21))
    plain = make_booking(office, [need(person)], evening)
    leader = make_booking(office, [need(person)], evening, leader_rank=1, leader_confirmed_at=NOW)

    assert services.hold_booking(plain, at=NOW).hold == Hold.WAITING
    assert services.hold_booking(leader, at=NOW).hold == Hold.HELD


def test_an_officer_is_swapped_only_for_one_who_works_then(office: Office) -> None:
    first = make_resource(office, PERSON)
    booking = make_booking(office, [need(kind=PERSON)], (clock(15), clock(17)))
    services.hold_booking(booking, at=NOW)
    off = make_resource(office, PERSON, working_hours=OFFICE_HOURS)
    allocation = Allocation.objects.get(booking=booking)

    with pytest.raises(Clash, match="tidak bertugas"):
        services.adjust_allocation(allocation, off, at=NOW)
    booking.leader_rank, booking.leader_confirmed_at = 1, NOW
    booking.save()
    allocation.refresh_from_db()
    services.adjust_allocation(allocation, off, at=NOW)

    assert held_ids(booking) == [off.pk]
    assert first.pk != off.pk


def test_kit_is_swapped_only_for_kit_of_its_group_and_office(office: Office) -> None:
    webcam = make_resource(office, EQUIPMENT, group="webcam")
    booking = make_booking(office, [need(webcam)])
    services.hold_booking(booking, at=NOW)
    allocation = Allocation.objects.get(booking=booking)
    others = [
        make_resource(office, EQUIPMENT, group="mikrofon"),
        make_resource(make_office(), EQUIPMENT, group="webcam"),
        make_resource(office, PERSON, group="webcam"),
    ]

    assert replaceable_units(booking, at=NOW)[0].substitutes == ()
    for other in others:
        with pytest.raises(Incomplete, match="yang sejenis"):
            services.adjust_allocation(allocation, other, at=NOW)

    assert held_ids(booking) == [webcam.pk]


# --- travel -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def roaming() -> Office:
    return make_house(setup=30, teardown=15, travel=45)


def test_people_and_kit_travel_to_the_agency_but_accounts_do_not(roaming: Office) -> None:
    person, kit = make_resource(roaming, PERSON), make_resource(roaming, EQUIPMENT)
    zoom = make_resource(roaming, ACCOUNT)
    booking = make_booking(roaming, [need(person), need(kit), need(zoom)], mode=Mode.JOIN, place="Aula Bappeda")

    services.hold_booking(booking, at=NOW)

    assert live(booking, Purpose.TRAVEL) == sorted(
        (one.pk, 1, *span) for one in (person, kit) for span in ((clock(7.75), clock(8.5)), (clock(11.25), clock(12)))
    )
    services.confirm_booking(booking, at=NOW)
    assert set(Allocation.objects.filter(booking=booking).values_list("state", flat=True)) == {
        AllocationState.CONFIRMED
    }
    services.release_booking(booking, at=NOW)
    assert live(booking, *Purpose) == []


@pytest.mark.parametrize(("mode", "with_room"), [(Mode.HOST, False), (Mode.JOIN, True)])
def test_nobody_travels_to_the_office_itself(roaming: Office, mode: Mode, with_room: bool) -> None:
    needs = [need(make_resource(roaming, PERSON))] + ([need(make_resource(roaming))] if with_room else [])
    booking = make_booking(roaming, needs, mode=mode)

    services.hold_booking(booking, at=NOW)

    assert live(booking, Purpose.TRAVEL) == []


def test_travel_is_part_of_what_must_be_free(roaming: Office) -> None:
    person = make_resource(roaming, PERSON)
    occupy(person, clock(7), clock(8))
    away = make_booking(roaming, [need(person)], mode=Mode.OPERATOR)
    here = make_booking(roaming, [need(person)], mode=Mode.HOST)

    assert not is_available(wish_of(away, at=NOW))
    assert is_available(wish_of(here, at=NOW))
    assert availability(roaming, clock(9), clock(11), away=True)[0].free == 0
    assert availability(roaming, clock(9), clock(11))[0].free == 1
    assert services.hold_booking(away, at=NOW).hold == Hold.WAITING
    assert find_alternatives(away, at=NOW)[0].sessions[0].start == clock(9.5)


def test_travel_is_not_made_twice_between_sessions_at_one_place(roaming: Office) -> None:
    person = make_resource(roaming, PERSON)
    booking = make_booking(
        roaming, [need(person)], (clock(9), clock(10)), (clock(11), clock(12)), (clock(15), clock(16)), mode=Mode.JOIN
    )

    services.hold_booking(booking, at=NOW)

    assert [row[2:] for row in live(booking, Purpose.TRAVEL)] == [
        (clock(7.75), clock(8.5)),
        (clock(12.25), clock(13)),
        (clock(13.75), clock(14.5)),
        (clock(16.25), clock(17)),
    ]
    before = live(booking, *Purpose)
    services.hold_booking(booking, at=NOW)
    assert live(booking, *Purpose) == before


def test_one_officer_cannot_be_at_two_places_at_once(roaming: Office) -> None:
    first, second = make_resource(roaming, PERSON), make_resource(roaming, PERSON)
    booking = make_booking(
        roaming, [need(kind=PERSON)], (clock(9), clock(10)), (clock(10.5), clock(11.5)), mode=Mode.JOIN
    )
    Session.objects.filter(booking=booking, number=2).update(place="Kantor Camat")

    services.hold_booking(booking, at=NOW)

    assert held_ids(booking) == [first.pk, second.pk]


def test_an_extended_session_moves_the_way_home(roaming: Office) -> None:
    person = make_resource(roaming, PERSON)
    booking = make_booking(roaming, [need(person)], mode=Mode.JOIN)
    services.hold_booking(booking, at=NOW)

    services.extend_session(booking.sessions.get(), clock(11.5), at=clock(10))

    assert [row[2:] for row in live(booking, Purpose.TRAVEL)] == [
        (clock(7.75), clock(8.5)),
        (clock(11.75), clock(12.5)),
    ]


def test_a_trial_at_the_agency_takes_the_way_there_and_moves_with_it(roaming: Office) -> None:
    person = make_resource(roaming, PERSON)
    booking = make_booking(roaming, [need(person)], mode=Mode.JOIN)
    services.hold_booking(booking, at=NOW)
    services.hold_trial(booking, clock(9, day=-3), clock(10, day=-3), at=NOW)

    services.hold_trial(booking, clock(13, day=-3), clock(14, day=-3), at=NOW)
    services.hold_booking(booking, at=NOW)

    assert [row[2:] for row in live(booking, Purpose.TRIAL)] == [(clock(13, day=-3), clock(14, day=-3))]
    assert [row[2:] for row in live(booking, Purpose.TRAVEL)][:2] == [
        (clock(12.25, day=-3), clock(13, day=-3)),
        (clock(14, day=-3), clock(14.75, day=-3)),
    ]


def test_an_office_travels_half_an_hour_unless_it_says_otherwise() -> None:
    assert make_office().travel_minutes == 30
