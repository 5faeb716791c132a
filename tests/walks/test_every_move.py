"""Each universal move once from each kind of step at which it exists, by whoever may; the case is whole afterwards."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from bookings.models import Booking, Flag
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.legality import possibilities_in, situation_of
from tests.walks.driver import Walk, actor, fill, usernames
from tests.walks.invariants import assert_whole
from vidcon_portal.accounts.actors import Actor

ALWAYS = "cancel cancel_sessions confirm_leader dispense reschedule"
"""Until the sessions begin: what the applicant may, and what stays beside the path."""

EXISTS = {
    "register": f"{ALWAYS} reassign return",
    "dispose": f"{ALWAYS} reassign recall reject return",
    "check_data": f"{ALWAYS} offer reassign recall reject return",
    "check_resources": f"{ALWAYS} offer reassign recall reject return",
    "coordinate": f"{ALWAYS} adjust offer reassign return set_meeting",
    "prepare": f"{ALWAYS} adjust offer reassign return set_meeting",
    "provision": f"{ALWAYS} offer reassign return",
    "hand_over": f"{ALWAYS} offer reassign return set_meeting",
    "draft_reply": f"{ALWAYS} offer reassign return set_meeting",
    "approve_reply": f"{ALWAYS} offer reassign return set_meeting",
    "send_reply": f"{ALWAYS} offer return set_meeting",  # the head has no superior who could hand it to another
    "trial": f"{ALWAYS} adjust offer reassign set_meeting",
    "execute": f"{ALWAYS} adjust offer reassign set_meeting",
    "report": "confirm_leader dispense reassign",
    "acknowledge": f"{ALWAYS} set_meeting",
    "complete": ALWAYS,
    "choose_alternative": "cancel confirm_leader dispense reschedule",
    "completed": "cancel cancel_sessions reopen reschedule set_meeting",  # Tarakan's: its sessions are still to come
}
"""DESIGN §3.2; displacement needs a full hour and is walked in ``test_displacing``, skipping in ``test_moves``."""

BESIDE = ("adjust", "cancel_sessions", "confirm_leader", "dispense", "reassign", "set_meeting")
"""They move no step: each is taken once, wherever else it exists."""

ASIDE = ("return", "offer")
"""They put the case into the applicant's hands, where other moves exist."""


class Rounds:
    """Walks along and tries at each kind of step what exists there; each try is undone."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {}
        self.tried: set[str] = set()

    def walk(self, office: str, *, to: str = "", steps: int = 30) -> None:
        walk = Walk(office)
        walk.booking.draft_data["sessions"] = times(walk, walk.at + timedelta(days=7), 2)
        walk.booking.save()
        walk.submit()
        if to:
            walk.until(to)
        for _turn in range(steps):
            self.look(walk)
            if walk.run is None:
                return
            walk.onward(walk.run)

    def look(self, walk: Walk) -> None:
        """A late case of an unconfirmed leader, so that all may be taken; a kind is looked at once, disposing twice."""
        kind = walk.run.kind if walk.run else walk.booking.status
        if kind in self.found and (kind != "dispose" or "recall" in self.found[kind]):
            return
        found, before = self.found.setdefault(kind, set()), transaction.savepoint()
        late = {"sentence": "Terlambat.", "opened_at": walk.at}
        Flag.objects.get_or_create(booking=walk.booking, kind="late", result="", defaults=late)
        Booking.objects.filter(pk=walk.booking.pk).update(leader_rank=1, leader_name="Pimpinan")
        at, booking = walk.at, Booking.objects.get(pk=walk.booking.pk)
        for action, who in movers(booking, walk).items():
            walk.booking, walk.at = Booking.objects.get(pk=booking.pk), at + timedelta(minutes=1)
            data = filled(walk, action, who)
            if action == "adjust" and not any(name.startswith("unit_") for name in data):
                continue  # nobody is alike and free: nothing to swap
            found.add(action)
            if action not in BESIDE or action not in self.tried:
                self.take(walk, action, who, data)
        transaction.savepoint_rollback(before)
        walk.booking, walk.at = Booking.objects.get(pk=booking.pk), at

    def take(self, walk: Walk, action: str, who: Actor, data: dict[str, Any]) -> None:
        there = transaction.savepoint()
        with time_machine.travel(walk.at, tick=False):
            advance(walk.booking, action, by=who, data=data, at=walk.at)
        walk.booking = Booking.objects.get(pk=walk.booking.pk)
        assert_whole(walk.booking, walk.at)
        self.tried.add(action)
        if action in ASIDE:
            self.look(walk)
        transaction.savepoint_rollback(there)


def movers(booking: Booking, walk: Walk) -> dict[str, Actor]:
    """Each move that somebody may take now, and one who may."""
    here = situation_of(booking, walk.at)
    people = [actor(name, walk.at) for name in usernames(walk.office.code)]
    return {each.action: who for who in people for each in possibilities_in(here, who) if each.is_move and each.allowed}


def filled(walk: Walk, action: str, who: Actor) -> dict[str, Any]:
    form = form_for(situation_of(walk.booking, walk.at), action, by=who)
    data = fill(form, who, walk.office, walk.at)
    planned = walk.booking.sessions.filter(status="planned")
    start = walk.booking.first_session_start
    match action:
        case "reschedule":
            data["sessions"] = times(walk, start + timedelta(days=7), planned.count())
        case "offer":
            data["option_1"] = times(walk, start + timedelta(days=14), planned.count())
        case "cancel_sessions":
            data["sessions"] = [planned[0].pk]
        case "dispense":
            data["result"] = "granted"
        case "adjust":
            spare = [(name, work.substitutes[0].pk) for name, work in form.works.items() if work.substitutes]
            data |= dict(spare[:1])
    return data


def times(walk: Walk, first: Any, count: int) -> list[dict[str, str]]:
    start = first.astimezone(walk.office.tz).replace(hour=9, minute=0)
    days = [start + timedelta(days=day) for day in range(count)]
    return [{"starts_at": day.isoformat(), "ends_at": (day + timedelta(hours=2)).isoformat()} for day in days]


@pytest.mark.usefixtures("world")
def test_each_move_is_taken_from_each_kind_and_leaves_the_case_whole():
    rounds = Rounds()

    rounds.walk("tarakan")
    rounds.walk("singkawang")
    rounds.walk("kaltara", to="cek-lokasi-perlengkapan", steps=1)

    assert rounds.found == {kind: set(moves.split()) for kind, moves in EXISTS.items()}
    assert rounds.tried == set().union(*rounds.found.values())
