"""What touches counts as one stretch; whether something is free is answered the same either way."""

import pytest

from bookings.models import Allocation
from bookings.scheduling.occupancy import read_occupancy, read_stretches
from bookings.scheduling.spans import EARLIEST, LATEST, Span
from tests.bookings.scheduling.world import clock, make_house, make_resource, occupy

pytestmark = pytest.mark.django_db

HALVES = [Span(clock(hour / 2), clock(hour / 2 + 0.5)) for hour in range(10, 44)]


@pytest.mark.parametrize("count", [2, 6], ids=["by resource", "by time"])
def test_stretches_are_free_when_their_ranges_are(count: int) -> None:
    office = make_house()
    units = [make_resource(office, lanes=2) for _each in range(count)]
    occupy(units[0], clock(8), clock(9.5))
    occupy(units[0], clock(9.5), clock(11))
    occupy(units[0], clock(13, 0), clock(13.5))
    occupy(units[0], clock(9), clock(10), lane=2)
    endless = occupy(units[1], clock(15), clock(16))
    Allocation.objects.filter(pk=endless.pk).update(during=(clock(15), None))
    begun = occupy(units[1], clock(1), clock(2))
    Allocation.objects.filter(pk=begun.pk).update(during=(None, clock(7)))
    released = occupy(units[1], clock(10), clock(11))
    Allocation.objects.filter(pk=released.pk).update(state="released")
    ids, window = [unit.pk for unit in units], Span(clock(0), clock(24))

    ranges, stretches = read_occupancy(ids, [window]), read_stretches(ids, window)

    for unit in ids:
        for lane in (1, 2):
            for half in HALVES:
                assert stretches.is_free(unit, lane, half) == ranges.is_free(unit, lane, half), (unit, lane, half)
    first, second = ids[:2]
    assert stretches.within(first, 1, window) == [Span(clock(8), clock(11)), Span(clock(13), clock(13.5))]
    assert stretches.within(second, 1, Span(EARLIEST, LATEST)) == [Span(EARLIEST, clock(7)), Span(clock(15), LATEST)]
    assert read_stretches([], window).is_free(first, 1, window)
