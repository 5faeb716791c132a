"""Facts of geometry: every symbol in its column and row, no line through a symbol, pages that join."""

from dataclasses import replace

import pytest

from tests.vidcon_portal.procedures.drafts import shipped
from vidcon_portal.procedures.flowchart import draw_flowchart, row_height
from vidcon_portal.procedures.flowchart_edges import Course, Shape
from vidcon_portal.procedures.flowchart_routes import COLUMN, Box, crosses, route
from vidcon_portal.procedures.flowchart_shapes import STRIP
from vidcon_portal.procedures.flowchart_words import say_ways
from vidcon_portal.procedures.preset import load_preset, shipped_presets

PRESETS = [pytest.param(load_preset(path), id=path.stem) for path in shipped_presets()]


def _node(drawing, row, lane):
    return next(node for node in drawing.nodes if (node.row, node.lane) == (row, lane))


def _courses(drawing, course):
    return [arrow for arrow in drawing.arrows if arrow.course == course]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_printed_lane_has_a_symbol_at_the_middle_of_its_row_and_column(preset):
    (drawing,) = draw_flowchart(preset)

    columns = {lane.code: COLUMN * (order + 0.5) for order, lane in enumerate(preset.lanes)}
    middles = {place.row.number: place.middle for place in drawing.rows}
    assert {(node.row, node.lane) for node in drawing.nodes} == {
        (r.number, code) for r in preset.rows for code in r.lanes
    }
    assert all((node.box.x, node.box.y) == (columns[node.lane], middles[node.row]) for node in drawing.nodes)
    assert drawing.width == COLUMN * len(preset.lanes)
    assert drawing.height == sum(row_height(row) for row in preset.rows)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("page_height", [None, 130.0, 60.0])
def test_no_arrow_runs_through_a_symbol_or_off_the_drawing(preset, page_height):
    for drawing in draw_flowchart(preset, page_height=page_height):
        for arrow in drawing.arrows:
            ends = (arrow.points[0], arrow.points[-1])
            others = [node.box for node in drawing.nodes if not any(_touches(node.box, end) for end in ends)]
            assert not crosses(arrow.points, others)
            assert all(0 <= point.x <= drawing.width and 0 <= point.y <= drawing.height for point in arrow.points)
            assert all(
                one.x == two.x or one.y == two.y for one, two in zip(arrow.points, arrow.points[1:], strict=False)
            )


def _touches(box, point):
    return box.left - 0.01 <= point.x <= box.right + 0.01 and box.top - 0.01 <= point.y <= box.bottom + 0.01


@pytest.mark.parametrize("preset", PRESETS)
def test_every_row_but_the_first_is_reached(preset):
    (drawing,) = draw_flowchart(preset)

    reached = {node.row for node in drawing.nodes for arrow in drawing.arrows if _touches(node.box, arrow.points[-1])}
    assert reached >= {row.number for row in preset.rows[1:]}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_decision_leads_both_ways(preset):
    (drawing,) = draw_flowchart(preset)

    for node in (node for node in drawing.nodes if node.shape == Shape.DIAMOND):
        courses = {arrow.course for arrow in drawing.arrows if _touches(node.box, arrow.points[0])}
        assert courses >= {Course.YES, Course.NO}


def test_a_refusal_passes_the_execution_in_its_column():
    (drawing,) = draw_flowchart(shipped())

    (refusal,) = _courses(drawing, Course.NO)
    execution = _node(drawing, 4, "bidang").box
    assert refusal.points[-1].y == _node(drawing, 5, "bidang").box.y
    assert execution.x - COLUMN / 2 < refusal.points[1].x < execution.left


def test_a_full_schedule_leads_to_the_applicant_s_last_row():
    (drawing,) = draw_flowchart(shipped("tarakan"))

    (refusal,) = _courses(drawing, Course.NO)
    last = _node(drawing, 10, "opd").box
    assert refusal.points[-1] == (last.x, last.top)
    assert refusal.label_ends


def test_a_refusal_that_ends_the_case_leads_back_to_the_applicant():
    (drawing,) = draw_flowchart(shipped("singkawang-2023"))

    first = _node(drawing, 1, "opd").box
    assert [arrow.points[-1] for arrow in _courses(drawing, Course.NO)] == [(first.x, first.bottom)] * 2


def test_two_teams_of_a_row_are_joined_with_a_head_at_both_ends():
    (drawing,) = draw_flowchart(shipped("gorontalo-sp"))

    together = _courses(drawing, Course.TOGETHER)
    assert len(together) == 2
    assert all(len(arrow.heads) == 2 and arrow.points[0].y == arrow.points[1].y for arrow in together)


def test_a_failed_trial_leads_back_with_a_broken_line():
    (drawing,) = draw_flowchart(shipped("gorontalo-sp"))

    (back,) = _courses(drawing, Course.BACK)
    assert back.points[-1].y < back.points[0].y


@pytest.mark.parametrize("preset", PRESETS)
def test_pages_keep_their_height_and_pentagons_come_in_pairs(preset):
    pages = draw_flowchart(preset, page_height=130.0)

    assert [place.row.number for page in pages for place in page.rows] == [row.number for row in preset.rows]
    assert all(len(page.rows) == 1 or page.height <= 130 + 2 * STRIP for page in pages)
    letters = [node.letter for page in pages for node in page.nodes if node.shape == Shape.PENTAGON]
    assert all(letters.count(letter) >= 2 for letter in letters)
    assert [page.continued for page in pages] == [False] + [True] * (len(pages) - 1)
    assert [page.continues for page in pages] == [True] * (len(pages) - 1) + [False]


def test_row_height_follows_its_longest_cell():
    row = replace(shipped().rows[1], activity="Singkat", completeness=(), time_raw="", output=(), remark="")

    assert row_height(row) == 20
    assert row_height(replace(row, activity="\n".join(["satu baris"] * 6))) == 27
    assert row_height(replace(row, completeness=tuple("abcdefg"))) == 31


def test_a_draft_without_columns_is_not_drawn_and_an_unknown_column_is_left_out():
    preset = shipped()

    assert draw_flowchart(replace(preset, lanes=())) == ()
    (drawing,) = draw_flowchart(replace(preset, lanes=preset.lanes[1:]))
    assert {node.lane for node in drawing.nodes} == {"kepala-dinas", "bidang"}


def test_a_neighbour_of_the_same_row_is_passed_below():
    source, neighbour, target = Box(7.5, 10, 10, 6), Box(22.5, 10, 10, 6), Box(37.5, 30, 10, 6)

    points = route(source, target, [neighbour], row_bottom=20, leftwards=False)

    assert points == ((7.5, 13), (7.5, 18), (37.5, 18), (37.5, 27))


def test_arrows_are_told_in_words():
    ways = say_ways(load_preset(next(path for path in shipped_presets() if path.stem == "singkawang-2023")))

    assert ways[2] == "Ke baris 3, Kepala Dinas"
    assert ways[6] == (
        "Ya: ke baris 7, SUBKOR ILE; Tidak: kembali ke baris 1, OPD/Pengguna; SUBKOR ILE bersama Tim TCMR"
    )
    assert ways[9] == "Selesai"


@pytest.mark.parametrize("preset", PRESETS)
def test_no_arrow_is_left_untold(preset):
    (drawing,) = draw_flowchart(preset)
    told = "; ".join(say_ways(preset).values())

    assert len(drawing.arrows) <= told.count("baris") + told.count(" bersama ") + told.count("dari ")
    assert told.count("Tidak: ") == len(_courses(drawing, Course.NO))
    assert told.count("Ya: ") == len(_courses(drawing, Course.YES))
