"""Words that somebody typed outlive the session that ended and the line that broke, and are gone once they were taken."""

import re

from PIL import Image
from playwright.sync_api import expect

from bookings.models import Disposition, Message
from reports.models import Report
from tests.journeys.person import PATIENCE, Cast
from tests.walks.driver import Walk
from vidcon_portal.demo.people import PASSWORD, PIN

BROKEN_LINE = ("ERR_INTERNET_DISCONNECTED", "net::")
KEPT = "() => JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('typed-')))"
KEPT_PHOTOS = """new Promise((done) => {
  const ask = indexedDB.open("photos");
  ask.onsuccess = () => {
    const count = ask.result.transaction("kept").objectStore("kept").count();
    count.onsuccess = () => { done(count.result); ask.result.close(); };
  };
})"""
NOTE = "Koordinasikan dengan bidang persandian"


def test_a_disposition_outlives_its_session(cast: Cast) -> None:
    walk = Walk("kalbar").submit()
    head = cast.person("kadis.kalbar")
    page = head.page
    head.open(walk.booking.get_absolute_url())
    head.fill("Catatan", NOTE)
    page.context.clear_cookies(name="sessionid")

    head.form.get_by_role("button", name="Tanda tangani dan teruskan").filter(visible=True).first.click()
    sheet = page.get_by_role("dialog", name="Tanda tangani dan teruskan")
    sheet.get_by_label("PIN").fill(PIN)
    with page.expect_navigation(timeout=PATIENCE):
        sheet.get_by_role("button", name="Tanda tangani dan teruskan").click()
    assert head.is_at("/masuk/")
    assert PIN not in page.evaluate(KEPT)
    page.get_by_label("Nama pengguna atau surel").fill("kadis.kalbar")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    with page.expect_navigation(timeout=PATIENCE):
        page.get_by_role("button", name="Masuk", exact=True).click()

    expect(page.get_by_text("Isian Anda yang belum terkirim dipulihkan.").first).to_be_visible()
    expect(page.get_by_label(re.compile("^Catatan"))).to_have_value(NOTE)
    head.look()
    head.sign("Tanda tangani dan teruskan")
    assert Disposition.objects.get(booking=walk.booking).note == NOTE
    assert NOTE not in page.evaluate(KEPT)


def test_a_message_outlives_a_broken_line_and_a_secret_one_is_not_kept(cast: Cast) -> None:
    walk = Walk("kalbar", title=f"Rapat {'x' * 200}").submit()  # one long word breaks no page either
    applicant = cast.person("pemohon.kalbar")
    page, address = applicant.page, walk.booking.get_absolute_url()
    applicant.open(address)
    page.get_by_label("Tulis pesan").fill("Ruang pindah ke lantai 3")
    page.context.set_offline(True)
    page.get_by_role("button", name="Kirim pesan").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)

    applicant.open(address)
    expect(page.get_by_label("Tulis pesan")).to_have_value("Ruang pindah ke lantai 3")
    applicant.press("Kirim pesan")
    assert Message.objects.get(booking=walk.booking).body == "Ruang pindah ke lantai 3"
    expect(page.get_by_label("Tulis pesan")).to_have_value("")
    assert page.evaluate(KEPT) == "[]"

    walk.booking.secrecy = "secret"
    walk.booking.save()
    applicant.open(address)
    page.get_by_label("Tulis pesan").fill("Rahasia")
    page.wait_for_timeout(600)
    assert page.evaluate(KEPT) == "[]"
    cast.faults[:] = [fault for fault in cast.faults if not any(words in fault for words in BROKEN_LINE)]


def test_photographs_of_a_report_outlive_a_broken_line_and_are_gone_once_sent(cast: Cast, clock, tmp_path) -> None:
    walk = Walk("kaltara").submit().until("laporkan")
    clock.move_to(walk.at)
    technician = cast.person("teknis.kaltara")
    page, address = technician.page, walk.booking.get_absolute_url()
    photos = [tmp_path / "ruang.png", tmp_path / "layar.png"]
    for photo, colour in zip(photos, ("white", "grey"), strict=True):
        Image.new("RGB", (40, 30), colour).save(photo)

    technician.open(address)
    page.context.set_offline(True)
    page.get_by_label(re.compile("^Foto")).set_input_files(photos)
    expect(page.get_by_text("2 foto tersimpan di perangkat ini")).to_be_visible()
    page.context.set_offline(False)
    technician.open(address)

    expect(page.get_by_text("2 foto tersimpan di perangkat ini")).to_be_visible()
    technician.fill("Uraian pelaksanaan", "Rapat berjalan sesuai rencana.")
    technician.fill("Evaluasi", "Pengeras suara diperiksa sebelum rapat.")
    technician.sign("Kirim laporan")
    names = Report.objects.get(booking=walk.booking).photos.values_list("file__name", flat=True)
    assert sorted(names) == ["layar.png", "ruang.png"]
    page.wait_for_function(f"{KEPT_PHOTOS}.then((count) => count === 0)")
    cast.faults[:] = [fault for fault in cast.faults if not any(words in fault for words in BROKEN_LINE)]
