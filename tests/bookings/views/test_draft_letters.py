"""The letter of a draft: photographed sheets, and its printed form before anything is submitted."""

import io
import re

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bookings.models import Booking
from tests.bookings.views.test_draft_helps import asked
from tests.bookings.views.test_drafts import begin, page_data
from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from vidcon_portal.documents.models import StoredFile


def photo(colour: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return SimpleUploadedFile("IMG 1.jpg", out.getvalue(), content_type="image/jpeg")


def test_photographed_sheets_become_one_pdf(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    client.post(draft.get_absolute_url(), {**asked(save="1"), "letter_file": [photo("white"), photo("grey")]})

    stored = StoredFile.objects.get(pk=Booking.objects.get(pk=draft.pk).draft_data["letter_file"])
    assert (stored.name, stored.content_type) == ("IMG 1.pdf", "application/pdf")
    with stored.content.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == 2


def test_a_pdf_among_photographs_is_refused_at_the_field(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    data = page_data(save="1")

    response = client.post(draft.get_absolute_url(), {**data, "letter_file": [photo("white"), data["letter_file"]]})

    assert response.status_code == 422
    assert "Pilih foto saja, atau satu PDF saja." in response.content.decode()


@needs_poppler
def test_the_letter_comes_from_the_draft_before_anything_is_submitted(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(draft.get_absolute_url(), {**asked(place="", application=""), "letter": "1"})

    text = text_of(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="surat-permohonan.pdf"'
    assert "Yth. Kepala Dinas Komunikasi dan Informatika" in text
    assert "Kamis, 3 September 2026" in text
    assert text.count("…………………………\n") >= 2  # place and application, still open
    assert Booking.objects.get(pk=draft.pk).title == draft_title(text)
    assert Booking.objects.get(pk=draft.pk).ticket is None


def draft_title(text: str) -> str:
    found = re.search(r"Dalam rangka (.+?), bersama ini", text.replace("\n", " "))
    assert found
    return found[1]


def test_a_letter_without_event_and_time_says_what_it_lacks(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(draft.get_absolute_url(), {"letter": "1", "title": "", "place": "Aula"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Isi nama kegiatan dahulu" in page
    assert "Isi tanggal dan jamnya dahulu" in page
    assert Booking.objects.get(pk=draft.pk).draft_data["place"] == "Aula"
