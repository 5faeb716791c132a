"""Maintenance and leave against real cases: what stands in the way, and how it gives way, on the page and in the API."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Allocation, Block
from bookings.models.resource import LIVE_STATES
from tests.walks.driver import Walk


@pytest.fixture
def walk(world: None) -> Walk:
    """Confirmed in Kalbar, with its officer."""
    return Walk("kalbar").submit().until("laksanakan")


@pytest.fixture
def work(walk: Walk) -> Allocation:
    rows = walk.booking.allocations.filter(resource__kind="person", purpose="event", state__in=LIVE_STATES)
    return rows.select_related("resource").order_by("pk")[0]


def whole_day(work: Allocation, **more: Any) -> dict[str, Any]:
    day = work.during.lower.date().isoformat()
    return {"resource": work.resource_id, "start_on": day, "note": "Sakit", **more}


def test_a_clash_shows_the_way_to_each_event_and_the_choice_to_close_the_rest(
    walk: Walk, work: Allocation, browser: Any
) -> None:
    client = browser("bidang.kalbar")

    clash = client.post("/jadwal/perawatan/", whole_day(work))
    text = clash.content.decode()

    assert clash.status_code == 409
    assert walk.booking.title in text
    assert f'href="/permohonan/{walk.booking.ticket}/adjust/"' in text
    assert 'value="Sakit"' in text
    assert Block.objects.count() == 0
    around = client.post("/jadwal/perawatan/", whole_day(work, around="1"))
    assert around.status_code == 302
    assert Block.objects.get().allocations.count() == 2  # before and after the event with its buffers
    work.refresh_from_db()
    assert work.state == "confirmed"
    page = client.get("/jadwal/perawatan/").content.decode()
    assert "Masih ada kegiatan pada waktu ini" in page
    assert f'href="{walk.booking.get_absolute_url()}"' in page


def test_rooms_move_only_with_their_event(walk: Walk, browser: Any) -> None:
    account = walk.booking.allocations.get(resource__kind="account", purpose="event")
    client = browser("bidang.kalbar")

    text = client.post("/jadwal/perawatan/", whole_day(account)).content.decode()

    assert f'href="/permohonan/{walk.booking.ticket}/adjust/"' not in text
    assert "dijadwalkan ulang" in text or f'href="/permohonan/{walk.booking.ticket}/reschedule/"' in text


def test_the_api_records_lists_and_ends(walk: Walk, work: Allocation, browser: Any) -> None:
    client = browser("bidang.kalbar")
    start = work.during.lower.replace(hour=0)

    def post(path: str, **data: Any) -> Any:
        return client.post(f"/api/v1{path}", json.dumps(data), content_type="application/json")

    asked = {
        "resource": work.resource_id, "start": start.isoformat(), "end": (start + timedelta(hours=14)).isoformat(),
        "weekly_until": (start + timedelta(days=8)).date().isoformat(),
    }  # fmt: skip
    clash = post("/blocks", **asked)
    made = post("/blocks", on_clash="around", **asked)
    listed = client.get("/api/v1/blocks").json()
    ended = post(f"/blocks/{listed[0]['id']}/end", following=True)

    assert clash.status_code == 409
    assert [each["title"] for each in clash.json()["followers"]] == [walk.booking.title]
    assert made.status_code == 201
    assert [(each["id"], each["left"]) for each in made.json()["blocks"]] == [
        (each["id"], each["left"]) for each in listed
    ]
    assert [each["left"] for each in listed] == [1, 0]
    assert ended.json() == {"gained": 0}
    assert client.get("/api/v1/blocks").json() == []
    assert browser("pemohon.kalbar").get("/api/v1/blocks").status_code == 404
    assert browser("kadis.kalbar").get("/api/v1/blocks").json() == []
