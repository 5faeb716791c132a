"""Two people press at the same moment, in separate processes on real PostgreSQL: one decision."""

import multiprocessing
from datetime import timedelta

import pytest
from django.db import connections

from bookings.models import Booking, Disposition, Event
from bookings.workflow.trail import faults_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor
from vidcon_portal.demo.people import PIN

RACERS = 6


def _forward(booking_id, run, barrier, results):
    from bookings.errors import DomainError
    from bookings.workflow.engine import advance
    from vidcon_portal.accounts.models import Position

    connections.close_all()
    booking = Booking.objects.get(pk=booking_id)
    to = Position.objects.get(office=booking.office, role="division_head").pk
    who = actor("kadis.kaltara", MONDAY)
    barrier.wait()
    try:
        advance(booking, "forward", by=who, data={"to": to, "pin": PIN}, step_run=run, at=MONDAY + timedelta(minutes=5))
        results.put("won")
    except DomainError as error:
        results.put(error.type)
    finally:
        connections.close_all()


def _decide(booking_id, run, action, data, username, barrier, results):
    from bookings.errors import DomainError
    from bookings.workflow.engine import advance

    connections.close_all()
    booking = Booking.objects.get(pk=booking_id)
    who = actor(username, MONDAY)
    barrier.wait()
    try:
        advance(booking, action, by=who, data=data, step_run=run, at=MONDAY + timedelta(hours=1))
        results.put(action)
    except DomainError as error:
        results.put(error.type)
    finally:
        connections.close_all()


def race(jobs):
    """Run the jobs at one moment in processes of their own; returns what each said, sorted."""
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(len(jobs)), context.Queue()
    connections.close_all()
    processes = [context.Process(target=job, args=(*args, barrier, results)) for job, args in jobs]
    for process in processes:
        process.start()
    said = sorted(results.get(timeout=60) for _process in processes)
    for process in processes:
        process.join(timeout=30)
    return said


@pytest.mark.serial
def test_many_clicks_on_one_step_give_one_decision(committed_world):
    walk = Walk("kaltara").submit()

    said = race([(_forward, (walk.booking.pk, walk.run.pk))] * RACERS)

    assert said == ["already-handled"] * (RACERS - 1) + ["won"]
    assert Disposition.objects.filter(booking=walk.booking).count() == 1
    assert Event.objects.filter(booking=walk.booking, action="forward").count() == 1
    assert list(faults_of(walk.booking)) == []


@pytest.mark.serial
def test_applicant_and_office_act_at_once_and_one_wins(committed_world):
    walk = Walk("kaltara").submit()
    run = walk.run.pk
    jobs = [
        (_decide, (walk.booking.pk, run, "cancel", {"reason": "Batal"}, "pemohon.kaltara")),
        (_decide, (walk.booking.pk, run, "reject", {"reason": "Bukan tugas kami"}, "kadis.kaltara")),
    ]

    said = race(jobs)

    booking = Booking.objects.get(pk=walk.booking.pk)
    assert said in (["already-handled", "cancel"], ["already-handled", "reject"])
    assert booking.status == {"cancel": "cancelled", "reject": "refused"}[said[1]]
    assert Event.objects.filter(booking=booking).count() == 2
