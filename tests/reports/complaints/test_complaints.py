"""Complaints: who receives them and who never does, what the public reads, and the door that robots find shut."""

import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bookings.models import Allocation, Booking, Resource
from reports.complaints import guards
from reports.complaints.services import (
    answer_complaint,
    file_complaint,
    note_complaint,
    remind_overdue_complaints,
    sort_complaint,
)
from reports.models import Complaint, ComplaintDeadline
from tests.conftest import MONDAY
from vidcon_portal.accounts.models import Position, User
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.notifications.models import Delivery

WORDS = {"category": "service", "subject": "Suara putus", "text": "Suara putus lima menit.", "identity": "anonymous"}


@pytest.fixture
def kaltara(office_of):
    return office_of("kaltara")


def file(office, at=MONDAY, **changes):
    return file_complaint(office, {**WORDS, **changes}, at=at)


def seers(complaint):
    """The demo logins that find the complaint."""
    from vidcon_portal.accounts.queries import default_hat

    return {
        user.username
        for user in User.objects.filter(appointments__isnull=False)
        if Complaint.objects.visible_to(default_hat(user, at=MONDAY)).filter(pk=complaint.pk).exists()
    }


def test_a_complaint_goes_to_the_complaints_officer(kaltara):
    complaint, _code = file(kaltara)

    assert complaint.ticket == "KALTARA-P-2026-0001"
    assert seers(complaint) == {"pengaduan.kaltara", "kadis.kaltara", "auditor.kaltara"}
    told = Delivery.objects.filter(url=complaint.get_absolute_url(), channel="in_app")
    assert [each.recipient.username for each in told] == ["pengaduan.kaltara"]
    assert WORDS["subject"] not in told.get().subject + told.get().body


@pytest.mark.parametrize(("about", "handler", "unseen"), [
    ("Rosita", "kadis.kaltara", "pengaduan.kaltara"),
    ("ibu rosita anggun", "kadis.kaltara", "pengaduan.kaltara"),
    ("petugas pengaduan", "kadis.kaltara", "pengaduan.kaltara"),
    ("Pak Rusdian Laksana", "auditor.kaltara", "kadis.kaltara"),
    ("kepala dinas", "auditor.kaltara", "kadis.kaltara"),
    ("KADIS", "auditor.kaltara", "kadis.kaltara"),
    ("seseorang berkemeja biru", "kadis.kaltara", None),
])  # fmt: skip
def test_a_complaint_never_reaches_whom_it_is_about(kaltara, about, handler, unseen):
    complaint, _code = file(kaltara, category="conduct", about=about)

    assert complaint.handler.appointments.get().user.username == handler
    assert unseen not in seers(complaint)
    assert not Delivery.objects.filter(recipient__username=unseen, url=complaint.get_absolute_url()).exists()


def test_who_served_the_event_does_not_receive_what_is_said_about_its_officers(kaltara, served):
    officer = Resource.objects.create(
        office=kaltara, kind="person", code="rosita", name="Rosita", user=User.objects.get(username="pengaduan.kaltara")
    )
    booking = served("2026-08-10 09:00", "2026-08-10 10:00", officers=[officer])
    assert Allocation.objects.filter(booking=booking, resource=officer).exists()

    complaint, _code = file(kaltara, category="conduct", booking=booking.ticket)

    assert "pengaduan.kaltara" not in seers(complaint)


def test_naming_the_concerned_later_takes_it_off_his_desk(kaltara, actor_of):
    complaint, _code = file(kaltara)
    note_complaint(complaint, text="Ternyata tentang saya.", by=actor_of("pengaduan.kaltara"), at=MONDAY)
    officer = User.objects.get(username="pengaduan.kaltara")

    sort_complaint(
        complaint, category="service", concerned=[officer], lapor_number="L-1", by=actor_of("kadis.kaltara"), at=MONDAY
    )

    complaint.refresh_from_db()
    assert complaint.handler.role == "office_head"
    assert "pengaduan.kaltara" not in seers(complaint)


def test_an_anonymous_complainant_leaves_no_name(kaltara):
    complaint, _code = file(kaltara, identity="anonymous", name="Budi", contact="0812")

    assert (complaint.name, complaint.contact) == ("", "")


def test_a_confidential_complainant_is_known_to_the_one_who_answers(login, kaltara):
    complaint, _code = file(kaltara, identity="confidential", name="Budi Rahasia", contact="0812-9")

    pages = {
        name: login(f"{name}.kaltara").get(complaint.get_absolute_url()) for name in ("pengaduan", "kadis", "auditor")
    }

    assert {name: "Budi Rahasia" in page.content.decode() for name, page in pages.items()} == {
        "pengaduan": True,
        "kadis": False,
        "auditor": False,
    }


@pytest.mark.parametrize("username", ["kabid.kaltara", "pemohon.kaltara", "pengaduan.kalbar", "kadis.kalbar", "admin"])
def test_others_find_neither_the_complaint_nor_its_deeds(login, kaltara, username):
    complaint, _code = file(kaltara)
    client = login(username)

    assert client.get(complaint.get_absolute_url()).status_code == 404
    assert client.post(complaint.get_absolute_url() + "finish/", {"text": "x"}).status_code == 404
    assert not complaint.notes.exists()


def test_the_auditor_reads_and_does_not_answer(login, kaltara):
    complaint, _code = file(kaltara)
    client = login("auditor.kaltara")

    assert client.get(complaint.get_absolute_url()).status_code == 200
    client.post(complaint.get_absolute_url() + "finish/", {"text": "x"})

    assert not complaint.notes.exists()


def test_the_complainant_reads_answers_and_no_internal_note(client, kaltara, actor_of):
    cache.clear()
    complaint, code = file(kaltara, identity="named", name="Budi", about="Rosita")
    by = actor_of("kadis.kaltara")
    note_complaint(complaint, text="Teknisi lalai, jangan disebar.", by=by, at=MONDAY)
    answer_complaint(complaint, "answer", text="Sudah kami perbaiki.", by=by, at=MONDAY)
    address = "/kaltara/pengaduan/lacak/"

    page = client.post(address, {"ticket": complaint.ticket.lower(), "code": code}).content.decode()
    wrong = client.post(address, {"ticket": complaint.ticket, "code": "AAAAAAAA"})
    elsewhere = client.post("/kalbar/pengaduan/lacak/", {"ticket": complaint.ticket, "code": code})

    assert "Sudah kami perbaiki." in page
    for hidden in ("Teknisi lalai", "Budi", "Rusdian", "Rosita"):
        assert hidden not in page
    assert (wrong.status_code, elsewhere.status_code) == (404, 404)


def test_an_addition_opens_an_answered_complaint_again(client, kaltara, actor_of):
    complaint, code = file(kaltara)
    answer_complaint(complaint, "finish", text="Selesai.", by=actor_of("pengaduan.kaltara"), at=MONDAY)

    client.post("/kaltara/pengaduan/lacak/", {"ticket": complaint.ticket, "code": code, "text": "Masih putus."})

    complaint.refresh_from_db()
    assert (complaint.status, complaint.closed_at) == ("processing", None)
    assert [note.kind for note in complaint.notes.all()] == ["answer", "reply"]


def test_guessing_codes_ends(client, kaltara):
    cache.clear()
    complaint, code = file(kaltara)
    address = "/kaltara/pengaduan/lacak/"

    said = [client.post(address, {"ticket": complaint.ticket, "code": f"AAAAAA{n}"}).status_code for n in range(10, 21)]

    assert said == [404] * 10 + [429]
    assert client.post(address, {"ticket": complaint.ticket, "code": code}).status_code == 429
    cache.clear()


@pytest.mark.parametrize(("category", "days", "due"), [
    ("information", None, "2026-09-01"),  # Tuesday 25 August is a holiday
    ("service", None, "2026-09-14"),
    ("service", 1, "2026-08-26"),
])  # fmt: skip
def test_the_deadline_counts_working_days(kaltara, category, days, due):
    if days:
        ComplaintDeadline.objects.create(office=kaltara, category=category, working_days=days)

    complaint, _code = file(kaltara, category=category)

    assert complaint.due_at.astimezone(kaltara.tz).date().isoformat() == due


def test_lateness_is_told_once(kaltara):
    complaint, _code = file(kaltara, category="information")
    later = complaint.due_at + timedelta(minutes=1)

    assert [remind_overdue_complaints(at=at) for at in (complaint.due_at, later, later + timedelta(days=1))] == [
        0,
        1,
        0,
    ]


# --- The public door --------------------------------------------------------------------------------------------------


def typed(client, seconds=30, **changes):
    """Fill in the public form as a person would."""
    with time_machine.travel(MONDAY, tick=False):
        page = client.get("/kaltara/pengaduan/")
    data = {**WORDS, "stamp": page.context["form"].initial["stamp"], **changes}
    with time_machine.travel(MONDAY + timedelta(seconds=seconds), tick=False):
        return client.post("/kaltara/pengaduan/", data)


def test_the_public_form_gives_ticket_and_code_once(client, world):
    cache.clear()

    response = typed(client)
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        receipt = client.get(response["Location"])
        again = client.get(response["Location"])

    complaint = Complaint.objects.get()
    assert complaint.ticket in receipt.content.decode()
    assert again.status_code == 302
    assert "no-store" in receipt["Cache-Control"]


@pytest.mark.parametrize(("seconds", "changes", "status"), [
    (1, {}, 422), (30, {"website": "http://spam"}, 422), (30, {"stamp": "forged"}, 422), (90_000, {}, 422),
    (30, {"subject": ""}, 422), (30, {"identity": "named"}, 422), (30, {"category": "bribe"}, 422),
])  # fmt: skip
def test_robots_and_gaps_are_refused_and_nothing_typed_is_lost(client, world, seconds, changes, status):
    cache.clear()

    response = typed(client, seconds, **changes)

    assert (response.status_code, Complaint.objects.count()) == (status, 0)
    assert WORDS["text"] in response.content.decode()


def test_one_form_sends_one_complaint_and_one_address_not_many(client, world):
    cache.clear()
    stamp = None
    with time_machine.travel(MONDAY, tick=False):
        stamp = client.get("/kaltara/pengaduan/").context["form"].initial["stamp"]
    with time_machine.travel(MONDAY + timedelta(seconds=30), tick=False):
        said = [client.post("/kaltara/pengaduan/", {**WORDS, "stamp": stamp}).status_code for _turn in range(2)]
    cache.clear()
    many = [typed(client).status_code for _turn in range(guards.PER_ADDRESS + 1)]

    assert said == [302, 422]
    assert many == [302] * guards.PER_ADDRESS + [429]
    cache.clear()


def test_the_public_page_names_nobody(client, kaltara, actor_of):
    complaint, _code = file(kaltara, identity="named", name="Budi", contact="0812-77")
    answer_complaint(complaint, "finish", text="Sudah.", by=actor_of("pengaduan.kaltara"), at=MONDAY)

    with time_machine.travel(datetime(2026, 9, 2, tzinfo=MONDAY.tzinfo), tick=False):
        page = client.get("/kaltara/pengaduan/").content.decode()

    assert "1 masuk, 1 ditanggapi" in page
    for hidden in (complaint.subject, complaint.ticket, "Budi", "Rosita", "0812-77"):
        assert hidden not in page


def test_the_desk_costs_the_same_for_many(login, kaltara, django_assert_max_num_queries):
    for number in range(12):
        file(kaltara, subject=f"Perihal {number}")
    client = login("pengaduan.kaltara")
    client.get("/laporan/pengaduan/")

    with django_assert_max_num_queries(10):
        client.get("/laporan/pengaduan/")


def test_what_came_by_telephone_is_recorded_by_the_desk(login, world):
    client = login("pengaduan.kaltara")

    response = client.post("/laporan/pengaduan/catat/", {**WORDS, "channel": "lapor", "lapor_number": "9988776"})

    assert response.status_code == 302
    assert (Complaint.objects.get().lapor_number, Complaint.objects.get().channel) == ("9988776", "lapor")
    assert login("kabid.kaltara").get("/laporan/pengaduan/catat/").status_code == 404


def test_an_office_without_an_officer_gives_it_to_the_next_desk(kaltara):
    Position.objects.filter(office=kaltara, role="complaints_officer").update(is_active=False)

    complaint, _code = file(kaltara)

    assert complaint.handler.role == "registrar"
    assert not Booking.objects.exists()


def photo():
    """A photo that knows where it was taken."""
    picture, out = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_an_attachment_tells_nothing_of_who_sent_it_and_is_read_by_who_reads_the_complaint(client, kaltara, login):
    with time_machine.travel(MONDAY, tick=False) as clock:
        stamp = client.get("/kaltara/pengaduan/").context["form"].initial["stamp"]
        clock.shift(30)
        upload = SimpleUploadedFile("Budi Santoso.jpg", photo(), "image/jpeg")
        sent = {**WORDS, "stamp": stamp, "identity": "anonymous", "name": "", "contact": "", "attachment": upload}
        assert client.post("/kaltara/pengaduan/", sent).status_code == 302
    kept = StoredFile.objects.get(owner_kind="complaint")

    with kept.content.open() as content:
        assert b"Kamera Rahasia" not in content.read()
    assert "Budi" not in kept.name
    assert kept.uploaded_by is None
    complaint = Complaint.objects.get()
    assert kept.get_absolute_url() in login("pengaduan.kaltara").get(complaint.get_absolute_url()).content.decode()
    opened = login("pengaduan.kaltara").get(kept.get_absolute_url())
    assert opened.status_code == 200
    assert b"".join(opened.streaming_content)
    assert login("kabid.kaltara").get(kept.get_absolute_url()).status_code in (403, 404)


def test_what_is_no_picture_and_no_pdf_is_refused_and_nothing_is_kept(client, kaltara):
    stamp = client.get("/kaltara/pengaduan/").context["form"].initial["stamp"]
    upload = SimpleUploadedFile("jahat.exe", b"MZ program", "application/octet-stream")

    page = client.post("/kaltara/pengaduan/", {**WORDS, "stamp": stamp, "attachment": upload})

    assert page.status_code == 422
    assert WORDS["subject"] in page.content.decode()
    assert not StoredFile.objects.filter(owner_kind="complaint").exists()
    assert not Complaint.objects.exists()
