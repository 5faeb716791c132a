"""Tarakan: an account only; ID, passcode and link, the reply through three desks, the agency acknowledges."""

from tests.journeys.person import DESK
from tests.journeys.requests import ask, morning
from tests.journeys.steps import check_end, forward, on_task, provide


def test_tarakan_to_the_acknowledged_letter(cast, wita):
    cast.screen = DESK
    start = morning(wita, days=7)
    ticket, code = ask(cast, "tarakan", start=start, mode="Akun rapat saja")

    forward(cast, "kadis.tarakan", "Siapkan jawaban")
    forward(cast, "kabid.tarakan", "Periksa jadwal")
    on_task(cast, "subkor.tarakan").press("Setujui, dapat difasilitasi")
    provide(cast, "staf.tarakan")
    on_task(cast, "staf.tarakan").press("Serahkan ID rapat")
    on_task(cast, "subkor.tarakan").press("Ajukan konsep surat")
    on_task(cast, "kabid.tarakan").sign("Paraf dan teruskan")
    on_task(cast, "kadis.tarakan").sign("Tanda tangani dan kirim")
    applicant = on_task(cast, "pemohon.tarakan")
    assert len(applicant.papers()) == 1
    applicant.press("Konfirmasi penerimaan")

    check_end(cast, "subkor.tarakan", ticket, code, papers=2)
