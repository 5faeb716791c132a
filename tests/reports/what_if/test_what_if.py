"""What if: the same month with one more or fewer."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings.choices import ResourceKind
from bookings.scheduling.needs import Need
from bookings.scheduling.occupancy import Occupancy
from bookings.scheduling.placing import Buffers, Placement, Sitting, Unit, plan
from bookings.scheduling.spans import Span
from reports.periods import Period
from reports.what_if.queries import _as_given, read_past
from reports.what_if.replay import Item, Means, compare, full_time, least_used, replay

START = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
NO_LEADER = 1000


def means(persons: int) -> Means:
    units = {key: Unit(key, ResourceKind.PERSON, f"Petugas {key}") for key in range(1, persons + 1)}
    return Means(units, Buffers())


def item(key, hour, *, unit=None, hours=2, leader=NO_LEADER, wanted=1, limit=None):
    """A session that had ``unit``; one that was refused without."""
    span = Span(START + timedelta(hours=hour), START + timedelta(hours=hour + hours))
    return Item(
        key,
        (leader, key, key),
        Sitting(key, span, Span(span.start, span.start + timedelta(days=1))),
        (Need(0, ResourceKind.PERSON, "Petugas", quantity=wanted, required=1),),
        had=(Placement(key, 0, unit, 1),) if unit else (),
        taken=((unit, 1, span),) if unit else (),
        is_served=unit is not None,
        limit=limit,
    )


def difference(items, before, after):
    return compare(items, replay(items, before), replay(items, after))


def test_nothing_changed_is_what_happened():
    items = [item(1, 0, unit=1), item(2, 0, unit=2), item(3, 1)]

    found = replay(items, means(2))

    assert found.placed == {1: items[0].had, 2: items[1].had}
    assert list(found.short) == [3]


def test_without_one_the_later_request_would_have_been_impossible():
    items = [item(1, 0, unit=1), item(2, 1, unit=2), item(3, 5, unit=1)]

    assert difference(items, means(2), means(2).without(1)).lost == (2,)


def test_a_leaders_event_stays():
    items = [item(1, 0, unit=1), item(2, 1, unit=2, leader=1)]

    assert difference(items, means(2), means(2).without(2)).lost == (1,)


def test_one_more_serves_what_was_refused_and_moves_nothing():
    items = [item(1, 0, unit=1), item(2, 1), item(3, 1), item(4, 8)]  # 4 fitted anyway: refused for another reason

    found = difference(items, means(1), means(1).with_one_more(ResourceKind.PERSON))

    assert (found.gained, found.lost) == ((2,), ())


def test_the_sops_limit_of_events_holds_whatever_is_bought():
    items = [item(1, 0, unit=1), item(2, 1, limit=1), item(3, 2, limit=1)]  # 3 begins when 1 ends

    assert list(replay(items, means(3)).short) == [2]


def test_one_more_completes_who_had_less_than_was_wanted():
    items = [item(1, 0, unit=1, wanted=2), item(2, 6, unit=1)]

    assert difference(items, means(1), means(2)).fuller == (1,)


def test_a_random_month_never_takes_a_lane_twice_and_refuses_only_when_all_are_busy():
    chance = random.Random(7)
    items = []
    for key in range(1, 200):
        hour = chance.randrange(0, 400)
        busy = {
            each.had[0].unit for each in items if each.had and each.sitting.span.overlaps(item(0, hour).sitting.span)
        }
        free = [unit for unit in (1, 2, 3) if unit not in busy]
        items.append(item(key, hour, unit=free[0] if free else None))
    fewer = means(3).without(3)

    found = replay(items, fewer)

    spans = {each.key: each.sitting.span for each in items}
    placed = [(p.unit, spans[key]) for key, places in found.placed.items() for p in places]
    for at, (unit, span) in enumerate(placed):
        assert not any(unit == other and span.overlaps(than) for other, than in placed[at + 1 :])
    for key in found.short:
        busy = {unit for unit, span in placed if span.overlaps(spans[key])}
        assert busy == {1, 2}


@pytest.mark.parametrize("seed", range(6))
def test_a_replay_that_is_told_another_ends_the_same(seed):
    chance, items = random.Random(seed), []
    office = means(3)
    kit = Unit(9, ResourceKind.KIT, "Set", lanes=1)
    rooms = {key: Unit(key, ResourceKind.ROOM, f"Ruang {key}") for key in (7, 8)}
    part = Unit(10, ResourceKind.EQUIPMENT, "Kamera", "kamera", kit_id=9)
    office = Means({**office.units, **rooms, 9: kit, 10: part}, Buffers(after=timedelta(minutes=30)))
    room = Need(1, ResourceKind.ROOM, "Ruang", quantity=1, required=1)
    busy = Occupancy()
    for key in range(1, 150):
        lone = item(key, chance.randrange(0, 300), wanted=chance.choice((1, 2)), limit=chance.choice((None, None, 2)))
        needs = (*lone.needs, room) if chance.random() < 0.5 else lone.needs
        found = plan(needs, [lone.sitting], office.units, busy, buffers=office.buffers)
        given = found.placements[: chance.choice((1, 2, 3))] if found.is_complete and chance.random() < 0.8 else ()
        whole = [(p.unit, p.lane, office.buffers.whole(lone.sitting, office.units[p.unit].kind)) for p in given]
        for lane in whole:
            busy.take(*lane)
        items.append(replace(lone, needs=needs, had=given, taken=tuple(whole), is_served=bool(given)))
    first = replay(items, office)

    for after in (
        office.without(1),
        office.without(3),
        office.without(7),
        office.without(10),
        office.with_one_more(ResourceKind.PERSON),
        office.with_one_more(ResourceKind.ROOM),
        office.with_one_more_set(9),
    ):
        anew, told = replay(items, after), replay(items, after, than=first)
        assert (told.placed, told.short) == (anew.placed, anew.short)


def test_what_was_required_and_not_given_was_met_otherwise():
    account = Need(0, ResourceKind.ACCOUNT, "Akun", required=1)
    wanted = Need(1, ResourceKind.PERSON, "Petugas", quantity=3, required=1)
    had = [Placement(9, 1, 1, 1), Placement(9, 1, 2, 1)]

    needs = _as_given([account, wanted], had, dict(means(2).units))

    assert [(need.index, need.quantity, need.required) for need in needs] == [(1, 3, 1)]


def test_hours_when_all_were_taken_and_the_least_used():
    items = [item(1, 0, unit=1), item(2, 1, unit=2), item(3, 9, unit=1)]
    units = list(means(2).units.values())

    assert full_time(items, units) == 1
    assert least_used(items, units).id == 2


def test_recorded_events_are_replayed_as_they_were(served, officer, office_of):
    first = served("2026-10-05 09:00", "2026-10-05 11:00", officers=[officer])
    second = served("2026-10-06 09:00", "2026-10-06 11:00")

    past = read_past(office_of("kaltara"), Period.month(START.date()))
    found = replay(past.items, past.means)
    without = replay(past.items, past.means.without(officer.pk))

    keys = {booking.sessions.get().pk for booking in (first, second)}
    assert set(found.placed) == keys
    assert {p.unit for p in without.placed[first.sessions.get().pk]}.isdisjoint({officer.pk})


@pytest.mark.parametrize(
    ("username", "status"),
    [("kadis.kaltara", 200), ("kabid.kaltara", 200), ("tu.kaltara", 404), ("pemohon.kaltara", 404)],
)
def test_heads_ask_and_others_do_not(login, served, username, status, django_assert_max_num_queries):
    served("2026-10-05 09:00", "2026-10-05 11:00")

    client = login(username)
    client.get("/laporan/andaikata/?bulan=2026-10")
    with django_assert_max_num_queries(14):
        response = client.get("/laporan/andaikata/?bulan=2026-10&ubah=kurang-person")

    assert response.status_code == status
    if status == 200:
        assert "Pada Oktober 2026 1 sesi terlayani." in response.content.decode()
