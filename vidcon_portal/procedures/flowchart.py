"""The flowchart of an SOP matrix: five symbols in the executors' columns (PermenPANRB 35/2012), as plain geometry.

One unit is one millimetre on paper. Nothing here knows a model, a template or a colour: ``draw_flowchart`` gives
numbers, ``templates/procedures/flowchart.html`` prints them, on a page or on paper.

Rows and lanes come as printed; arrows come from the steps beneath, folded to rows: what leads on is drawn as "Ya"
from a decision, what refuses as "Tidak", and a decision that only sends back leads "Tidak" to the applicant.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from vidcon_portal.accounts.choices import APPLICANT_ROLES

from .choices import Action, Symbol
from .flowchart_routes import COLUMN, Box, Point, route
from .preset_parts import Lane, Preset, Row, Step

BOX_SIZE = (10.5, 6.5)
DIAMOND_SIZE = (12.4, 10.0)
PENTAGON_SIZE = (6.0, 5.6)
STRIP = 9.0
"""Height of "Bersambung" and "Lanjutan"."""
LINE_HEIGHT, PADDING = 4.0, 3.0

_REFUSING = frozenset({Action.REFUSE, Action.FULL, Action.FAIL, Action.DECLINE, Action.REVISE})
_LEAVING = frozenset({Action.REDIRECT})


@dataclass(frozen=True, slots=True)
class Columns:
    """Characters to a line of each text column of the matrix, and the least height of a row; these are the page's."""

    activity: int = 34
    completeness: int = 20
    time_raw: int = 12
    output: int = 16
    remark: int = 11
    least_height: float = 20.0


ON_PAGE = Columns()


class Course(Enum):
    """What an arrow says."""

    ONWARD = "onward"
    YES = "yes"
    NO = "no"
    BACK = "back"
    TOGETHER = "together"


class Shape(Enum):
    CAPSULE = "capsule"
    BOX = "box"
    DIAMOND = "diamond"
    PENTAGON = "pentagon"


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


class _Edge(NamedTuple):
    source: tuple[int, str]
    target: tuple[int, str]
    course: Course


def draw_flowchart(
    preset: Preset, *, page_height: float | None = None, columns: Columns = ON_PAGE
) -> tuple[Flowchart, ...]:
    """The drawing of a preset: one, or one per page where ``page_height`` limits the rows of a page
    between its two strips.

    Empty when there is no lane or no row. A lane that nobody knows and a row without lanes are left out: a draft is
    drawn as far as it goes.
    """
    if not preset.lanes or not preset.rows:
        return ()
    shapes = {(row.number, lane): shape for row in preset.rows for lane, shape in _symbols(preset, row)}
    edges = [edge for edge in _edges(preset) if edge.source in shapes and edge.target in shapes]
    heights = {row.number: row_height(row, columns) for row in preset.rows}
    pages = _paginate(preset.rows, page_height, heights)
    page_of = {row.number: index for index, page in enumerate(pages) for row in page}
    letters: dict[tuple[tuple[int, str], int], str] = {}
    for edge in edges:
        if page_of[edge.source[0]] != page_of[edge.target[0]]:
            way = 1 if page_of[edge.target[0]] > page_of[edge.source[0]] else -1
            letters.setdefault((edge.target, way), chr(ord("A") + len(letters)))
    return tuple(
        _Page(preset.lanes, pages, index, shapes, heights).draw(edges, page_of, letters) for index in range(len(pages))
    )


def row_height(row: Row, columns: Columns = ON_PAGE) -> float:
    """Millimetres that the longest text of a printed row needs."""
    lines = max(
        count_lines(row.activity.splitlines(), columns.activity),
        count_lines(as_listed(row.completeness), columns.completeness),
        count_lines([row.time_raw], columns.time_raw),
        count_lines(as_listed(row.output), columns.output),
        count_lines(row.remark.splitlines(), columns.remark),
    )
    return max(columns.least_height, lines * LINE_HEIGHT + PADDING)


def as_listed(items: Sequence[str]) -> list[str]:
    """How a cell of several things is printed: one dash each; a single thing has none."""
    return [f"- {item}" for item in items] if len(items) > 1 else list(items)


def count_lines(paragraphs: Iterable[str], width: int) -> int:
    return sum(len(textwrap.wrap(paragraph, width)) or 1 for paragraph in paragraphs)


def lane_of(step: Step, row: Row, lanes: Sequence[Lane]) -> str | None:
    """The printed column of a step: the row's first lane that plays one of its roles, else the row's first lane."""
    known = {lane.code: lane for lane in lanes}
    printed = [code for code in row.lanes if code in known]
    return next((code for code in printed if known[code].role in step.roles), printed[0] if printed else None)


def _walked_lanes(preset: Preset, row: Row) -> list[str]:
    """The lanes of a row in the order in which its steps pass through them."""
    lanes = [lane for step in row.steps if (lane := lane_of(step, row, preset.lanes))]
    return list(dict.fromkeys(lanes))


def _symbols(preset: Preset, row: Row) -> Iterable[tuple[str, Shape]]:
    """Only who decides has the diamond; a helper beside him has a box. Capsules stand on the lane that starts or ends."""
    known = {lane.code for lane in preset.lanes}
    printed = [code for code in dict.fromkeys(row.lanes) if code in known]
    walked = _walked_lanes(preset, row) or printed
    start = row.number == preset.rows[0].number
    chief = walked[0] if walked and (start or row.symbol != Symbol.CAPSULE) else walked[-1] if walked else ""
    for code in printed:
        yield code, Shape(row.symbol.value) if code == chief else Shape.BOX


def _edges(preset: Preset) -> list[_Edge]:
    rows = {row.number: row for row in preset.rows}
    place = {step.code: (row.number, lane_of(step, row, preset.lanes)) for row, step in preset.placed_steps()}
    applicant = next((lane.code for lane in preset.lanes if lane.role in APPLICANT_ROLES), None)
    found: list[_Edge] = []
    for row in preset.rows:
        decides = row.symbol == Symbol.DIAMOND
        refused = False
        for step in row.steps:
            number, lane = place[step.code]
            for arrow in step.arrows:
                target = place.get(arrow.to)
                if lane is None or arrow.action in _LEAVING or (target and target[0] == number and target[1] == lane):
                    continue
                refusing = arrow.action in _REFUSING
                if target is None or target[1] is None:
                    continue
                course = (
                    Course.BACK
                    if target[0] < number
                    else Course.NO
                    if refusing and decides
                    else Course.YES
                    if decides and target[0] != number
                    else Course.ONWARD
                )
                refused |= course == Course.NO
                found.append(_Edge((number, lane), (target[0], target[1]), course))
        found += _together(preset, row)
        chief = next(iter(_walked_lanes(preset, row)), None)
        before = [other for other in rows if other < row.number and applicant in rows[other].lanes]
        if decides and not refused and chief and applicant and chief != applicant and before:
            found.append(_Edge((row.number, chief), (max(before), applicant), Course.NO))
    return list(dict.fromkeys(found))


def _together(preset: Preset, row: Row) -> list[_Edge]:
    """Lanes of a row that no step of their own walks through work together with its first."""
    walked = _walked_lanes(preset, row)
    known = [lane.code for lane in preset.lanes]
    printed = [code for code in row.lanes if code in known]
    if not printed:
        return []
    line = [walked[0] if walked else printed[0], *(code for code in printed if code not in walked)]
    line.sort(key=known.index)
    return [
        _Edge((row.number, left), (row.number, right), Course.TOGETHER) for left, right in pairwise(dict.fromkeys(line))
    ]


def _paginate(rows: Sequence[Row], limit: float | None, heights: Mapping[int, float]) -> list[list[Row]]:
    """Rows by page; ``limit`` leaves room for both strips, of which the only page has none and the first one has one."""
    if limit is None or sum(heights.values()) <= limit + 2 * STRIP:
        return [list(rows)]
    pages: list[list[Row]] = [[]]
    used = -STRIP
    for row in rows:
        height = heights[row.number]
        if pages[-1] and used + height > limit:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return pages


class _Page:
    """The symbols of one page, and the arrows between them or to its edges."""

    def __init__(
        self,
        lanes: Sequence[Lane],
        pages: list[list[Row]],
        index: int,
        shapes: dict[tuple[int, str], Shape],
        heights: Mapping[int, float],
    ) -> None:
        self.lanes, self.index = tuple(lanes), index
        self.continued, self.continues = index > 0, index < len(pages) - 1
        top = STRIP if self.continued else 0.0
        rows = []
        for row in pages[index]:
            rows.append(FlowRow(row, top, heights[row.number]))
            top = rows[-1].bottom
        self.rows = tuple(rows)
        self.columns = {lane.code: COLUMN * (order + 0.5) for order, lane in enumerate(self.lanes)}
        self.nodes = {
            (place.row.number, lane): Node(shape, place.row.number, lane, self._box(shape, lane, place.middle))
            for place in self.rows
            for (number, lane), shape in shapes.items()
            if number == place.row.number
        }
        self.pentagons: dict[tuple[float, float], Node] = {}

    def draw(
        self, edges: list[_Edge], page_of: dict[int, int], letters: dict[tuple[tuple[int, str], int], str]
    ) -> Flowchart:
        arrows = []
        for edge in edges:
            here, there = page_of[edge.source[0]], page_of[edge.target[0]]
            source, target = self.nodes.get(edge.source), self.nodes.get(edge.target)
            way = 1 if there > here else -1
            if here != there and self.index in (here, there):
                letter = letters[edge.target, way]
                at_bottom = (self.index == here) == (way == 1)
                pentagon = self._pentagon(edge.target[1], letter, at_bottom=at_bottom)
                source, target = (source, pentagon) if self.index == here else (pentagon, target)
            if source is not None and target is not None:
                arrow = self._arrow(edge.course, source, target)
                if arrow not in arrows:
                    arrows.append(arrow)
        return Flowchart(
            self.lanes,
            self.rows,
            (*self.nodes.values(), *self.pentagons.values()),
            tuple(arrows),
            continued=self.continued,
            continues=self.continues,
        )

    def _box(self, shape: Shape, lane: str, middle: float) -> Box:
        width, height = {Shape.DIAMOND: DIAMOND_SIZE, Shape.PENTAGON: PENTAGON_SIZE}.get(shape, BOX_SIZE)
        return Box(self.columns[lane], middle, width, height)

    def _pentagon(self, lane: str, letter: str, *, at_bottom: bool) -> Node:
        """One for each target and end of the page, in its column; a second one takes the nearest free column."""
        middle = self.rows[-1].bottom + STRIP / 2 if at_bottom else STRIP / 2
        own = self.columns[lane]
        for x in sorted(self.columns.values(), key=lambda other: (abs(other - own), other)):
            taken = self.pentagons.get((x, middle))
            if taken is None or taken.letter == letter:
                node = Node(Shape.PENTAGON, 0, lane, Box(x, middle, *PENTAGON_SIZE), letter)
                return self.pentagons.setdefault((x, middle), node)
        return self.pentagons[own, middle]

    def _arrow(self, course: Course, source: Node, target: Node) -> FlowArrow:
        standing = (*self.nodes.values(), *self.pentagons.values())
        others = [node.box for node in standing if node not in (source, target)]
        line = next((row.bottom for row in self.rows if row.row.number == source.row), source.box.bottom + 4)
        points = route(source.box, target.box, others, row_bottom=line, leftwards=course == Course.NO)
        if course not in (Course.YES, Course.NO) or source.shape != Shape.DIAMOND:
            return FlowArrow(course, points)
        first, second = points[0], points[1]
        if second.x == first.x:
            return FlowArrow(course, points, Point(first.x + 1, first.y + 3))
        goes_left = second.x < first.x
        return FlowArrow(course, points, Point(first.x + (-0.6 if goes_left else 0.6), first.y - 1), goes_left)


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
