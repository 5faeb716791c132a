"""Who has one deed in his office's journey does it once more on the other screen: at a desk, or on a phone.

The others change the screen from task to task (``Person.take_up``).
"""

import pytest

from tests.journeys.person import DESK, PHONE
from tests.journeys.requests import TITLE
from tests.journeys.steps import forward, on_task, ready
from tests.walks.driver import Walk

HEADS = {
    "kaltara": (DESK, [("kadis", "Koordinasikan/konfirmasikan"), ("kabid", "Laporkan hasilnya")]),
    "singkawang": (PHONE, [("kadis", "Tindak lanjuti"), ("kabid", "Proses permohonan")]),
    "tarakan": (PHONE, []),
}


@pytest.mark.parametrize("office", HEADS)
def test_registrar_heads_and_applicant_on_the_other_screen(office, cast, clock):
    cast.screen, heads = HEADS[office]
    walk = Walk(office, title=TITLE).submit()
    write(cast, walk, "Surat asli diantar hari ini.")

    if office == "singkawang":
        on_task(cast, "tu.singkawang").press("Catat surat")
    for lane, instruction in heads:
        forward(cast, f"{lane}.{office}", instruction)


def test_the_network_team_and_applicants_at_a_desk(cast, clock):
    cast.screen = DESK
    gorontalo = Walk("gorontalo", title=TITLE).submit().until("pastikan-alat-jaringan")
    write(cast, gorontalo, "Kabel jaringan kami siapkan.")

    ready(cast, "jaringan.gorontalo")


def write(cast, walk, words):
    applicant = cast.person(f"pemohon.{walk.office.code}")
    applicant.open(walk.booking.get_absolute_url())
    applicant.fill("Tulis pesan", words)
    applicant.press("Kirim pesan")
    applicant.shows(words)
