"""The hour that an applicant wishes for the trial is taken with the event, in the same transaction."""

from typing import Any

import pytest

from bookings.choices import Hold, Purpose, ResourceKind
from bookings.models import Allocation, Booking
from bookings.pages.case import facts_of
from bookings.scheduling import services
from bookings.scheduling.occupations import day_of
from bookings.scheduling.pages import agenda_of
from tests.bookings.scheduling.world import NOW, clock, live, make_booking, make_house, make_resource, need, occupy
from tests.vidcon_portal.accounts.people import make_position, seat, wear
from tests.walks.driver import Walk
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State

ROOM, ACCOUNT = ResourceKind.ROOM, ResourceKind.ACCOUNT


@pytest.fixture
def office(db: None) -> Office:
    return make_house()


def submitted(office: Office, needs: Any, **fields: Any) -> tuple[Booking, Any]:
    """An event of Monday 09.00 to 11.00 with a trial at 07.30."""
    booking = make_booking(office, needs, **{"connection_test_at": clock(7.5), **fields})
    return booking, services.hold_booking(booking, at=NOW, is_new=True, with_wished_trial=True)


def test_a_wished_trial_is_held_with_the_event(office: Office) -> None:
    room = make_resource(office)

    booking, result = submitted(office, [need(room)])

    assert (result.hold, result.trial_short) == (Hold.HELD, ())
    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(7.5), clock(8.5))]
    assert {row.state for row in result.taken} == {"held"}


def test_a_trial_takes_what_the_event_takes_though_another_was_first(office: Office) -> None:
    first, second = make_resource(office, ACCOUNT), make_resource(office, ACCOUNT)
    occupy(first, clock(9), clock(10))

    booking, _result = submitted(office, [need(kind=ACCOUNT)])

    assert live(booking, Purpose.EVENT, Purpose.TRIAL) == [
        (second.pk, 1, clock(7.5), clock(8.5)),
        (second.pk, 1, clock(9), clock(11)),
    ]


def test_a_taken_trial_hour_is_told_and_the_event_held(office: Office) -> None:
    room, account = make_resource(office), make_resource(office, ACCOUNT)
    occupy(room, clock(8), clock(8.75))

    booking, result = submitted(office, [need(room), need(account)])

    assert (result.hold, [each.index for each in result.trial_short]) == (Hold.HELD, [0])
    assert live(booking, Purpose.TRIAL) == [(account.pk, 1, clock(7.5), clock(8.5))]


@pytest.mark.parametrize("wish", [None, clock(9), clock(9, day=-30)])
def test_without_an_hour_to_come_before_the_event_there_is_no_trial(office: Office, wish: Any) -> None:
    booking, _result = submitted(office, [need(make_resource(office))], connection_test_at=wish)

    assert live(booking, Purpose.TRIAL) == []


def test_nothing_is_tried_while_the_event_itself_waits(office: Office) -> None:
    room = make_resource(office)
    occupy(room, clock(9), clock(10))

    booking, result = submitted(office, [need(room)])

    assert (result.hold, live(booking, Purpose.TRIAL)) == (Hold.WAITING, [])


def test_another_wish_moves_the_trial_and_gives_its_hour_on(office: Office) -> None:
    room = make_resource(office)
    booking, _result = submitted(office, [need(room)])
    waiting = make_booking(office, [need(room)], (clock(7), clock(8)))
    assert services.hold_booking(waiting, at=NOW).hold == Hold.WAITING

    booking.connection_test_at = clock(13, day=-1)
    result = services.hold_booking(booking, at=NOW, with_wished_trial=True)

    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(13, day=-1), clock(14, day=-1))]
    assert [each.pk for each in result.gained] == [waiting.pk]


def test_the_trial_of_a_confirmed_case_stays_confirmed(office: Office) -> None:
    booking, _result = submitted(office, [need(make_resource(office))])
    services.confirm_booking(booking, at=NOW)

    booking.connection_test_at = clock(7)
    services.hold_booking(booking, at=NOW, with_wished_trial=True)

    assert set(booking.allocations.exclude(state="released").values_list("purpose", "state")) == {
        ("event", "confirmed"), ("trial", "confirmed"),
    }  # fmt: skip


def test_an_event_that_moves_before_its_trial_drops_it(office: Office) -> None:
    room = make_resource(office)
    booking, _result = submitted(office, [need(room)])
    session = booking.sessions.get()

    services.move_sessions(booking, {session.pk: (clock(7), clock(8))}, at=NOW, strict=True)

    assert live(booking, Purpose.EVENT, Purpose.TRIAL) == [(room.pk, 1, clock(7), clock(8))]


def test_what_is_given_up_is_not_tried(office: Office) -> None:
    room, account = make_resource(office), make_resource(office, ACCOUNT)
    booking, _result = submitted(office, [need(room), need(account)])

    services.confirm_booking(booking, at=NOW, struck={1})

    assert live(booking, Purpose.TRIAL) == [(room.pk, 1, clock(7.5), clock(8.5))]
    assert set(booking.allocations.exclude(state="released").values_list("state", flat=True)) == {"confirmed"}


def test_a_submission_holds_the_trial_and_says_so(world: None) -> None:
    walk = Walk("gorontalo").submit()
    wished = walk.booking.connection_test_at
    assert wished is not None

    rows = Allocation.objects.filter(booking=walk.booking, purpose=Purpose.TRIAL, state="held")
    assert {row.during.lower for row in rows} == {wished}
    assert "trial_without" not in walk.booking.events.get(action="submit").data
    facts = {fact.label: fact.value for fact in facts_of(walk.booking, inside=False)}
    assert facts["Uji koneksi"].endswith("(ditahan)")


def test_a_trial_within_the_set_up_is_one_line_of_the_day(office: Office) -> None:
    office.setup_minutes = 60
    office.save()
    room, account = make_resource(office), make_resource(office, ACCOUNT)
    booking, _result = submitted(office, [need(room), need(account)])
    assert live(booking, Purpose.TRIAL) == [
        (room.pk, 1, clock(7.5), clock(8)),
        (account.pk, 1, clock(7.5), clock(8.5)),
    ]

    lines = agenda_of(day_of(office, clock(9).date(), actor=wear(seat(make_position(office, Role.OFFICE_HEAD)))))

    trials = [(line.start, line.end, set(line.detail.split(", "))) for line in lines if line.state == State.TRIAL]
    assert trials == [(clock(7.5), clock(8.5), {room.name, account.name})]
