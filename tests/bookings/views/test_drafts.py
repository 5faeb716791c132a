"""From the first question to the receipt, without JavaScript."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookings.models import Booking, Event
from tests.walks.driver import MINIMAL_PDF, Walk, default_mode
from vidcon_portal.accounts.models import Agency
from vidcon_portal.procedures.models import Service


def begin(client, office: str = "kalbar", mode: str = "host") -> Booking:
    service = Service.objects.get(office__code=office)
    response = client.post("/permohonan/baru/", {"service": service.pk, "mode": mode})
    assert response.status_code == 302
    return Booking.objects.get(pk=re.search(r"draf-(\d+)", response["Location"]).group(1))


def page_data(**changes):
    return {
        "title": "Rapat evaluasi stunting",
        "sessions-0-date": "2026-09-03",
        "sessions-0-start": "09:00",
        "sessions-0-end": "11:00",
        "participants_online": "40",
        "participants_onsite": "12",
        "application": "Zoom",
        "place": "Aula",
        "layout": "Huruf U",
        "connection_test_at": "2026-09-02T14:00",
        "equipment_note": "Proyektor",
        "contact_name": "Rina",
        "contact_phone": "0812-3456-7890",
        "letter_number": "005/12/2026",
        "letter_date": "2026-08-24",
        "srikandi_number": "SRK-1",
        "letter_file": SimpleUploadedFile("surat.pdf", MINIMAL_PDF, content_type="application/pdf"),
        **changes,
    }


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"])
def test_a_request_is_submitted_and_its_code_shown_once(office, browser):
    client = browser(f"pemohon.{office}")
    service = Service.objects.get(office__code=office)
    draft = begin(client, office, default_mode(service))

    response = client.post(draft.get_absolute_url(), page_data(submit="1"), follow=True)

    booking = Booking.objects.get(pk=draft.pk)
    assert re.findall(r'class="error"[^>]*>([^<]+)', response.content.decode()) == []
    assert booking.status != "draft"
    assert response.redirect_chain[-1][0] == f"/permohonan/{booking.ticket}/tanda-terima/"
    code = re.search(r"Kode lacak</dt><dd><b class=\"code\">([0-9A-Z]{8})<", response.content.decode()).group(1)
    assert code not in client.get(f"/permohonan/{booking.ticket}/tanda-terima/").content.decode()


def test_a_draft_keeps_what_was_typed_right_or_wrong(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    client.post(draft.get_absolute_url(), page_data(save="1", contact_phone="12", **{"sessions-0-end": "08:00"}))

    page = client.get(draft.get_absolute_url()).content.decode()
    assert 'value="12"' in page
    assert 'value="08:00"' in page
    assert "surat.pdf" in page
    assert 'value="2026-09-02T14:00"' in page


def test_a_draft_leaves_no_trace_and_its_history_begins_with_the_submission(browser):
    client = browser("pemohon.kalbar")
    thrown_away, kept = begin(client), begin(client)
    for draft in (thrown_away, kept):
        client.post(draft.get_absolute_url(), page_data(save="1", title="Rapat tertutup"))

    client.post(f"{thrown_away.get_absolute_url()}hapus/")
    client.post(kept.get_absolute_url(), page_data(submit="1"))

    assert Booking.objects.get(pk=kept.pk).status == "open"
    written = Booking.history.filter(id__in=[thrown_away.pk, kept.pk])
    assert [(each.id, each.status) for each in written] == [(kept.pk, "open")]


def test_an_incomplete_request_comes_back_with_links_to_its_fields(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(draft.get_absolute_url(), page_data(submit="1", title="", letter_number=""))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_title"' in page
    assert "Isi nomor surat." in page
    assert "surat.pdf" in page
    assert Booking.objects.get(pk=draft.pk).status == "draft"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sessions-0-date": "2026-08-20"}, "Waktu pelaksanaan sudah lewat. Pilih waktu yang akan datang."),
        ({"sessions-0-date": "2026-02-30"}, "Isi tanggal pelaksanaan."),
        ({"sessions-0-end": "08:15"}, "Jam selesai harus sesudah jam mulai."),
    ],
)
def test_a_wrong_time_is_said_beside_its_field_and_stays_as_typed(typed, sentence, browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(draft.get_absolute_url(), page_data(submit="1", **typed))

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert re.search(rf'class="error"[^>]*>\s*{re.escape(sentence)}', page)
    assert all(f'value="{value}"' in page for value in typed.values())
    assert 'value="Rapat evaluasi stunting"' in page
    assert not Event.objects.filter(booking=draft).exists()
    assert Booking.objects.get(pk=draft.pk).status == "draft"


def test_submitting_twice_makes_one_request_and_says_so(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    client.post(draft.get_absolute_url(), page_data(submit="1"))
    booking = Booking.objects.get(pk=draft.pk)

    again = client.post(draft.get_absolute_url(), page_data(submit="1"), follow=True)

    page = html.unescape(again.content.decode())
    assert again.redirect_chain == [(f"/permohonan/{booking.ticket}/tanda-terima/", 303)]
    assert f"Permohonan ini sudah diajukan. Nomornya {booking.ticket}." in page
    assert 'Kode lacak</dt><dd><b class="code">' in page  # the first answer was never seen
    assert Event.objects.filter(booking=draft).count() == 1
    assert Booking.objects.filter(applicant=booking.applicant).count() == 1
    assert client.post(f"{draft.get_absolute_url()}hapus/").status_code == 303
    assert browser("kadis.kalbar").get(draft.get_absolute_url()).status_code == 404


def test_two_taps_at_once_submit_once(browser, monkeypatch):
    """The second tap has read the draft before the first one submitted it."""
    client = browser("pemohon.kalbar")
    draft = begin(client)
    stale = Booking.objects.select_related("office", "agency", "service", "applicant").get(pk=draft.pk)
    client.post(draft.get_absolute_url(), page_data(submit="1"))
    monkeypatch.setattr("bookings.views.drafts._own_draft", lambda _request, _pk: stale)

    again = client.post(draft.get_absolute_url(), page_data(submit="1"))

    assert (again.status_code, Event.objects.filter(booking=draft).count()) == (303, 1)


def test_a_session_is_added_by_a_button(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    page = client.post(draft.get_absolute_url(), page_data(add_session="1"), follow=True).content.decode()

    assert 'name="sessions-1-date"' in page
    assert 'value="2026-09-03"' in page


def test_late_dates_are_warned_of_before_the_error(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    client.post(draft.get_absolute_url(), page_data(check="1", **{"sessions-0-date": "2026-08-26"}))

    page = client.get(draft.get_absolute_url()).content.decode()
    assert "paling lambat diajukan" in page
    assert "day-count" in page


def test_the_panel_answers_htmx_and_saves(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(f"{draft.get_absolute_url()}ketersediaan/", page_data(), headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert Booking.objects.get(pk=draft.pk).title == "Rapat evaluasi stunting"


def test_an_alternative_is_taken_by_a_button(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    value = "2026-09-04T13:00:00+07:00/2026-09-04T15:00:00+07:00"

    page = client.post(draft.get_absolute_url(), page_data(take=value), follow=True).content.decode()

    assert 'value="2026-09-04"' in page
    assert 'value="13:00"' in page
    assert 'value="Rapat evaluasi stunting"' in page


def test_a_draft_is_its_authors_alone_and_can_be_dropped(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    assert browser("pemohon2.kalbar").get(draft.get_absolute_url()).status_code == 404
    assert browser("kadis.kalbar").post(f"{draft.get_absolute_url()}hapus/").status_code == 404
    assert client.post(f"{draft.get_absolute_url()}hapus/").status_code == 302
    assert not Booking.objects.filter(pk=draft.pk).exists()


def test_tu_enters_on_behalf_of_an_agency(browser):
    client = browser("tu.kalbar")
    service = Service.objects.get(office__code="kalbar")
    agency = Agency.objects.filter(office=service.office).first()

    client.post("/permohonan/baru/", {"service": service.pk, "mode": "host", "agency": agency.pk})

    assert Booking.objects.get(status="draft", entered_by__username="tu.kalbar").agency == agency


def test_the_head_does_not_ask(browser):
    assert browser("kadis.kalbar").get("/permohonan/baru/").status_code == 403


def test_a_strange_mode_is_refused_at_its_field(browser):
    service = Service.objects.get(office__code="kalbar")

    response = browser("pemohon.kalbar").post("/permohonan/baru/", {"service": service.pk, "mode": "teleport"})

    assert response.status_code == 422


def test_the_public_calendar_fills_the_times(browser):
    client = browser("pemohon.kalbar")
    service = Service.objects.get(office__code="kalbar")
    page = client.get("/permohonan/baru/?mulai=2026-09-03T09:00&selesai=2026-09-03T11:00").content.decode()
    start, end = re.findall(r'name="(?:mulai|selesai)" value="([^"]+)"', page)

    client.post("/permohonan/baru/", {"service": service.pk, "mode": "host", "mulai": start, "selesai": end})

    draft = Booking.objects.get(status="draft", applicant__username="pemohon.kalbar")
    assert draft.draft_data["sessions"][0]["starts_at"] == "2026-09-03T09:00:00+07:00"


def test_the_list_finds_by_ticket_letter_agency_and_title(browser, kalbar):
    client = browser("tu.kalbar")
    Walk("kalbar", title="Gladi bersih", letter_number="900/1/X").submit()
    for words in (kalbar.booking.ticket, "005/12/2026", "stunting"):
        page = client.get("/permohonan/", {"q": words}).content.decode()
        assert kalbar.booking.ticket in page, words
        assert "Gladi bersih" not in page, words
        assert "diajukan Sen 24 Agu" in page  # not to be taken for the day of the event
    assert "Tidak ada permohonan yang cocok" in client.get("/permohonan/", {"q": "zzz"}).content.decode()
    assert kalbar.booking.ticket not in client.get("/permohonan/", {"status": "selesai"}).content.decode()
