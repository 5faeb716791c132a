"""How a case ends, and comes back: lapse, reopening, the last acknowledgement, a letter that is still owed."""

from datetime import timedelta

import pytest

from bookings.errors import NotLegal
from bookings.models import Event
from bookings.services.cases import enter_letter
from bookings.workflow.timers import run_due_timers
from tests.walks.driver import Walk, live


def test_untouched_case_lapses_when_its_event_is_over(world):
    walk = Walk("kaltara").submit().until("disposisi-kepala-bidang")

    run_due_timers(at=walk.booking.last_session_end + timedelta(minutes=1))

    walk.booking.refresh_from_db()
    assert (walk.step, walk.booking.status) == ("[lapsed]", "lapsed")
    assert not live(walk.booking).exists()
    assert Event.objects.filter(booking=walk.booking).last().actor_name == "Sistem"


def test_a_case_at_execute_never_lapses(world):
    walk = Walk("kaltara").submit().until("laksanakan")

    run_due_timers(at=walk.booking.last_session_end + timedelta(days=3))

    walk.booking.refresh_from_db()
    assert walk.booking.status == "open"


def test_reopen_resumes_at_the_recheck_step(world):
    walk = Walk("kaltara").submit().until("cek-lokasi-perlengkapan")
    walk.act("cancel", by="pemohon", reason="Salah")

    walk.act("reopen", by="kadis", reason="Pemohon keliru membatalkan")

    assert (walk.step, walk.booking.status) == ("koordinasi-pemohon", "open")
    assert live(walk.booking).exists()


def test_reopen_after_the_event_goes_to_the_report(world):
    walk = Walk("kaltara").submit()
    while walk.run is not None:
        walk.onward(walk.run)

    walk.act("reopen", by="kadis", reason="Laporan salah")

    assert walk.step == "laporkan"


@pytest.mark.parametrize(
    ("ending", "status", "goes_on_at"),
    [
        ("refuse", "refused", "verifikasi"),
        ("lapse", "lapsed", "laporkan-kegiatan"),
        ("not_held", "not_held", "laporkan-kegiatan"),
    ],
)
def test_reopen_from_every_other_ending(world, ending, status, goes_on_at):
    walk = Walk("kalbar").submit()
    if ending == "lapse":
        walk.at = walk.booking.last_session_end + timedelta(minutes=1)
        run_due_timers(at=walk.at)
        walk.booking.refresh_from_db()
    elif ending == "refuse":
        walk.until("verifikasi").act("refuse", reason="Tidak ada petugas")
        walk.act("file")
    else:
        walk.until("laksanakan")
        walk.at = walk.booking.first_session_start
        walk.act("not_held", session=walk.booking.sessions.get().pk, reason="Narasumber sakit")
        walk.act("file")
    assert walk.booking.status == status

    walk.act("reopen", by="kadis", reason="Perlu dilanjutkan")

    assert (walk.step, walk.booking.status) == (goes_on_at, "open")


def test_acknowledgement_closes_itself_and_the_session_lives_on(world):
    walk = Walk("tarakan").submit().until("terima-surat-tanggapan")

    run_due_timers(at=walk.at + timedelta(days=6))

    walk.booking.refresh_from_db()
    assert walk.booking.status == "completed"
    assert set(walk.booking.sessions.values_list("status", flat=True)) == {"planned"}


def test_an_owed_letter_blocks_the_closing_action(world):
    walk = Walk("kaltara").submit().until("laporkan")
    letter = walk.booking.letter_links.get().letter
    letter.is_owed = True
    letter.save()

    with pytest.raises(NotLegal):
        walk.act("file")

    day = walk.at.date()
    enter_letter(walk.booking, number="7", dated_on=day, relation="main", by=walk.applicant, at=walk.at)

    assert walk.booking.letter_links.get().letter.agenda == letter.agenda != ""
    walk.act("file")
    assert walk.step == "[completed]"
