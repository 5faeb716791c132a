"""What the page says is true now: the open step's name on the path, and what the reader can do about a flag."""

import pytest

from tests.walks.driver import Walk


def page_of(browser, username, walk):
    return browser(username).get(walk.booking.get_absolute_url()).content.decode()


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
