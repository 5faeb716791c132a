"""Two people press at the same moment, in separate processes on real PostgreSQL: one decision."""

from datetime import timedelta

from bookings.errors import DomainError
from bookings.models import Booking, Disposition, Event
from bookings.workflow.engine import advance
from bookings.workflow.trail import faults_of
from tests.conftest import MONDAY
from tests.races import race
from tests.walks.driver import Walk, actor
from vidcon_portal.accounts.models import Position
from vidcon_portal.demo.people import PIN

RACERS = 6


def decide(booking_id, run, action, data, username):
    """The contender ``username`` takes the action; it ends as the action or as the name of the refusal."""
    booking, who = Booking.objects.get(pk=booking_id), actor(username, MONDAY)

    def deed():
        try:
            advance(booking, action, by=who, data=data, step_run=run, at=MONDAY + timedelta(hours=1))
        except DomainError as error:
            return error.type
        return action

    return deed


def test_many_clicks_on_one_step_give_one_decision(committed_world):
    walk = Walk("kaltara").submit()
    to = Position.objects.get(office=walk.office, role="division_head").pk
    forward = (walk.booking.pk, walk.run.pk, "forward", {"to": to, "pin": PIN}, "kadis.kaltara")

    said = sorted(race([(decide, forward)] * RACERS))

    assert said == ["already-handled"] * (RACERS - 1) + ["forward"]
    assert Disposition.objects.filter(booking=walk.booking).count() == 1
    assert Event.objects.filter(booking=walk.booking, action="forward").count() == 1
    assert list(faults_of(walk.booking)) == []


def test_applicant_and_office_act_at_once_and_one_wins(committed_world):
    walk = Walk("kaltara").submit()
    run = walk.run.pk
    contenders = [
        (decide, (walk.booking.pk, run, "cancel", {"reason": "Batal"}, "pemohon.kaltara")),
        (decide, (walk.booking.pk, run, "reject", {"reason": "Bukan tugas kami"}, "kadis.kaltara")),
    ]

    said = sorted(race(contenders))

    booking = Booking.objects.get(pk=walk.booking.pk)
    assert said in (["already-handled", "cancel"], ["already-handled", "reject"])
    assert booking.status == {"cancel": "cancelled", "reject": "refused"}[said[1]]
    assert Event.objects.filter(booking=booking).count() == 2
