"""What a flowchart is drawn of: symbols, lines with heads, printed rows, and the drawing that holds them."""

from dataclasses import dataclass

from .flowchart_edges import Course, Shape
from .flowchart_routes import COLUMN, Box, Point
from .preset_parts import Lane, Row

STRIP = 9.0
"""Height of "Bersambung" and "Lanjutan"."""


@dataclass(frozen=True, slots=True)
class Node:
    """A symbol; ``row`` and ``lane`` say whose, ``letter`` pairs the pentagons of two pages."""

    shape: Shape
    row: int
    lane: str
    box: Box
    letter: str = ""

    @property
    def is_polygon(self) -> bool:
        return self.shape in (Shape.DIAMOND, Shape.PENTAGON)

    @property
    def is_round(self) -> bool:
        return self.shape == Shape.CAPSULE

    @property
    def radius(self) -> float:
        return self.box.height / 2

    @property
    def outline(self) -> str:
        """The corners of a diamond or pentagon, as ``points`` of a polygon."""
        box = self.box
        if self.shape == Shape.DIAMOND:
            corners = [(box.x, box.top), (box.right, box.y), (box.x, box.bottom), (box.left, box.y)]
        else:
            waist = box.top + box.height * 0.6
            corners = [
                (box.left, box.top),
                (box.right, box.top),
                (box.right, waist),
                (box.x, box.bottom),
                (box.left, waist),
            ]
        return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)


@dataclass(frozen=True, slots=True)
class FlowArrow:
    """A line of right angles from symbol to symbol; ``TOGETHER`` has a head at both ends."""

    course: Course
    points: tuple[Point, ...]
    label_at: Point | None = None
    label_ends: bool = False

    @property
    def path(self) -> str:
        start, *rest = self.points
        return f"M{start.x:.2f} {start.y:.2f} " + " ".join(f"L{point.x:.2f} {point.y:.2f}" for point in rest)

    @property
    def heads(self) -> list[str]:
        """Triangles, as ``points`` of polygons."""
        tips = [(self.points[-2], self.points[-1])]
        if self.course == Course.TOGETHER:
            tips.append((self.points[1], self.points[0]))
        return [_head(before, tip) for before, tip in tips]

    @property
    def is_back(self) -> bool:
        return self.course == Course.BACK

    @property
    def says_yes(self) -> bool:
        return self.course == Course.YES

    @property
    def says_no(self) -> bool:
        return self.course == Course.NO

    @property
    def label_ground(self) -> Box:
        """Where the lines of the table give way to the label."""
        assert self.label_at is not None
        width = 3.4 if self.says_yes else 6.6
        middle = self.label_at.x + (-width / 2 if self.label_ends else width / 2)
        return Box(middle, self.label_at.y - 0.9, width, 2.8)


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Where a printed row lies on the drawing."""

    row: Row
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Flowchart:
    """One drawing: a page of the matrix, or all of it. ``continued`` and ``continues`` are the strips at its ends."""

    lanes: tuple[Lane, ...]
    rows: tuple[FlowRow, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[FlowArrow, ...]
    continued: bool = False
    continues: bool = False

    @property
    def width(self) -> float:
        return COLUMN * len(self.lanes)

    @property
    def height(self) -> float:
        return self.rows[-1].bottom + (STRIP if self.continues else 0)

    @property
    def column_lines(self) -> list[float]:
        return [COLUMN * number for number in range(1, len(self.lanes))]

    @property
    def row_lines(self) -> list[float]:
        tops = [row.top for row in self.rows if row.top]
        return [*tops, self.rows[-1].bottom] if self.continues else tops


def _head(before: Point, tip: Point) -> str:
    length = min(1.7, (abs(tip.x - before.x) + abs(tip.y - before.y)) * 0.35)
    half = length * 0.53
    across = 0.0 if before.x == tip.x else (1.0 if tip.x > before.x else -1.0)
    down = 0.0 if across else (1.0 if tip.y > before.y else -1.0)
    foot = Point(tip.x - across * length, tip.y - down * length)
    corners = [
        tip,
        Point(foot.x - down * half, foot.y - across * half),
        Point(foot.x + down * half, foot.y + across * half),
    ]
    return " ".join(f"{corner.x:.2f},{corner.y:.2f}" for corner in corners)
