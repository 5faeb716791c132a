"""Displaced at the very moment at which the displaced case moves itself, in processes of their own."""

from datetime import timedelta

from bookings.models import Allocation, Booking
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from bookings.workflow.moves.displacing import preview_displacement
from bookings.workflow.trail import faults_of
from tests.conftest import MONDAY
from tests.races import race
from tests.walks.driver import Walk, actor, fill
from tests.walks.leaders import leader_in_need
from tests.walks.test_races import decide

NOW = MONDAY + timedelta(hours=1)
"""When ``decide`` acts."""


def options_at(walk, start):
    return {"option_1": [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}]}


def deed_of(victim, action):
    """The victim's own move: its data and who takes it."""
    who = {"accept": "subkor", "cancel": "pemohon", "choose": "pemohon", "reschedule": "pemohon"}[action]
    by = actor(f"{who}.tarakan", NOW)
    data = fill(form_for(situation_of(victim.booking, NOW), action, by=by), by, victim.office, NOW)
    if action == "reschedule":
        data |= {"sessions": options_at(victim, victim.booking.first_session_start + timedelta(days=21))["option_1"]}
    return (victim.booking.pk, victim.run.pk, action, {"reason": "Berubah", **data}, f"{who}.tarakan")


def whole(booking):
    booking.refresh_from_db()
    assert list(faults_of(booking)) == []
    assert booking.step_runs.filter(closed_at=None).count() == (0 if booking.is_closed else 1)
    occupied = Allocation.objects.filter(
        booking=booking, state__in=("held", "confirmed"), purpose__in=("event", "option")
    )
    assert occupied.exists() == (booking.hold in ("held", "partial", "confirmed")), booking.hold


def test_displaced_while_it_moves_itself(committed_world):
    outcomes = {}
    for days, action in ((7, "cancel"), (8, "reschedule"), (9, "accept"), (10, "choose")):
        early = None
        if action == "choose":
            early = Walk("tarakan", days=30).submit().until("cek-jadwal")
            start = (MONDAY + timedelta(days=days)).astimezone(early.office.tz).replace(hour=9)
            early.act("offer", **options_at(early, start))
        cases, leader = leader_in_need("tarakan", to="cek-jadwal", days=days)
        victim = early or cases[-1]
        Booking.objects.filter(pk__in=[walk.booking.pk for walk in cases if walk is not victim]).update(leader_rank=1)
        found = preview_displacement(leader.booking, at=NOW)
        assert [each.booking.pk for each in found.victims] == [victim.booking.pk]
        data = {"reason": "Pimpinan", "seen": found.digest}
        contenders = [
            (decide, (leader.booking.pk, leader.run.pk, "displace", data, "kabid.tarakan")),
            (decide, deed_of(victim, action)),
        ]

        outcomes[action] = race(contenders)

        whole(leader.booking)
        whole(victim.booking)
        assert set(outcomes[action]) & {"displace", action}, outcomes
        if "displace" in outcomes[action]:
            assert leader.booking.hold == "held"
