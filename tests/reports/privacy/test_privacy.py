"""One's own data: seen, taken, and forgotten within three times 24 hours; nobody else's."""

from datetime import datetime, timedelta

import pytest

from reports.models import DataRequest
from reports.privacy.services import answer_data_request, ask_about_data, remind_data_requests, reminder_moments
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from verification.models import Attendee, Meeting
from vidcon_portal.accounts.models import User
from vidcon_portal.notifications.models import Delivery

ASKED = {"kind": "erasure", "text": "Saya pindah tugas."}


def user(name):
    return User.objects.get(username=name)


def ask(office, who="pemohon2.kaltara", **changes):
    return ask_about_data(user(who), office, **{**ASKED, **changes}, at=MONDAY)


@pytest.fixture
def kaltara(office_of):
    return office_of("kaltara")


def test_everybody_sees_and_takes_his_own_data_only(login, served, world):
    served("2026-08-10 09:00", "2026-08-10 10:00", title="Bukan milik saya")
    client = login("pemohon.kaltara")

    page, taken = client.get("/akun/data-saya/"), client.get("/akun/data-saya/unduh.json")

    mine = user("pemohon.kaltara")
    assert mine.name in page.content.decode()
    assert taken.json()["akun"]["nama_pengguna"] == mine.username
    assert taken.json()["permohonan"] == []
    assert "Bukan milik saya" not in taken.content.decode()
    assert "no-store" in taken["Cache-Control"]
    client.logout()
    assert client.get("/akun/data-saya/").status_code == 302


@pytest.fixture
def attended(kaltara):
    """A meeting of the office in which somebody took part under the applicant's name, and somebody else."""
    walk = Walk("kaltara").submit()
    meeting = Meeting.objects.create(
        session=walk.booking.sessions.get(), platform="Zoom", provided_at=MONDAY, provided_by=user("kabid.kaltara")
    )
    for name in (user("pemohon2.kaltara").name.upper(), "Orang lain"):
        Attendee.objects.create(meeting=meeting, name=name, joined_at=MONDAY, left_at=MONDAY + timedelta(hours=1))
    return walk.booking.ticket


def test_his_name_among_the_participants_and_his_sessions_are_his_data(attended, login):
    taken = login("pemohon2.kaltara").get("/akun/data-saya/unduh.json").json()

    assert [(each["nomor"], each["masuk"]) for each in taken["rapat_daring_dengan_nama_saya"]] == [
        (attended, MONDAY.isoformat())
    ]
    assert [each["alamat_ip"] for each in taken["sesi_masuk"]] == ["127.0.0.1"]
    assert login("pemohon2.kalbar").get("/akun/data-saya/unduh.json").json()["rapat_daring_dengan_nama_saya"] == []


def test_the_clock_is_three_times_24_hours(kaltara, login):
    asked = ask(kaltara)

    assert asked.due_at - asked.requested_at == timedelta(hours=72)
    again = login("pemohon2.kaltara").post("/akun/data-saya/", ASKED)
    assert (again.status_code, DataRequest.objects.count()) == (422, 1)


@pytest.mark.parametrize(("username", "status"), [
    ("kadis.kaltara", 200), ("kabid.kaltara", 404), ("kadis.kalbar", 200), ("pemohon.kaltara", 404), ("admin", 404),
])  # fmt: skip
def test_the_queue_is_the_offices(kaltara, login, username, status):
    asked = ask(kaltara)
    client = login(username)

    page = client.get("/laporan/permintaan-data/")
    done = client.post(f"/laporan/permintaan-data/{asked.pk}/refuse/", {"answer": "Arsip."})

    assert page.status_code == status
    assert (ASKED["text"] in page.content.decode()) == (username == "kadis.kaltara")
    assert done.status_code == (302 if username == "kadis.kaltara" else 404)


def test_an_answer_needs_words(kaltara, login):
    asked = ask(kaltara)

    response = login("kadis.kaltara").post(f"/laporan/permintaan-data/{asked.pk}/grant/", {"answer": " "})

    asked.refresh_from_db()
    assert (response.status_code, asked.status) == (422, "open")
    assert "Tulis jawaban" in response.content.decode()


def test_erasing_waits_until_the_office_is_given_up(kaltara, attended, actor_of, login):
    asked = ask(kaltara)
    client = login("kadis.kaltara")
    address = f"/laporan/permintaan-data/{asked.pk}/grant/"

    refused = client.post(address, {"answer": "Dihapus."})
    user("pemohon2.kaltara").appointments.update(ended_at=MONDAY, ends_on=MONDAY.date() - timedelta(days=1))
    client.post(address, {"answer": "Dihapus."})

    asked.refresh_from_db()
    person = asked.user
    assert "masih memegang jabatan" in refused.content.decode()
    assert (asked.status, person.is_active, person.email, person.phone, person.nip) == ("granted", False, "", "", "")
    assert person.username == f"dihapus-{person.pk}"
    assert not person.has_usable_password()
    assert person.name  # the office's records keep it
    assert set(Attendee.objects.values_list("name", flat=True)) == {"", "Orang lain"}


def test_nobody_answers_himself(kaltara, actor_of):
    asked = ask(kaltara, who="kadis.kaltara")

    with pytest.raises(Exception, match="bukan oleh peminta sendiri"):
        answer_data_request(asked, grant=True, answer="Ya", by=actor_of("kadis.kaltara"), at=MONDAY)


@pytest.mark.parametrize(
    ("asked_at", "expected"),
    [  # local hours of Kaltara, whose Friday ends at 16.30; the moments are UTC
        # asked Monday 9.00: due Thursday 9.00, a day before is Wednesday 9.00, six hours before is Thursday 3.00
        ("2026-11-23 09:00", ["2026-11-25 09:00", "2026-11-25 15:00", "2026-11-26 09:00"]),
        # asked Thursday 10.00: due Sunday 10.00; both reminders are drawn into Friday's last hour
        ("2026-11-26 10:00", ["2026-11-27 15:30", "2026-11-27 15:30", "2026-11-29 10:00"]),
        # asked Friday 20.00: the office does not open in time
        ("2026-11-27 20:00", ["2026-11-29 20:00", "2026-11-30 14:00", "2026-11-30 20:00"]),
    ],
)
def test_reminders_come_while_somebody_is_there(kaltara, asked_at, expected):
    at = datetime.fromisoformat(asked_at).replace(tzinfo=kaltara.tz)
    asked = ask_about_data(user("pemohon2.kaltara"), kaltara, **ASKED, at=at)

    moments = [f"{each.astimezone(kaltara.tz):%Y-%m-%d %H:%M}" for each in reminder_moments(asked)]

    assert moments == expected


def test_who_answers_is_reminded_before_and_after_the_end_once_each(kaltara):
    asked = ask(kaltara)

    sent = [remind_data_requests(at=MONDAY + timedelta(hours=hours)) for hours in (10, 49, 50, 71, 73, 74)]

    assert sent == [0, 1, 0, 1, 1, 0]
    told = Delivery.objects.filter(
        dedupe_key__startswith=f"data-request-{asked.pk}-remind", recipient__username="kadis.kaltara", channel="in_app"
    )
    assert [each.topic for each in told.order_by("pk")] == ["information", "information", "overdue"]
    assert not Delivery.objects.filter(dedupe_key__contains="remind", recipient=asked.user).exists()


def test_an_answered_request_reminds_nobody(kaltara, actor_of):
    answer_data_request(ask(kaltara), grant=False, answer="Arsip.", by=actor_of("kadis.kaltara"), at=MONDAY)

    assert remind_data_requests(at=MONDAY + timedelta(days=9)) == 0


def test_the_records_of_processing_are_read_and_printed(login):
    client = login("kadis.kaltara")

    page = client.get("/laporan/pemrosesan-data/").content.decode()
    assert all(
        words in page
        for words in ("Survei kepuasan", "Nama dihapus 90 hari sesudah rapat", "Dihapus 3 hari", "Sesi masuk")
    )
    assert "dihapus 90 hari sesudah rapat" in client.get("/kaltara/privasi/").content.decode()
    assert client.get("/laporan/pemrosesan-data/pdf").content.startswith(b"%PDF")
    assert "/laporan/pemrosesan-data/" in login("auditor.kaltara").get("/laporan/").content.decode()
    assert login("auditor.kaltara").get("/laporan/pemrosesan-data/").status_code == 200
    assert login("pemohon.kaltara").get("/laporan/pemrosesan-data/").status_code == 404
