"""The import pages of the admin: upload, correct, look, write; nobody else's files, nothing before the last click."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bookings.models import Booking, Resource
from tests.bookings.sheets.workbooks import HEADINGS, csv_of, event_row, xlsx
from vidcon_portal.accounts.models import Agency, Office, User

HISTORY, RESOURCES = "admin:import_history", "admin:import_resources"


@pytest.fixture
def staff(world):
    client = Client()
    client.force_login(User.objects.create_superuser("penjaga", "rahasia-sekali", email="penjaga@contoh.go.id"))
    return client


@pytest.fixture
def office(world):
    return Office.objects.get(code="kaltara")


def upload(client, office, content, name="riwayat.xlsx", page=HISTORY):
    return client.post(reverse(page), {"office": office.pk, "file": SimpleUploadedFile(name, content)})


def hidden_and_chosen(response):
    """What the browser would post back unchanged."""
    context = response.context
    data = {
        "token": context["kept"].token,
        "office": context["office"].pk,
        "former_sheet": context["table"].sheet.title,
    }
    for field in context["form"]:
        value = field.value()
        data[field.html_name] = "" if value is None else value
    return data


def go_on(client, response, page=HISTORY, **changed):
    return client.post(reverse(page), {**hidden_and_chosen(response), **changed})


def test_the_lists_lead_to_the_imports(staff):
    for page, target in (("bookings_booking", HISTORY), ("bookings_resource", RESOURCES)):
        text = staff.get(reverse(f"admin:{page}_changelist")).content.decode()

        assert f'href="{reverse(target)}"' in text


def test_an_upload_is_only_looked_at(staff, office):
    response = upload(staff, office, xlsx([HEADINGS, event_row(), event_row("Rusak", starts_on="?")]))

    text = response.content.decode()
    assert (response.status_code, Booking.objects.count()) == (200, 0)
    assert "Tanggal “?” tidak dipahami." in text
    assert re.search(r"Tulis 1 baris", text)


def test_what_was_looked_at_is_written_once(staff, office):
    preview = upload(staff, office, xlsx([HEADINGS, event_row()]))

    first = go_on(staff, preview, deed="commit")
    again = go_on(staff, preview, deed="commit")

    assert "1 baris ditulis." in first.content.decode()
    assert "0 baris ditulis." in again.content.decode()
    assert Booking.objects.get().events.get().actor_name == User.objects.get(username="penjaga").name


def test_columns_are_corrected(staff, office):
    preview = upload(staff, office, csv_of([["Apa", "Siapa", "Tanggal", "Jam"], ["Rapat", "Dinas", "13/1/2025", "9"]]))

    assert "Pilih kolom untuk" in preview.content.decode()
    go_on(staff, preview, deed="commit", column_title="0", column_agency="1")

    assert Booking.objects.get().title == "Rapat"


def test_unknown_agencies_are_connected(staff, office):
    preview = upload(staff, office, xlsx([HEADINGS, event_row(agency="Dinas Tak Dikenal")]))
    meant = Agency.objects.filter(office=office).first()
    (field,) = preview.context["strangers"].names

    go_on(staff, preview, deed="commit", **{field: meant.pk})

    assert Booking.objects.get().agency == meant


def test_another_sheet_is_guessed_anew(staff, office):
    content = xlsx(
        [HEADINGS, event_row()], "Januari", Februari=[["BULAN"], HEADINGS, event_row("Dua"), event_row("Tiga")]
    )
    preview = upload(staff, office, content)
    assert "Februari" in preview.content.decode()

    other = go_on(staff, preview, deed="preview", sheet="Februari")

    assert (other.context["table"].layout.heading_row, other.context["report"].adds) == (2, 2)


def test_the_report_comes_as_a_harmless_file(staff, office):
    preview = upload(staff, office, xlsx([HEADINGS, event_row("+cmd|' /C calc'!A0")]))

    response = go_on(staff, preview, deed="report")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "'+cmd|" in response.content.decode()


def test_the_report_after_writing_says_what_was_written(staff, office):
    preview = upload(staff, office, xlsx([HEADINGS, event_row(account="009")]))
    go_on(staff, preview, deed="commit")

    text = go_on(staff, preview, deed="report").content.decode()

    assert "Baru;Rapat koordinasi;Akun tidak dikenal: 009." in text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "bukan lembar kerja"), (b" ", "kosong"), (b"x" * (10 * 1024 * 1024), "terlalu besar")],
)
def test_a_bad_file_is_a_sentence_on_the_page(staff, office, content, said):
    response = upload(staff, office, content)

    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_a_file_belongs_to_its_uploader(staff, office):
    preview = upload(staff, office, xlsx([HEADINGS, event_row()]))
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("lain", "rahasia-sekali"))

    response = go_on(stranger, preview, deed="commit")
    forged = go_on(staff, preview, deed="commit", token="dipalsukan")

    assert (response.status_code, forged.status_code, Booking.objects.count()) == (422, 422, 0)


def test_only_who_may_add_imports(world):
    client = Client()
    client.force_login(User.objects.create_user("staf", is_staff=True))

    assert [client.get(reverse(page)).status_code for page in (HISTORY, RESOURCES)] == [403, 403]


def test_resources_come_in_the_same_way(staff, office):
    content = csv_of([["Jenis", "Kode", "Nama"], ["Ruang", "aula", "Aula"], ["Mobil", "x", "Mobil"]])

    preview = upload(staff, office, content, "ruang.csv", RESOURCES)
    assert not Resource.objects.filter(office=office, code="aula").exists()
    go_on(staff, preview, RESOURCES, deed="commit")

    assert Resource.objects.get(office=office, code="aula").name == "Aula"
