"""Who may act: acting officials, delegation, empty positions, two hats, TU recording from paper."""

from datetime import timedelta

import pytest

from bookings.errors import AlreadyHandled, Incomplete, NotLegal, NotYours
from bookings.models import Disposition, Event
from bookings.officials import officials_for
from bookings.workflow.engine import advance
from bookings.workflow.legality import why_not
from bookings.workflow.timers import run_due_timers
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor, upload
from vidcon_portal.accounts.models import Appointment, Delegation, Position, User
from vidcon_portal.accounts.queries import hats
from vidcon_portal.demo.people import PIN
from vidcon_portal.notifications.models import Delivery

DAY = MONDAY.date()


@pytest.fixture
def secretary(world):
    """Another official of the same office, without a part in the case: may stand in."""
    walk = Walk("kalbar")
    head = Position.objects.get(office=walk.office, role="office_head")
    position = Position.objects.create(office=walk.office, title="Sekretaris", role="secretary", superior=head)
    user = User.objects.create_user(
        "sekretaris.kalbar", name="Endang Lestari, S.E.", pin_hash=User.objects.get(username="kadis.kalbar").pin_hash
    )
    Appointment.objects.create(user=user, position=position, starts_on=DAY)
    return user


def hat(user, title):
    return next(each for each in hats(user, at=MONDAY) if title in each.title)


def test_an_acting_official_takes_the_inbox_and_the_holder_reads(secretary):
    walk = Walk("kalbar").submit()
    head = Position.objects.get(office=walk.office, role="office_head")
    Appointment.objects.create(user=secretary, position=head, kind="daily_acting", starts_on=DAY, ends_on=DAY)
    acting = hat(secretary, "Plh.")

    assert [official.people for official in officials_for(walk.booking, at=MONDAY)] == [(secretary,)]
    assert "sedang menjabat" in why_not(actor("kadis.kalbar", MONDAY), walk.booking, "forward", MONDAY)
    walk.act("forward", by=acting)

    assert walk.step == "verifikasi"
    assert Disposition.objects.get(booking=walk.booking).from_title.startswith("Plh. Kepala Dinas")


def test_the_holder_is_back_when_the_acting_official_is_ended(secretary):
    walk = Walk("kalbar").submit()
    head = Position.objects.get(office=walk.office, role="office_head")
    acting = Appointment.objects.create(
        user=secretary, position=head, kind="daily_acting", starts_on=DAY, ends_on=DAY + timedelta(days=3)
    )
    acting.ended_at = MONDAY
    acting.save()

    walk.act("forward", by="kadis")

    assert walk.step == "verifikasi"


def test_a_delegate_acts_on_behalf_within_his_scope(secretary):
    walk = Walk("kalbar").submit()
    head = Position.objects.get(office=walk.office, role="office_head")
    Delegation.objects.create(
        position=head, delegate=secretary.appointments.get(), scope=["dispose"], starts_on=DAY, ends_on=DAY
    )

    event = walk.act("forward", by=hat(secretary, "a.n."))

    assert event.actor_title.startswith("a.n. Kepala Dinas")
    assert event.on_behalf_of == head


def test_a_delegate_stays_out_of_what_was_not_delegated(secretary):
    walk = Walk("kalbar").submit()
    head = Position.objects.get(office=walk.office, role="office_head")
    Delegation.objects.create(
        position=head, delegate=secretary.appointments.get(), scope=["send_reply"], starts_on=DAY, ends_on=DAY
    )

    with pytest.raises(NotYours):
        walk.act("forward", by=hat(secretary, "a.n."))


def test_an_empty_position_escalates_to_its_superior_visibly(world):
    walk = Walk("kaltara").submit().until("koordinasi-pemohon")
    team = Position.objects.get(office=walk.office, role="technical_team")
    Appointment.objects.filter(position=team).update(ends_on=DAY - timedelta(days=1), starts_on=DAY - timedelta(days=9))

    (official,) = officials_for(walk.booking, at=walk.at)

    assert official.escalated_from == (team,)
    assert [user.username for user in official.people] == ["kabid.kaltara"]
    walk.act("agree", by="kabid")
    assert walk.step == "cek-lokasi-perlengkapan"


def test_one_person_with_two_hats_acts_with_the_one_he_wears(world):
    walk = Walk("kaltara").submit()
    division = User.objects.get(username="kabid.kaltara")
    head = Position.objects.get(office=walk.office, role="office_head")
    Appointment.objects.create(user=division, position=head, kind="acting", starts_on=DAY, ends_on=DAY)
    worn = {each.title.split()[0]: each for each in hats(division, at=MONDAY)}

    assert why_not(worn["Kepala"], walk.booking, "forward", MONDAY) is not None
    walk.act("forward", by=worn["Plt."])
    walk.act("forward", by=worn["Kepala"])

    assert walk.step == "koordinasi-pemohon"


def test_another_offices_head_may_nothing(world):
    walk = Walk("kaltara").submit()

    with pytest.raises(NotYours):
        walk.act("forward", by=actor("kadis.kalbar", MONDAY))


def test_the_superuser_is_no_official(world):
    walk = Walk("kaltara").submit()

    with pytest.raises(NotYours):
        walk.act("forward", by=actor("admin", MONDAY))


def record(walk, **changes):
    clerk = actor(f"tu.{walk.office.code}", walk.at)
    fields = {
        "by": actor(f"kadis.{walk.office.code}", walk.at),
        "recorded_by": clerk,
        "evidence": upload(clerk, walk.office, walk.at),
        "at": walk.at + timedelta(minutes=1),
        "data": {"to": Position.objects.get(office=walk.office, role="division_head").pk, "note": "Lewat WhatsApp"},
        **changes,
    }
    return advance(walk.booking, "forward", step_run=walk.run.pk, **fields)


def test_tu_records_what_was_decided_on_paper(world):
    walk = Walk("kaltara").submit()

    event = record(walk)

    assert (event.actor.username, event.recorded_by.username) == ("kadis.kaltara", "tu.kaltara")
    assert event.evidence is not None
    assert event.occurred_at == walk.at + timedelta(minutes=1)
    assert event.recorded_at > event.occurred_at


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"evidence": None}, Incomplete),
        ({"at": MONDAY - timedelta(days=1)}, NotLegal),
    ],
)
def test_a_record_needs_evidence_and_a_true_hour(world, change, error):
    walk = Walk("kaltara").submit()

    with pytest.raises(error):
        record(walk, **change)

    assert walk.step == "disposisi-kepala-dinas"


def test_only_tu_records(world):
    walk = Walk("kaltara").submit()
    clerk = actor("teknis.kaltara", walk.at)

    with pytest.raises(NotYours):
        record(walk, recorded_by=clerk, evidence=upload(clerk, walk.office, walk.at))


def test_a_strangers_file_cannot_be_attached(world):
    walk = Walk("kaltara").submit()
    stolen = upload(actor("kadis.kalbar", MONDAY), walk.office, MONDAY)

    with pytest.raises(Incomplete) as refusal:
        record(walk, evidence=stolen)

    assert set(refusal.value.fields) == {"evidence"}


def test_a_wrong_pin_moves_nothing_and_counts(world):
    walk = Walk("kaltara").submit()

    with pytest.raises(Incomplete) as refusal:
        walk.act("forward", pin="000000")

    head = User.objects.get(username="kadis.kaltara")
    assert set(refusal.value.fields) == {"pin"}
    assert head.pin_failures == 1
    assert walk.step == "disposisi-kepala-dinas"


def test_a_strangers_pin_is_not_counted(world):
    walk = Walk("kaltara").submit()
    stranger = actor("kabid.kaltara", MONDAY)

    with pytest.raises(NotYours):
        advance(walk.booking, "forward", by=stranger, data={"pin": "999999"}, at=MONDAY)

    assert User.objects.get(username="kabid.kaltara").pin_failures == 0


def test_the_pin_never_enters_the_trail(world):
    walk = Walk("kaltara").submit()

    event = walk.act("forward")

    assert PIN not in str(event.data)


def test_both_teams_confirm_in_any_order(world):
    walk = Walk("gorontalo").submit().until("pastikan-alat-jaringan")
    network = walk.holder(role="network_team")

    walk.act("ready", by=network)
    assert walk.step == "pastikan-alat-jaringan"
    assert why_not(network, walk.booking, "ready", walk.at) is not None
    walk.act("ready", by=walk.holder(role="coordinator"))

    assert walk.step == "atur-platform"


def test_what_is_missing_becomes_the_applicants_and_he_is_told(world):
    walk = Walk("gorontalo").submit().until("pastikan-alat-jaringan")

    walk.act(
        "ready",
        by=walk.holder(role="network_team"),
        items=[
            {"name": "Kabel HDMI 10 m", "state": "missing", "note": ""},
            {"name": "Internet", "state": "ready", "note": ""},
        ],
    )

    told = Delivery.objects.filter(recipient=walk.applicant.user, body__contains="Kabel HDMI 10 m")
    assert told.exists()
    assert walk.booking.preparation.get(name="Kabel HDMI 10 m").state == "applicant"


@pytest.mark.parametrize(
    ("office", "step", "action", "goes_on_at", "subject"),
    [
        ("tarakan", "cek-jadwal", "full", "terima-informasi", "Jadwal penuh"),
        ("tarakan", "cek-jadwal", "refuse", "terima-informasi", "tidak dapat difasilitasi"),
        ("kalbar", "verifikasi", "full", "laporkan-verifikasi", "Jadwal penuh"),
        ("kalbar", "verifikasi", "refuse", "laporkan-verifikasi", "tidak dapat difasilitasi"),
        ("singkawang", "cek-jadwal-perlengkapan", "full", "[refused]", "Jadwal penuh"),
    ],
)
def test_a_no_reaches_the_agency_at_once(world, office, step, action, goes_on_at, subject):
    walk = Walk(office).submit().until(step)

    event = walk.act(action, reason="Tidak ada petugas")

    assert walk.step == goes_on_at
    told = Delivery.objects.get(recipient=walk.applicant.user, topic="decided", channel="in_app")
    assert told.dedupe_key.startswith(f"event-{event.pk}-")
    assert subject in told.subject
    assert "Tidak ada petugas" in told.body


def test_an_early_start_asks_and_is_recorded_as_early(world):
    walk = Walk("kaltara").submit().until("laksanakan")
    walk.at = walk.booking.first_session_start - timedelta(minutes=30)

    with pytest.raises(Incomplete) as refusal:
        walk.act("start", minutes=0)
    assert set(refusal.value.fields) == {"confirm_early"}
    walk.act("start", minutes=0, confirm_early=True)

    assert walk.booking.sessions.get().execution.started_early


def test_several_sessions_close_one_by_one(world):
    start = MONDAY + timedelta(days=7)
    sessions = [
        {
            "starts_at": (start + timedelta(days=day)).isoformat(),
            "ends_at": (start + timedelta(days=day, hours=2)).isoformat(),
        }
        for day in range(3)
    ]
    walk = Walk("kaltara", sessions=sessions, connection_test_at=None).submit().until("laksanakan")
    first, second, third = walk.booking.sessions.order_by("number")

    walk.at = first.starts_at
    walk.act("start", session=first.pk)
    walk.act("finish", session=first.pk)
    assert walk.step == "laksanakan"
    walk.act("not_held", session=second.pk, reason="Narasumber sakit")
    assert walk.step == "laksanakan"
    walk.at = third.starts_at
    walk.act("start", session=third.pk)
    walk.act("finish", session=third.pk)

    assert walk.step == "laporkan"
    assert list(walk.booking.sessions.order_by("number").values_list("status", flat=True)) == [
        "finished",
        "not_held",
        "finished",
    ]


def test_already_handled_names_who_and_when(world):
    walk = Walk("kaltara").submit()
    run = walk.run.pk
    event = record(walk)

    with pytest.raises(AlreadyHandled) as refusal:
        advance(walk.booking, "forward", by=actor("kadis.kaltara", MONDAY), data={"pin": PIN}, step_run=run, at=MONDAY)

    assert event.actor_title in refusal.value.sentence
    assert Event.objects.filter(booking=walk.booking, action="forward").count() == 1


def test_the_clock_waits_for_the_hour_of_the_trial(world):
    walk = Walk("singkawang").submit().until("koordinasi-teknis")
    trial_at = walk.booking.first_session_start - timedelta(hours=20)

    walk.act("agree", agreed="Uji koneksi sehari sebelumnya", trial_at=trial_at.isoformat())

    row = walk.booking.row_runs.get(closed_at=None)
    assert walk.step == "uji-koneksi"
    assert row.paused_at == walk.at
    run_due_timers(at=trial_at + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.paused_at is None
    assert row.due_at > trial_at


def test_a_rejection_drafts_the_letter_beside_the_case(world):
    walk = Walk("kaltara").submit().until("disposisi-kepala-bidang")

    walk.act("reject", reason="Ruang sedang direnovasi")

    letter = walk.booking.papers.get(document__kind="reply_letter").document
    assert (letter.variant, letter.status) == ("cannot", "draft")
    assert "Ruang sedang direnovasi" in str(letter.context)


def test_who_did_his_part_of_a_shared_step_is_told_so_when_he_taps_again(world):
    walk = Walk("gorontalo").submit().until("pastikan-alat-jaringan")
    walk.act("ready", by="persandian")

    with pytest.raises(NotLegal, match="Bagian Anda sudah tercatat"):
        walk.act("ready", by="persandian")
    with pytest.raises(NotYours, match=r"^Langkah ini menunggu"):
        walk.act("ready", by="kadis")
