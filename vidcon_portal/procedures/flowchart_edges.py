"""What an SOP matrix draws between its rows: symbols in lanes, and the arrows of the steps beneath, folded to rows.

What leads on is drawn as "Ya" from a decision, what refuses as "Tidak", and a decision that only sends back leads
"Tidak" to the applicant. ``say_ways`` tells the same in words.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from vidcon_portal.accounts.choices import APPLICANT_ROLES

from .choices import Action, Symbol
from .preset_parts import Lane, Preset, Row, Step

_REFUSING = frozenset({Action.REFUSE, Action.FULL, Action.FAIL, Action.DECLINE, Action.REVISE})
_LEAVING = frozenset({Action.REDIRECT})


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


class Edge(NamedTuple):
    source: tuple[int, str]
    target: tuple[int, str]
    course: Course


def lane_of(step: Step, row: Row, lanes: Sequence[Lane]) -> str | None:
    """The printed column of a step: the row's first lane that plays one of its roles, else the row's first lane."""
    known = {lane.code: lane for lane in lanes}
    printed = [code for code in row.lanes if code in known]
    return next((code for code in printed if known[code].role in step.roles), printed[0] if printed else None)


def _walked_lanes(preset: Preset, row: Row) -> list[str]:
    """The lanes of a row in the order in which its steps pass through them."""
    lanes = [lane for step in row.steps if (lane := lane_of(step, row, preset.lanes))]
    return list(dict.fromkeys(lanes))


def symbols_of(preset: Preset, row: Row) -> Iterable[tuple[str, Shape]]:
    """Only who decides has the diamond; a helper beside him has a box. Capsules stand on the lane that starts or ends."""
    known = {lane.code for lane in preset.lanes}
    printed = [code for code in dict.fromkeys(row.lanes) if code in known]
    walked = _walked_lanes(preset, row) or printed
    start = row.number == preset.rows[0].number
    chief = walked[0] if walked and (start or row.symbol != Symbol.CAPSULE) else walked[-1] if walked else ""
    for code in printed:
        yield code, Shape(row.symbol.value) if code == chief else Shape.BOX


def edges_of(preset: Preset) -> list[Edge]:
    """The arrows between symbols that are drawn, each once, in the order of the rows from which they come."""
    drawn = {(row.number, lane) for row in preset.rows for lane, _shape in symbols_of(preset, row)}
    return [edge for edge in _folded(preset) if edge.source in drawn and edge.target in drawn]


def _folded(preset: Preset) -> list[Edge]:
    rows = {row.number: row for row in preset.rows}
    place = {step.code: (row.number, lane_of(step, row, preset.lanes)) for row, step in preset.placed_steps()}
    applicant = next((lane.code for lane in preset.lanes if lane.role in APPLICANT_ROLES), None)
    found: list[Edge] = []
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
                found.append(Edge((number, lane), (target[0], target[1]), course))
        found += _together(preset, row)
        chief = next(iter(_walked_lanes(preset, row)), None)
        before = [other for other in rows if other < row.number and applicant in rows[other].lanes]
        if decides and not refused and chief and applicant and chief != applicant and before:
            found.append(Edge((row.number, chief), (max(before), applicant), Course.NO))
    return list(dict.fromkeys(found))


def _together(preset: Preset, row: Row) -> list[Edge]:
    """Lanes of a row that no step of their own walks through work together with its first."""
    walked = _walked_lanes(preset, row)
    known = [lane.code for lane in preset.lanes]
    printed = [code for code in row.lanes if code in known]
    if not printed:
        return []
    line = [walked[0] if walked else printed[0], *(code for code in printed if code not in walked)]
    line.sort(key=known.index)
    return [
        Edge((row.number, left), (row.number, right), Course.TOGETHER) for left, right in pairwise(dict.fromkeys(line))
    ]
