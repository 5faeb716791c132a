"""Several processes on real PostgreSQL want the same: zero doubles, one winner, nobody meets a deadlock."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bookings.choices import Hold, Purpose, ResourceKind, Status
from bookings.models import Allocation, Booking, Resource
from bookings.models.resource import LIVE_STATES
from bookings.scheduling import services
from bookings.scheduling.ledger import office_needs
from tests.bookings.scheduling.contenders import contend
from tests.bookings.scheduling.world import DAY, NOW, clock, make_booking, make_house, make_resource, need
from tests.races import race
from vidcon_portal.accounts.models import Office

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 4

_DOUBLES = """
SELECT count(*) FROM bookings_allocation a JOIN bookings_allocation b
  ON a.id < b.id AND a.resource_id = b.resource_id AND a.lane = b.lane AND a.during && b.during
WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
"""


def race_for_units(tasks: Sequence[Sequence[dict[str, Any]]]) -> list[list[str]]:
    """Run one process per task, all starting at the same moment."""
    return race([(contend, (deeds, NOW)) for deeds in tasks])


def bugs(endings: Sequence[Sequence[str]]) -> list[str]:
    return [ending for found in endings for ending in found if ending.startswith("bug")]


def doubles() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES)
        return int(cursor.fetchone()[0])


def test_identical_wishes_have_exactly_one_winner() -> None:
    office = make_house(setup=30, teardown=15)
    room, zoom = make_resource(office), make_resource(office, ResourceKind.ACCOUNT)
    rounds = [
        [
            make_booking(office, [need(room), need(zoom)], (clock(9, day=day), clock(11, day=day)))
            for _ in range(PROCESSES)
        ]
        for day in range(40)
    ]

    endings = race_for_units(
        [[{"deed": "hold", "booking": lane[number].pk} for lane in rounds] for number in range(PROCESSES)]
    )

    assert bugs(endings) == []
    assert doubles() == 0
    for at_once in zip(*endings, strict=True):
        assert Counter(at_once) == {Hold.HELD: 1, Hold.WAITING: PROCESSES - 1}


def test_overlapping_wishes_in_opposite_lock_orders_neither_double_nor_deadlock() -> None:
    office = make_house()
    rooms = [make_resource(office) for _ in range(3)]
    people = [make_resource(office, ResourceKind.PERSON) for _ in range(2)]
    chance = random.Random(5)
    tasks = []
    for number in range(PROCESSES):
        deeds = []
        for _ in range(40):
            needs = [need(room) for room in rooms] + [need(person) for person in people]
            chance.shuffle(needs)
            start = clock(8 + chance.randrange(8), day=chance.randrange(10))
            booking = make_booking(office, needs[: 2 + number % 3], (start, start + timedelta(minutes=90)))
            deeds.append({"deed": "hold", "booking": booking.pk})
        tasks.append(deeds)

    endings = race_for_units(tasks)

    assert bugs(endings) == []
    assert doubles() == 0
    assert_holds_are_true()


def test_everything_at_once_keeps_every_invariant() -> None:
    office = make_house(setup=15, teardown=15)
    for _ in range(2):
        make_resource(office)
    make_resource(office, ResourceKind.ACCOUNT, lanes=2)
    make_resource(office, ResourceKind.PERSON)
    make_resource(office, ResourceKind.PERSON)
    kinds = (ResourceKind.ROOM, ResourceKind.ACCOUNT, ResourceKind.PERSON)
    chance = random.Random(11)
    bookings = []
    for _ in range(24):
        start = clock(8 + chance.randrange(6), day=chance.randrange(2))
        needs = [need(kind=kind) for kind in chance.sample(kinds, 2)]
        bookings.append(make_booking(office, needs, (start, start + timedelta(hours=2))))
    tasks = [[_random_deed(chance, bookings) for _ in range(45)] for _ in range(PROCESSES)]

    endings = race_for_units(tasks)

    assert bugs(endings) == []
    assert doubles() == 0
    assert_holds_are_true()
    services.hold_waiting(office, None, at=NOW)
    assert_holds_are_true()
    assert_nobody_waits_for_what_is_free(office)


def test_one_freed_slot_goes_to_exactly_one_of_many_who_wait() -> None:
    office = make_house()
    rooms = [make_resource(office) for _ in range(10)]
    owners = [make_booking(office, [need(room)]) for room in rooms]
    for owner in owners:
        services.hold_booking(owner, at=NOW)
    waiting = [[make_booking(office, [need(room)]) for _ in range(PROCESSES - 1)] for room in rooms]

    endings = race_for_units(
        [
            [{"deed": "release", "booking": owner.pk} for owner in owners],
            *[[{"deed": "hold", "booking": line[number].pk} for line in waiting] for number in range(PROCESSES - 1)],
        ]
    )

    assert bugs(endings) == []
    assert doubles() == 0
    for room in rooms:
        assert Allocation.objects.filter(resource=room, state__in=LIVE_STATES).count() == 1


def _random_deed(chance: random.Random, bookings: Sequence[Booking]) -> dict[str, Any]:
    booking = chance.choice(bookings)
    start = DAY + timedelta(minutes=30 * chance.randrange(24), days=chance.randrange(2))
    deed = chance.choice(["hold", "hold", "confirm", "release", "move", "move", "extend"])
    return {
        "deed": deed,
        "booking": booking.pk,
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=90)).isoformat(),
        "strict": chance.random() < 0.5,
    }


def assert_holds_are_true() -> None:
    """``hold`` says what is allocated: all required units of all sessions, some, or none."""
    for booking in Booking.objects.prefetch_related("sessions", "allocations"):
        live = [row for row in booking.allocations.all() if row.state in LIVE_STATES and row.purpose == Purpose.EVENT]
        wanted = [(session.pk, one) for session in booking.sessions.all() for one in office_needs(booking)]
        have = Counter((row.session_id, row.need) for row in live)
        complete = all(have[session_id, one.index] >= one.required for session_id, one in wanted)
        expected = {
            Hold.RELEASED: not live,
            Hold.WAITING: not live,
            Hold.NONE: not live,
            Hold.PARTIAL: bool(live) and not complete,
            Hold.HELD: complete,
            Hold.CONFIRMED: complete and all(row.state == "confirmed" for row in live),
        }
        assert expected[Hold(booking.hold)], (booking, booking.hold, have)
        for row in live:
            session = next(one for one in booking.sessions.all() if one.pk == row.session_id)
            assert (row.during.lower, row.during.upper) == (session.starts_at, session.ends_at)


def assert_nobody_waits_for_what_is_free(office: Office) -> None:
    before = Allocation.objects.filter(state__in=LIVE_STATES).count()
    for booking in Booking.objects.filter(hold__in=(Hold.WAITING, Hold.PARTIAL), status=Status.OPEN):
        services.hold_booking(booking, at=NOW)
    assert Allocation.objects.filter(state__in=LIVE_STATES).count() == before
    assert Resource.objects.filter(office=office).exists()
