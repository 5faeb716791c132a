"""Moves that change or propose a time: reschedule, offer, choose, decline."""

from datetime import timedelta

from bookings.models import Booking, Option
from bookings.workflow.timers import run_due_timers
from tests.walks.driver import Walk, live


def test_reschedule_before_the_recheck_only_changes_the_time(world):
    walk = Walk("kalbar").submit()
    new = walk.booking.first_session_start + timedelta(days=2)

    walk.act(
        "reschedule",
        by="pemohon",
        reason="Pimpinan berhalangan",
        sessions=[{"starts_at": new.isoformat(), "ends_at": (new + timedelta(hours=2)).isoformat()}],
    )

    assert walk.step == "disposisi-kepala-dinas"
    assert walk.booking.first_session_start == new
    assert {a.during.lower <= new for a in live(walk.booking).filter(purpose="event")} == {True}


def test_reschedule_after_the_decision_resumes_at_the_recheck_step(world):
    walk = Walk("kalbar").submit().until("laksanakan")
    ticket = walk.booking.ticket
    new = walk.booking.first_session_start + timedelta(days=2)

    walk.act(
        "reschedule",
        by="pemohon",
        reason="Pimpinan berhalangan",
        sessions=[{"starts_at": new.isoformat(), "ends_at": (new + timedelta(hours=2)).isoformat()}],
    )

    assert (walk.step, walk.booking.decision, walk.booking.ticket) == ("verifikasi", "", ticket)
    assert set(live(walk.booking).values_list("state", flat=True)) == {"held"}
    walk.until("laksanakan")
    assert walk.booking.decision == "served"


def test_completed_case_with_a_future_session_is_rescheduled_and_reopened(world):
    walk = Walk("tarakan").submit()
    while walk.run is not None:
        walk.onward(walk.run)
    assert walk.step == "[completed]"
    new = walk.booking.first_session_start + timedelta(days=1)

    walk.act(
        "reschedule",
        by="pemohon",
        reason="Diundur",
        sessions=[{"starts_at": new.isoformat(), "ends_at": (new + timedelta(hours=2)).isoformat()}],
    )

    assert (walk.step, walk.booking.status) == ("cek-jadwal", "open")


def options(walk, *days):
    start = walk.booking.first_session_start
    return {
        f"option_{number}": [
            {
                "starts_at": (start + timedelta(days=day)).isoformat(),
                "ends_at": (start + timedelta(days=day, hours=2)).isoformat(),
            }
        ]
        for number, day in enumerate(days, start=1)
    }


def test_offer_holds_its_options_and_the_choice_resumes_at_the_check(world):
    walk = Walk("singkawang").submit().until("cek-jadwal-perlengkapan")
    start = walk.booking.first_session_start

    walk.act("offer", **options(walk, 1, 2))

    assert (walk.step, walk.booking.status) == ("<choose_alternative>", "offered")
    assert set(live(walk.booking).values_list("purpose", flat=True)) == {"option", "trial"}
    walk.act("choose", by="pemohon", option="2")
    assert (walk.step, walk.booking.status) == ("cek-jadwal-perlengkapan", "open")
    assert walk.booking.first_session_start == start + timedelta(days=2)
    assert not live(walk.booking).filter(purpose="option").exists()


def test_an_own_time_answers_an_offer(world):
    walk = Walk("singkawang").submit().until("cek-jadwal-perlengkapan")
    walk.act("offer", **options(walk, 1, 2))

    walk.act("reschedule", by="pemohon", sessions=options(walk, 3)["option_1"], reason="Kami usulkan hari lain")

    assert (walk.step, walk.booking.status, walk.booking.hold) == ("cek-jadwal-perlengkapan", "open", "held")
    assert not live(walk.booking).filter(purpose="option").exists()
    assert not Option.objects.filter(step_run__booking=walk.booking, is_held=True).exists()


def test_declining_every_option_is_a_refusal(world):
    walk = Walk("singkawang").submit().until("cek-jadwal-perlengkapan")
    walk.act("offer", **options(walk, 1))

    walk.act("decline", by="pemohon")

    assert (walk.step, walk.booking.decision) == ("[refused]", "refused")
    assert not live(walk.booking).exists()


def test_a_missed_answer_frees_the_options_and_the_case_stays(world):
    walk = Walk("singkawang").submit().until("cek-jadwal-perlengkapan")
    walk.act("offer", **options(walk, 1))
    deadline = walk.run.deadline_at

    run_due_timers(at=deadline + timedelta(minutes=1))

    booking = Booking.objects.get(pk=walk.booking.pk)
    assert (walk.step, booking.hold) == ("<choose_alternative>", "waiting")
    assert not live(booking).exists()
    assert booking.flags.get(result="").kind == "missed_deadline"
