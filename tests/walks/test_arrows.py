"""Every arrow of every SOP is walked once, along the shortest way to its step."""

from collections import deque
from functools import cache

import pytest

from tests.walks.driver import Walk
from vidcon_portal.procedures.choices import KIND_ACTIONS
from vidcon_portal.procedures.preset import END, Preset, load_preset, shipped_presets


@cache
def preset(office: str) -> Preset:
    return next(found for path in shipped_presets() if (found := load_preset(path)).office.code == office)


def arrows() -> list[tuple[str, str, str, str]]:
    return [
        (found.office.code, step.code, arrow.action, arrow.to)
        for path in shipped_presets()
        for found in [load_preset(path)]
        for step in found.steps.values()
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


@pytest.mark.parametrize(("office", "code", "action", "target"), arrows())
def test_arrow_leads_where_the_sop_says(world, office, code, action, target):
    walk = Walk(office).submit()
    for step, way_action in way_to(office, code)[1:]:
        assert walk.step == step
        take(walk, way_action)
    assert walk.step == code

    take(walk, action)

    ended = {"refused": "[refused]", "full": "[refused]"}.get(walk.booking.decision, "[completed]")
    ended = "[not_held]" if any(way == "not_held" for _step, way in way_to(office, code)) else ended
    assert walk.step == (ended if target == END else target)
    assert (walk.booking.decision in ("refused", "full")) == any(
        way in ("refuse", "full", "redirect") for way in [*(a for _s, a in way_to(office, code)), action]
    )


def test_every_closing_action_is_walked():
    walked = {(office, code, action) for office, code, action, _target in arrows()}

    missing = [
        (path.stem, step.code, spec.name)
        for path in shipped_presets()
        for found in [load_preset(path)]
        for step in found.steps.values()
        for spec in KIND_ACTIONS[step.kind]
        if spec.closes and step.kind != "submit" and (found.office.code, step.code, spec.name) not in walked
    ]
    assert missing == []
