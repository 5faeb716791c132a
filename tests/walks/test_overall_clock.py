"""Gorontalo promises 24 hours from receipt to the readiness to serve: when they run, stand still and end."""

from datetime import timedelta

import pytest

from bookings.inbox import inbox_of
from bookings.models import Booking
from bookings.pages.inbox import tasks_of
from bookings.queries import case_view
from bookings.reminders import remind_overdue
from bookings.workflow.timers import run_due_timers
from reports.papers import held_sessions, time_lines
from tests.walks.driver import Walk, actor
from vidcon_portal.notifications.models import Delivery

DAY = timedelta(hours=24)


def last_run(walk):
    return walk.booking.overall_runs.last()


def test_the_day_runs_from_the_registering_to_row_three_closed(world):
    walk = Walk("gorontalo").submit()
    assert last_run(walk) is None

    walk.act("register")
    run = last_run(walk)

    assert (run.started_at, run.due_at) == (walk.at, walk.at + DAY)
    walk.until("koordinasi-jaringan")
    assert last_run(walk).closed_at is None
    walk.act("agree")
    run.refresh_from_db()
    assert (run.closed_at, run.reached, run.is_late(walk.at)) == (walk.at, True, False)


def test_nights_and_holidays_count_and_the_late_are_told_once(world):
    walk = Walk("gorontalo").submit()
    walk.act("register")
    due = last_run(walk).due_at  # Tuesday 25 August is a holiday

    assert Booking.objects.overdue(at=due).count() == 0
    late = due + timedelta(minutes=1)
    assert list(Booking.objects.overdue(at=late)) == [walk.booking]
    assert (remind_overdue(at=late), remind_overdue(at=late)) == (1, 0)
    assert Delivery.objects.filter(topic="overdue", body__contains="24 jam", channel="in_app").exists()
    walk.at = late
    walk.until("siapkan-alat")
    assert last_run(walk).is_late(walk.at)


def test_a_return_in_between_makes_it_stand_still(world):
    walk = Walk("gorontalo").submit().until("koordinasi-jaringan")
    due = last_run(walk).due_at

    walk.act("return", reason="Tempat belum jelas")
    assert (last_run(walk).paused_at, walk.run.overall_run) == (walk.at, last_run(walk))
    walk.act("resubmit", by="pemohon", minutes=30 * 60, place="Aula Bappeda")

    assert walk.step == "koordinasi-jaringan"
    assert last_run(walk).due_at == due + timedelta(hours=30)
    assert Booking.objects.overdue(at=due + timedelta(hours=1)).count() == 0


def test_a_new_time_before_the_readiness_runs_on(world):
    walk = Walk("gorontalo").submit().until("koordinasi-jaringan")
    due = last_run(walk).due_at
    new = walk.booking.first_session_start + timedelta(days=2)

    walk.act("reschedule", by="pemohon", sessions=times(new), reason="Narasumber berhalangan")

    assert walk.step == "koordinasi-pemohon"
    assert [(run.visit, run.due_at) for run in walk.booking.overall_runs.all()] == [(1, due)]


def test_a_new_time_after_the_readiness_gets_the_whole_day_again(world):
    walk = Walk("gorontalo").submit().until("siapkan-alat")
    new = walk.booking.first_session_start + timedelta(days=2)

    walk.act("reschedule", by="pemohon", sessions=times(new), reason="Narasumber berhalangan")

    first, second = walk.booking.overall_runs.all()
    assert (first.reached, first.closed_at is None) == (True, False)
    assert (second.visit, second.started_at, second.due_at) == (2, walk.at, walk.at + DAY)


def test_a_case_that_ends_before_is_not_reached_and_starts_anew_when_reopened(world):
    walk = Walk("gorontalo").submit().until("koordinasi-pemohon")
    walk.act("reject", reason="Bukan kewenangan")
    ended = last_run(walk)
    assert (ended.closed_at, ended.reached) == (walk.at, False)

    walk.act("reopen", by="kadis", minutes=60, reason="Ternyata dapat")

    assert walk.step == "koordinasi-pemohon"
    again = last_run(walk)
    assert (again.visit, again.started_at, again.due_at) == (2, walk.at, walk.at + DAY)


def test_it_is_never_due_later_than_an_hour_before_the_event(world):
    walk = Walk("gorontalo", days=1).submit()  # tomorrow 09.00

    walk.act("register")

    start = walk.booking.first_session_start
    assert last_run(walk).due_at == start - timedelta(minutes=60)
    walk.act("reschedule", by="pemohon", sessions=times(start + timedelta(days=3)), reason="Diundur")
    assert last_run(walk).due_at == last_run(walk).started_at + DAY


def test_a_failed_trial_later_starts_no_second_day(world):
    walk = Walk("gorontalo").submit().until("uji-sistem")

    walk.act("fail", findings="Suara putus")

    assert walk.step == "pastikan-alat-jaringan"
    assert walk.booking.overall_runs.count() == 1


def test_page_inbox_api_and_report_show_it(world, client):
    walk = Walk("gorontalo").submit().until("koordinasi-pemohon")
    coordinator = actor("persandian.gorontalo", walk.at)

    (task,) = [t for t in tasks_of(inbox_of(coordinator, at=walk.at), at=walk.at) if walk.booking.title in t.row.title]
    seen = case_view(walk.booking, coordinator, walk.at).overall

    assert task.due_at == last_run(walk).due_at
    assert (task.row.clock.text, task.row.clock.standard) == ("24 jam lagi", "layanan 24 jam")
    assert (seen.hours, seen.until_row, seen.reached_at, seen.remaining.amount) == (24, 3, None, 24 * 60)
    walk.until("buat-laporan")
    run_due_timers(at=walk.at)
    assert case_view(walk.booking, coordinator, walk.at).overall.reached_at == last_run(walk).closed_at
    (line,) = [
        line
        for line in time_lines(walk.booking, held_sessions(walk.booking), at=walk.at)
        if line.activity.startswith("Seluruh pelayanan")
    ]
    assert (line.standard, line.actual, line.remark) == ("24 jam", "10 menit", "Tepat waktu")


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "tarakan", "singkawang"])
def test_an_sop_that_promises_no_time_has_no_such_clock(world, office):
    walk = Walk(office).submit()
    walk.onward(walk.run)

    assert walk.booking.overall_runs.count() == 0
    assert case_view(walk.booking, walk.holder(), walk.at).overall is None


def times(start):
    return [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}]
