"""Every arrow of every SOP is walked once, along the shortest way to its step; no way is walked twice."""

from collections import deque
from copy import copy
from functools import cache

import pytest
from django.db import transaction

from bookings.models import Booking
from tests.walks.driver import Walk
from vidcon_portal.procedures.choices import KIND_ACTIONS
from vidcon_portal.procedures.preset import END, Preset, load_preset, shipped_presets


@cache
def preset(office: str) -> Preset:
    return next(found for path in shipped_presets() if (found := load_preset(path)).office.code == office)


def offices() -> list[str]:
    return [load_preset(path).office.code for path in shipped_presets()]


def arrows() -> list[tuple[str, str, str]]:
    """(office, step, action) of every arrow that leaves a step of the office's people."""
    return [
        (office, step.code, arrow.action)
        for office in offices()
        for step in preset(office).steps.values()
        for arrow in step.arrows
        if step.kind != "submit"
    ]


def way_to(office: str, code: str) -> list[tuple[str, str]]:
    """(step, action) pairs from the start to a step, the shortest."""
    found = preset(office)
    queue = deque([(found.start.code, [])])
    seen = {found.start.code}
    while queue:
        here, way = queue.popleft()
        if here == code:
            return way
        for arrow in found.steps[here].arrows:
            if arrow.to != END and arrow.to not in seen:
                seen.add(arrow.to)
                queue.append((arrow.to, [*way, (here, arrow.action)]))
    raise AssertionError(f"{code} is unreachable")


def take(walk: Walk, action: str) -> None:
    run = walk.run
    if run.kind == "execute":
        for session in walk.booking.sessions.filter(status="planned"):
            walk.at = max(walk.at, session.starts_at)
            if action == "finish":
                walk.act("start", minutes=0, session=session.pk)
                walk.at = session.ends_at
            walk.act(action, minutes=0, session=session.pk)
        return
    for assignment in run.assignments.filter(confirmed_at__isnull=True):
        if run.step.all_of:
            walk.act(action, by=walk.holder(role=assignment.role))
        else:
            walk.act(action)
            return


def try_arrow(walk: Walk, office: str, code: str, action: str, target: str, walked: set[tuple[str, str]]) -> list[str]:
    """Take the arrow from the step where the walk stands; what is wrong with where it leads, and beyond it.

    Whatever lies beyond is tried from here when this arrow is on the shortest way to it; then the database stands
    where it stood, so that no way is walked twice.
    """
    before = transaction.savepoint()
    here = copy(walk)
    here.booking = Booking.objects.get(
        pk=walk.booking.pk
    )  # an object of its own: ``advance`` writes on the one it is given
    way = [*way_to(office, code), (code, action)]
    actions = [way_action for _step, way_action in way]
    take(here, action)
    refused = any(each in ("refuse", "full", "redirect") for each in actions)
    ended = {"refused": "[refused]", "full": "[refused]"}.get(here.booking.decision, "[completed]")
    ended = "[not_held]" if "not_held" in actions else ended
    wanted = ended if target == END else target
    found = (here.step, here.booking.decision in ("refused", "full"))
    wrong = [] if found == (wanted, refused) else [f"{code} {action}: {found}, wanted {(wanted, refused)}"]
    if target != END and not wrong and way_to(office, target) == way:
        wrong += try_step(here, office, target, walked)
    transaction.savepoint_rollback(before)
    return wrong


def try_step(walk: Walk, office: str, code: str, walked: set[tuple[str, str]]) -> list[str]:
    wrong = []
    for arrow in preset(office).steps[code].arrows:
        walked.add((code, arrow.action))
        wrong += try_arrow(walk, office, code, arrow.action, arrow.to, walked)
    return wrong


@pytest.mark.parametrize("office", offices())
def test_arrows_lead_where_the_sop_says(world, office):
    walk = Walk(office).submit()
    walked: set[tuple[str, str]] = set()

    wrong = try_step(walk, office, walk.step, walked)

    assert wrong == []
    assert walked == {(code, action) for found, code, action in arrows() if found == office}


def test_every_closing_action_is_an_arrow():
    drawn = set(arrows())

    missing = [
        (office, step.code, spec.name)
        for office in offices()
        for step in preset(office).steps.values()
        for spec in KIND_ACTIONS[step.kind]
        if spec.closes and step.kind != "submit" and (office, step.code, spec.name) not in drawn
    ]
    assert missing == []
