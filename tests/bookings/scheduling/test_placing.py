"""Spans and the choice of units, without a database."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.choices import Purpose, ResourceKind
from bookings.scheduling.needs import Need
from bookings.scheduling.occupancy import Occupancy
from bookings.scheduling.placing import Buffers, Placement, Sitting, Unit, can_place, plan, required_slots
from bookings.scheduling.rows import rows_of
from bookings.scheduling.spans import Span, merge, subtract

BASE = datetime(2026, 11, 9, tzinfo=UTC)
NO_BUFFERS = Buffers()
PERSON, ACCOUNT, ROOM = ResourceKind.PERSON, ResourceKind.ACCOUNT, ResourceKind.ROOM


def span(start: float, end: float) -> Span:
    return Span(BASE + timedelta(hours=start), BASE + timedelta(hours=end))


def sitting(start: float, end: float, key: int = 1) -> Sitting:
    return Sitting(key, span(start, end), span(0, 24))


def units(*found: Unit) -> dict[int, Unit]:
    return {unit.id: unit for unit in found}


def test_spans_that_touch_do_not_overlap() -> None:
    assert not span(9, 10).overlaps(span(10, 11))
    assert span(9, 10.5).overlaps(span(10, 11))
    assert merge([span(10, 11), span(9, 10), span(12, 13)]) == [span(9, 11), span(12, 13)]
    assert subtract(span(8, 12), [span(9, 10), span(11.5, 13)]) == [span(8, 9), span(10, 11.5)]


PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""A busy machine is no failure."""

hours = st.integers(0, 48)
spans = st.tuples(hours, st.integers(1, 12)).map(lambda pair: span(pair[0], pair[0] + pair[1]))


@PATIENT
@given(spans, st.lists(spans, max_size=6))
def test_subtract_leaves_exactly_what_is_not_taken(whole: Span, taken: list[Span]) -> None:
    left = subtract(whole, taken)

    assert not any(piece.overlaps(other) for piece in left for other in taken)
    covered = sum((piece.end - piece.start for piece in left), timedelta())
    clipped = [Span(max(t.start, whole.start), min(t.end, whole.end)) for t in taken if t.overlaps(whole)]
    covered += sum((piece.end - piece.start for piece in merge(clipped)), timedelta())
    assert covered == whole.end - whole.start


@PATIENT
@given(st.lists(spans, max_size=12), spans)
def test_occupancy_finds_what_a_plain_search_finds(taken: list[Span], asked: Span) -> None:
    apart: list[Span] = []
    for one in sorted(taken):
        if not any(one.overlaps(other) for other in apart):
            apart.append(one)
    occupancy = Occupancy((1, 1, one) for one in apart)

    assert occupancy.is_free(1, 1, asked) == (not any(one.overlaps(asked) for one in apart))
    assert occupancy.within(1, 1, asked) == [one for one in apart if one.overlaps(asked)]


def test_plan_keeps_the_skilled_one_for_the_need_that_asks_for_skill() -> None:
    anyone = Need(0, PERSON, "Petugas")
    streamer = Need(1, PERSON, "Petugas siaran", skill="streaming")
    people = units(Unit(1, PERSON, "A", skills=frozenset({"streaming"})), Unit(2, PERSON, "B"))

    made = plan([anyone, streamer], [sitting(9, 10)], people, Occupancy(), buffers=NO_BUFFERS)

    assert made.is_complete
    assert sorted(made.placements) == [Placement(1, 0, 2, 1), Placement(1, 1, 1, 1)]


def test_plan_finds_a_matching_when_skills_cross() -> None:
    needs = [Need(0, PERSON, "x", skill="x"), Need(1, PERSON, "y", skill="y"), Need(2, PERSON, "z", skill="z")]
    people = units(
        Unit(1, PERSON, "A", skills=frozenset("xy")),
        Unit(2, PERSON, "B", skills=frozenset("yz")),
        Unit(3, PERSON, "C", skills=frozenset("xz")),
    )

    assert plan(needs, [sitting(9, 10)], people, Occupancy(), buffers=NO_BUFFERS).is_complete


def test_plan_prefers_the_least_loaded_then_the_lowest_id() -> None:
    accounts = units(Unit(1, ACCOUNT, "Zoom 1"), Unit(2, ACCOUNT, "Zoom 2"), Unit(3, ACCOUNT, "Zoom 3"))
    busy = Occupancy([(1, 1, span(13, 14))])

    made = plan([Need(0, ACCOUNT, "Akun")], [sitting(9, 10)], accounts, busy, buffers=NO_BUFFERS)

    assert made.placements == (Placement(1, 0, 2, 1),)


def test_plan_takes_a_large_enough_account_before_a_less_loaded_one() -> None:
    accounts = units(Unit(1, ACCOUNT, "Kecil", capacity=100), Unit(2, ACCOUNT, "Besar", capacity=500))

    made = plan([Need(0, ACCOUNT, "Akun", seats=300)], [sitting(9, 10)], accounts, Occupancy(), buffers=NO_BUFFERS)

    assert made.placements == (Placement(1, 0, 2, 1),)


def test_plan_uses_lanes_of_an_account_but_a_person_once_per_sitting() -> None:
    both = units(Unit(1, ACCOUNT, "Zoom", lanes=2), Unit(2, PERSON, "A", lanes=2))
    needs = [Need(0, ACCOUNT, "Akun", quantity=2, required=2), Need(1, PERSON, "Petugas", quantity=2, required=2)]

    made = plan(needs, [sitting(9, 10)], both, Occupancy(), buffers=NO_BUFFERS)

    assert [placement.lane for placement in made.placements if placement.need == 0] == [1, 2]
    assert made.short == {(1, 1): 1}


def test_plan_lacks_nothing_when_only_wanted_officers_are_busy() -> None:
    people = units(Unit(1, PERSON, "A"))

    made = plan(
        [Need(0, PERSON, "Petugas", quantity=3, required=1)], [sitting(9, 10)], people, Occupancy(), buffers=NO_BUFFERS
    )

    assert made.is_complete


def test_rows_of_back_to_back_sessions_share_their_buffers() -> None:
    room = units(Unit(1, ROOM, "Ruang"))
    sittings = [sitting(9, 10, 1), sitting(10.25, 11, 2)]
    buffers = Buffers(timedelta(minutes=30), timedelta(minutes=15))
    placements = [Placement(1, 0, 1, 1), Placement(2, 0, 1, 1)]

    rows = rows_of(placements, sittings, room, buffers=buffers, occupied={})

    assert [row.span for row in rows if row.purpose == Purpose.EVENT] == [span(9, 10), span(10.25, 11)]
    assert [row.span for row in rows if row.purpose == Purpose.SETUP] == [
        span(8.5, 9),
        span(10, 10.25),
        span(11, 11.25),
    ]


LANES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 2), st.integers(0, 20), st.integers(1, 4)), max_size=10)
NEEDS = st.lists(
    st.tuples(
        st.sampled_from([PERSON, ACCOUNT, ROOM]), st.integers(0, 6), st.sampled_from(["", "x"]), st.integers(0, 3)
    ),
    min_size=1,
    max_size=4,
)


@PATIENT
@given(LANES, NEEDS, st.integers(0, 20), st.booleans())
def test_whether_it_can_be_placed_is_what_placing_it_says(
    taken: list[tuple[int, int, int, int]], wanted: list[tuple[ResourceKind, int, str, int]], hour: int, away: bool
) -> None:
    pool = units(
        Unit(1, PERSON, "A", skills=frozenset("x"), lanes=2),
        Unit(2, PERSON, "B"),
        Unit(3, ACCOUNT, "Zoom", group="x", lanes=2),
        Unit(4, ACCOUNT, "Zoom 2"),
        Unit(5, ROOM, "Aula", group="x"),
    )
    needs = [
        Need(index, pool[number].kind, "", resource_id=number, required=required, quantity=max(1, required))
        if number in pool
        else Need(
            index, kind, "", group="" if kind == PERSON else word, skill=word if kind == PERSON else "",
            required=required, quantity=max(1, required),
        )
        for index, (kind, number, word, required) in enumerate(wanted)
    ]  # fmt: skip
    rows: list[tuple[int, int, Span]] = []
    for unit, lane, start, length in taken:
        one = span(start, start + length)
        if not any((unit, lane) == row[:2] and one.overlaps(row[2]) for row in rows):
            rows.append((unit, lane, one))
    rows.sort()
    others, fixed = Occupancy(rows[::2]), {(unit, lane): [one] for unit, lane, one in rows[1::2]}
    buffers = Buffers(timedelta(minutes=30), timedelta(minutes=15), timedelta(hours=1))
    asked = Sitting(1, span(hour, hour + 2), span(0, 24), "balai desa" if away else "")

    made = plan(needs, [asked], pool, others, buffers=buffers, fixed=fixed)

    can = can_place(required_slots(needs, pool), asked, others, buffers=buffers, fixed=fixed)
    assert can == made.is_complete
