"""The survey: asked once, answered once, tied to nobody; results, paper forms, publication."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from bookings.models import Booking
from reports.models import FollowUp, SurveyAnswer, SurveyInvitation, SurveyReport, SurveySetting
from reports.periods import Period
from reports.survey.queries import score_of
from reports.survey.services import answer_survey, invite, invite_due
from tests.conftest import MONDAY
from tests.reports.conftest import NOVEMBER
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import Office
from vidcon_portal.demo.people import PIN
from vidcon_portal.notifications.models import Delivery

ALL_FOUR = {f"u{n}": 4 for n in range(1, 10)}
YEAR = Period.year(2026)


def answers(office, *marks, day=date(2026, 8, 24), **more):
    for mark in marks:
        SurveyAnswer.objects.create(
            office=office, answered_on=day, source="online", **{f"u{n}": mark for n in range(1, 10)}, **more
        )


@pytest.fixture
def kaltara(office_of):
    return office_of("kaltara")


@pytest.fixture
def completed(world):
    walk = Walk("kalbar").submit()
    while walk.run is not None:
        walk.onward(walk.run)
    return walk


def test_the_applicant_of_a_completed_case_is_asked_once(completed, served):
    served("2026-08-20 09:00", "2026-08-20 10:00", office="kalbar")  # entered afterwards: nobody to ask
    at = completed.booking.closed_at + timedelta(minutes=5)

    asked = [invite_due(at=at), invite_due(at=at + timedelta(minutes=5)), invite_due(at=at + timedelta(days=90))]

    assert asked == [1, 0, 0]
    told = Delivery.objects.get(url__startswith="/skm/", channel="in_app")
    assert told.recipient.username == "pemohon.kalbar"
    assert completed.booking.ticket not in told.subject + told.body + told.url


def test_an_office_without_survey_asks_nobody(completed):
    Office.objects.filter(code="kalbar").update(survey=False)

    assert invite_due(at=completed.booking.closed_at + timedelta(minutes=5)) == 0


def test_one_link_gives_one_answer_that_leads_back_to_nobody(served, client):
    booking = served("2026-08-20 09:00", "2026-08-20 10:00")
    from django.utils import timezone

    token = invite(booking, at=timezone.now())
    data = {**{name: str(mark) for name, mark in ALL_FOUR.items()}, "sex": "female", "comment": "Baik"}

    page = client.get(f"/skm/{token}/").content.decode()
    first, second = client.post(f"/skm/{token}/", data), client.post(f"/skm/{token}/", data)

    assert booking.ticket not in page
    assert booking.title not in page
    assert booking.agency.name not in page
    assert "tersimpan" in first.content.decode()
    assert "sudah dipakai" in second.content.decode()
    answer = SurveyAnswer.objects.get()
    assert not [field.name for field in answer._meta.fields if field.is_relation and field.name != "office"]
    assert not any(isinstance(getattr(answer, f.name), type(MONDAY)) for f in answer._meta.fields)  # no moment
    assert not isinstance(SurveyInvitation.objects.get().used_on, type(MONDAY))
    assert token not in str(SurveyInvitation.objects.values().get())


def test_a_foreign_or_old_link_opens_nothing(served, client):
    booking = served("2026-08-20 09:00", "2026-08-20 10:00")
    token = invite(booking, at=MONDAY - timedelta(days=3650))

    assert client.get(f"/skm/{token}/").status_code == 404
    assert client.get("/skm/raten/").status_code == 404


@pytest.mark.parametrize("changes", [{"u3": ""}, {"u3": "5"}, {"u3": "0"}, {"sex": "other"}, {"u9": "empat"}])
def test_an_incomplete_answer_keeps_what_was_chosen(served, client, changes):
    from django.utils import timezone

    token = invite(served("2026-08-20 09:00", "2026-08-20 10:00"), at=timezone.now())
    data = {**dict.fromkeys(ALL_FOUR, "4"), "comment": "Kalimat yang tidak boleh hilang", **changes}

    response = client.post(f"/skm/{token}/", data)

    assert (response.status_code, SurveyAnswer.objects.count()) == (422, 0)
    assert "Kalimat yang tidak boleh hilang" in response.content.decode()
    assert SurveyInvitation.objects.get().used_on is None


def test_answers_belong_to_their_office_and_period(kaltara, office_of):
    answers(kaltara, 4, 2)
    answers(kaltara, 1, day=date(2025, 12, 31))
    answers(kaltara, 1, day=date(2027, 1, 1))
    answers(office_of("kalbar"), 1)

    found = score_of(kaltara, YEAR)

    assert (found.respondents, str(found.ikm)) == (2, "75.00")
    assert score_of(kaltara, Period.year(2024)) is None


def test_few_answers_are_not_shown_to_the_public(client, kaltara):
    from django.utils import timezone

    today = timezone.now().date().replace(month=1, day=2)
    answers(kaltara, 4, 4, 4, 4, day=today, comment="Rahasia saya")
    before = client.get("/kaltara/skm/").content.decode()
    answers(kaltara, 4, day=today)
    after = client.get("/kaltara/skm/").content.decode()

    assert "100,00" not in before
    assert "100,00" in after
    assert "Rahasia saya" not in after


def test_the_public_sees_how_far_the_plans_are_and_none_of_their_words(client, kaltara):
    made = {"office": kaltara, "source": "SKM", "due_on": date(2027, 1, 5), "created_at": NOVEMBER}
    FollowUp.objects.create(**made, element="U3", issue="Lambat", plan="Bicara dengan Rahmat", owner="Rahmat")
    FollowUp.objects.create(**made, element="U8", issue="Usang", status="done", evidence="Faktur 12")
    FollowUp.objects.create(**made, element="", issue="Bukan dari survei")

    page = client.get("/kaltara/skm/").content.decode()

    assert "2 rencana tindak lanjut dari survei: 1 selesai, 0 sedang dikerjakan." in page
    assert [word for word in ("Lambat", "Rahmat", "Faktur") if word in page] == []


def test_the_weight_of_the_office_is_used_and_printed(login, kaltara):
    answers(kaltara, *[4] * 5, day=date(2026, 3, 2))
    SurveySetting.objects.create(office=kaltara, weight="0.11")
    client = login("kadis.kaltara")

    page = client.get("/laporan/survei/?dari=2026-01-01&sampai=2026-06-30").content.decode()

    assert "99,00" in page
    assert "0,11" in page


def test_signing_publishes_frozen_figures(login, kaltara):
    answers(kaltara, *[4] * 5, day=date(2026, 3, 2))
    client = login("kadis.kaltara")
    half = {"dari": "2026-01-01", "sampai": "2026-06-30"}

    client.post("/laporan/survei/sign/", {**half, "pin": "000000"})
    assert not SurveyReport.objects.exists()
    client.post("/laporan/survei/sign/", {**half, "pin": PIN})
    answers(kaltara, *[1] * 5, day=date(2026, 3, 3))

    report = SurveyReport.objects.get()
    assert (str(report.ikm), report.band, report.respondents, report.document.status) == ("100.00", "A", 5, "signed")
    client.logout()
    public = client.get("/kaltara/skm/").content.decode()
    assert report.document.number in public
    assert "100,00" in public
    again = login("kadis.kaltara").post("/laporan/survei/sign/", {**half, "pin": PIN}, follow=True).content.decode()
    assert "sudah ditandatangani" in again


def test_the_three_lowest_become_follow_up_once(login, kaltara):
    SurveyAnswer.objects.create(
        office=kaltara, answered_on=date(2026, 3, 2), source="online", **{**ALL_FOUR, "u9": 1, "u3": 2}
    )
    client = login("kadis.kaltara")

    for _turn in range(2):
        client.post("/laporan/survei/plan/", {"dari": "2026-01-01", "sampai": "2026-06-30"})

    assert sorted(FollowUp.objects.values_list("element", flat=True)) == ["U1", "U3", "U9"]
    row = FollowUp.objects.get(element="U9")
    data = {"source": row.source, "issue": row.issue, "due_on": "2027-03-01", "status": "done", "evidence": ""}
    assert client.post(f"/laporan/tindak-lanjut/{row.pk}/", data).status_code == 422
    assert client.post(f"/laporan/tindak-lanjut/{row.pk}/", {**data, "evidence": "SK 12"}).status_code == 302
    row.refresh_from_db()
    assert row.done_on is not None
    assert row.changed_by.username == "kadis.kaltara"
    assert login("kadis.kalbar").get(f"/laporan/tindak-lanjut/{row.pk}/").status_code == 404


def sheet_of(
    rows,
    heading=("Tanggal", *(f"U{n}" for n in range(1, 10)), "Jenis Kelamin", "Umur", "Pendidikan", "Pekerjaan", "Saran"),
):
    book = openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "skm.xlsx"
    return out


GOOD = (date(2026, 3, 2), 4, 3, "c", "D", 4, 4, 4, 4, "4", "P", 34, "S1", "PNS", "Terima kasih")


def test_paper_forms_are_added_whole_and_once(login, kaltara):
    client = login("tu.kaltara")
    file = sheet_of([GOOD, (date(2026, 3, 3), *[1] * 9)])
    content = file.getvalue()

    first = client.post("/laporan/survei/impor/", {"file": file})
    again = client.post("/laporan/survei/impor/", {"file": io.BytesIO(content)})

    assert (first.status_code, SurveyAnswer.objects.count()) == (302, 2)
    answer = SurveyAnswer.objects.get(answered_on=date(2026, 3, 2))
    assert [answer.u1, answer.u3, answer.u4] == [4, 3, 4]
    assert (answer.sex, answer.age, answer.education, answer.occupation, answer.source) == (
        "female",
        "25_34",
        "s1",
        "pns",
        "paper",
    )
    assert again.status_code == 422


@pytest.mark.parametrize(("row", "sentence"), [
    ((date(2026, 3, 2), 4, 3, 5, *[4] * 6), "Baris 3: U3"), ((date(2026, 3, 2), *[4] * 8), "U9"),
    ((date(2099, 3, 2), *[4] * 9), "masa depan"), (("kemarin", *[4] * 9), "Baris 3"),
])  # fmt: skip
def test_one_wrong_row_adds_none(login, kaltara, row, sentence):
    response = login("tu.kaltara").post("/laporan/survei/impor/", {"file": sheet_of([GOOD, row])})

    assert (response.status_code, SurveyAnswer.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_what_is_no_table_is_refused(login, kaltara):
    client = login("tu.kaltara")

    for content in (b"%PDF-1.4", b"", sheet_of([], heading=("Nama", "Nilai")).getvalue(), b"\x00\xff" * 50):
        file = io.BytesIO(content)
        file.name = "skm.xlsx"
        assert client.post("/laporan/survei/impor/", {"file": file}).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_the_workbook_counts_itself_and_names_nobody(login, kaltara, served):
    booking: Booking = served("2026-03-02 09:00", "2026-03-02 10:00")
    token = invite(booking, at=NOVEMBER)
    answer_survey(token, {**ALL_FOUR, "sex": "male"}, at=NOVEMBER)

    response = login("kadis.kaltara").get("/laporan/survei/unduh.xlsx?dari=2027-01-01&sampai=2027-01-31")
    content = io.BytesIO(b"".join(response.streaming_content))
    book, previewed = openpyxl.load_workbook(content), openpyxl.load_workbook(content, data_only=True)
    shown = [(cell.value, cell.number_format) for cell in previewed["Hasil"][5]]
    assert shown[2:6] == [(4, "0.000"), (100, "0.00"), (4, "0.000"), (100, "0.00")]

    assert book["Hasil"]["C5"].value == "=AVERAGE('Jawaban'!C2:C2)"
    cells = [str(cell) for row in book["Jawaban"].values for cell in row]
    assert not [
        cell for cell in cells if booking.ticket in cell or booking.title in cell or ":" in cell.replace("00:00:00", "")
    ]


@pytest.mark.parametrize(
    ("username", "status"), [("kadis.kaltara", 200), ("auditor.kaltara", 200), ("pemohon.kaltara", 404)]
)
def test_the_desk_is_the_offices(login, kaltara, username, status, django_assert_max_num_queries):
    answers(kaltara, 3, 4, day=date(2026, 3, 2), comment="Sudah baik")
    client = login(username)
    client.get("/laporan/survei/")

    with django_assert_max_num_queries(10):
        pages = [client.get("/laporan/survei/?dari=2026-01-01&sampai=2026-12-31")]
    pages.append(client.get("/laporan/survei/unduh.pdf?dari=2026-01-01&sampai=2026-12-31"))

    assert [page.status_code for page in pages] == [status] * 2
