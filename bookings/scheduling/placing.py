"""Which unit answers which need: pure, the same for holds, alternatives and form hints.

For each sitting the needs are matched to free lanes as a bipartite graph, so that "two operators, one of them with
streaming" never fails for having picked the wrong one first. Units are preferred in this order: large enough, already
serving this case that day, least loaded that day, id.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bookings.choices import Purpose, ResourceKind

from .needs import BUFFERED_KINDS, Need
from .occupancy import Lane, Occupancy
from .spans import Span, subtract


@dataclass(frozen=True, slots=True)
class Unit:
    """What placing knows of a resource."""

    id: int
    kind: ResourceKind
    name: str
    group: str = ""
    skills: frozenset[str] = frozenset()
    capacity: int | None = None
    lanes: int = 1

    def answers(self, need: Need) -> bool:
        if need.resource_id is not None:
            return self.id == need.resource_id
        return (
            self.kind == need.kind
            and (not need.group or self.group == need.group)
            and (not need.skill or need.skill in self.skills)
        )


@dataclass(frozen=True, slots=True)
class Buffers:
    """Set-up before and tear-down after."""

    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)

    def around(self, span: Span, kind: ResourceKind) -> Span:
        return span.padded(self.before, self.after) if kind in BUFFERED_KINDS else span


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch to be served; ``key`` is the session's id, ``day`` the local day for counting load."""

    key: int
    span: Span
    day: Span


class Placement(NamedTuple):
    sitting: int
    need: int
    unit: int
    lane: int


class Row(NamedTuple):
    """An allocation as it should stand; equal rows are the same occupation."""

    resource_id: int
    lane: int
    span: Span
    session_id: int
    need: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Plan:
    """``short`` counts, per sitting and need, what is required and could not be placed."""

    placements: tuple[Placement, ...]
    short: Mapping[tuple[int, int], int]

    @property
    def is_complete(self) -> bool:
        return not self.short

    def missing(self, needs: Iterable[Need]) -> tuple[Need, ...]:
        indexes = {need for _, need in self.short}
        return tuple(need for need in needs if need.index in indexes)


def plan(
    needs: Sequence[Need],
    sittings: Sequence[Sitting],
    units: Mapping[int, Unit],
    others: Occupancy,
    *,
    buffers: Buffers,
    kept: Collection[Placement] = (),
    fixed: Mapping[Lane, Sequence[Span]] | None = None,
    preferred: Collection[int] = (),
) -> Plan:
    """Place what is not ``kept`` already.

    ``others`` is what everybody else occupies, ``fixed`` what the case itself does beside its sittings (a trial):
    an event never overlaps either, a buffer may overlap the latter.
    """
    mine: dict[Lane, list[Span]] = defaultdict(list)
    for taken_lane, taken in (fixed or {}).items():
        mine[taken_lane].extend(taken)
    spans = {sitting.key: sitting.span for sitting in sittings}
    placements = list(kept)
    for placement in kept:
        mine[placement.unit, placement.lane].append(spans[placement.sitting])
    answering = {need.index: [unit for unit in units.values() if unit.answers(need)] for need in needs}
    short: dict[tuple[int, int], int] = {}
    for sitting in sittings:
        slots = _open_slots(needs, sitting, kept, answering)
        used = {placement.unit for placement in placements if placement.sitting == sitting.key}
        choices = [
            _free_lanes(need, answering[need.index], sitting, others, mine, buffers, used, preferred)
            for need, _ in slots
        ]
        matched = _match(choices)
        for slot, (need, is_required) in enumerate(slots):
            if slot in matched:
                unit, lane = matched[slot]
                placements.append(Placement(sitting.key, need.index, unit, lane))
                mine[unit, lane].append(sitting.span)
            elif is_required:
                short[sitting.key, need.index] = short.get((sitting.key, need.index), 0) + 1
    return Plan(tuple(placements), short)


def _open_slots(
    needs: Iterable[Need],
    sitting: Sitting,
    kept: Iterable[Placement],
    answering: Mapping[int, Sequence[Unit]],
) -> list[tuple[Need, bool]]:
    """One slot per unit still to be found: required before wanted, the hardest to answer first."""
    have: dict[int, int] = defaultdict(int)
    for placement in kept:
        if placement.sitting == sitting.key:
            have[placement.need] += 1
    slots = [(need, number < need.required) for need in needs for number in range(have[need.index], need.quantity)]
    return sorted(slots, key=lambda slot: (not slot[1], len(answering[slot[0].index]), slot[0].index))


def _free_lanes(
    need: Need,
    units: Iterable[Unit],
    sitting: Sitting,
    others: Occupancy,
    mine: Mapping[Lane, Sequence[Span]],
    buffers: Buffers,
    used: Collection[int],
    preferred: Collection[int],
) -> list[Lane]:
    """Free lanes in order of preference; a person serves a sitting once, however many lanes he has."""
    found: list[tuple[tuple[bool, bool, int, int, int], Lane]] = []
    for unit in units:
        if unit.kind == ResourceKind.PERSON and unit.id in used:
            continue
        whole = buffers.around(sitting.span, unit.kind)
        is_small = bool(need.seats and unit.capacity is not None and unit.capacity < need.seats)
        serves = unit.id in preferred or any(
            span.overlaps(sitting.day) for lane in range(1, unit.lanes + 1) for span in mine.get((unit.id, lane), ())
        )
        load: int | None = None
        for lane in range(1, unit.lanes + 1):
            if not others.is_free(unit.id, lane, whole):
                continue
            if any(span.overlaps(sitting.span) for span in mine.get((unit.id, lane), ())):
                continue
            if load is None:
                load = others.load(unit.id, unit.lanes, sitting.day)
            found.append(((is_small, not serves, load, unit.id, lane), (unit.id, lane)))
            if unit.kind == ResourceKind.PERSON:
                break
    return [lane for _, lane in sorted(found)]


def _match(choices: Sequence[Sequence[Lane]]) -> dict[int, Lane]:
    """Slot → lane, as many slots as possible, earlier slots and their first choices preferred (augmenting paths)."""
    holder: dict[Lane, int] = {}

    def seek(slot: int, seen: set[Lane]) -> bool:
        for lane in choices[slot]:
            if lane not in holder:
                holder[lane] = slot
                return True
        for lane in choices[slot]:
            if lane not in seen:
                seen.add(lane)
                if seek(holder[lane], seen):
                    holder[lane] = slot
                    return True
        return False

    for slot in range(len(choices)):
        seek(slot, set())
    return {slot: lane for lane, slot in holder.items()}


def rows_of(
    placements: Iterable[Placement],
    sittings: Iterable[Sitting],
    units: Mapping[int, Unit],
    *,
    buffers: Buffers,
    occupied: Mapping[Lane, Sequence[Span]],
) -> list[Row]:
    """The allocations of a plan: events, then the buffers around them.

    A buffer gives way to what the case itself occupies and to ``occupied`` (an event that was extended into its own
    tear-down, a trial just before the start), so that a case never clashes with itself.
    """
    spans = {sitting.key: sitting.span for sitting in sittings}
    ordered = sorted(placements, key=lambda placement: (spans[placement.sitting], placement))
    rows = [Row(p.unit, p.lane, spans[p.sitting], p.sitting, p.need, Purpose.EVENT) for p in ordered]
    covered: dict[Lane, list[Span]] = defaultdict(list)
    for lane, taken in occupied.items():
        covered[lane].extend(taken)
    for row in rows:
        covered[row.resource_id, row.lane].append(row.span)
    for p in ordered:
        span = spans[p.sitting]
        whole = buffers.around(span, units[p.unit].kind)
        for buffer in (Span(whole.start, span.start), Span(span.end, whole.end)):
            if buffer.start == buffer.end:
                continue
            for piece in subtract(buffer, covered[p.unit, p.lane]):
                rows.append(Row(p.unit, p.lane, piece, p.sitting, p.need, Purpose.SETUP))
                covered[p.unit, p.lane].append(piece)
    return rows
