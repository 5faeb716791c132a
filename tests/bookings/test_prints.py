"""What is printed to be signed by hand: who may, and that it says what the case says."""

import pytest
from django.test import Client

from bookings.prints import PRINTS
from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User


@pytest.fixture
def walk(world: None) -> Walk:
    return Walk("kalbar", mode="host").submit().until("laksanakan")


INSIDE, APPLICANT = "kadis.kalbar", "pemohon.kalbar"


@needs_poppler
@pytest.mark.parametrize(
    ("what", "username", "words"),
    [
        ("surat-permohonan", APPLICANT, "Permohonan Fasilitasi Video Conference"),
        ("daftar-hadir", INSIDE, "DAFTAR HADIR"),
        ("serah-terima-alat", INSIDE, "BERITA ACARA SERAH TERIMA PERALATAN"),
    ],
)
def test_print_says_what_the_case_says(client: Client, walk: Walk, what: str, username: str, words: str) -> None:
    client.force_login(User.objects.get(username=username))

    text = text_of(client.get(f"/permohonan/{walk.booking.ticket}/cetak/{what}/").content)

    assert words in text
    assert walk.booking.title.split()[0] in text
    assert "KONSEP" not in text


@pytest.mark.parametrize(
    ("what", "username"),
    [
        ("surat-permohonan", INSIDE),
        ("serah-terima-alat", APPLICANT),
        ("daftar-hadir", "pemohon2.kalbar"),
        ("daftar-hadir", "kadis.tarakan"),
        ("apa-saja", INSIDE),
    ],
)
def test_print_is_404_for_others(client: Client, walk: Walk, what: str, username: str) -> None:
    client.force_login(User.objects.get(username=username))

    assert client.get(f"/permohonan/{walk.booking.ticket}/cetak/{what}/").status_code == 404


def test_page_offers_what_one_may_print(client: Client, walk: Walk) -> None:
    client.force_login(User.objects.get(username=INSIDE))

    page = client.get(walk.booking.get_absolute_url()).content.decode()

    assert [what for what in PRINTS if f"/cetak/{what}/" in page] == ["daftar-hadir", "serah-terima-alat"]
