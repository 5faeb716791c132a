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
not placed again.

The second replay is told the first: where neither the change nor anything that it moved can reach a session, the session goes
as before, without being placed again. What it costs is therefore what changes, and a glance at each of n sessions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bookings.choices import ResourceKind
from bookings.scheduling.needs import Need
from bookings.scheduling.occupancy import Occupancy
from bookings.scheduling.placing import Buffers, Placement, Sitting, Unit, can_place, plan, required_slots
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
    wanted: int = field(init=False)
    """Units that it asked for, or had."""

    def __post_init__(self) -> None:
        had = Counter(each.need for each in self.had)
        wanted = sum(max(need.quantity, had[need.index]) for need in self.needs)
        object.__setattr__(self, "wanted", wanted)


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
    """How each session would have gone: units placed by key; ``short`` are those that would have been impossible.

    ``lanes`` is what each took at first, ``more`` what it was topped up with, ``days`` the days within which all that
    it does and all that is done to it stays.
    """

    means: Means
    placed: Mapping[int, tuple[Placement, ...]]
    short: Mapping[int, tuple[Need, ...]]
    lanes: Mapping[int, tuple[Taken, ...]]
    more: Mapping[int, tuple[Taken, ...]]
    days: Mapping[int, range]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does, by session: impossible, served with less, served at last, served with all that was wanted."""

    lost: tuple[int, ...]
    thinner: tuple[int, ...]
    gained: tuple[int, ...]
    fuller: tuple[int, ...]


def replay(items: Iterable[Item], means: Means, *, than: Replayed | None = None) -> Replayed:
    """Serve everything again; see the module's docstring for the order and the rules.

    ``than`` is the replay of the same items by other means, and spares work: the outcome is the same without it.
    """
    return _Replay(means, than).serve(sorted(items, key=lambda item: (not item.is_served, item.rank)))


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


class _Replay:
    """One replay under way. ``touched`` are the days on which something went otherwise than in ``than``."""

    def __init__(self, means: Means, than: Replayed | None) -> None:
        self.means, self.than = means, than
        self.taken = Occupancy()
        self.placed: dict[int, tuple[Placement, ...]] = {}
        self.short: dict[int, tuple[Need, ...]] = {}
        self.lanes: dict[int, tuple[Taken, ...]] = {}
        self.more: dict[int, tuple[Taken, ...]] = {}
        self.days: Mapping[int, range] = {}
        self.touched: set[int] = set()
        self.running = _Running()
        self._slots: dict[tuple[Need, ...], list[tuple[Need, Sequence[Unit]]]] = {}
        units, others = means.units, than.means.units if than else {}
        changed = {key for key in units.keys() | others.keys() if units.get(key) != others.get(key)}
        self.gone, self.new = changed & others.keys(), [units[key] for key in changed & units.keys()]

    def serve(self, ordered: Sequence[Item]) -> Replayed:
        self.days = self.than.days if self.than else {item.key: _reach(item, self.means.buffers) for item in ordered}
        for unit, lane, span in self.means.standing:
            if unit in self.means.units:
                self.taken.take(unit, lane, span)
        for item in ordered:
            if not self._goes_as_before(item):
                self._place(item)
                if self.than is not None and self.lanes.get(item.key) != self.than.lanes.get(item.key):
                    self.touched.update(self.days[item.key])
        for item in ordered:
            lacks = item.is_served and item.key in self.placed and len(self.placed[item.key]) < item.wanted
            if lacks and not self._is_topped_up_as_before(item):
                self._top_up(item)
                if self.than is not None and self.more.get(item.key) != self.than.more.get(item.key):
                    self.touched.update(self.days[item.key])
        return Replayed(self.means, self.placed, self.short, self.lanes, self.more, self.days)

    def _goes_as_before(self, item: Item) -> bool:
        """Take what it took before, where nothing of that could be otherwise now."""
        if self.than is None or self._is_reached(item, self.than.lanes.get(item.key, ())):
            return False
        if item.key in self.than.short:
            self.short[item.key] = self.than.short[item.key]
            return True
        # What it was topped up with comes later.
        placed, more = self.than.placed[item.key], len(self.than.more.get(item.key, ()))
        self._put(item, placed[: len(placed) - more] if more else placed, self.than.lanes[item.key])
        return True

    def _is_topped_up_as_before(self, item: Item) -> bool:
        if self.than is None or self._is_reached(item, self.than.more.get(item.key, ())):
            return False
        if item.key in self.than.more:
            self.placed[item.key] = self.than.placed[item.key]
            self._take(item, self.more, self.than.more[item.key])
        return True

    def _is_reached(self, item: Item, lanes: Iterable[Taken]) -> bool:
        """Whether the change, or what it moved, could matter to a session that took these lanes before."""
        return (
            (bool(self.touched) and not self.touched.isdisjoint(self.days[item.key]))
            or (bool(self.gone) and any(unit in self.gone for unit, _lane, _span in lanes))
            or any(unit.answers(need) for unit in self.new for need in item.needs)
        )

    def _place(self, item: Item) -> None:
        """As it was, else anew; else what it lacks is noted, and nothing placed."""
        if item.is_served and self._is_as_it_was(item):
            self._put(item, item.had, item.taken)
            return
        if not item.is_served:
            full = item.limit is not None and self.running.most_during(item.sitting.span) >= item.limit
            if full or not self._fits(item):
                self.short[item.key] = item.needs
                return
        preferred = {each.unit for each in item.had}
        found = plan(
            item.needs,
            [item.sitting],
            self.means.units,
            self.taken,
            buffers=self.means.buffers,
            preferred=preferred,
        )
        if found.is_complete:
            self._put(item, found.placements, self._lanes_of(found.placements, item.sitting))
        else:
            self.short[item.key] = found.missing(item.needs)

    def _is_as_it_was(self, item: Item) -> bool:
        units, is_free = self.means.units, self.taken.is_free
        return all(each.unit in units for each in item.had) and all(
            unit in units and is_free(unit, lane, span) for unit, lane, span in item.taken
        )

    def _fits(self, item: Item) -> bool:
        """Whether ``plan`` would find everything that is required: most that were refused are answered here."""
        slots = self._slots.get(item.needs)
        if slots is None:
            slots = self._slots[item.needs] = required_slots(item.needs, self.means.units)
        return can_place(slots, item.sitting, self.taken, buffers=self.means.buffers, fixed={})

    def _top_up(self, item: Item) -> None:
        kept = self.placed[item.key]
        wishes = [replace(need, required=0) for need in item.needs]
        found = plan(wishes, [item.sitting], self.means.units, self.taken, buffers=self.means.buffers, kept=kept)
        added = tuple(each for each in found.placements if each not in kept)
        if added:
            self.placed[item.key] = (*kept, *added)
            self._take(item, self.more, self._lanes_of(added, item.sitting))

    def _put(self, item: Item, placements: tuple[Placement, ...], lanes: tuple[Taken, ...]) -> None:
        self.placed[item.key] = placements
        self._take(item, self.lanes, lanes)
        self.running.add(item.sitting.span)

    def _take(self, item: Item, book: dict[int, tuple[Taken, ...]], lanes: tuple[Taken, ...]) -> None:
        book[item.key] = lanes
        for unit, lane, span in lanes:
            self.taken.take(unit, lane, span)

    def _lanes_of(self, placements: Iterable[Placement], sitting: Sitting) -> tuple[Taken, ...]:
        units, whole = self.means.units, self.means.buffers.whole
        return tuple((each.unit, each.lane, whole(sitting, units[each.unit].kind)) for each in placements)


def _reach(item: Item, buffers: Buffers) -> range:
    """The days, by number, that touch the local day on which its load is counted, or to which set-up and travel take it."""
    day, span = item.sitting.day, item.sitting.span
    near = [
        span.padded(buffers.before + buffers.travel, buffers.after + buffers.travel),
        *(taken for _unit, _lane, taken in item.taken),
    ]
    first, last = min(day.start, *(each.start for each in near)), max(day.end, *(each.end for each in near))
    return _days(Span(first, last - timedelta(microseconds=1)))


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
