"""Which unit answers which need: pure, the same for holds, alternatives and form hints.

For each sitting the needs are matched to free lanes as a bipartite graph, so that "two operators, one of them with
streaming" never fails for having picked the wrong one first. Units are preferred in this order: large enough, already
serving this case that day, part of no set, least loaded that day, id.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bookings.choices import ResourceKind

from .needs import BUFFERED_KINDS, Need
from .occupancy import Lane, Occupancy
from .shifts import Shift
from .spans import EARLIEST, LATEST, Span


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
    kit_id: int | None = None
    shift: Shift | None = None

    @property
    def numbers(self) -> range:
        """Its lanes."""
        return range(1, self.lanes + 1)

    def answers(self, need: Need) -> bool:
        if need.resource_id is not None:
            return need.resource_id in (self.id, self.kit_id)
        return (
            self.kind == need.kind
            and (not need.group or self.group == need.group)
            and (not need.skill or need.skill in self.skills)
        )

    def works(self, span: Span, need: Need) -> bool:
        """Whether the span lies in the person's hours; a leader's event may name somebody at any hour."""
        return self.shift is None or need.any_hour or self.shift.covers(span)


TRAVELLING_KINDS = frozenset({ResourceKind.EQUIPMENT, ResourceKind.KIT, ResourceKind.PERSON})


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch to be served; ``key`` is the session's id, ``day`` the local day for counting load.

    ``place`` is the agency's place (``places.place_of``), empty at the office.
    """

    key: int
    span: Span
    day: Span
    place: str = ""


@dataclass(frozen=True, slots=True)
class Buffers:
    """Set-up before and tear-down after; travel one way to the agency's place."""

    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    travel: timedelta = timedelta(0)

    def around(self, span: Span, kind: ResourceKind) -> Span:
        """With set-up and tear-down."""
        return span.padded(self.before, self.after) if kind in BUFFERED_KINDS else span

    def whole(self, sitting: Sitting, kind: ResourceKind) -> Span:
        """With set-up, tear-down and the travel of who and what must go there."""
        around = self.around(sitting.span, kind)
        return around.padded(self.travel, self.travel) if sitting.place and kind in TRAVELLING_KINDS else around

    def apart(self, one: str, other: str, kind: ResourceKind) -> timedelta:
        """What must lie between sittings at two places for the same unit to serve both."""
        return self.travel if one != other and kind in TRAVELLING_KINDS else timedelta(0)


class Placement(NamedTuple):
    sitting: int
    need: int
    unit: int
    lane: int


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


@dataclass(slots=True)
class _Own:
    """What the case itself occupies while it is being placed."""

    sittings: dict[Lane, list[Sitting]]
    fixed: Mapping[Lane, Sequence[Span]]

    def serves(self, unit: Unit, day: Span) -> bool:
        return any(span.overlaps(day) for lane in unit.numbers for span in self._spans((unit.id, lane)))

    def is_free(self, unit: Unit, lane: int, sitting: Sitting, buffers: Buffers) -> bool:
        if any(span.overlaps(sitting.span) for span in self.fixed.get((unit.id, lane), ())):
            return False
        for other in self.sittings.get((unit.id, lane), ()):
            apart = buffers.apart(other.place, sitting.place, unit.kind)
            if other.span.padded(apart, apart).overlaps(sitting.span):
                return False
        return True

    def _spans(self, lane: Lane) -> list[Span]:
        return [*self.fixed.get(lane, ()), *(sitting.span for sitting in self.sittings.get(lane, ()))]


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
    closed: Collection[int] = (),
) -> Plan:
    """Place what is not ``kept`` already.

    ``others`` is what everybody else occupies, ``fixed`` what the case itself does beside its sittings (a trial):
    an event never overlaps either, a buffer may overlap the latter. Nothing is placed for the sittings that are
    ``closed``: the office serves as many events then as it may.
    """
    by_key = {sitting.key: sitting for sitting in sittings}
    own = _Own(defaultdict(list), fixed or {})
    placements = list(kept)
    for placement in kept:
        own.sittings[placement.unit, placement.lane].append(by_key[placement.sitting])
    answering = {need.index: [unit for unit in units.values() if unit.answers(need)] for need in needs}
    short: dict[tuple[int, int], int] = {}
    for sitting in sittings:
        slots = _open_slots(needs, sitting, kept, answering)
        used = {placement.unit for placement in placements if placement.sitting == sitting.key}
        choices = [
            _free_lanes(need, answering[need.index], sitting, others, own, buffers, used, preferred)
            if sitting.key not in closed
            else ()
            for need, _ in slots
        ]
        matched = _whole_kits(slots, _match(choices))
        for slot, (need, is_required) in enumerate(slots):
            if slot in matched:
                unit, lane = matched[slot]
                placements.append(Placement(sitting.key, need.index, unit, lane))
                own.sittings[unit, lane].append(sitting)
            elif is_required:
                short[sitting.key, need.index] = short.get((sitting.key, need.index), 0) + 1
    return Plan(tuple(placements), short)


def can_place(
    slots: Sequence[tuple[Need, Sequence[Unit]]],
    sitting: Sitting,
    others: Occupancy,
    *,
    buffers: Buffers,
    fixed: Mapping[Lane, Sequence[Span]],
) -> bool:
    """Whether ``plan`` would leave nothing required short at one sitting of a case that holds nothing then.

    ``slots`` are ``required_slots``. Who answers, not who answers best: a slot with as many free lanes as there are
    slots never stands in another's way (it takes the last one left), so that few units need be looked at.
    """
    enough = len(slots)
    choices: list[Sequence[Lane]] = []
    of_need: dict[int, Sequence[Lane]] = {}
    for need, units in slots:
        found = of_need.get(need.index)
        if found is None:
            found = of_need[need.index] = _some_lanes(need, units, sitting, others, buffers, fixed, enough)
        if not found:
            return False
        choices.append(found)
    return len(_match(choices)) == enough


def required_slots(needs: Iterable[Need], units: Mapping[int, Unit]) -> list[tuple[Need, Sequence[Unit]]]:
    """One per unit that must be there, with all that may answer."""
    answering = {need.index: [unit for unit in units.values() if unit.answers(need)] for need in needs}
    first = Sitting(0, Span(EARLIEST, LATEST), Span(EARLIEST, LATEST))
    return [
        (need, answering[need.index]) for need, is_required in _open_slots(needs, first, (), answering) if is_required
    ]


def _some_lanes(
    need: Need,
    units: Iterable[Unit],
    sitting: Sitting,
    others: Occupancy,
    buffers: Buffers,
    fixed: Mapping[Lane, Sequence[Span]],
    enough: int,
) -> list[Lane]:
    """The first free lanes, in no order of preference."""
    found: list[Lane] = []
    wholes: dict[ResourceKind, Span] = {}
    for unit in units:
        if not unit.works(sitting.span, need):
            continue
        whole = wholes.get(unit.kind)
        if whole is None:
            whole = wholes[unit.kind] = buffers.whole(sitting, unit.kind)
        for lane in unit.numbers:
            if not others.is_free(unit.id, lane, whole):
                continue
            if fixed and any(span.overlaps(sitting.span) for span in fixed.get((unit.id, lane), ())):
                continue
            found.append((unit.id, lane))
            if len(found) == enough:
                return found
            if unit.kind == ResourceKind.PERSON or need.is_kit:
                break
    return found


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
    slots = []
    for need in needs:
        found = have[need.index]
        if need.is_kit:  # a part that joined the set later is only wanted by who has the set already
            slots += [(need, not found)] * max(1 - found, len(answering[need.index]) - found)
        else:
            slots += [(need, number < need.required) for number in range(found, need.quantity)]
    return sorted(slots, key=lambda slot: (not slot[1], len(answering[slot[0].index]), slot[0].index))


def _whole_kits(slots: Sequence[tuple[Need, bool]], matched: Mapping[int, Lane]) -> dict[int, Lane]:
    """Without the sets of which a part is missing: half a set serves nobody."""
    broken = {
        need.index
        for slot, (need, is_required) in enumerate(slots)
        if need.is_kit and is_required and slot not in matched
    }
    return {slot: lane for slot, lane in matched.items() if slots[slot][0].index not in broken}


def _free_lanes(
    need: Need,
    units: Iterable[Unit],
    sitting: Sitting,
    others: Occupancy,
    own: _Own,
    buffers: Buffers,
    used: Collection[int],
    preferred: Collection[int],
) -> list[Lane]:
    """Free lanes in order of preference; a person serves a sitting once, however many lanes he has."""
    found: list[tuple[tuple[bool, bool, bool, int, int, int], Lane]] = []
    for unit in units:
        is_once = unit.kind == ResourceKind.PERSON or need.is_kit
        if (is_once and unit.id in used) or not unit.works(sitting.span, need):
            continue
        whole = buffers.whole(sitting, unit.kind)
        is_small = bool(need.seats and unit.capacity is not None and unit.capacity < need.seats)
        serves = unit.id in preferred or own.serves(unit, sitting.day)
        breaks_kit = unit.kit_id is not None and need.is_pool
        load: int | None = None
        for lane in unit.numbers:
            if not others.is_free(unit.id, lane, whole) or not own.is_free(unit, lane, sitting, buffers):
                continue
            if load is None:
                load = others.load(unit.id, unit.lanes, sitting.day)
            found.append(((is_small, not serves, breaks_kit, load, unit.id, lane), (unit.id, lane)))
            if is_once:
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
