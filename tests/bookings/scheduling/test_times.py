"""Reschedule, extend, offers, trials, swaps and blocks."""

from datetime import timedelta

import pytest

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, Secrecy, SessionStatus
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Booking, Option, StepRun
from bookings.scheduling import services
from bookings.scheduling.spans import Span
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
    states,
)
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Kind

pytestmark = pytest.mark.django_db

PERSON, ACCOUNT, EQUIPMENT = ResourceKind.PERSON, ResourceKind.ACCOUNT, ResourceKind.EQUIPMENT


@pytest.fixture
def office() -> Office:
    return make_house()


def confirmed(office: Office, *args: object, **fields: object) -> Booking:
    booking = make_booking(office, *args, **fields)
    services.hold_booking(booking, at=NOW)
    services.confirm_booking(booking, at=NOW)
    return booking


def test_move_to_overlapping_own_time_is_no_clash(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    session = booking.sessions.get()

    result = services.move_sessions(booking, {session.pk: (clock(10), clock(12))}, at=NOW, strict=True)

    session.refresh_from_db()
    booking.refresh_from_db()
    assert result.hold == booking.hold == Hold.HELD
    assert live(booking) == [(room.pk, 1, clock(10), clock(12))]
    assert (session.starts_at, session.ends_at, session.sequence) == (clock(10), clock(12), 1)
    assert (booking.first_session_start, booking.last_session_end) == (clock(10), clock(12))


def test_move_keeps_the_unit_even_if_another_is_less_loaded(office: Office) -> None:
    make_resource(office, ACCOUNT)
    second = make_resource(office, ACCOUNT)
    first = make_booking(office, [need(kind=ACCOUNT)])
    services.hold_booking(first, at=NOW)
    booking = make_booking(office, [need(kind=ACCOUNT)])
    services.hold_booking(booking, at=NOW)

    services.move_sessions(booking, {booking.sessions.get().pk: (clock(13), clock(14))}, at=NOW, strict=True)

    assert live(booking) == [(second.pk, 1, clock(13), clock(14))]


def test_strict_move_refuses_with_alternatives_and_changes_nothing(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    session = booking.sessions.get()
    occupy(room, clock(13), clock(15))
    before = list(Allocation.objects.order_by("pk").values_list("pk", "state", "during"))

    with pytest.raises(Clash) as caught:
        services.move_sessions(booking, {session.pk: (clock(13), clock(15))}, at=NOW, strict=True)

    session.refresh_from_db()
    assert "Senin, 9 November 2026 pukul 13.00–15.00 WITA" in caught.value.sentence
    assert len(caught.value.alternatives) == 3
    assert (session.starts_at, session.sequence) == (clock(9), 0)
    assert list(Allocation.objects.order_by("pk").values_list("pk", "state", "during")) == before
    assert hold_of(booking) == Hold.CONFIRMED


def test_lenient_move_joins_the_waiting_list(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    occupy(room, clock(13), clock(15))

    result = services.move_sessions(booking, {booking.sessions.get().pk: (clock(13), clock(15))}, at=NOW, strict=False)

    assert (result.hold, hold_of(booking), live(booking)) == (Hold.WAITING, Hold.WAITING, [])


def test_move_hands_the_old_time_on(office: Office) -> None:
    room = make_resource(office)
    booking, other = confirmed(office, [need(room)]), make_booking(office, [need(room)])
    services.hold_booking(other, at=NOW)

    result = services.move_sessions(booking, {booking.sessions.get().pk: (clock(13), clock(15))}, at=NOW, strict=True)

    assert result.gained == (other,)
    assert hold_of(other) == Hold.HELD


@pytest.mark.parametrize("times", [(clock(11), clock(10)), (clock(11), clock(11))])
def test_move_that_ends_before_it_starts_is_refused(office: Office, times: tuple[object, object]) -> None:
    booking = confirmed(office, [need(make_resource(office))])

    with pytest.raises(Incomplete, match="sesudah waktu mulai"):
        services.move_sessions(booking, {booking.sessions.get().pk: times}, at=NOW, strict=True)


def test_move_of_a_strangers_session_is_refused(office: Office) -> None:
    room = make_resource(office)
    booking, other = confirmed(office, [need(room)]), make_booking(office, [])

    with pytest.raises(Incomplete):
        services.move_sessions(booking, {other.sessions.get().pk: (clock(13), clock(14))}, at=NOW, strict=True)


def test_extend_makes_the_allocations_longer(office: Office) -> None:
    office.setup_minutes, office.teardown_minutes = 30, 15
    office.save()
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    session = booking.sessions.get()

    services.extend_session(session, clock(12), at=clock(10.5))

    booking.refresh_from_db()
    assert live(booking) == [(room.pk, 1, clock(9), clock(12))]
    assert live(booking, Purpose.SETUP) == [(room.pk, 1, clock(8.5), clock(9)), (room.pk, 1, clock(12), clock(12.25))]
    assert states(booking) == {AllocationState.CONFIRMED}
    assert (session.ends_at, session.sequence, booking.last_session_end) == (clock(12), 1, clock(12))


def test_extend_right_up_to_the_follower_is_allowed(office: Office) -> None:
    office.teardown_minutes = 15
    office.save()
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    follower = confirmed(office, [need(room)], (clock(12), clock(13)))

    services.extend_session(booking.sessions.get(), clock(12), at=clock(10.5))

    assert live(booking) == [(room.pk, 1, clock(9), clock(12))]
    assert live(follower) == [(room.pk, 1, clock(12), clock(13))]


def test_extend_names_who_follows(office: Office) -> None:
    room = make_resource(office, name="Ruang Rapat")
    booking = confirmed(office, [need(room)])
    follower = confirmed(office, [need(room)], (clock(12), clock(13)))

    with pytest.raises(Clash) as caught:
        services.extend_session(booking.sessions.get(), clock(12.5), at=clock(10.5))

    assert caught.value.sentence == (
        f"Tidak dapat diperpanjang: Ruang Rapat dipakai {follower.ticket} {follower.title} mulai pukul 12.00 WITA. "
        "Paling lama sampai pukul 12.00 WITA, atau pindahkan kegiatan berikutnya."
    )
    assert live(booking) == [(room.pk, 1, clock(9), clock(11))]


def test_extend_keeps_a_secret_followers_name(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    follower = confirmed(office, [need(room)], (clock(11), clock(13)), secrecy=Secrecy.SECRET)

    with pytest.raises(Clash, match="kegiatan lain mulai pukul") as caught:
        services.extend_session(booking.sessions.get(), clock(12), at=clock(10.5))

    assert follower.title not in caught.value.sentence


def offer(booking: Booking, *times: tuple[float, float]) -> list[Option]:
    run = StepRun.objects.create(
        booking=booking, kind=Kind.CHOOSE_ALTERNATIVE, roles=["applicant"], opened_at=NOW, row=None
    )
    session = booking.sessions.get()
    return [
        Option.objects.create(
            step_run=run,
            number=number,
            sessions=[
                {"session": session.pk, "starts_at": clock(start).isoformat(), "ends_at": clock(end).isoformat()}
            ],
        )
        for number, (start, end) in enumerate(times, start=1)
    ]


UNTIL = NOW + timedelta(hours=6)


def test_options_are_held_as_merged_ranges_of_one_unit(office: Office) -> None:
    first, second = make_resource(office, ACCOUNT), make_resource(office, ACCOUNT)
    occupy(first, clock(16), clock(17))
    booking = make_booking(office, [need(kind=ACCOUNT)])
    services.hold_booking(booking, at=NOW)
    options = offer(booking, (10, 12), (11, 13), (14, 16))

    services.hold_options(booking, options, until=UNTIL, at=NOW)

    assert live(booking) == []
    assert live(booking, Purpose.OPTION) == [
        (second.pk, 1, clock(10), clock(13)),
        (second.pk, 1, clock(14), clock(16)),
    ]
    assert all(option.is_held for option in options)
    assert hold_of(booking) == Hold.HELD


def test_options_release_the_cases_own_hold(office: Office) -> None:
    room = make_resource(office)
    booking, other = make_booking(office, [need(room)]), make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    services.hold_booking(other, at=NOW)

    result = services.hold_options(booking, offer(booking, (13, 15)), until=UNTIL, at=NOW)

    assert result.gained == (other,)
    assert live(other) == [(room.pk, 1, clock(9), clock(11))]


def test_options_that_are_taken_are_refused_whole(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    occupy(room, clock(13), clock(14))

    with pytest.raises(Clash, match=r"Pilihan 2 .* tidak lagi kosong"):
        services.hold_options(booking, offer(booking, (11, 12), (13, 15)), until=UNTIL, at=NOW)

    assert live(booking) == [(room.pk, 1, clock(9), clock(11))]
    assert live(booking, Purpose.OPTION) == []


def test_take_option_frees_the_others_and_moves_the_sessions(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    options = offer(booking, (11, 13), (14, 16))
    services.hold_options(booking, options, until=UNTIL, at=NOW)

    services.take_option(booking, options[1], at=NOW)

    assert live(booking, Purpose.EVENT, Purpose.OPTION) == [(room.pk, 1, clock(14), clock(16))]
    assert booking.sessions.get().starts_at == clock(14)
    assert not Option.objects.filter(is_held=True).exists()
    assert hold_of(booking) == Hold.HELD


def test_take_option_that_was_lost_brings_fresh_alternatives(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)])
    services.hold_booking(booking, at=NOW)
    options = offer(booking, (14, 16))
    services.hold_options(booking, options, until=UNTIL, at=NOW)
    services.drop_options(booking, at=NOW)
    occupy(room, clock(15), clock(16))

    with pytest.raises(Clash) as caught:
        services.take_option(booking, options[0], at=NOW)

    assert len(caught.value.alternatives) == 3
    assert booking.sessions.get().starts_at == clock(9)
    assert hold_of(booking) == Hold.WAITING


def test_drop_options_frees_and_waits(office: Office) -> None:
    room = make_resource(office)
    booking = make_booking(office, [need(room)])
    services.hold_options(booking, offer(booking, (14, 16)), until=UNTIL, at=NOW)

    services.drop_options(booking, at=UNTIL)

    assert live(booking, Purpose.OPTION) == []
    assert hold_of(booking) == Hold.WAITING


def test_trial_takes_the_units_of_the_event(office: Office) -> None:
    room, _zoom, zoom = make_resource(office), make_resource(office, ACCOUNT), make_resource(office, ACCOUNT)
    first = confirmed(office, [need(kind=ACCOUNT)])
    booking = confirmed(office, [need(room), need(kind=ACCOUNT)])

    result = services.hold_trial(booking, clock(8), clock(8.5), at=NOW)

    assert result.clashed == ()
    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(8), clock(8.5)), (zoom.pk, 1, clock(8), clock(8.5))]
    assert {row.state for row in result.taken} == {AllocationState.CONFIRMED}
    assert live(first, Purpose.TRIAL) == []


def test_trial_says_what_clashes_and_takes_the_rest(office: Office) -> None:
    room, zoom = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(8), clock(9))
    booking = confirmed(office, [need(room), need(zoom)])

    result = services.hold_trial(booking, clock(8), clock(8.5), at=NOW)

    assert [one.index for one in result.clashed] == [0]
    assert live(booking, Purpose.TRIAL) == [(zoom.pk, 1, clock(8), clock(8.5))]


def test_trial_within_ones_own_setup_is_no_clash(office: Office) -> None:
    office.setup_minutes = 60
    office.save()
    room = make_resource(office)
    booking = confirmed(office, [need(room)])

    assert services.hold_trial(booking, clock(7.5), clock(8.5), at=NOW).clashed == ()
    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(7.5), clock(8))]


def test_trial_again_moves_it(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    services.hold_trial(booking, clock(7), clock(8), at=NOW)

    services.hold_trial(booking, clock(7.5), clock(8.5), at=NOW)

    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(7.5), clock(8.5))]


def test_adjust_swaps_like_for_like_with_buffers_and_state(office: Office) -> None:
    office.setup_minutes = 30
    office.save()
    sick, healthy = make_resource(office, PERSON), make_resource(office, PERSON)
    booking = confirmed(office, [need(sick)])

    services.adjust_allocation(booking.allocations.get(purpose=Purpose.EVENT), healthy, at=NOW)

    assert live(booking, Purpose.EVENT, Purpose.SETUP) == [
        (healthy.pk, 1, clock(8.5), clock(9)),
        (healthy.pk, 1, clock(9), clock(11)),
    ]
    assert services.hold_booking(booking, at=NOW).hold == Hold.CONFIRMED
    assert [row[0] for row in live(booking)] == [healthy.pk]


def test_adjust_to_a_busy_unit_is_a_clash(office: Office) -> None:
    sick, busy = make_resource(office, PERSON), make_resource(office, PERSON)
    occupy(busy, clock(10), clock(12))
    booking = confirmed(office, [need(sick)])

    with pytest.raises(Clash, match="sudah terpakai"):
        services.adjust_allocation(booking.allocations.get(), busy, at=NOW)

    assert [row[0] for row in live(booking)] == [sick.pk]


def test_adjust_to_another_kind_is_refused(office: Office) -> None:
    camera = make_resource(office, EQUIPMENT, group="kamera")
    screen = make_resource(office, EQUIPMENT, group="layar")
    booking = confirmed(office, [need(camera)])

    with pytest.raises(Incomplete, match="tidak dapat menggantikan"):
        services.adjust_allocation(booking.allocations.get(), screen, at=NOW)


def test_block_is_refused_while_somebody_stands_there_and_unblock_hands_on(office: Office) -> None:
    room = make_resource(office)
    booking = confirmed(office, [need(room)])
    with pytest.raises(Clash, match=str(booking.ticket)):
        services.block_resource(room, [Span(clock(10), clock(12))], by=SYSTEM, at=NOW)
    block = services.block_resource(room, [Span(clock(13), clock(15))], by=SYSTEM, at=NOW)[0]
    waiting = make_booking(office, [need(room)], (clock(14), clock(15)))
    services.hold_booking(waiting, at=NOW)

    assert services.end_block(block, by=SYSTEM, at=NOW) == [waiting]
    assert hold_of(waiting) == Hold.HELD


def test_session_that_is_over_needs_no_place(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9), clock(10))
    booking = make_booking(office, [need(room)], (clock(9), clock(10)), (clock(13), clock(14)))
    booking.sessions.filter(number=1).update(status=SessionStatus.RUNNING)

    assert services.hold_booking(booking, at=clock(12)).hold == Hold.HELD
