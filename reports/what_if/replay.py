"""Serving a period again with other means: pure, and by the very rules that place requests (``scheduling.placing``).

What was served comes first, confirmed leaders before others, then in the order of submission; what was refused comes
after it in the same order, so that nothing refused ever takes the place of something that was served.

1. A served session whose lanes all exist and are free keeps them, with its set-up, trial and travel as they were. With
   nothing changed every session does: the replay of the actual means is the actual month.
2. One whose lanes are gone, or were taken by an earlier one that had to move, is placed anew by ``placing.plan``: fitting
   kind, group, skill, seats, working hours and set-up, as far as what it *required* was really given. A room, account,
   device or person that was asked for by name may be replaced by a fitting one; a set only by itself.
   If a required need finds nothing, the session would have been impossible.
3. Refused sessions are then placed as far as everything they require is free, within the SOP's limit of events at once.
4. At last every served session that got less than it wanted is topped up with what is left.

Compared are always two replays: with the means as they are, and with the change. A refused session that fits already with
the means as they are was refused for another reason, and is not counted as gained. A trial of a session that had to move is
not placed again. Costs n log n for n sessions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookings.choices import ResourceKind
from bookings.scheduling.needs import Need
from bookings.scheduling.occupancy import Occupancy
from bookings.scheduling.placing import Buffers, Placement, Sitting, Unit, plan
from bookings.scheduling.spans import Span

ADDED = -1
"""The id of a unit that nobody has bought yet."""

Taken = tuple[int, int, Span]
"""A lane of a unit, and when."""


@dataclass(frozen=True, slots=True)
class Item:
    """One session: what it asks for, and what it really had. ``rank`` orders, smallest first."""

    key: int
    rank: tuple[int, float, int]
    sitting: Sitting
    needs: tuple[Need, ...]
    had: tuple[Placement, ...] = ()
    taken: tuple[Taken, ...] = ()
    is_served: bool = True
    limit: int | None = None

    @property
    def wanted(self) -> int:
        """Units that it asked for, or had."""
        had = Counter(each.need for each in self.had)
        return sum(max(need.quantity, had[need.index]) for need in self.needs)


@dataclass(frozen=True, slots=True)
class Means:
    """What the office has: its units, and what stands on them whatever happens (leave, maintenance, other cases)."""

    units: Mapping[int, Unit]
    buffers: Buffers
    standing: tuple[Taken, ...] = ()

    def with_one_more(self, kind: ResourceKind, group: str = "") -> "Means":
        """One unit more that fits everything of its kind and group; it has every skill and any number of seats."""
        skills = frozenset(skill for unit in self.units.values() for skill in unit.skills)
        return replace(self, units={**self.units, ADDED: Unit(ADDED, kind, "", group, skills)})

    def with_one_more_set(self, kit: int) -> "Means":
        """A second copy of a set, its parts included."""
        return replace(
            self,
            units={
                key: replace(unit, lanes=unit.lanes + 1) if kit in (key, unit.kit_id) else unit
                for key, unit in self.units.items()
            },
        )

    def without(self, unit: int) -> "Means":
        """Without a unit; a set goes with its parts, and a set without one of its parts is none."""
        kit = self.units[unit].kit_id
        gone = {unit} | ({kit} if kit else set())
        left = {key: each for key, each in self.units.items() if key not in gone and each.kit_id != unit}
        if kit:
            left = {key: replace(each, kit_id=None) if each.kit_id == kit else each for key, each in left.items()}
        return replace(self, units=left)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How each session would have gone: units placed by key; ``short`` are those that would have been impossible."""

    placed: Mapping[int, tuple[Placement, ...]]
    short: Mapping[int, tuple[Need, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does, by session: impossible, served with less, served at last, served with all that was wanted."""

    lost: tuple[int, ...]
    thinner: tuple[int, ...]
    gained: tuple[int, ...]
    fuller: tuple[int, ...]


def replay(items: Iterable[Item], means: Means) -> Replayed:
    """Serve everything again; see the module's docstring for the order and the rules."""
    taken = Occupancy()
    for unit, lane, span in means.standing:
        if unit in means.units:
            taken.take(unit, lane, span)
    placed: dict[int, tuple[Placement, ...]] = {}
    short: dict[int, tuple[Need, ...]] = {}
    running = _Running()
    ordered = sorted(items, key=lambda item: (not item.is_served, item.rank))
    for item in ordered:
        if item.is_served and _is_as_it_was(item, means.units, taken):
            for unit, lane, span in item.taken:
                taken.take(unit, lane, span)
            placed[item.key] = item.had
            running.add(item.sitting.span)
            continue
        missing = _place(item, means, taken, placed, running)
        if missing is None:
            running.add(item.sitting.span)
        else:
            short[item.key] = missing
    for item in ordered:
        if item.is_served and item.key in placed and len(placed[item.key]) < item.wanted:
            _top_up(item, means, taken, placed)
    return Replayed(placed, short)


def compare(items: Iterable[Item], before: Replayed, after: Replayed) -> Difference:
    """By session, in the order of time."""
    lost, thinner, gained, fuller = [], [], [], []
    for item in sorted(items, key=lambda item: (item.sitting.span, item.key)):
        was, now = before.placed.get(item.key), after.placed.get(item.key)
        if was is None:
            if now is not None:
                gained.append(item.key)
        elif now is None:
            lost.append(item.key)
        elif len(now) < len(was):
            thinner.append(item.key)
        elif len(was) < len(now) == item.wanted:
            fuller.append(item.key)
    return Difference(tuple(lost), tuple(thinner), tuple(gained), tuple(fuller))


def full_time(items: Iterable[Item], units: Iterable[Unit], *, standing: Iterable[Taken] = ()) -> float:
    """Hours during which every lane of these units was taken, by served sessions or by what stands anyway."""
    lanes = {(unit.id, lane) for unit in units for lane in unit.numbers}
    moments: list[tuple[float, int]] = []
    rows = [row for item in items if item.is_served for row in item.taken]
    for unit, lane, span in [*rows, *standing]:
        if (unit, lane) in lanes:
            moments += [(span.start.timestamp(), 1), (span.end.timestamp(), -1)]
    busy, since, total = 0, 0.0, 0.0
    for moment, step in sorted(moments):
        if lanes and busy == len(lanes):
            total += moment - since
        busy, since = busy + step, moment
    return total / 3600


def least_used(items: Iterable[Item], units: Sequence[Unit]) -> Unit:
    """The unit that the period would have missed least; what goes wrong without it goes wrong at least."""
    used: dict[int, int] = defaultdict(int)
    for item in items:
        for placement in item.had:
            used[placement.unit] += 1
    return min(units, key=lambda unit: (used[unit.id], -unit.id))


def _is_as_it_was(item: Item, units: Mapping[int, Unit], taken: Occupancy) -> bool:
    return all(each.unit in units for each in item.had) and all(
        unit in units and taken.is_free(unit, lane, span) for unit, lane, span in item.taken
    )


def _place(
    item: Item, means: Means, taken: Occupancy, placed: dict[int, tuple[Placement, ...]], running: "_Running"
) -> tuple[Need, ...] | None:
    """Place a session anew and return None; else what it lacks, placing nothing."""
    if not item.is_served and item.limit is not None and running.most_during(item.sitting.span) >= item.limit:
        return item.needs
    preferred = {each.unit for each in item.had}
    found = plan(item.needs, [item.sitting], means.units, taken, buffers=means.buffers, preferred=preferred)
    if not found.is_complete:
        return found.missing(item.needs)
    _take(found.placements, item.sitting, means, taken)
    placed[item.key] = found.placements
    return None


def _top_up(item: Item, means: Means, taken: Occupancy, placed: dict[int, tuple[Placement, ...]]) -> None:
    kept = placed[item.key]
    wishes = [replace(need, required=0) for need in item.needs]
    found = plan(wishes, [item.sitting], means.units, taken, buffers=means.buffers, kept=kept)
    added = [each for each in found.placements if each not in kept]
    _take(added, item.sitting, means, taken)
    placed[item.key] = (*kept, *added)


def _take(placements: Iterable[Placement], sitting: Sitting, means: Means, taken: Occupancy) -> None:
    for each in placements:
        taken.take(each.unit, each.lane, means.buffers.whole(sitting, means.units[each.unit].kind))


class _Running:
    """The events that are served, to count how many run at once."""

    def __init__(self) -> None:
        self._by_day: dict[int, set[tuple[int, Span]]] = defaultdict(set)
        self._count = 0

    def add(self, span: Span) -> None:
        self._count += 1
        for day in _days(span):
            self._by_day[day].add((self._count, span))

    def most_during(self, span: Span) -> int:
        near = [each for _n, each in set().union(*(self._by_day[day] for day in _days(span))) if each.overlaps(span)]
        moments = [span.start, *(each.start for each in near if each.start > span.start)]
        return max(sum(1 for each in near if each.start <= moment < each.end) for moment in moments)


def _days(span: Span) -> range:
    return range(int(span.start.timestamp() // 86_400), int(span.end.timestamp() // 86_400) + 1)
