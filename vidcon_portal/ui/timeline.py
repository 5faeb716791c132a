"""The resource timeline as table cells: one column per quarter of an hour, nothing overlaps within a line.

The caller gives resources with their slots; ``Timeline.rows`` cuts the free time at full hours and at now. Slots are
clipped to the window and rounded outwards to quarters; a slot that would overlap its neighbour starts where that ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from .choices import State

QUARTER = timedelta(minutes=15)
HOUR = 4  # quarters
SHORT = 4  # up to so many quarters only the title fits
TINY = 1


class TimelineSlot(NamedTuple):
    """Something that occupies; ``is_buffer`` is set-up time around it."""

    start: datetime
    end: datetime
    title: str = ""
    state: str = ""
    state_text: str = ""
    detail: str = ""
    url: str = ""
    priority: bool = False
    is_buffer: bool = False

    @property
    def icon(self) -> str:
        """Says the state without colour; what is out of use has a lock."""
        return "lock" if self.state == State.NEUTRAL else str(self.state)


@dataclass(frozen=True)
class TimelineResource:
    """One line of the table; ``url`` is its own page."""

    name: str
    note: str = ""
    slots: tuple[TimelineSlot, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class TimelineGroup:
    """Rooms, equipment, accounts, people."""

    label: str
    resources: tuple[TimelineResource, ...] = ()


class Cell(NamedTuple):
    """One ``<td>``: free when it has no slot."""

    span: int
    slot: TimelineSlot | None = None
    at_hour: bool = False
    at_now: bool = False

    @property
    def is_short(self) -> bool:
        return self.span <= SHORT

    @property
    def is_tiny(self) -> bool:
        """Whether not even its title fits."""
        return self.span <= TINY


class HourHead(NamedTuple):
    """One header cell."""

    start: datetime
    span: int
    has_now: bool


@dataclass(frozen=True)
class Timeline:
    """A window of one day; ``start`` and ``end`` are full hours."""

    start: datetime
    end: datetime
    groups: tuple[TimelineGroup, ...]
    now: datetime | None = None

    @cached_property
    def columns(self) -> int:
        return self._quarter(self.end)

    @property
    def ruler(self) -> range:
        """The empty header cells that fix the column widths."""
        return range(self.columns + 1)

    @property
    def full_span(self) -> int:
        return self.columns + 1

    @cached_property
    def _now_quarter(self) -> int | None:
        if self.now is None or not self.start <= self.now < self.end:
            return None
        return self._quarter(self.now)

    @property
    def hours(self) -> tuple[HourHead, ...]:
        heads = []
        for first in range(0, self.columns, HOUR):
            has_now = self._now_quarter is not None and first <= self._now_quarter < first + HOUR
            heads.append(HourHead(self.start + first * QUARTER, min(HOUR, self.columns - first), has_now))
        return tuple(heads)

    @property
    def rows(self) -> list[tuple[TimelineGroup, list[tuple[TimelineResource, list[Cell]]]]]:
        """Group → (resource, its cells)."""
        return [(group, [(each, list(self._cells(each))) for each in group.resources]) for group in self.groups]

    def _quarter(self, moment: datetime, *, up: bool = False) -> int:
        quarters, rest = divmod(moment - self.start, QUARTER)
        return quarters + (1 if up and rest else 0)

    def _cells(self, resource: TimelineResource) -> Iterator[Cell]:
        reached = 0
        if not resource.slots:
            yield from self._free(0, self.columns)
            return
        for slot in sorted(resource.slots, key=lambda each: (each.start, each.is_buffer)):
            first = max(self._quarter(slot.start), reached)
            last = min(self._quarter(slot.end, up=True), self.columns)
            if last <= first:
                continue
            yield from self._free(reached, first)
            yield Cell(last - first, slot, at_hour=first % HOUR == 0)
            reached = last
        yield from self._free(reached, self.columns)

    def _free(self, first: int, last: int) -> Iterator[Cell]:
        if last <= first:
            return
        cuts = {first, *range(first + (-first % HOUR), last, HOUR)}
        if self._now_quarter is not None and first <= self._now_quarter < last:
            cuts.add(self._now_quarter)
        edges = sorted(cut for cut in cuts if cut < last)
        for here, after in zip(edges, [*edges[1:], last], strict=True):
            yield Cell(after - here, at_hour=here % HOUR == 0, at_now=here == self._now_quarter)
