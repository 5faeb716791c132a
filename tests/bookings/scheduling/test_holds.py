"""Hold, confirm, release, and the waiting list."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, SessionStatus, Status
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Booking
from bookings.scheduling import services
from bookings.scheduling.needs import needs_of
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
    occupy,
    states,
)
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Mode

pytestmark = pytest.mark.django_db

PERSON, ACCOUNT, ROOM, EQUIPMENT = (
    ResourceKind.PERSON,
    ResourceKind.ACCOUNT,
    ResourceKind.ROOM,
    ResourceKind.EQUIPMENT,
)


@pytest.fixture
def office() -> Office:
    return make_house()


def test_hold_takes_what_is_needed_and_says_so(office: Office) -> None:
    room, zoom, person = make_resource(office), make_resource(office, ACCOUNT), make_resource(office, PERSON)
    booking = make_booking(office, [need(room), need(kind=ACCOUNT), need(kind=PERSON)])

    result = services.hold_booking(booking, at=NOW)

    assert (result.hold, result.missing, hold_of(booking)) == (Hold.HELD, (), Hold.HELD)
    assert live(booking) == sorted((one.pk, 1, clock(9), clock(11)) for one in (room, zoom, person))
    assert states(booking) == {AllocationState.HELD}


def test_hold_twice_changes_nothing(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    before = list(Allocation.objects.values_list("pk", "state"))

    result = services.hold_booking(booking, at=NOW)

    assert (result.hold, result.taken) == (Hold.HELD, ())
    assert list(Allocation.objects.values_list("pk", "state")) == before


def test_hold_without_needs_is_none(office: Office) -> None:
    booking = make_booking(office, [need(kind=ROOM, provided_by="applicant")])

    assert services.hold_booking(booking, at=NOW).hold == Hold.NONE
    assert not Allocation.objects.exists()


def test_hold_is_partial_then_waiting(office: Office) -> None:
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    services.hold_booking(make_booking(office, [need(room)]), at=NOW)
    half = make_booking(office, [need(room), need(zoom)])
    last = make_booking(office, [need(room), need(zoom)])

    first, second = services.hold_booking(half, at=NOW), services.hold_booking(last, at=NOW)

    assert (first.hold, [one.index for one in first.missing]) == (Hold.PARTIAL, [0])
    assert (second.hold, [one.index for one in second.missing]) == (Hold.WAITING, [0, 1])
    assert live(last) == []


def test_hold_back_to_back_is_no_clash(office: Office) -> None:
    room = make_resource(office)
    first = make_booking(office, [need(room)], (clock(9), clock(11)))
    second = make_booking(office, [need(room)], (clock(11), clock(12)))

    assert services.hold_booking(first, at=NOW).hold == Hold.HELD
    assert services.hold_booking(second, at=NOW).hold == Hold.HELD


def test_hold_across_midnight_and_several_days(office: Office) -> None:
    room = make_resource(office)
    night = make_booking(office, [need(room)], (clock(22), clock(26)), (clock(8, day=2), clock(17, day=4)))
    services.hold_booking(night, at=NOW)
    inside = make_booking(office, [need(room)], (clock(10, day=3), clock(11, day=3)))
    after = make_booking(office, [need(room)], (clock(26), clock(27)))

    assert len(live(night)) == 2
    assert services.hold_booking(inside, at=NOW).hold == Hold.WAITING
    assert services.hold_booking(after, at=NOW).hold == Hold.HELD


def test_hold_compares_instants_not_wall_clocks() -> None:
    office = make_house(timezone="Asia/Jakarta")
    room = make_resource(office)
    jakarta = clock(9).astimezone(office.tz)
    services.hold_booking(make_booking(office, [need(room)], (jakarta, jakarta + timedelta(hours=1))), at=NOW)

    same = make_booking(office, [need(room)], (clock(9), clock(10)))
    later = make_booking(office, [need(room)], (clock(10), clock(11)))

    assert services.hold_booking(same, at=NOW).hold == Hold.WAITING
    assert services.hold_booking(later, at=NOW).hold == Hold.HELD


def test_hold_of_two_lanes_takes_two_meetings_not_three(office: Office) -> None:
    zoom = make_resource(office, ACCOUNT, lanes=2)
    found = [services.hold_booking(make_booking(office, [need(zoom)]), at=NOW).hold for _ in range(3)]

    assert found == [Hold.HELD, Hold.HELD, Hold.WAITING]
    assert sorted(Allocation.objects.values_list("lane", flat=True)) == [1, 2]


def test_hold_puts_buffers_around_rooms_but_not_accounts() -> None:
    office = make_house(setup=30, teardown=15)
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    booking = make_booking(office, [need(room), need(zoom)])

    services.hold_booking(booking, at=NOW)

    assert live(booking, Purpose.SETUP) == [
        (room.pk, 1, clock(8.5), clock(9)),
        (room.pk, 1, clock(11), clock(11.25)),
    ]
    assert (zoom.pk, 1, clock(9), clock(11)) in live(booking)


def test_hold_refuses_a_neighbour_whose_buffer_does_not_fit() -> None:
    office = make_house(setup=30, teardown=15)
    room = make_resource(office)
    services.hold_booking(make_booking(office, [need(room)], (clock(9), clock(11))), at=NOW)

    tight = make_booking(office, [need(room)], (clock(11.5), clock(12)))
    roomy = make_booking(office, [need(room)], (clock(11.75), clock(12.5)))

    assert services.hold_booking(tight, at=NOW).hold == Hold.WAITING
    assert services.hold_booking(roomy, at=NOW).hold == Hold.HELD


def test_hold_never_clashes_with_the_buffers_of_ones_own_next_session() -> None:
    office = make_house(setup=30, teardown=15)
    room = make_resource(office)
    booking = make_booking(office, [need(room)], (clock(9), clock(10)), (clock(10), clock(11)))

    assert services.hold_booking(booking, at=NOW).hold == Hold.HELD
    assert len(live(booking)) == 2


def test_hold_gives_parallel_sessions_different_units(office: Office) -> None:
    first, second = make_resource(office, ACCOUNT), make_resource(office, ACCOUNT)
    booking = make_booking(office, [need(kind=ACCOUNT)], (clock(9), clock(11)), (clock(10), clock(12)))

    assert services.hold_booking(booking, at=NOW).hold == Hold.HELD
    assert {row[0] for row in live(booking)} == {first.pk, second.pk}


def test_hold_leaves_inactive_and_other_offices_units_alone(office: Office) -> None:
    make_resource(office, ACCOUNT, is_active=False)
    stranger = make_resource(make_house(), ACCOUNT)
    booking = make_booking(office, [need(kind=ACCOUNT), need(stranger)])

    assert services.hold_booking(booking, at=NOW).hold == Hold.WAITING


def test_hold_meets_a_stranger_who_took_no_lock(office: Office) -> None:
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(10), clock(12))
    booking = make_booking(office, [need(room), need(zoom)])

    assert services.hold_booking(booking, at=NOW).hold == Hold.PARTIAL


def test_hold_follows_edited_needs(office: Office) -> None:
    small, large = make_resource(office), make_resource(office)
    booking = make_booking(office, [need(small)])
    services.hold_booking(booking, at=NOW)
    waiting = make_booking(office, [need(small)])
    services.hold_booking(waiting, at=NOW)
    booking.needs = [need(large)]
    booking.save(update_fields=["needs"])

    result = services.hold_booking(booking, at=NOW)

    assert [row[0] for row in live(booking)] == [large.pk]
    assert result.gained == (waiting,)
    assert hold_of(waiting) == Hold.HELD


def test_unreadable_need_is_a_sentence(office: Office) -> None:
    booking = make_booking(office, [{"kind": "spaceship"}])

    with pytest.raises(Incomplete, match="Kebutuhan ke-1 tidak dapat dibaca"):
        services.hold_booking(booking, at=NOW)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.HOST, [(ACCOUNT, 1, 1, ""), (PERSON, 3, 1, "")]),
        (Mode.JOIN, [(PERSON, 3, 1, "")]),
        (Mode.ACCOUNT, [(ACCOUNT, 1, 1, "")]),
        (Mode.OPERATOR, [(PERSON, 3, 1, "")]),
        (Mode.ROOM, [(ROOM, 1, 1, "")]),
        (Mode.EQUIPMENT, []),
        (Mode.STREAMING, [(PERSON, 3, 1, ""), (EQUIPMENT, 1, 0, "streaming")]),
    ],
)
def test_needs_follow_the_mode(office: Office, mode: Mode, expected: list[tuple[object, ...]]) -> None:
    procedure = make_procedure(office, min_officers=3)
    booking = make_booking(office, [], procedure=procedure, mode=mode)

    found = needs_of(booking, procedure)

    assert [(one.kind, one.quantity, one.required, one.group) for one in found] == expected
    assert [one.index for one in found] == list(range(len(expected)))


def test_confirm_turns_held_into_confirmed(office: Office) -> None:
    office.setup_minutes = 30
    office.save()
    booking = make_booking(office, [need(make_resource(office))])
    services.hold_booking(booking, at=NOW)

    services.confirm_booking(booking, at=NOW)

    assert hold_of(booking) == Hold.CONFIRMED
    assert set(Allocation.objects.values_list("state", flat=True)) == {AllocationState.CONFIRMED}


def test_confirm_takes_what_came_free_since(office: Office) -> None:
    room = make_resource(office)
    block = occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    block.delete()

    services.confirm_booking(booking, at=NOW)

    assert hold_of(booking) == Hold.CONFIRMED


def test_confirm_refuses_with_alternatives_and_writes_nothing(office: Office) -> None:
    room, zoom = make_resource(office, name="Ruang Rapat"), make_resource(office, ACCOUNT)
    occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room), need(zoom)])
    services.hold_booking(booking, at=NOW)
    before = list(Allocation.objects.order_by("pk").values_list("pk", "state"))

    with pytest.raises(Clash) as caught:
        services.confirm_booking(booking, at=NOW)

    assert caught.value.sentence == (
        "Ruang Rapat tidak tersedia pada Senin, 9 November 2026 pukul 09.00–11.00 WITA. "
        "Pilih salah satu jadwal yang masih kosong."
    )
    assert len(caught.value.alternatives) == 3
    assert list(Allocation.objects.order_by("pk").values_list("pk", "state")) == before
    assert hold_of(booking) == Hold.PARTIAL


def test_confirm_gives_up_what_was_struck(office: Office) -> None:
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room), need(zoom)])
    services.hold_booking(booking, at=NOW)

    services.confirm_booking(booking, at=NOW, struck={0})

    assert [row[0] for row in live(booking)] == [zoom.pk]
    assert hold_of(booking) == Hold.CONFIRMED


def test_release_frees_and_the_first_in_line_gains(office: Office) -> None:
    room = make_resource(office)
    owner, second, third = (make_booking(office, [need(room)]) for _ in range(3))
    for booking in (owner, third, second):
        services.hold_booking(booking, at=NOW)

    gained = services.release_booking(owner, at=NOW)

    assert gained == [second]
    assert [hold_of(one) for one in (owner, second, third)] == [Hold.RELEASED, Hold.HELD, Hold.WAITING]
    assert live(owner) == []


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CANCELLED, Status.OFFERED])
def test_release_passes_over_cases_that_do_not_wait_any_more(office: Office, status: Status) -> None:
    room = make_resource(office)
    owner, other = make_booking(office, [need(room)]), make_booking(office, [need(room)])
    services.hold_booking(owner, at=NOW)
    services.hold_booking(other, at=NOW)
    Booking.objects.filter(pk=other.pk).update(status=status)

    assert services.release_booking(owner, at=NOW) == []
    assert live(other) == []


def test_release_of_one_session_keeps_the_others_and_the_hold(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)], (clock(9), clock(10)), (clock(13), clock(14)))
    services.hold_booking(booking, at=NOW)

    services.release_booking(booking, at=NOW, sessions=[booking.sessions.get(number=1)])

    assert live(booking) == [(room.pk, 1, clock(13), clock(14))]
    assert hold_of(booking) == Hold.HELD


def test_release_keeps_what_was_really_used(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)], (clock(9), clock(10)), (clock(13), clock(14)))
    services.hold_booking(booking, at=NOW)
    booking.sessions.filter(number=1).update(status=SessionStatus.FINISHED)

    services.release_booking(booking, at=NOW)

    assert live(booking) == [(room.pk, 1, clock(9), clock(10))]


def test_lapsed_hold_waits_behind_those_who_waited(office: Office) -> None:
    room = make_resource(office)
    owner, other = make_booking(office, [need(room)]), make_booking(office, [need(room)])
    services.hold_booking(owner, at=NOW)
    services.hold_booking(other, at=NOW)

    assert services.lapse_hold(owner, at=NOW) == [other]
    assert (hold_of(owner), hold_of(other)) == (Hold.WAITING, Hold.HELD)
    assert services.release_booking(other, at=NOW) == [owner]


def test_sweep_of_the_waiting_list_serves_whoever_fits(office: Office) -> None:
    room = make_resource(office)
    block = occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    block.delete()

    assert services.hold_waiting(office, None, at=NOW) == [booking]


def test_constraint_holds_against_every_writer(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9), clock(11))

    with pytest.raises(IntegrityError, match="allocation_never_overlaps"), transaction.atomic():
        occupy(room, clock(10), clock(12))
    with pytest.raises(IntegrityError, match="allocation_never_overlaps"), transaction.atomic():
        Allocation.objects.bulk_create([_copy(Allocation.objects.get())])
    occupy(room, clock(11), clock(12))
    occupy(room, clock(10), clock(12), lane=2)
    released = _copy(Allocation.objects.first())
    released.state = AllocationState.RELEASED
    released.save()
    with pytest.raises(IntegrityError, match="allocation_never_overlaps"), transaction.atomic():
        Allocation.objects.filter(pk=released.pk).update(state=AllocationState.HELD)


def _copy(allocation: Allocation) -> Allocation:
    allocation.pk = None
    allocation._state.adding = True
    return allocation


@pytest.mark.parametrize("neighbours", [1, 30])
def test_hold_costs_the_same_beside_any_number_of_neighbours(
    office: Office, neighbours: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rooms = [make_resource(office) for _ in range(4)]
    for number in range(neighbours):
        occupy(rooms[number % 4], clock(13 + number / 10), clock(13 + number / 10 + 0.1))
    booking = Booking.objects.select_related("office", "procedure").get(
        pk=make_booking(office, [need(room) for room in rooms]).pk
    )

    with django_assert_max_num_queries(12):
        services.hold_booking(booking, at=NOW)

    assert hold_of(booking) == Hold.HELD
