"""What the page says is true now: the open step's name on the path, and what the reader can do about a flag."""

from datetime import timedelta

import pytest

from tests.walks.driver import Walk
from verification.models import Trial


def page_of(browser, username, walk, *, language="id"):
    client = browser(username)
    client.cookies["django_language"] = language
    return client.get(walk.booking.get_absolute_url()).content.decode()


def test_the_path_names_the_open_step_of_a_row_with_several(browser, world):
    walk = Walk("kaltara").submit()

    page = page_of(browser, "pemohon.kaltara", walk)

    current = page.split('class="path', 1)[1].split('aria-current="step"', 1)[1].split("</li>", 1)[0]
    assert walk.run.step.title in current


@pytest.mark.parametrize(
    ("username", "advice"),
    [
        ("pemohon.kalbar", "Tunggu keputusan dispensasi dari Kepala dinas, atau pilih waktu lain"),
        ("bidang.kalbar", "Permohonan tidak dapat disetujui sebelum Kepala dinas memutuskan dispensasi."),
        ("kadis.kalbar", "Putuskan dispensasinya di bawah"),
    ],
)
def test_a_late_request_says_what_its_reader_can_do(browser, world, username, advice):
    walk = Walk("kalbar", days=2).submit()

    page = page_of(browser, username, walk)

    assert advice in page
    assert "tetap ajukan" not in page


def test_after_the_wish_for_a_new_date_it_is_the_applicants_turn(browser, world):
    walk = Walk("kalbar", days=2).submit()
    walk.act("dispense", by="kadis", result="new_date", note="Undur sehari")

    assert "Pilih waktu lain lewat “Jadwalkan ulang”." in page_of(browser, "pemohon.kalbar", walk)
    assert "Menunggu pemohon memilih waktu lain." in page_of(browser, "kadis.kalbar", walk)


def test_an_english_page_says_what_the_portal_wrote_in_english_and_marks_what_the_sop_says(browser, world):
    walk = Walk("kalbar", days=2).submit()
    flag = walk.booking.flags.get()
    marked = f'<b lang="id">{walk.run.step.title}</b>'

    english = page_of(browser, "pemohon.kalbar", walk, language="en")

    assert f"<span>{flag.wordings['en']}</span>" in english
    assert flag.sentence not in english
    assert marked in english
    assert ' lang="id"' not in page_of(browser, "pemohon.kalbar", walk).split("<body", 1)[1]


@pytest.mark.parametrize("username", ["pemohon.kaltara", "teknis.kaltara"])
def test_the_hour_of_a_trial_stands_where_the_turn_is_told(browser, world, username):
    walk = Walk("kaltara").submit().until("uji-coba")
    start = walk.booking.first_session_start - timedelta(days=1)
    Trial.objects.filter(booking=walk.booking).update(starts_at=start, ends_at=start + timedelta(hours=1))

    turn = page_of(browser, username, walk).split('id="turn-title"', 1)[1].split("</section>", 1)[0]

    assert "Waktu uji coba: Minggu, 30 Agustus 2026 pukul 09.00–10.00 WITA." in turn
