"""report: the sections that the SOP demands, and the paper."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bookings.errors import Incomplete
from reports.models import Execution, Report
from reports.papers import held_sessions, time_lines
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk, upload
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.procedures.durations import humanize_minutes


def photo(walk):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "JPEG")
    return store_bytes(picture.getvalue(), name="foto.jpg", by=walk.holder(), office=walk.office, at=walk.at)


def test_the_report_prints_what_the_case_knows(world):
    walk = Walk("kalbar", mode="host").submit().until("laporkan-kegiatan")

    walk.act("file", obstacles="Suara putus | mikrofon cadangan", follow_up="Ganti mikrofon")

    report = Report.objects.get(booking=walk.booking)
    body = report.document.context["body"]
    assert report.document.status == "signed"
    assert report.document.number
    assert body["obstacles"] == [
        {"obstacle": "Suara putus", "handling": "mikrofon cadangan", "follow_up": "Ganti mikrofon"}
    ]
    assert body["basis"][0].startswith("Surat ")
    assert body["basis"][1] == "SOP Fasilitasi Kegiatan Video Conference nomor 98 Tahun 2021"
    assert [line["number"] for line in body["times"]] == ["2", "3", "4", "5"]
    assert len(body["sessions"]) == 1
    assert report.officers == [officer["name"] for officer in body["sessions"][0]["officers"]]
    assert render_paper(report.document)[:5] == b"%PDF-"


def test_the_event_row_prints_how_long_the_event_was(world):
    """Not how long its row was open: that waits from the confirmation on."""
    walk = Walk("kalbar", mode="host").submit().until("laporkan-kegiatan")
    session = walk.booking.sessions.get()
    Execution.objects.filter(session=session).update(
        started_at=session.starts_at, finished_at=session.starts_at + timedelta(minutes=95)
    )

    (line,) = [each for each in time_lines(walk.booking, held_sessions(walk.booking), at=walk.at) if each.number == "4"]
    Execution.objects.all().delete()
    (planned,) = [
        each for each in time_lines(walk.booking, held_sessions(walk.booking), at=walk.at) if each.number == "4"
    ]

    assert (line.actual, line.late) == ("1 jam 35 menit", False)
    assert "nominal, tidak dinilai" in line.remark
    length = int((session.ends_at - session.starts_at).total_seconds() // 60)
    assert planned.actual == humanize_minutes(length)


@pytest.mark.parametrize(
    ("office", "step", "field"),
    [
        ("kaltara", "laporkan", "evaluation"),
        ("gorontalo", "buat-laporan", "recording_url"),
        ("gorontalo", "buat-laporan", "leading_official"),
        ("gorontalo", "buat-laporan", "officers"),
        ("gorontalo", "buat-laporan", "place"),
    ],
)
def test_a_section_that_the_sop_demands_is_required(world, office, step, field):
    walk = Walk(office, mode="host").submit().until(step)

    with pytest.raises(Incomplete) as refused:
        walk.act("file", **{field: ""})

    assert list(refused.value.fields) == [field]
    assert not Report.objects.filter(booking=walk.booking).exists()


def test_no_recording_is_an_answer(world):
    walk = Walk("gorontalo", mode="host").submit().until("buat-laporan")

    walk.act("file", recording_url="tidak ada rekaman")

    assert Report.objects.get(booking=walk.booking).document.context["body"]["recording"] == "tidak ada rekaman"


def test_a_refusal_ends_with_the_report_of_the_verification(world):
    walk = Walk("kalbar", mode="host").submit().until("verifikasi")
    walk.act("refuse", reason="Seluruh petugas sudah bertugas")
    drawn = draw_panel(walk)

    walk.act("file")

    report = Report.objects.get(booking=walk.booking)
    body = report.document.context["body"]
    assert (report.variant, report.document.variant) == ("verification", "verification")
    assert len(body["criteria"]) == 5
    assert body["conclusion"] == "Tidak dapat difasilitasi. Seluruh petugas sudah bertugas"
    assert "Seluruh petugas sudah bertugas" in drawn
    assert render_paper(report.document)[:5] == b"%PDF-"


def test_photos_hang_on_report_and_request(world):
    walk = Walk("kalbar", mode="host").submit().until("laporkan-kegiatan")
    first, second = photo(walk), photo(walk)

    walk.act("file", photos=[str(first.pk), str(second.pk)])

    report = Report.objects.get(booking=walk.booking)
    assert [each.file for each in report.photos.order_by("pk")] == [first, second]
    assert walk.booking.files.filter(purpose="photo").count() == 2


def test_only_photos_and_not_too_many(world):
    walk = Walk("kalbar", mode="host").submit().until("laporkan-kegiatan")
    letter = upload(walk.holder(), walk.office, walk.at)

    for photos in ([str(letter.pk)], [str(photo(walk).pk) for _each in range(7)], ["bukan-id"]):
        with pytest.raises(Incomplete) as refused:
            walk.act("file", photos=photos)
        assert list(refused.value.fields) == ["photos"]
    assert not Report.objects.filter(booking=walk.booking).exists()


def test_a_report_to_the_superior_is_brought_to_his_notice(world):
    from vidcon_portal.notifications.models import Delivery

    walk = Walk("kaltara", mode="host").submit().until("laporkan")

    walk.act("file", evaluation="Lancar")

    told = Delivery.objects.filter(channel="in_app", subject__contains="laporan pelaksanaan")
    assert [each.recipient.username for each in told] == ["kabid.kaltara"]


def test_the_passcode_is_in_no_paper(world):
    walk = Walk("tarakan").submit().until("buat-id-meeting")
    walk.act("provide", meeting_id="845", passcode="rahasia-8", join_url="https://zoom.contoh.invalid/?pwd=abc")
    walk.until("terima-surat-tanggapan")

    papers = Document.objects.filter(booking_paper__booking=walk.booking)
    printed = " ".join(str(paper.context) for paper in papers)
    assert papers.filter(kind="reply_letter", status="sent").count() == 1
    assert "845" in printed
    assert "rahasia-8" not in printed
    assert "pwd=abc" not in printed
