"""The technician's page: whose it is, and that what a phone sends is carried out once, with its own moment."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bookings.scheduling.team_days import group_link, say_duties, team_duties
from reports.kinds.report import summary_of
from reports.models import LogEntry
from tests.walks.driver import Walk
from verification.kinds.prepare import known_items
from verification.models import ChecklistItem
from verification.services.checklist import mark_item
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import StoredFile


def _png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


PNG = _png()


@pytest.fixture
def walk(world):
    walk = Walk("kalbar").submit().until("laksanakan")
    walk.at = walk.booking.first_session_start + timedelta(minutes=10)
    with time_machine.travel(walk.at, tick=False):
        yield walk


@pytest.fixture
def phone(walk):
    client = Client()
    client.force_login(User.objects.get(username="bidang.kalbar"))

    def tap(action, key="", **data):
        fields = {"session": walk.booking.sessions.get().pk, "step_run": walk.run.pk, **data}
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(f"/lapangan/{walk.booking.ticket}/{action}/", fields, headers=headers)

    tap.client = client
    return tap


def test_the_same_entry_sent_twice_is_written_once(walk, phone):
    moment = walk.at - timedelta(minutes=4)
    first, again = (phone("start", "k1", tapped_at=moment.isoformat()) for _turn in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.occurred_at, entry.recorded_at) == ("started", moment, walk.at)


def test_a_key_of_another_entry_is_refused_and_writes_nothing(walk, phone):
    phone("log", "k1", kind="incident", tapped_at=walk.at.isoformat())

    answer = phone("log", "k1", kind="recovered", tapped_at=walk.at.isoformat())

    assert answer.status_code == 422
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "data", "sentence"),
    [
        ("log", {"kind": "note"}, "Tulis catatannya."),
        ("log", {"kind": "incident", "tapped_at": "kemarin"}, "tidak terbaca"),
        ("log", {"kind": "incident", "tapped_at": "2026-08-01T00:00:00Z"}, "lebih dari 24 jam"),
        ("log", {"kind": "incident", "step_run": "1"}, "Muat ulang halaman."),
    ],
)
def test_a_refusal_is_a_sentence_that_the_phone_shows(walk, phone, action, data, sentence):
    answer = phone(action, "k1", **data)

    assert answer.status_code in (409, 422)
    assert sentence in answer.json()["refusal"]
    assert not LogEntry.objects.exists()


def test_without_a_script_a_tap_is_a_form(walk, phone):
    answer = phone("start")

    assert (answer.status_code, answer.url) == (302, f"/lapangan/{walk.booking.ticket}/")
    page = phone.client.get(answer.url)
    assert "Catatan pelaksanaan" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("username", ["pemohon.kalbar", "teknis.kaltara"])
def test_the_page_is_for_the_office_alone(walk, username):
    client = Client()
    client.force_login(User.objects.get(username=username))

    assert client.get(f"/lapangan/{walk.booking.ticket}/").status_code == 404
    assert client.post(f"/lapangan/{walk.booking.ticket}/log/", {}).status_code == 404


def test_a_secret_event_is_not_kept_on_the_phone(walk, phone):
    walk.booking.secrecy = "limited"
    walk.booking.save()

    page = phone.client.get(f"/lapangan/{walk.booking.ticket}/").content.decode()

    assert "data-keeps>" not in page
    assert " data-keeps " not in page


def test_the_text_for_the_team_names_people_and_never_an_event_that_is_not_open(walk):
    day = walk.booking.first_session_start.astimezone(walk.office.tz).date()
    open_text = say_duties(team_duties(walk.office, day), day, walk.office, site="https://portal.contoh")
    walk.booking.secrecy = "limited"
    walk.booking.save()
    limited_text = say_duties(team_duties(walk.office, day), day, walk.office, site="https://portal.contoh")

    assert "Rapat koordinasi stunting" in open_text
    assert f"https://portal.contoh/lapangan/{walk.booking.ticket}/" in open_text
    assert "Petugas: " in open_text
    assert f"{walk.booking.agency.name} · Ruang rapat dinas" in open_text
    assert group_link(open_text).startswith("https://wa.me/?text=")
    assert "stunting" not in limited_text
    assert walk.booking.agency.name not in limited_text
    assert walk.booking.ticket in limited_text
    assert group_link("") == ""


def test_a_line_of_the_list_is_ticked_once_with_who_brings_it_and_a_photo(walk, phone):
    moment = walk.at - timedelta(minutes=30)
    for key in ("c1", "c1"):
        answer = phone(
            "siap",
            key,
            name="Proyektor",
            ready="1",
            carrier="Budi",
            photo=SimpleUploadedFile("proyektor.png", PNG, "image/png"),
            tapped_at=moment.isoformat(),
        )
        assert answer.status_code == 200

    item = ChecklistItem.objects.get()
    assert (item.name, item.is_ready, item.carrier, item.changed_at) == ("Proyektor", True, "Budi", moment)
    assert StoredFile.objects.filter(purpose="checklist").count() == 1
    page = phone.client.get(f"/lapangan/{walk.booking.ticket}/").content.decode()
    assert "dibawa Budi" in page
    assert item.photo.get_absolute_url() in page


def test_an_older_tick_that_arrives_later_does_not_win(walk, phone):
    phone("siap", "c1", name="Proyektor", ready="1", tapped_at=walk.at.isoformat())
    phone("siap", "c2", name="Proyektor", ready="", tapped_at=(walk.at - timedelta(hours=1)).isoformat())

    assert ChecklistItem.objects.get().is_ready is True


def test_what_was_ticked_is_where_the_step_of_preparing_begins(world):
    walk = Walk("kaltara").submit()
    mark_item(walk.booking, "Mixer", is_ready=False, carrier="Sari", by=walk.applicant, at=walk.at)

    found = {item["name"]: (item["state"], item["note"]) for item in known_items(walk.booking, "")}
    assert found.pop("Mixer") == ("missing", "Sari")
    assert set(found.values()) == {("missing", "")}  # what the request names and nobody has ticked


def test_a_picture_that_is_none_is_refused_in_words(walk, phone):
    answer = phone("siap", "c1", name="Proyektor", ready="1", photo=SimpleUploadedFile("x.png", b"kosong", "image/png"))

    assert answer.status_code == 422
    assert answer.json()["refusal"]
    assert not ChecklistItem.objects.exists()


def test_the_report_begins_with_what_was_logged(walk, phone):
    phone("start")
    phone("log", kind="incident", text="Suara putus")
    with time_machine.travel(walk.at + timedelta(hours=1), tick=False):
        phone("finish", participants_peak="45", connection="good")

    said = summary_of(walk.booking)
    assert said.startswith("Rapat berlangsung pukul ")
    assert "diikuti paling banyak 45 peserta, dengan mutu sambungan baik. Tercatat 1 gangguan." in said


def test_a_refused_tap_without_a_script_keeps_what_was_typed(walk, phone):
    answer = phone("log", kind="incident", text="Suara putus", step_run="1")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Muat ulang halaman." in page
    assert 'value="Suara putus"' in page
