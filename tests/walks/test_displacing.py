"""A confirmed leader's event displaces lower ones: never silently, never an equal, never without an answer."""

from datetime import timedelta

import pytest

from bookings.errors import Changed, Clash, NotLegal, NotYours
from bookings.kinds.choose import why_offered
from bookings.models import Booking, Event, Resource, StepRun
from bookings.workflow.legality import situation_of, why_not
from bookings.workflow.moves.displacing import line_of, preview_displacement
from bookings.workflow.timers import run_due_timers
from bookings.workflow.trail import faults_of
from tests.walks.driver import Walk, actor, live
from tests.walks.leaders import CONFIRMING, displace, fill_the_hour, leader_in_need, make_leader, protocol_of
from verification.models import Trial
from vidcon_portal.notifications.models import Delivery


def check(booking):
    booking.refresh_from_db()
    assert list(faults_of(booking)) == []
    assert booking.step_runs.filter(closed_at=None).count() == 1
    events = live(booking).filter(purpose__in=("event", "option"))
    assert events.exists() == (booking.hold in ("held", "confirmed", "partial"))


@pytest.mark.parametrize("office", CONFIRMING)
def test_a_leader_displaces_one_case_and_it_chooses_another_time(world, office):
    cases, leader = leader_in_need(office, to=CONFIRMING[office])
    before = {walk.booking.pk: walk.booking.events.count() for walk in cases}

    event = displace(leader)

    (entry,) = event.data["displaced"]
    victim = next(walk for walk in cases if str(walk.booking.pk) == entry["id"])
    spared = [walk for walk in cases if walk is not victim]
    assert (leader.booking.hold, leader.step) == ("held", CONFIRMING[office])
    for walk in (leader, victim):
        check(walk.booking)
    assert (victim.step, victim.booking.status, victim.booking.hold) == ("<choose_alternative>", "offered", "held")
    assert victim.run.offered.count() == 3
    assert victim.booking.events.last().action == "displaced"
    assert why_offered(victim.booking).startswith("Jadwal semula digeser untuk kegiatan pimpinan. Alasan: ")
    assert all(walk.booking.events.count() == before[walk.booking.pk] for walk in spared)
    assert Delivery.objects.filter(recipient=victim.applicant.user, topic="displaced").exists()

    leader.act(situation_of(leader.booking, leader.at).node.kind.onward_action)
    assert leader.booking.hold == "confirmed"
    victim.at = leader.at
    victim.act("choose", by="pemohon", option="1")
    assert victim.booking.status == "open"
    assert victim.booking.first_session_start != leader.booking.first_session_start
    victim.until(CONFIRMING[office]).onward(victim.run)
    assert victim.booking.hold == "confirmed"


def test_nobody_of_equal_or_higher_rank_gives_way(world):
    cases, leader = leader_in_need("tarakan", rank=2, units=2)
    Booking.objects.filter(pk__in=[walk.booking.pk for walk in cases]).update(leader_rank=2)
    events = Event.objects.count()

    with pytest.raises(Clash):
        displace(leader)

    assert Event.objects.count() == events
    Booking.objects.filter(pk=cases[-1].booking.pk).update(leader_rank=3)
    assert displace(leader).data["displaced"][0]["id"] == str(cases[-1].booking.pk)


def test_what_is_in_session_stays(world):
    cases, leader = leader_in_need("kaltara", to="laksanakan")
    for walk in cases:
        walk.at = walk.booking.first_session_start - timedelta(minutes=30)
        walk.act("start", minutes=0, confirm_early=True)
    leader.at = cases[0].at

    with pytest.raises(Clash):
        displace(leader)


def test_who_confirmed_the_leader_does_not_displace(world):
    _cases, late = fill_the_hour("kaltara")
    Booking.objects.filter(pk=late.booking.pk).update(leader_rank=1)
    late.booking.refresh_from_db()
    late.act("confirm_leader", by="kadis")
    late.until("koordinasi-pemohon")

    with pytest.raises(NotYours):
        displace(late, by="kadis")

    assert why_not(actor("teknis.kaltara", late.at), late.booking, "displace", late.at) is not None
    assert displace(late, by="kabid").data["displaced"]


def test_an_unconfirmed_leader_and_a_served_one_displace_nobody(world):
    _cases, late = fill_the_hour("tarakan")
    Booking.objects.filter(pk=late.booking.pk).update(leader_rank=1)
    late.booking.refresh_from_db()
    late.until("cek-jadwal")

    with pytest.raises(NotLegal):
        late.act("displace", by="kabid", reason="Penting", seen="x")

    late.act("confirm_leader", by=protocol_of(late))
    displace(late)
    assert "sudah ditahan" in why_not(actor("kabid.tarakan", late.at), late.booking, "displace", late.at)


def test_what_changed_since_it_was_shown_is_shown_again(world):
    cases, leader = leader_in_need("tarakan", units=2)
    seen = preview_displacement(leader.booking, at=leader.at).digest
    runs = StepRun.objects.count()
    preview = preview_displacement(leader.booking, at=leader.at)
    assert StepRun.objects.count() == runs
    assert preview.digest == seen
    shown = preview.victims[0].booking
    Booking.objects.filter(pk=shown.pk).update(leader_rank=1)
    events = Event.objects.count()

    with pytest.raises(Changed):
        leader.act("displace", by="kabid", reason="Penting", seen=seen)

    assert Event.objects.count() == events
    assert displace(leader).data["displaced"][0]["id"] in {str(walk.booking.pk) for walk in cases} - {str(shown.pk)}


def test_a_returned_case_and_one_never_checked_only_wait(world):
    cases, leader = leader_in_need("singkawang")
    for walk in cases:
        walk.until("cek-kelengkapan").act("return", reason="Kurang", missing=["letter"])
    (shown,) = preview_displacement(leader.booking, at=leader.at).victims

    event = displace(leader)

    (entry,) = event.data["displaced"]
    victim = Booking.objects.get(pk=entry["id"])
    check(victim)
    assert "belum sampai pada pemeriksaan jadwal" in line_of(shown, known=True, at=leader.at).answer
    assert (victim.status, victim.hold) == ("returned", "waiting")
    assert StepRun.objects.get(booking=victim, closed_at=None).kind == "complete"


def test_an_offered_case_gets_new_options(world):
    _cases, leader = leader_in_need("tarakan", to="cek-jadwal")
    (entry,) = displace(leader).data["displaced"]
    offered = Booking.objects.get(pk=entry["id"])
    option = offered.step_runs.get(closed_at=None).offered.first()
    first = option.sessions[0]
    other = Walk("tarakan", sessions=[{"starts_at": first["starts_at"], "ends_at": first["ends_at"]}])
    others = [other.submit()]
    while others[-1].booking.hold == "held":
        others.append(
            Walk("tarakan", sessions=[{"starts_at": first["starts_at"], "ends_at": first["ends_at"]}]).submit()
        )
    second = make_leader(others[-1]).until("cek-jadwal")
    for walk in others[:-1]:
        Booking.objects.filter(pk=walk.booking.pk).update(leader_rank=1)

    event = displace(second)

    assert [each["id"] for each in event.data["displaced"]] == [str(offered.pk)]
    check(offered)
    run = offered.step_runs.get(closed_at=None)
    assert run.kind == "choose_alternative"
    assert first["starts_at"] not in {line["starts_at"] for each in run.offered.all() for line in each.sessions}
    assert run.resumes.step.code == "cek-jadwal"


def test_a_completed_case_lives_again(world):
    cases, leader = leader_in_need("tarakan")
    for walk in cases:
        while walk.run is not None:
            walk.onward(walk.run)
        assert walk.booking.status == "completed"

    (entry,) = displace(leader).data["displaced"]

    victim = next(walk for walk in cases if str(walk.booking.pk) == entry["id"])
    check(victim.booking)
    assert (victim.booking.status, victim.booking.closed_at) == ("offered", None)
    row = victim.booking.row_runs.get(closed_at=None)
    assert (row.row.number, row.visit) == (4, 2)
    assert row.paused_at is not None
    victim.at = leader.at
    victim.act("choose", by="pemohon", option="2")
    assert victim.step == "cek-jadwal"
    row.refresh_from_db()
    assert row.paused_at is None


def test_a_missed_answer_leaves_the_case_with_its_office(world):
    _cases, leader = leader_in_need("tarakan", to="cek-jadwal")
    (entry,) = displace(leader).data["displaced"]
    victim = Booking.objects.get(pk=entry["id"])

    run_due_timers(at=victim.step_runs.get(closed_at=None).deadline_at + timedelta(minutes=1))

    victim.refresh_from_db()
    assert (victim.status, victim.hold) == ("offered", "waiting")
    assert not live(victim).exists()


def test_the_letter_beside_the_case_offers_the_other_times(world):
    _cases, leader = leader_in_need("kalbar", to="laksanakan")
    assert leader.office.reply_letter

    (entry,) = displace(leader).data["displaced"]

    victim = Booking.objects.get(pk=entry["id"])
    draft = victim.papers.get(document__kind="reply_letter").document
    assert (draft.variant, draft.status) == ("alternative", "draft")
    assert len(draft.context["body"]["alternatives"]) == 3


def test_a_trial_that_gives_way_has_no_hour_any_more(world):
    ordinary = Walk("kaltara", days=9).submit().until("koordinasi-pemohon")
    start = ordinary.booking.first_session_start - timedelta(days=1)
    ordinary.act("agree", trial_at=start.isoformat())
    ordinary.until("uji-coba")
    assert ordinary.booking.row_runs.get(closed_at=None).paused_at is not None
    for kind in ("account", "person"):
        used = ordinary.booking.allocations.filter(resource__kind=kind).values("resource")
        Resource.objects.filter(office=ordinary.office, kind=kind).exclude(pk__in=used).update(is_active=False)
        Resource.objects.filter(office=ordinary.office, kind=kind).update(lanes=1)
    leader = make_leader(Walk("kaltara", days=8).submit()).until("koordinasi-pemohon")
    assert leader.booking.hold in ("waiting", "partial")

    (entry,) = displace(leader).data["displaced"]

    trial = Trial.objects.get(booking=ordinary.booking, verdict="")
    assert (entry["fate"], trial.starts_at, trial.ends_at) == ("trial", None, None)
    assert not live(ordinary.booking).filter(purpose="trial").exists()
    ordinary.booking.refresh_from_db()
    assert ordinary.booking.hold == "confirmed"
    run_due_timers(at=leader.at)
    assert ordinary.booking.row_runs.get(closed_at=None).paused_at is None


def test_an_sop_without_leaders_says_why_nothing_is_displaced(world):
    walk = Walk("tarakan").submit()

    for action in ("displace", "confirm_leader"):
        assert "tidak menyebut urutan pimpinan" in (
            why_not(actor("kadis.tarakan", walk.at), walk.booking, action, walk.at) or ""
        )
