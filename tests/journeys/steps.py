"""What the lanes of several SOPs do alike: forward, agree, prepare, test, hold the meeting, report."""

from datetime import datetime, timedelta
from typing import Any

from tests.journeys.person import Cast, Person
from tests.journeys.requests import TITLE
from vidcon_portal.documents.models import Document

LINK = "https://rapat.contoh.invalid/j/123"


def on_task(cast: Cast, username: str) -> Person:
    """Whose turn it is finds the request at the top of the inbox; on another screen than the time before."""
    person = cast.person(username)
    person.take_up()
    person.task(TITLE)
    person.shows("Giliran Anda")
    return person


def forward(cast: Cast, username: str, instruction: str) -> None:
    """A written disposition, signed with the PIN; its sheet can be read at once."""
    person = on_task(cast, username)
    person.tap("Instruksi", instruction)
    person.fill("Catatan", "Tindak lanjuti hari ini.")
    person.sign("Tanda tangani dan teruskan")
    person.shows("Disposisi diteruskan")


def agree(cast: Cast, username: str, *, trial_at: datetime | None = None) -> None:
    person = on_task(cast, username)
    person.fill("Hasil koordinasi", "Ruang, perangkat, dan aplikasi disepakati.")
    if trial_at is not None:
        person.moment("Waktu uji coba yang disepakati", trial_at)
    person.press("Catat kesepakatan")


def ready(cast: Cast, username: str) -> None:
    """The list is proposed from the request: everything is there."""
    on_task(cast, username).press("Nyatakan siap")


def provide(cast: Cast, username: str) -> None:
    person = on_task(cast, username)
    person.fill("ID rapat", "812 3456 7890")
    person.fill("Kata sandi", "rahasia-7")
    person.fill("Tautan", LINK)
    person.press("Simpan ID rapat")


def try_out(cast: Cast, username: str) -> None:
    person = on_task(cast, username)
    for what in ("Gambar", "Suara", "Jaringan"):
        person.tap(what, "Baik")
    person.press("Nyatakan siap")


def hold_meeting(cast: Cast, clock: Any, username: str, start: datetime, *, early: bool = False) -> None:
    """Start, one disturbance in the log, end; ``early`` starts it before its hour and says so."""
    clock.move_to(start - timedelta(minutes=10) if early else start + timedelta(minutes=1))
    person = on_task(cast, username)
    if early:
        person.tick("Ya, mulai lebih awal dari rencana")
    person.press("Mulai rapat")
    clock.shift(timedelta(minutes=30))
    person.tap("Jenis", "Gangguan")
    person.fill("Keterangan", "Suara terputus dua menit")
    person.press("Catat kejadian")
    clock.shift(timedelta(minutes=90))
    person.ending("Akhiri rapat")
    person.fill("Peserta terbanyak", "52")
    person.tap("Mutu sambungan", "Baik")
    person.press("Akhiri rapat")
    person.shows("Rapat diakhiri")


def report(cast: Cast, username: str, **answers: str) -> None:
    person = on_task(cast, username)
    for label, value in {"Uraian pelaksanaan": "Rapat berjalan sesuai rencana.", **answers}.items():
        person.fill(label, value)
    person.sign("Kirim laporan")


def check_end(cast: Cast, username: str, ticket: str, code: str, *, papers: int) -> None:
    """Closed; its papers open as PDF; anybody can check the last one and follow the ticket without signing in."""
    person = cast.person(username)
    person.open(f"/permohonan/{ticket}/")
    person.shows("Selesai")
    found = person.papers()
    assert len(found) == papers, found
    passer_by = cast.person()
    for document in Document.objects.issued().order_by("signed_at"):
        passer_by.open(document.get_verify_path())
    passer_by.shows("Naskah ini asli dan berlaku.")
    passer_by.open("/lacak/")
    passer_by.fill("Nomor permohonan", ticket)
    passer_by.fill("Kode lacak", code)
    passer_by.press("Lihat tahapnya")
    passer_by.shows(ticket)
