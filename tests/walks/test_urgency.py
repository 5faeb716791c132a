"""A confirmed leader's event before the next working day closes: clock minutes, no quiet hours, the duty officer."""

from datetime import timedelta

import pytest

from bookings.reminders import remind_overdue
from bookings.urgency import remind_urgent
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import Appointment, DutyRoster
from vidcon_portal.notifications.models import Delivery

LEADER = {"leader_rank": 1, "leader_name": "Gubernur"}


def told(walk, **wanted):
    """Who was told in the portal that the case is urgent; ``wanted`` narrows it."""
    found = Delivery.objects.filter(
        channel="in_app", subject__startswith="Mendesak", url=walk.booking.get_absolute_url(), **wanted
    )
    return sorted(found.values_list("recipient__username", flat=True))


def roster(username, walk):
    holder = Appointment.objects.get(user__username=username)
    day = walk.at.astimezone(walk.office.tz).date()
    DutyRoster.objects.create(office=walk.office, appointment=holder, starts_on=day, ends_on=day + timedelta(days=7))


def test_the_duty_officer_is_told_when_an_urgent_step_opens(world):
    walk = Walk("kaltara", days=1, **LEADER).submit()
    roster("teknis.kaltara", walk)
    assert told(walk) == []

    walk.act("confirm_leader", by="kadis")
    assert told(walk) == ["kadis.kaltara", "teknis.kaltara"]
    walk.act("forward")

    assert told(walk) == ["kadis.kaltara", "teknis.kaltara", "teknis.kaltara"]
    turn = Delivery.objects.get(topic="turn", channel="in_app", recipient__username="kabid.kaltara")
    assert turn.urgent
    assert remind_urgent(at=walk.at) == 0


def test_an_empty_roster_reaches_the_division_head(world):
    walk = Walk("kaltara", days=1, **LEADER).submit()

    walk.act("confirm_leader", by="kadis")

    assert told(walk) == ["kabid.kaltara", "kadis.kaltara"]


def test_without_a_division_head_it_reaches_the_head_of_office(world):
    walk = Walk("kaltara", days=1, **LEADER).submit().until("koordinasi-pemohon")
    Appointment.objects.filter(user__username="kabid.kaltara").update(ended_at=walk.at)

    walk.act("confirm_leader", by="kadis")

    assert told(walk) == ["kadis.kaltara", "teknis.kaltara"]


def test_whoever_may_not_open_a_secret_case_is_not_led_to_it(world):
    walk = Walk("kaltara", days=1, secrecy="secret", **LEADER).submit()
    roster("kabid.kaltara", walk)

    walk.act("confirm_leader", by="kadis")

    assert told(walk) == ["kadis.kaltara"]


def test_a_case_becomes_urgent_while_it_waits(world):
    walk = Walk("kaltara", days=3, **LEADER).submit()
    walk.act("confirm_leader", by="kadis")
    walk.act("forward")
    assert (told(walk), remind_urgent(at=walk.at)) == ([], 0)
    eve = (walk.booking.first_session_start - timedelta(days=1)).astimezone(walk.office.tz).replace(hour=0, minute=5)

    assert (remind_urgent(at=eve), remind_urgent(at=eve + timedelta(minutes=1))) == (1, 0)

    assert told(walk, urgent=True) == ["kabid.kaltara"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_only_a_confirmed_leader_makes_urgent(world, confirmed):
    walk = Walk("kaltara", days=1, **LEADER).submit()
    if confirmed:
        walk.act("confirm_leader", by="kadis")
    walk.act("forward", minutes=0 if confirmed else 5)

    assert bool(told(walk)) is confirmed
    assert Delivery.objects.filter(topic="turn", urgent=True).exists() is confirmed


def test_the_clock_goes_on_by_the_wall_once_the_leader_is_confirmed(world):
    walk = Walk("kaltara", days=2, **LEADER)
    walk.at = walk.at.astimezone(walk.office.tz).replace(hour=15, minute=30)  # half an hour before the day closes
    walk.submit()
    row = walk.booking.row_runs.get(closed_at=None)
    assert row.due_at.astimezone(walk.office.tz).hour == 8  # on Wednesday: Tuesday is a holiday

    walk.act("confirm_leader", by="kadis", minutes=10)

    row.refresh_from_db()
    assert row.due_at == walk.at + timedelta(minutes=50)
    assert row.stretches != []
    roster("teknis.kaltara", walk)
    assert remind_overdue(at=row.due_at + timedelta(minutes=1)) == 1
    late = Delivery.objects.filter(topic="overdue", channel="in_app", urgent=True)
    assert set(late.values_list("recipient__username", flat=True)) == {"kadis.kaltara", "teknis.kaltara"}
