"""A phone loses its connection while a request is filled in: what was typed comes back, a secret event leaves no trace."""

from playwright.sync_api import expect

from tests.journeys.person import Cast

BROKEN_LINE = ("htmx:", "ERR_INTERNET_DISCONNECTED")
"""What the console says of a connection that this journey cuts itself."""

KEPT = "() => Object.keys(localStorage).filter((name) => name.startsWith('draft-')).length"


def test_what_was_typed_without_connection_is_restored(cast: Cast) -> None:
    applicant = cast.person("pemohon.kalbar")
    applicant.open("/permohonan/baru/")
    applicant.press("Lanjutkan mengisi")
    address = applicant.page.url

    applicant.page.context.set_offline(True)
    applicant.fill("Nama kegiatan", "Rapat di kapal")
    applicant.page.get_by_label("Uraian").fill("Ditulis tanpa sinyal")
    applicant.page.get_by_label("Uraian").blur()
    expect(applicant.page.locator("[data-offline]")).to_be_visible()
    applicant.page.wait_for_function(f"({KEPT})() === 1")
    applicant.page.goto("about:blank")
    applicant.page.context.set_offline(False)
    applicant.page.goto(address)

    expect(applicant.page.get_by_label("Nama kegiatan")).to_have_value("")
    applicant.press("Pulihkan isian")
    expect(applicant.page.get_by_label("Nama kegiatan")).to_have_value("Rapat di kapal")
    expect(applicant.page.get_by_label("Uraian")).to_have_value("Ditulis tanpa sinyal")
    expect(applicant.page.locator("[data-restore]")).to_be_hidden()
    assert applicant.page.evaluate(KEPT) == 0

    applicant.page.context.set_offline(True)
    applicant.page.locator("label").filter(has_text="Rahasia").click()
    applicant.fill("Nama kegiatan", "Operasi senyap")
    applicant.page.wait_for_timeout(600)
    assert applicant.page.evaluate(KEPT) == 0
    applicant.page.context.set_offline(False)
    cast.faults[:] = [fault for fault in cast.faults if not any(words in fault for words in BROKEN_LINE)]


def test_another_mode_redraws_the_form_in_place(cast: Cast) -> None:
    applicant = cast.person("pemohon.kalbar")
    applicant.open("/permohonan/baru/")
    applicant.press("Lanjutkan mengisi")
    applicant.fill("Nama kegiatan", "Rapat pleno")

    applicant.page.locator("summary").filter(has_text="Ubah yang diperlukan").click()
    applicant.page.locator("label.chip").filter(has_text="Akun").first.click()

    expect(applicant.page.get_by_label("Tata letak ruang")).to_have_count(0)
    expect(applicant.page.get_by_label("Nama kegiatan")).to_have_value("Rapat pleno")
    applicant.look()
