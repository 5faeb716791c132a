"""The allocations of what was placed: pure. Events first, then the set-up and tear-down around them, then the way there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bookings.choices import Purpose

from .occupancy import Lane
from .placing import TRAVELLING_KINDS, Buffers, Placement, Sitting, Unit
from .spans import Span, subtract


class Row(NamedTuple):
    """An allocation as it should stand; equal rows are the same occupation."""

    resource_id: int
    lane: int
    span: Span
    session_id: int
    need: int
    purpose: Purpose


def rows_of(
    placements: Iterable[Placement],
    sittings: Iterable[Sitting],
    units: Mapping[int, Unit],
    *,
    buffers: Buffers,
    occupied: Mapping[Lane, Sequence[Span]],
) -> list[Row]:
    """The allocations of a plan: events, then the buffers around them, then the travel around those.

    A buffer gives way to what the case itself occupies and to ``occupied`` (an event that was extended into its own
    tear-down, a trial just before the start), so that a case never clashes with itself.
    """
    by_key = {sitting.key: sitting for sitting in sittings}
    ordered = sorted(placements, key=lambda placement: (by_key[placement.sitting].span, placement))
    rows = [Row(p.unit, p.lane, by_key[p.sitting].span, p.sitting, p.need, Purpose.EVENT) for p in ordered]
    covered: dict[Lane, list[Span]] = defaultdict(list)
    for lane, taken in occupied.items():
        covered[lane].extend(taken)
    for row in rows:
        covered[row.resource_id, row.lane].append(row.span)
    around: list[tuple[Placement, Purpose, Span]] = []
    for p in ordered:
        span = by_key[p.sitting].span
        whole = buffers.around(span, units[p.unit].kind)
        around += [(p, Purpose.SETUP, Span(whole.start, span.start)), (p, Purpose.SETUP, Span(span.end, whole.end))]
    around += [(p, Purpose.TRAVEL, span) for p, span in _journeys(ordered, by_key, units, buffers)]
    for p, purpose, buffer in around:
        if buffer.start == buffer.end:
            continue
        for piece in subtract(buffer, covered[p.unit, p.lane]):
            rows.append(Row(p.unit, p.lane, piece, p.sitting, p.need, purpose))
            covered[p.unit, p.lane].append(piece)
    return rows


def _journeys(
    ordered: Iterable[Placement], sittings: Mapping[int, Sitting], units: Mapping[int, Unit], buffers: Buffers
) -> Iterator[tuple[Placement, Span]]:
    """The way there and back of each unit; none between two sittings at one place that leave no time to go home."""
    visits: dict[Lane, list[tuple[Placement, Span]]] = defaultdict(list)
    for p in ordered:
        if sittings[p.sitting].place and units[p.unit].kind in TRAVELLING_KINDS:
            visits[p.unit, p.lane].append((p, buffers.around(sittings[p.sitting].span, units[p.unit].kind)))
    for found in visits.values():
        for number, (p, span) in enumerate(found):
            if number == 0 or not _stays(*found[number - 1], p, span, sittings, buffers):
                yield p, Span(span.start - buffers.travel, span.start)
            if number + 1 == len(found) or not _stays(p, span, *found[number + 1], sittings, buffers):
                yield p, Span(span.end, span.end + buffers.travel)


def _stays(
    p: Placement, span: Span, following: Placement, then: Span, sittings: Mapping[int, Sitting], buffers: Buffers
) -> bool:
    same = sittings[p.sitting].place == sittings[following.sitting].place
    return same and then.start - span.end < 2 * buffers.travel
