"""A phone whose scripts are off, and what everybody may read."""

from tests.journeys.requests import TITLE, fill_request, morning
from vidcon_portal.demo.people import PIN

PUBLIC = (
    "/",
    "/masuk/",
    "/kaltara/",
    "/kaltara/sop/",
    "/kaltara/standar-pelayanan/",
    "/kaltara/ketersediaan/",
    "/lacak/",
    "/verifikasi/",
)


def test_without_scripts_from_request_to_disposition(cast, wita):
    applicant = cast.person("pemohon.kaltara", java_script_enabled=False)
    applicant.open("/permohonan/baru/")
    applicant.tap("Yang Anda perlukan", "Rapat daring diselenggarakan")
    applicant.press("Lanjutkan mengisi")
    fill_request(applicant, morning(wita, days=7))
    applicant.press("Periksa ketersediaan")
    applicant.shows("Akun rapat")
    applicant.press("Ajukan permohonan")
    applicant.shows("Permohonan diajukan")

    head = cast.person("kadis.kaltara", java_script_enabled=False)
    head.task(TITLE)
    head.form.get_by_role("button", name="Tanda tangani dan teruskan").first.click()
    sheet = head.page.get_by_role("dialog", name="Tanda tangani dan teruskan")
    sheet.get_by_label("PIN").fill("000000")
    head.press("Tanda tangani dan teruskan", within=sheet)
    head.shows("PIN tidak cocok")
    head.form.get_by_label("PIN").fill(PIN)
    head.press("Tanda tangani dan teruskan", within=head.form)
    head.shows("Disposisi diteruskan")


def test_public_pages_on_both_screens(cast):
    visitor = cast.person()

    for path in PUBLIC:
        visitor.open(path)
