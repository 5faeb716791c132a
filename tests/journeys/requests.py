"""The applicant's part of every journey: ask, and read the receipt."""

import re
from datetime import datetime, timedelta, tzinfo

from playwright.sync_api import expect

from tests.conftest import MONDAY
from tests.journeys.person import Cast, Person, words

TITLE = "Rapat koordinasi penurunan stunting"


def morning(tz: tzinfo, *, days: int) -> datetime:
    """Ten o'clock, ``days`` after the Monday on which a journey begins."""
    return (MONDAY + timedelta(days=days)).astimezone(tz).replace(hour=10, minute=0)


def ask(cast: Cast, office: str, *, start: datetime, mode: str, **answers: str) -> tuple[str, str]:
    """Ajukan permohonan as the office's applicant; returns ticket and kode lacak."""
    applicant = cast.person(f"pemohon.{office}")
    applicant.open("/permohonan/")
    applicant.follow("Ajukan permohonan")
    applicant.tap("Yang Anda perlukan", mode)
    applicant.press("Lanjutkan mengisi")
    fill_request(applicant, start, **answers)
    expect(applicant.page.locator("#ketersediaan")).to_contain_text("Isian tersimpan")
    applicant.press("Ajukan permohonan")
    applicant.shows("Permohonan diajukan")
    receipt = applicant.page.locator("section.sheet .code")
    ticket, code = receipt.nth(0).inner_text(), receipt.nth(1).inner_text()
    applicant.follow("Buka permohonan")
    return ticket, code


def fill_request(applicant: Person, start: datetime, **answers: str) -> None:
    given = {
        "Nama kegiatan": TITLE,
        "Nama narahubung": "Rina",
        "Nomor WhatsApp narahubung": "0812-3456-7890",
        "Peserta daring": "40",
        "Peserta di tempat": "12",
        "Tempat": "Ruang rapat dinas",
        "Tata letak ruang": "Huruf U",
        "Aplikasi": "Zoom",
        "Perlengkapan yang diminta": "Proyektor dan pengeras suara",
        "Nomor surat": "005/12/2026",
        "Tanggal surat": f"{MONDAY - timedelta(days=3):%Y-%m-%d}",
        **answers,
    }
    for label, value in given.items():
        if applicant.form.get_by_label(words(label)).count():  # the mode decides what is asked
            applicant.fill(label, value)
    applicant.attach("Surat permohonan")
    applicant.moment("Waktu uji koneksi", start - timedelta(hours=1))
    applicant.fill("Tanggal", f"{start:%Y-%m-%d}")
    applicant.page.get_by_label(re.compile("^Mulai")).fill(f"{start:%H:%M}")
    applicant.fill("Selesai", f"{start + timedelta(hours=2):%H:%M}")
