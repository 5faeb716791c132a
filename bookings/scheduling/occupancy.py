"""What is occupied: read in one bounded query, asked often in memory."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Self

from vidcon_portal.kept import fetch_planned

from .spans import MICROSECONDS, Span, merge, span_read, spans_read

FEW = 4
"""So many resources are looked up one by one."""

Lane = tuple[int, int]
"""Resource id and lane number."""

_READ = f"""
SELECT resource_id, lane, {MICROSECONDS.format("lower(during)")}, {MICROSECONDS.format("upper(during)")}
FROM bookings_allocation
WHERE {{these}}
  AND during && %s::tstzmultirange
  AND state IN ('held', 'confirmed')
  AND booking_id IS DISTINCT FROM %s::bigint
ORDER BY resource_id, lane, during
"""  # noqa: S608 - no value is written into it


# What touches is one stretch: a third of the rows, and many a resource is taken at the very same times.
_READ_STRETCHES = """
SELECT resource_id, lane, range_agg(during)::text
FROM bookings_allocation
WHERE {these}
  AND during && %s::tstzmultirange
  AND state IN ('held', 'confirmed')
  AND booking_id IS DISTINCT FROM %s::bigint
GROUP BY resource_id, lane
"""


class Occupancy:
    """The live ranges of lanes. Within a lane they never overlap, so a search by halves suffices."""

    def __init__(self, rows: Iterable[tuple[int, int, Span]] = ()) -> None:
        self._starts: dict[Lane, list[datetime]] = defaultdict(list)
        self._ends: dict[Lane, list[datetime]] = defaultdict(list)
        for resource_id, lane, span in rows:
            self._starts[resource_id, lane].append(span.start)
            self._ends[resource_id, lane].append(span.end)

    @classmethod
    def of_lanes(cls, lanes: Iterable[tuple[int, int, tuple[Span, ...]]]) -> Self:
        """From the stretches of each lane, in order."""
        made = cls()
        for resource_id, lane, spans in lanes:
            made._starts[resource_id, lane] = [span.start for span in spans]
            made._ends[resource_id, lane] = [span.end for span in spans]
        return made

    def take(self, resource_id: int, lane: int, span: Span) -> None:
        """Add a range that is free."""
        starts, ends = self._starts[resource_id, lane], self._ends[resource_id, lane]
        at = bisect_left(starts, span.start)
        starts.insert(at, span.start)
        ends.insert(at, span.end)

    def is_free(self, resource_id: int, lane: int, span: Span) -> bool:
        ends = self._ends.get((resource_id, lane))
        if not ends:
            return True
        first = bisect_right(ends, span.start)
        return first == len(ends) or self._starts[resource_id, lane][first] >= span.end

    def within(self, resource_id: int, lane: int, span: Span) -> list[Span]:
        """What overlaps the span on a lane, in order."""
        starts, ends = self._starts.get((resource_id, lane), []), self._ends.get((resource_id, lane), [])
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
        return [Span(starts[at], ends[at]) for at in range(first, last)]

    def load(self, resource_id: int, lanes: int, span: Span) -> int:
        """How many live ranges of a resource touch the span."""
        return sum(len(self.within(resource_id, lane, span)) for lane in range(1, lanes + 1))


def read_occupancy(
    resource_ids: Collection[int], windows: Iterable[Span], *, exclude_booking: int | None = None
) -> Occupancy:
    """The live allocations of some resources that touch some windows; one query, none for nothing."""
    merged = merge(windows)
    if not resource_ids or not merged:
        return Occupancy()
    these, ids = on_these(resource_ids)
    rows = fetch_planned(_READ.format(these=these), [ids, time_multirange(merged), exclude_booking or 0])
    return Occupancy((resource_id, lane, span_read(start, end)) for resource_id, lane, start, end in rows)


def read_stretches(resource_ids: Collection[int], window: Span, *, exclude_booking: int | None = None) -> Occupancy:
    """As ``read_occupancy``, for whoever asks only whether something is free: what touches is one range."""
    if not resource_ids:
        return Occupancy()
    these, ids = on_these(resource_ids)
    rows = fetch_planned(_READ_STRETCHES.format(these=these), [ids, time_multirange([window]), exclude_booking or 0])
    return Occupancy.of_lanes((resource_id, lane, spans_read(text)) for resource_id, lane, text in rows)


def on_these(ids: Collection[int], table: str = "bookings_allocation") -> tuple[str, Any]:
    """The condition on some resources and its value.

    Few are found in the index of the constraint allocation_never_overlaps, whose expressions it repeats; to look for many
    there takes a descent for each, while what stands at a time, whosever it is, lies together in allocation_by_time.
    """
    if len(ids) <= FEW:
        resource = f"{table}.resource_id"
        return f"int8range({resource}, {resource}, '[]') && %s::int8multirange", int_multirange(ids)
    return f"{table}.resource_id = ANY(%s::bigint[])", sorted(ids)


def int_multirange(ids: Iterable[int]) -> str:
    return "{" + ",".join(f"[{one},{one}]" for one in sorted(ids)) + "}"


def time_multirange(spans: Sequence[Span]) -> str:
    return "{" + ",".join(f'["{span.start.isoformat()}","{span.end.isoformat()}")' for span in spans) + "}"
