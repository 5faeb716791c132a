"""Which steps can be finished on the spot: the open one, and those that are the technician's next.

A phone may be without a connection for hours. What follows a step must be on the page before anybody knows that the
step is done, and what is tapped there then is about a step that has not been opened yet.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from bookings.errors import NotLegal
from bookings.workflow.legality import Situation, not_holder
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action, Kind

ACTIONS: Mapping[str, Kind] = {
    Action.READY: Kind.PREPARE,
    Action.PASS: Kind.TRIAL,
    Action.PASS_WITH_NOTES: Kind.TRIAL,
    Action.FAIL: Kind.TRIAL,
    Action.START: Kind.EXECUTE,
    Action.LOG: Kind.EXECUTE,
    Action.EXTEND: Kind.EXECUTE,
    Action.FINISH: Kind.EXECUTE,
}
"""What can be tapped, and in which kind of step."""

ON_SITE = frozenset(ACTIONS.values())
STRAIGHT = frozenset({Action.READY, Action.PASS, Action.PASS_WITH_NOTES})
"""Endings after which the page goes on as it was drawn."""

FOLLOWS: Mapping[Kind, str] = {Kind.PREPARE: "ready", Kind.TRIAL: "trial"}
"""How the phone's queue names what must stand in it before the next step can be tapped."""

Steps = Mapping[Kind, bool]
"""The kinds of steps that the page can finish, in their order; True for those that lie ahead."""


def steps_on_site(here: Situation, actor: Actor) -> Steps:
    """Empty where the open step is somebody else's, or none of those that are done on the spot."""
    node, graph = here.node, here.graph
    if graph is None or node is None or node.kind not in ON_SITE or not_holder(actor, here) is not None:
        return {}
    found = {node.kind: False}
    if len(here.pending) > 1:
        return found  # others must confirm it too
    while node.kind != Kind.EXECUTE:
        node = graph.follow(node, node.kind.onward_action, here.booking.mode)
        if node is None or node.kind not in ON_SITE or node.kind in found or actor.role not in node.roles:
            break
        found[node.kind] = True
    return found


def step_run_of(here: Situation, action: str, seen: int, *, is_ahead: bool) -> int:
    """Which open step a tap is about; ``seen`` stood open when the page was drawn.

    What was tapped ahead is about the step that has opened since, if the case went straight on. Else ``seen`` it stays,
    and the engine says what became of that. Raises ``NotLegal`` while another step must be finished first.
    """
    run = here.run
    if run is None:
        return seen
    if run.kind != ACTIONS[action]:
        if is_ahead or run.pk == seen:
            raise NotLegal(_("Selesaikan dahulu langkah %(step)s.") % {"step": run.get_kind_display()})
        return seen
    if not is_ahead or run.pk == seen:
        return seen
    passed = [each for each in here.runs if seen <= each.pk < run.pk]
    went_straight = bool(passed) and passed[0].pk == seen and all(each.result in STRAIGHT for each in passed)
    return run.pk if went_straight else seen


def named_before(steps: Steps, kind: Kind) -> str:
    """What must have been tapped before a step that lies ahead; empty where the step is open."""
    if not steps.get(kind, False):
        return ""
    order = list(steps)
    return FOLLOWS[order[order.index(kind) - 1]]
