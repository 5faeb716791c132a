"""The flowchart of an SOP matrix: five symbols in the executors' columns (PermenPANRB 35/2012), as plain geometry.

One unit is one millimetre on paper. Nothing here knows a model, a template or a colour: ``draw_flowchart`` gives
numbers, ``templates/procedures/flowchart.html`` prints them, on a page or on paper. Rows and lanes come as printed,
arrows from ``flowchart_edges.py``.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .flowchart_edges import Course, Edge, Shape, edges_of, symbols_of
from .flowchart_routes import COLUMN, Box, Point, route
from .flowchart_shapes import STRIP, FlowArrow, Flowchart, FlowRow, Node
from .preset_parts import Lane, Preset, Row

BOX_SIZE = (10.5, 6.5)
DIAMOND_SIZE = (12.4, 10.0)
PENTAGON_SIZE = (6.0, 5.6)
LINE_HEIGHT, PADDING = 4.0, 3.0


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
    shapes = {(row.number, lane): shape for row in preset.rows for lane, shape in symbols_of(preset, row)}
    edges = edges_of(preset)
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
        self, edges: list[Edge], page_of: dict[int, int], letters: dict[tuple[tuple[int, str], int], str]
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
