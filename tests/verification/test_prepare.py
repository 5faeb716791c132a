"""prepare: the list, and whose the gaps are."""

import pytest
from django.http import QueryDict

from bookings.errors import Incomplete
from tests.walks.driver import Walk
from verification.kinds.prepare import ItemsField, ItemsWidget
from verification.models import PreparationItem

READY = {"name": "Kamera", "state": "ready", "note": ""}
MISSING = {"name": "Proyektor", "state": "missing", "note": "dipinjam"}


def test_a_missing_item_blocks_where_the_office_brings_everything(world):
    walk = Walk("kaltara", mode="host").submit().until("cek-lokasi-perlengkapan")

    with pytest.raises(Incomplete) as refused:
        walk.act("ready", items=[READY, MISSING])

    assert refused.value.fields == {"items": ["Belum ada: Proyektor. Siapkan dahulu, atau pilih “Dilengkapi pemohon”."]}
    assert not PreparationItem.objects.filter(booking=walk.booking).exists()


def test_a_missing_item_becomes_the_applicants_where_the_sop_says_so(world):
    walk = Walk("gorontalo", mode="host").submit().until("pastikan-alat-jaringan")

    event = walk.act("ready", by="persandian", items=[READY, MISSING])

    assert event.data["gaps"] == ["Proyektor"]
    states = list(PreparationItem.objects.filter(step_run=event.step_run).values_list("role", "name", "state"))
    assert states == [("coordinator", "Kamera", "ready"), ("coordinator", "Proyektor", "applicant")]
    assert walk.step == "pastikan-alat-jaringan"


def test_each_team_sends_its_own_list(world):
    walk = Walk("gorontalo", mode="host").submit().until("pastikan-alat-jaringan")

    walk.act("ready", by="jaringan", items=[{**READY, "name": "Jalur serat"}])
    walk.act("ready", by="persandian", items=[READY])

    rows = PreparationItem.objects.filter(booking=walk.booking, step_run__step__code="pastikan-alat-jaringan")
    assert sorted(rows.values_list("role", "name")) == [("coordinator", "Kamera"), ("network_team", "Jalur serat")]
    assert walk.step == "atur-platform"


def test_the_request_proposes_the_list(world):
    walk = Walk("kaltara", mode="host", equipment_note="Proyektor, pengeras suara", own_equipment="Laptop").submit()
    walk.until("cek-lokasi-perlengkapan")

    walk.act("ready")

    found = dict(PreparationItem.objects.filter(booking=walk.booking).values_list("name", "state"))
    assert found["Proyektor"] == found["pengeras suara"] == "ready"
    assert found["Laptop"] == "applicant"


@pytest.mark.parametrize(
    "items", [None, [], "kamera", [1], [{"name": "", "state": "ready"}], [{"name": "Kamera", "state": "mungkin"}]]
)
def test_a_list_that_says_nothing_is_refused(world, items):
    walk = Walk("kaltara", mode="host").submit().until("cek-lokasi-perlengkapan")

    with pytest.raises(Incomplete) as refused:
        walk.act("ready", items=items)

    assert list(refused.value.fields) == ["items"]


def test_the_page_sends_numbered_rows():
    page = QueryDict(
        "items-0-name=Kamera&items-0-state=ready&items-1-name=&items-1-state=ready&items-2-name=Mik&items-2-state=missing"
    )

    read = ItemsWidget().value_from_datadict(page, None, "items")

    assert ItemsField().clean(read) == [READY, {"name": "Mik", "state": "missing", "note": ""}]


def test_the_widget_keeps_what_was_typed():
    drawn = ItemsWidget().render("items", [{**MISSING, "name": "<b>Mik</b>"}], {"id": "id_items"})

    assert 'value="&lt;b&gt;Mik&lt;/b&gt;"' in drawn
    assert 'value="missing" checked' in drawn
