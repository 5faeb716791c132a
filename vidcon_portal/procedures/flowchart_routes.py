"""Lines of right angles between two symbols that cross no third one (DESIGN-UI, "SOP matrix")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

COLUMN = 15.0
"""Width of an executor's column, in millimetres."""
CHANNEL = 0.75
"""How far inside its column's edge a line runs that passes symbols of that column."""
ABOVE_LINE = 2.0
"""How far above the row's line an arrow runs that must leave through the bottom."""


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A symbol's outline: middle and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2


def route(source: Box, target: Box, others: Sequence[Box], *, row_bottom: float, leftwards: bool) -> tuple[Point, ...]:
    """The first way, in the order of the rules, that touches no other symbol; the last resort may.

    Same row: side to side. Same column: straight. Other column: out of the side, across, into top or bottom; else out
    of the bottom and across above the row's line. Else round: down (or up) beside the target's column, into its side.
    A refusal (``leftwards``) leaves through the side before it leaves through the bottom, where "Ya" leaves.
    """
    down = target.y > source.y
    below = tuple(_bottom(source, target, row_bottom, down=down))
    ways = [
        *_level(source, target),
        *_straight(source, target, down=down),
        *_side(source, target, down=down),
        *(() if leftwards else below),
        *_round(source, target, leftwards=leftwards),
        *(below if leftwards else ()),
    ]
    return next((way for way in ways if not crosses(way, others)), ways[-1])


def crosses(way: Sequence[Point], boxes: Iterable[Box]) -> bool:
    """Whether a segment of the line runs through a box."""
    return any(
        min(one.x, two.x) < box.right
        and max(one.x, two.x) > box.left
        and min(one.y, two.y) < box.bottom
        and max(one.y, two.y) > box.top
        for one, two in pairwise(way)
        for box in boxes
    )


def _level(source: Box, target: Box) -> Iterable[tuple[Point, ...]]:
    if source.y == target.y and source.x != target.x:
        right = target.x > source.x
        yield (
            Point(source.right if right else source.left, source.y),
            Point(target.left if right else target.right, target.y),
        )


def _straight(source: Box, target: Box, *, down: bool) -> Iterable[tuple[Point, ...]]:
    if source.x == target.x and source.y != target.y:
        yield (
            Point(source.x, source.bottom if down else source.top),
            Point(target.x, target.top if down else target.bottom),
        )


def _side(source: Box, target: Box, *, down: bool) -> Iterable[tuple[Point, ...]]:
    if source.x != target.x and source.y != target.y:
        out = Point(source.right if target.x > source.x else source.left, source.y)
        if (out.x < target.x) == (source.x < target.x):
            yield out, Point(target.x, out.y), Point(target.x, target.top if down else target.bottom)


def _bottom(source: Box, target: Box, row_bottom: float, *, down: bool) -> Iterable[tuple[Point, ...]]:
    if source.x != target.x and down:
        turn = row_bottom - ABOVE_LINE
        yield (
            Point(source.x, source.bottom),
            Point(source.x, turn),
            Point(target.x, turn),
            Point(target.x, target.top),
        )


def _round(source: Box, target: Box, *, leftwards: bool) -> Iterable[tuple[Point, ...]]:
    """Through the channel at the left or right edge of the target's column."""
    for left in (leftwards, not leftwards):
        channel = target.x + (COLUMN / 2 - CHANNEL) * (-1 if left else 1)
        from_left = channel < source.x
        yield (
            Point(source.left if from_left else source.right, source.y),
            Point(channel, source.y),
            Point(channel, target.y),
            Point(target.left if left else target.right, target.y),
        )
