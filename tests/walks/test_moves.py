"""The universal moves: who, when, and what follows."""

from datetime import timedelta

import pytest
import time_machine

from bookings.errors import AlreadyHandled, Clash, Incomplete, NotLegal, NotYours
from bookings.models import Booking, Disposition, Event, Flag
from bookings.services.cases import mark_read
from bookings.workflow.engine import advance
from bookings.workflow.legality import why_not
from bookings.workflow.timers import run_due_timers
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor, live, usernames
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Position
from vidcon_portal.procedures.models import Service, Step
from vidcon_portal.procedures.services import copy_as_draft, publish_procedure


def test_return_pauses_the_row_and_resumes_at_the_returning_step(world):
    walk = Walk("singkawang", connection_test_at=None).submit().until("cek-kelengkapan")
    agenda = walk.booking.letter_links.get().letter.agenda_number
    row = walk.booking.row_runs.get(closed_at=None)

    walk.act("return", reason="Belum ada waktu uji koneksi", missing=["connection_test_time"])

    row.refresh_from_db()
    assert (walk.step, walk.booking.status) == ("<complete>", "returned")
    assert row.paused_at == walk.at
    start, left = walk.booking.first_session_start, row.due_at - walk.at
    walk.act("resubmit", by="pemohon", connection_test_at=(start - timedelta(days=1)).isoformat())
    row.refresh_from_db()
    assert row.due_at == walk.at + left
    assert (walk.step, walk.booking.status) == ("cek-kelengkapan", "open")
    assert row.paused_at is None
    assert row.closed_at is None
    assert walk.booking.letter_links.get().letter.agenda_number == agenda


def test_what_the_applicant_does_not_complete_in_time_is_free_for_others(world):
    walk = Walk("singkawang", connection_test_at=None).submit().until("cek-kelengkapan")
    walk.act("return", reason="Belum ada waktu uji koneksi", missing=["connection_test_time"])
    assert live(walk.booking).exists()

    run_due_timers(at=walk.run.deadline_at)

    walk.booking.refresh_from_db()
    assert (walk.step, walk.booking.hold) == ("<complete>", "waiting")
    assert not live(walk.booking).exists()


def test_pass_is_refused_while_mandatory_information_is_missing(world):
    walk = Walk("singkawang", connection_test_at=None).submit().until("cek-kelengkapan")

    with pytest.raises(Incomplete):
        walk.act("pass")

    assert walk.step == "cek-kelengkapan"


@pytest.mark.parametrize(
    ("office", "step", "ends"),
    [
        ("kaltara", "disposisi-kepala-bidang", "[refused]"),
        ("kalbar", "disposisi-kepala-dinas", "laporkan-verifikasi"),
        ("tarakan", "disposisi-kabid", "terima-informasi"),
        ("singkawang", "disposisi-kadis", "[refused]"),
        ("gorontalo", "koordinasi-pemohon", "[refused]"),
    ],
)
def test_reject_goes_where_a_refusal_goes(world, office, step, ends):
    step = {"singkawang": "disposisi-kabid"}.get(office, step)
    walk = Walk(office).submit().until(step)

    walk.act("reject", reason="Bukan kewenangan")

    assert walk.step == ends
    assert walk.booking.decision == "refused"
    assert not live(walk.booking).exists()


def test_reject_is_not_for_staff(world):
    walk = Walk("kaltara").submit().until("koordinasi-pemohon")

    with pytest.raises(NotYours):
        walk.act("reject", reason="Tidak mau")


def test_applicant_cancels_and_everything_is_free(world):
    walk = Walk("kaltara").submit().until("cek-lokasi-perlengkapan")
    assert live(walk.booking).exists()

    walk.act("cancel", by="pemohon", reason="Kegiatan batal")

    assert walk.step == "[cancelled]"
    assert not live(walk.booking).exists()
    assert set(walk.booking.sessions.values_list("status", flat=True)) == {"cancelled"}


def test_cancel_ends_when_the_last_session_starts(world):
    walk = Walk("kaltara").submit().until("laksanakan")
    walk.at = walk.booking.first_session_start

    with pytest.raises(NotLegal):
        walk.act("cancel", by="pemohon", minutes=1)


def test_office_head_cancels_with_a_reason_only(world):
    walk = Walk("kaltara").submit().until("cek-lokasi-perlengkapan")

    with pytest.raises(Incomplete):
        walk.act("cancel", by="kadis", reason="")

    walk.act("cancel", by="kadis", reason="Gedung dipakai pengungsi")
    assert walk.step == "[cancelled]"


def test_recall_takes_an_unread_disposition_back(world):
    walk = Walk("kaltara").submit()
    walk.act("forward")
    disposition = Disposition.objects.get(booking=walk.booking)

    walk.act("recall", by="kadis", note="Salah alamat")

    disposition.refresh_from_db()
    assert walk.step == "disposisi-kepala-dinas"
    assert disposition.recalled_at == walk.at


def test_two_dispositions_of_the_same_minute_stand_on_one_sheet(world):
    """As TU records them from paper: the second replaces the first, and the third the second."""
    walk = Walk("singkawang").submit().until("disposisi-kepala-dinas")
    with time_machine.travel(walk.at, tick=False):
        walk.act("forward", minutes=0)
        walk.act("forward", minutes=0)
        walk.act("forward", minutes=0)

    sheets = [each.document for each in walk.booking.papers.filter(document__kind="disposition_sheet")]
    assert [bool(each.successors.count()) for each in sheets] == [True, True, False]


def test_recall_is_over_once_read(world):
    walk = Walk("kaltara").submit()
    walk.act("forward")
    mark_read(walk.booking, by=actor("kabid.kaltara", walk.at), at=walk.at)

    with pytest.raises(NotLegal):
        walk.act("recall", by="kadis")


def test_superior_reassigns_and_the_clock_runs_on(world):
    walk = Walk("kaltara").submit().until("koordinasi-pemohon")
    due = walk.booking.row_runs.get(closed_at=None).due_at
    other = Position.objects.create(
        office=walk.office,
        title="Tim Teknis Cadangan",
        role="technical_team",
        superior=Position.objects.get(office=walk.office, role="division_head"),
    )

    walk.act("reassign", by="kabid", position=other.pk, reason="Cuti")

    assert walk.run.assignments.get().position == other
    assert walk.booking.row_runs.get(closed_at=None).due_at == due
    assert why_not(actor("teknis.kaltara", walk.at), walk.booking, "agree", walk.at) is not None


def test_late_request_is_accepted_flagged_and_blocks_only_the_yes(world):
    walk = Walk("kalbar", days=2).submit().until("verifikasi")
    assert walk.booking.flags.get().kind == "late"

    with pytest.raises(NotLegal):
        walk.act("accept")

    walk.act("dispense", by="kadis", result="granted", note="")
    walk.act("accept")
    assert walk.step == "laksanakan"


def test_only_the_dispensation_role_dispenses(world):
    walk = Walk("kalbar", days=2).submit()

    people = {name: actor(name, walk.at) for name in usernames("kalbar")}
    may = {name for name, who in people.items() if why_not(who, walk.booking, "dispense", walk.at) is None}

    assert may == {"kadis.kalbar"}


def test_a_flag_does_not_block_a_refusal(world):
    walk = Walk("kalbar", days=2).submit().until("verifikasi")

    walk.act("refuse", reason="Tidak ada petugas")

    assert walk.step == "laporkan-verifikasi"


def test_confirmed_leader_needs_no_dispensation(world):
    walk = Walk("kalbar", days=1, leader_rank=1, leader_name="Gubernur").submit()
    assert Flag.objects.filter(booking=walk.booking, result="").exists()

    walk.act("confirm_leader", by="kadis")
    walk.until("laksanakan")

    assert not Flag.objects.filter(booking=walk.booking, result="").exists()


def test_what_stands_under_the_lock_counts_not_what_was_seen(world):
    """A move without a step, as the API sends it: two who read the case before confirm its leader once."""
    walk = Walk("kalbar", days=1, leader_rank=1, leader_name="Gubernur").submit()
    seen = Booking.objects.get(pk=walk.booking.pk)
    walk.act("confirm_leader", by="kadis")

    with pytest.raises(NotLegal):
        advance(seen, "confirm_leader", by=actor("kadis.kalbar", walk.at), at=walk.at)


def test_an_optional_step_is_skipped_with_a_reason_and_no_other(world):
    draft = copy_as_draft(Service.objects.get(office__code="kaltara").procedure_on(MONDAY.date()))
    Step.objects.filter(row__procedure=draft, code="cek-lokasi-perlengkapan").update(optional=True)
    publish_procedure(draft, in_force_from=MONDAY.date(), by=SYSTEM, at=MONDAY)
    walk = Walk("kaltara").submit().until("koordinasi-pemohon")
    with pytest.raises(NotLegal):
        walk.act("skip", reason="Sudah dikenal")
    walk.until("cek-lokasi-perlengkapan")
    with pytest.raises(Incomplete):
        walk.act("skip", reason="")
    with pytest.raises(NotYours):
        walk.act("skip", by="kadis", reason="Sudah dikenal")

    walk.act("skip", reason="Sudah dikenal")

    assert walk.step == "uji-coba"
    assert walk.booking.events.order_by("-number").first().data["reason"] == "Sudah dikenal"


def test_the_second_of_two_clicks_hears_who_was_first(world):
    walk = Walk("kaltara").submit()
    stale = walk.run.pk
    walk.act("forward")

    with pytest.raises(AlreadyHandled) as refusal:
        advance(
            walk.booking,
            "forward",
            by=actor("kadis.kaltara", walk.at),
            data={"pin": "123456"},
            step_run=stale,
            at=walk.at,
        )

    assert "Kepala Dinas" in refusal.value.sentence
    assert Disposition.objects.filter(booking=walk.booking).count() == 1


def test_nobody_decides_his_own_agencys_request(world):
    walk = Walk("kalbar").submit().until("verifikasi")
    head = actor("bidang.kalbar", walk.at)
    desk = Position.objects.create(agency=walk.booking.agency, title="Penghubung", role="applicant")
    head.user.appointments.create(position=desk, starts_on=MONDAY.date(), kind="definitive")

    assert "instansi pemohon" in why_not(head, walk.booking, "accept", walk.at)


def test_the_system_is_no_official(world):
    walk = Walk("kaltara").submit()

    assert why_not(SYSTEM, walk.booking, "cancel", walk.at) is not None


def test_a_clash_at_the_yes_names_alternatives_and_writes_nothing(world):
    first = Walk("tarakan").submit().until("buat-id-meeting")
    others = [Walk("tarakan").submit() for _number in range(4)]
    loser = others[-1].until("cek-jadwal")
    events = Event.objects.filter(booking=loser.booking).count()

    with pytest.raises(Clash) as clash:
        loser.act("accept")

    assert first.booking.status == "open"
    assert clash.value.alternatives
    assert Event.objects.filter(booking=loser.booking).count() == events


def test_submission_holds_or_waits_and_on_request_refuses(world):
    for _number in range(3):
        assert Walk("tarakan").submit().booking.hold == "held"
    assert Walk("tarakan").submit().booking.hold == "waiting"
    walk = Walk("tarakan")

    with pytest.raises(Clash):
        walk.submit(on_clash="reject")

    walk.booking.refresh_from_db()
    assert (walk.booking.status, walk.booking.ticket) == ("draft", None)


def test_bad_requests_keep_the_draft(world):
    walk = Walk("kaltara", title="", contact_phone="08x")

    with pytest.raises(Incomplete) as refusal:
        walk.submit()

    assert set(refusal.value.fields) == {"title", "contact_phone"}
    walk.booking.refresh_from_db()
    assert walk.booking.status == "draft"
    assert walk.booking.draft_data["contact_phone"] == "08x"
