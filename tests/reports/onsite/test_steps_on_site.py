"""Preparing, the trial run and the event from one page, also where nobody knows yet that the step before is done."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from reports.models import LogEntry
from tests.walks.driver import Walk
from verification.kinds.prepare import site_items
from verification.models import PreparationItem, Trial
from verification.services.checklist import mark_item
from vidcon_portal.accounts.models import User


@pytest.fixture
def walk(world):
    walk = Walk("kaltara", equipment_note="Proyektor", own_equipment="Laptop").submit().until("cek-lokasi-perlengkapan")
    walk.at = walk.booking.first_session_start + timedelta(minutes=5)
    with time_machine.travel(walk.at, tick=False):
        yield walk


@pytest.fixture
def phone(walk):
    """Taps on a page that was drawn while the equipment was being prepared."""
    client = Client()
    client.force_login(User.objects.get(username="teknis.kaltara"))
    drawn = walk.run.pk

    def tap(action, key="", **data):
        headers = {"Idempotency-Key": key} if key else {}
        fields = {"step_run": drawn, "tapped_at": (walk.at - timedelta(minutes=20)).isoformat(), **data}
        return client.post(f"/lapangan/{walk.booking.ticket}/{action}/", fields, headers=headers)

    tap.page = lambda: client.get(f"/lapangan/{walk.booking.ticket}/").content.decode()
    return tap


@pytest.fixture
def everything_there(walk):
    by = walk.holder()
    for item in site_items(walk.booking):
        if item["state"] == "missing":
            mark_item(walk.booking, item["name"], is_ready=True, carrier="Sari", by=by, at=walk.at)


def test_three_steps_tapped_without_a_connection_arrive_in_order(walk, phone, everything_there):
    session = walk.booking.sessions.get().pk

    answers = [
        phone("ready", "k1"),
        phone("pass_with_notes", "k2", ahead="1", picture="good", sound="fair", network="good", findings="Gema"),
        phone("start", "k3", ahead="1", session=session, confirm_early="on"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert walk.step == "laksanakan"
    trial = Trial.objects.get(booking=walk.booking)
    assert (trial.verdict, trial.sound, trial.findings) == ("pass_with_notes", "fair", "Gema")
    assert trial.decided_at == walk.at - timedelta(minutes=20)
    assert LogEntry.objects.get().kind == "started"
    listed = dict(PreparationItem.objects.filter(booking=walk.booking).values_list("name", "state"))
    assert (listed["Proyektor"], listed["Laptop"]) == ("ready", "applicant")


def test_what_was_tapped_ahead_waits_for_the_step_before_it(walk, phone, everything_there):
    phone("ready", "k1")

    answer = phone("start", "k2", ahead="1", session=walk.booking.sessions.get().pk, confirm_early="on")

    assert (answer.status_code, answer.json()["refusal"]) == (409, "Selesaikan dahulu langkah Uji coba.")
    assert not LogEntry.objects.exists()


def test_an_event_does_not_start_ahead_of_a_trial_that_failed(walk, phone, everything_there):
    phone("ready", "k1")
    phone("fail", "k2", ahead="1", findings="Suara putus")

    answer = phone("start", "k3", ahead="1", session=walk.booking.sessions.get().pk, confirm_early="on")

    assert answer.status_code == 409
    assert not LogEntry.objects.exists()


def test_nobody_is_ready_while_something_is_missing(walk, phone):
    answer = phone("ready", "k1")

    assert answer.status_code == 422
    assert "Belum ada: Proyektor" in answer.json()["refusal"]
    assert walk.step == "cek-lokasi-perlengkapan"


def test_another_deed_than_the_open_steps_says_what_to_finish_first(walk, phone):
    answer = phone("pass", "k1")

    assert answer.json()["refusal"] == "Selesaikan dahulu langkah Penyiapan."


def test_the_page_holds_what_comes_after_the_open_step(walk, phone, everything_there):
    page = phone.page()

    assert 'data-after="ready" hidden' in page
    assert 'data-after="trial" hidden' in page
    assert "Mulai rapat" in page
    phone("ready", "k1")
    page = phone.page()
    assert 'data-after="ready"' not in page
    assert "Nyatakan belum siap" in page


def test_a_finding_that_is_missing_loses_nothing_without_a_script(walk, phone, everything_there):
    phone("ready")
    walk.booking.refresh_from_db()

    answer = phone("fail", step_run=walk.run.pk, tapped_at="", sound="poor")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis temuannya, agar diperbaiki sebelum kegiatan." in page
    assert 'value="poor" id="trial_sound_2" checked' in page or 'value="poor" checked' in page


def test_what_was_reported_ready_stands_ticked_on_the_spot(walk, phone, everything_there):
    PreparationItem.objects.create(
        booking=walk.booking, step_run=walk.run, name="Jaringan", state="ready", note="Uji 48 Mbps"
    )

    page = phone.page()

    assert "dibawa Sari" in page
    assert "dibawa pemohon" in page
    assert "Uji 48 Mbps" in page
    assert "dibawa Uji" not in page
