"""Kit by the code on its label: one person at a time, once, and on the record that is signed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.models import KitLoan, Resource
from bookings.prints import handover_record
from bookings.scheduling.labels import TASK as LABELS_TASK
from bookings.scheduling.labels import make_labels
from tests.conftest import MONDAY
from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User


@pytest.fixture
def unit(world):
    return Resource.objects.filter(office__code="kalbar", kind="equipment").order_by("pk").first()


def signed_in(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def officer(unit):
    with time_machine.travel(MONDAY, tick=False):
        yield signed_in("bidang.kalbar")


def url(unit, deed=""):
    return f"/lapangan/alat/kalbar/{unit.code}/{deed}"


def test_a_unit_goes_out_once_and_comes_back(officer, unit):
    went = {"receiver": "Rina", "condition": "good", "booking": ""}
    moment = MONDAY - timedelta(hours=2)

    answers = [
        officer.post(
            url(unit, "serah/"), {**went, "tapped_at": moment.isoformat()}, headers={"Idempotency-Key": key}
        ).status_code
        for key in ("k1", "k1", "k2")
    ]
    page = officer.get(url(unit)).content.decode()
    officer.post(url(unit, "kembali/"), {"condition": "worn", "note": "Lensa retak"})

    assert answers == [200, 200, 409]
    assert "Terima kembali" in page
    loan = KitLoan.objects.get()
    assert (loan.receiver, loan.given_at, loan.given_by.username) == ("Rina", moment, "bidang.kalbar")
    assert (loan.returned_by, loan.returned_at, loan.condition_in) == ("Rina", MONDAY, "worn")
    unit.refresh_from_db()
    assert unit.condition == "worn"
    assert unit.history.order_by("history_id").last().history_user.username == "bidang.kalbar"


def test_what_is_missing_is_said_beside_what_was_typed(officer, unit):
    answer = officer.post(url(unit, "serah/"), {"condition": "good", "note": "Tas hitam"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis nama orang yang membawa alat ini." in page
    assert 'value="Tas hitam"' in page
    assert not KitLoan.objects.exists()


@pytest.mark.parametrize("username", ["pemohon.kalbar", "teknis.kaltara"])
def test_labels_and_units_are_the_office_s_own(unit, username):
    client = signed_in(username)

    page = client.get(url(unit))
    assert page.status_code == 404
    # Whoever scans the label of another office is told whose it is to move; a stranger learns nothing.
    assert ("Label ini tidak dikenal di kantor Anda" in page.content.decode()) == (username == "teknis.kaltara")
    assert client.post(url(unit, "serah/"), {"receiver": "Rina", "condition": "good"}).status_code == 404
    assert Client().get(url(unit)).status_code == 302


def test_the_auditor_reads_and_moves_nothing(unit):
    client = signed_in("auditor.kalbar")

    assert "Catat penyerahan" not in client.get(url(unit)).content.decode()
    assert client.post(url(unit, "serah/"), {"receiver": "Rina", "condition": "good"}).status_code == 404


def test_the_database_refuses_a_second_open_loan(unit):
    given = {
        "resource": unit,
        "receiver": "Rina",
        "given_by": User.objects.get(username="bidang.kalbar"),
        "given_at": MONDAY,
        "condition_out": "good",
    }
    KitLoan.objects.create(**given)

    with pytest.raises(IntegrityError, match="kitloan_one_open_per_unit"), transaction.atomic():
        KitLoan.objects.create(**given)


def test_the_record_of_handing_over_says_what_was_scanned(officer, unit):
    walk = Walk("kalbar").submit()
    KitLoan.objects.create(
        resource=unit,
        booking=walk.booking,
        receiver="Rina",
        given_by=User.objects.get(username="bidang.kalbar"),
        given_at=MONDAY,
        condition_out="good",
    )

    record = handover_record(walk.booking)

    [item] = [each for each in record.items if each.name == unit.name]
    assert item.went == "Baik, 24 Agustus 2026 08.00 WIB, Rina"
    assert item.came_back == ""
    assert (record.taken_by, record.returned_by) == ("Rina", "")


def waiting_sheets() -> int:
    return ProcrastinateJob.objects.filter(task_name=LABELS_TASK, status="todo").count()


@needs_poppler
def test_every_unit_has_a_label_on_the_sheet_that_the_worker_makes(officer, unit):
    sheet = "/jadwal/label-alat.pdf"
    waiting = [officer.get(sheet).content.decode() for _again in range(2)]
    assert ["sedang dibuat" in page for page in waiting] == [True, True]
    assert waiting_sheets() == 1

    first = make_labels(unit.office, at=MONDAY)
    again = make_labels(unit.office, at=MONDAY)

    text = text_of(b"".join(officer.get(sheet)))
    assert unit.name in text
    assert unit.asset_number in text
    assert officer.get(sheet, headers={"HX-Request": "true"})["HX-Redirect"] == sheet
    assert again == first
    Resource.objects.filter(pk=unit.pk).update(name="Kamera baru")
    assert "sedang dibuat" in officer.get(sheet).content.decode()
    assert make_labels(unit.office, at=MONDAY) != first
    assert not first.content.storage.exists(first.content.name)
