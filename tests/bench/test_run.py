"""The bench measures; whether the promises hold is for `make bench` on a quiet machine."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from bench.browser import Browser, statements_of, weight_of
from bench.pages import yardstick
from bench.report import table
from bench.timing import Timing, side_by_side
from bench.yardstick import Line, fill_lines
from vidcon_portal.accounts.models import User


@pytest.fixture(autouse=True)
def kept_connection():
    """As Django's own test client: the end of a request must not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def lines(db):
    fill_lines()
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Line)


def test_the_yardstick_is_one_query_and_fifty_rows(lines, settings):
    answer = yardstick()()

    assert answer.status == 200
    assert answer.body.count(b"<li>") == 50
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bench.yardstick", []
    assert statements_of(Browser(WSGIHandler()), "/yardstick/") == 1


def test_a_signed_in_page_is_weighed_with_its_styles(world):
    browser = Browser(WSGIHandler(), User.objects.get(username="kadis.kalbar"))

    assert browser.get("/akun/").status == 200
    weight = weight_of(browser, "/akun/")
    assert weight.styles > 0
    assert weight.total == weight.page + weight.styles + weight.scripts + weight.others


def test_times_are_taken_in_turns_and_printed():
    order: list[str] = []

    pair = side_by_side(lambda: order.append("a"), lambda: order.append("b"), times=20)

    assert order == ["a", "b"] * 25
    assert (pair.timing.p50 <= pair.timing.p95, pair.against.p50 <= pair.against.p95) == (True, True)
    line = {
        "page": {"name": "Kotak tugas", "most": 2.0},
        "pair": {"timing": {"p50": 4.2, "p95": 5.0}, "ratio": 1.5, "work": 1.25},
        "statements": 7,
        "status": 200,
        "weight": {"page": 4096, "styles": 2048, "scripts": 0, "others": 0},
    }
    results = {
        "sizes": [{"allocations": 20, "bookings": 10, "resources": 50, "lines": [line]}],
        "once": [line],
        "first_loads": [
            {
                "page": {"name": "Beranda"},
                "weight": {"page": 62 * 1024, "styles": 2048, "scripts": 0, "others": 0},
                "first_byte": {"p50": 12.3, "p95": 20.0},
                "status": 200,
            }
        ],
        "clients": {"clients": 8, "yardstick": 100.0, "day": 50.0, "requests": 10.0, "allocations": 40.0},
        "actions": [],
        "papers": [
            {
                "name": "Lembar disposisi",
                "pages": 1,
                "pair": {"timing": {"p50": 260.0}, "against": {"p50": 200.0}, "ratio": 1.3, "work": 1.2},
            }
        ],
        "pace": {"papers": 30, "per_minute": 120.0, "per_processor_minute": 400.0},
        "downloads": [
            {
                "name": "Unduh surat, pemohon",
                "pair": {"timing": {"p50": 4.0}, "ratio": 2.1, "work": 1.9},
                "alone": {"ratio": 15.0, "work": 10.5},
                "statements": 5,
                "status": 404,
            }
        ],
        "seconds": {"filling": 1.0},
    }
    printed = table(results)
    assert "4.2     5.0     1.50   1.25    2.0    7\n" in printed
    assert "6.0: 4.0+2.0+0.0" in printed
    assert "64.0   62.0    2.0    0.0    12.3    20.0  janji 60 KB" in printed
    assert "= 0.50 tolok" in printed
    assert "260       200   1.30   1.20    1.5" in printed
    assert "120 naskah semenit (30 naskah; 400 semenit waktu prosesor)" in printed
    assert "4.00     2.10   1.90    15.00  10.50    2.5    5  status 404" in printed
    assert Timing.of([0.001] * 9 + [0.01]).p95 == 10
