"""Components print the plain data handed to them."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from vidcon_portal.ui import wording
from vidcon_portal.ui.choices import Shape, State
from vidcon_portal.ui.context_processors import theme
from vidcon_portal.ui.icons import icon_paths, render_icon
from vidcon_portal.ui.parts import Action, PathStep, TaskRow, TimeLeft, Turn
from vidcon_portal.ui.timeline import Timeline, TimelineGroup, TimelineResource, TimelineSlot
from vidcon_portal.ui.views import choose_theme, show_gallery

WITA = timezone(timedelta(hours=8))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 26, hour, minute, tzinfo=WITA)


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_icon_of_its_name(state: State) -> None:
    assert state in icon_paths()


def test_unknown_icon_fails_loudly() -> None:
    with pytest.raises(KeyError):
        render_icon("nonsense")


def test_badge_says_its_state_in_words_and_colour() -> None:
    html = render_to_string("components/badge.html", {"state": State.HELD, "label": "Ditahan <1 jam"})

    assert 'data-st="held"' in html
    assert "Ditahan &lt;1 jam" in html
    assert 'aria-hidden="true"' in html


def test_neutral_badge_takes_the_icon_it_is_given() -> None:
    html = render_to_string("components/badge.html", {"state": "neutral", "label": "Batal", "icon": "cross"})

    assert 'data-st="neutral"' in html


@pytest.mark.parametrize(("used", "state"), [(0, "confirmed"), (74, "confirmed"), (75, "waiting"), (100, "overdue")])
def test_clock_presses_from_three_quarters(used: int, state: str) -> None:
    assert TimeLeft.running(used=used, text="").state == state


def test_clock_ticks_only_when_it_knows_its_seconds() -> None:
    still = render_to_string("components/time_left.html", {"clock": TimeLeft.running(used=30, text="7 menit lagi")})
    ticking = render_to_string(
        "components/time_left.html",
        {"clock": TimeLeft.running(used=30, text="7 menit lagi", seconds_left=-420, runs_for=3600)},
    )

    assert "data-left" not in still
    assert 'stroke-dasharray="30 100"' in still
    assert 'data-left="-420" data-runs="3600" data-words="hari|jam|menit|lagi|Lewat"' in ticking


def test_path_marks_done_late_current_and_ahead() -> None:
    steps = [
        PathStep(1, "Permohonan", shape=Shape.TERMINAL, done=True),
        PathStep(2, "Disposisi", done=True, late=True),
        PathStep(3, "Verifikasi", shape=Shape.DECISION, current=True),
        PathStep(4, "Laporan"),
    ]

    html = render_to_string("components/path.html", {"steps": steps})

    assert html.count("<li") == 4
    assert [html.count(f'data-st="{state}"') for state in ("done", "overdue")] == [1, 1]
    assert html.count('aria-current="step"') == 1
    assert [html.count(f'class="node {shape}"') for shape in ("terminal", "decision")] == [1, 1]
    assert "selesai, lewat waktu" in html


def test_turn_is_dark_only_for_its_holder() -> None:
    yours = render_to_string(
        "components/turn.html", {"turn": Turn("Giliran Anda", "Putuskan", yours=True, action=Action("Buka", sheet="x"))}
    )
    theirs = render_to_string("components/turn.html", {"turn": Turn("Giliran Kadis", "Menunggu")})

    assert "turn-yours" in yours
    assert 'popovertarget="x"' in yours
    assert "turn-yours" not in theirs
    assert "btn" not in theirs


def test_task_row_is_one_link() -> None:
    html = render_to_string("components/task.html", {"task": TaskRow("/x/", "Rapat", "Verifikasi", 5)})

    assert html.count("<a ") == 1
    assert "Verifikasi" in html


def test_bottom_sheet_stands_open_after_an_error() -> None:
    source = '{% load ui %}{% bottom_sheet "sign" "Tanda tangani" open=failed %}<p>PIN</p>{% endbottom_sheet %}'

    closed = Template(source).render(Context({"failed": False}))
    opened = Template(source).render(Context({"failed": True}))

    assert " popover " in closed
    assert " popover" not in opened
    assert '<h2 id="sign-title">Tanda tangani</h2>' in opened
    assert "<p>PIN</p>" in opened


def test_pagination_keeps_the_query_and_marks_the_page() -> None:
    page = Paginator(range(200), 20).page(4)

    html = render_to_string("components/pagination.html", {"page": page, "query": "q=rapat&sort=a"})

    assert 'href="?q=rapat&amp;sort=a&amp;page=5"' in html
    assert html.count('aria-current="page"') == 1


def test_timeline_lines_are_full_and_cut_at_hours_and_now() -> None:
    slots = (
        TimelineSlot(at(8, 10), at(9), "Uji coba", State.TRIAL),
        TimelineSlot(at(6), at(7, 30), "Sebelum", State.DONE),
        TimelineSlot(at(8, 50), at(9, 20), "Bertumpuk", State.HELD),
    )
    resource = TimelineResource("Ruang", slots=slots)
    timeline = Timeline(at(7), at(12), (TimelineGroup("Ruang", (resource,)),), now=at(10, 20))

    ((_, ((_, cells),)),) = timeline.rows

    assert sum(cell.span for cell in cells) == timeline.columns == 20
    assert [(cell.span, cell.slot.title if cell.slot else "") for cell in cells] == [
        (2, "Sebelum"), (2, ""), (4, "Uji coba"), (2, "Bertumpuk"), (2, ""), (1, ""), (3, ""), (4, ""),
    ]  # fmt: skip
    assert [cell.span for cell in cells if cell.at_now] == [3]
    assert [head.has_now for head in timeline.hours] == [False, False, False, True, False]


def test_timeline_says_every_state_without_colour_and_spares_a_quarter_its_title() -> None:
    states = (State.CONFIRMED, State.LIVE, State.HELD, State.TRIAL, State.DONE, State.NEUTRAL)
    slots = tuple(TimelineSlot(at(7 + n), at(8 + n), str(state), state) for n, state in enumerate(states))
    quarter = TimelineSlot(at(13), at(13, 15), "Rapat", State.TRIAL)
    resource = TimelineResource("Ruang", slots=(*slots, quarter), url="/ruang/")
    timeline = Timeline(at(7), at(17), (TimelineGroup("Ruang", (resource,)),))

    html = render_to_string("components/timeline.html", {"timeline": timeline, "caption": "Hari ini"})

    drawn = re.findall(r"<b>(.*?)</b>", html)
    icons = [render_icon(name) for name in (*states[:-1], "lock", State.TRIAL)]
    assert [cell.startswith(icon) for cell, icon in zip(drawn, icons, strict=True)] == [True] * 7
    assert drawn[-1].endswith('<span class="visually-hidden">Rapat</span>')
    assert '<a href="/ruang/">Ruang</a>' in html


def test_timeline_without_slots_is_cut_at_every_hour() -> None:
    timeline = Timeline(at(7), at(9), (TimelineGroup("Ruang", (TimelineResource("A"),)),))

    ((_, ((_, cells),)),) = timeline.rows

    assert [cell.span for cell in cells] == [4, 4]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "1 menit"), (420, "7 menit"), (15600, "4 jam 20 menit"), (3600, "1 jam"), (97200, "1 hari 3 jam"),
        (-1500, "25 menit"),
    ],
)  # fmt: skip
def test_durations_read_in_words(seconds: int, words: str) -> None:
    assert wording.say_duration(seconds) == words


def test_times_read_in_official_indonesian() -> None:
    assert wording.say_date(at(9)) == "Kamis, 26 November 2026"
    assert wording.say_short_date(at(9)) == "Kam 26 Nov"
    assert wording.say_span(at(9), at(11)) == "Kam 26 Nov, 09.00–11.00 WITA"
    assert wording.say_time_left(-1500) == "Lewat 25 menit"
    assert wording.say_file_size(219_136) == "214 KB"
    assert wording.say_file_size(1_887_436) == "1,8 MB"


def test_server_error_page_needs_no_context() -> None:
    html = render_to_string("500.html")

    assert "Portal sedang terganggu" in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429"])
def test_error_pages_say_what_to_do(name: str) -> None:
    html = render_to_string(f"{name}.html")

    assert html.count("<h1>") == 1
    assert 'href="/"' in html


def test_every_component_compiles() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    for path in [
        *folder.glob("components/*.html"),
        *folder.glob("vidcon/**/*.html"),
        *folder.glob("allauth/**/*.html"),
    ]:
        Template(path.read_text(encoding="utf-8"))


def test_gallery_is_hidden_outside_development_and_demo(rf: RequestFactory, settings: Any) -> None:
    settings.DEBUG = settings.DEMO = False

    with pytest.raises(Http404):
        show_gallery(rf.get("/komponen/"))


def test_gallery_shows_every_component_in_the_demo(rf: RequestFactory, settings: Any) -> None:
    settings.DEMO = True

    response = show_gallery(rf.get("/komponen/"))

    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1


def test_theme_is_remembered_and_leads_back_within_the_portal(rf: RequestFactory) -> None:
    inside = choose_theme(rf.post("/tampilan/", {"theme": "dark", "next": "/tugas/"}))
    outside = choose_theme(rf.post("/tampilan/", {"theme": "dark", "next": "https://evil.example/"}))

    assert inside.cookies["theme"].value == "dark"
    assert inside.headers["Location"] == "/tugas/"
    assert outside.headers["Location"] == "/"


@pytest.mark.parametrize(("cookie", "expected"), [("dark", "dark"), ("light", "light"), ("device", ""), ("<x>", "")])
def test_only_known_themes_reach_the_page(rf: RequestFactory, cookie: str, expected: str) -> None:
    request = rf.get("/")
    request.COOKIES["theme"] = cookie

    assert theme(request) == {"theme": expected}
