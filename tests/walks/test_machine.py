"""Random people take random actions at random times; the invariants of the house hold throughout."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.choices import CLOSED, LIVE
from bookings.errors import DomainError
from bookings.models import Allocation, Booking, Event, StepRun
from bookings.workflow.engine import advance, form_for
from bookings.workflow.legality import possibilities, situation_of
from bookings.workflow.timers import run_due_timers
from bookings.workflow.trail import faults_of
from tests.walks.driver import Walk, actor, fill, usernames


def snapshot(booking):
    """What a refused action must leave as it was."""
    return (
        Booking.objects.values().get(pk=booking.pk),
        list(Event.objects.filter(booking=booking).values_list("hash", flat=True)),
        list(StepRun.objects.filter(booking=booking).values()),
        list(Allocation.objects.filter(booking=booking).values("id", "state", "during")),
    )


def check_invariants(booking):
    booking.refresh_from_db()
    open_steps = booking.step_runs.filter(closed_at__isnull=True).count()
    assert open_steps == (1 if booking.status in LIVE else 0)
    assert booking.row_runs.filter(closed_at__isnull=True).count() <= 1
    assert list(faults_of(booking)) == []
    if booking.status in CLOSED:
        assert not booking.row_runs.filter(closed_at__isnull=True).exists()
    if booking.decision in ("refused", "full") or booking.status in ("cancelled", "lapsed", "refused"):
        upcoming = Allocation.objects.filter(booking=booking, state__in=("held", "confirmed")).exclude(
            session__status__in=("finished", "running")
        )
        assert not upcoming.exists()


def swapped(draw, form):
    """Anybody who could take over, for anybody."""
    found = [(name, unit.pk) for name, work in form.works.items() for unit in work.substitutes]
    return dict([draw(st.sampled_from(found))]) if found else {}


def random_day(draw, office):
    walk = Walk(office, days=draw(st.integers(1, 9)))
    walk.submit()
    check_invariants(walk.booking)
    names = [*usernames(office), f"pemohon2.{office}", f"auditor.{office}", "kadis.kalbar"]
    for _step in range(draw(st.integers(3, 14))):
        walk.at += timedelta(minutes=draw(st.sampled_from([1, 7, 45, 240, 1500])))
        if draw(st.integers(0, 6)) == 0:
            run_due_timers(at=walk.at)
            check_invariants(walk.booking)
            continue
        who = actor(draw(st.sampled_from(names)), walk.at)
        found = possibilities(who, walk.booking, walk.at)
        if not found:
            break
        allowed = [each for each in found if each.allowed]
        chosen = draw(st.sampled_from(allowed if allowed and draw(st.integers(0, 4)) else found))
        here = situation_of(walk.booking, walk.at)
        data = fill(form_for(here, chosen.action, by=who), who, walk.office, walk.at)
        if chosen.action == "adjust":
            data |= swapped(draw, form_for(here, chosen.action, by=who))
        before = snapshot(walk.booking)
        try:
            advance(walk.booking, chosen.action, by=who, data=data, at=walk.at)
        except DomainError as error:
            assert error.sentence  # noqa: PT017 - most random actions are refused, and that is no failure
            assert snapshot(walk.booking) == before
        else:
            assert chosen.allowed, f"{who} took {chosen.action} though: {chosen.why_not}"
            assert len(snapshot(walk.booking)[1]) == len(before[1]) + 1
        check_invariants(walk.booking)


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"])
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_whatever_people_do_the_case_stays_whole(world, office, data):
    start = transaction.savepoint()  # no atomic block: a PIN is checked outside any
    random_day(data.draw, office)
    transaction.savepoint_rollback(start)
