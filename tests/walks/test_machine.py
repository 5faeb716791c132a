"""Random people take random actions at random times; the invariants of the house hold throughout.

The suite looks at the same few days each time; ``VIDCON_MACHINE=20`` at twenty times as many, longer and other ones each
time: run it so before a release and after work on the engine. Nothing is shrunk: a step takes a quarter of a second, and
what is printed are the steps that led there.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.walks.machine import GOALS, Cases

LONGER = int(os.environ.get("VIDCON_MACHINE", "1"))
LONG = 20
"""From so many times on every move must have occurred in each office; at five, one or two are still missing in some."""


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"])
def test_whatever_people_do_the_cases_stay_whole(world, office):
    machine = type(f"CasesOf{office.title()}", (Cases,), {"office": office, "seen": Counter()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=2 * LONGER,
            stateful_step_count=12 if LONGER == 1 else 30,
            deadline=None,
            phases=[Phase.generate],
            derandomize=LONGER == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(office, dict(machine.seen.most_common()))  # noqa: T201 - with -s: what it came to do
    taken = {name for name in machine.seen if " " not in name}
    assert sum(machine.seen[name] for name in taken) > 10
    if LONGER >= LONG:
        assert taken >= {*GOALS, "lapse", "extend", "displaced", "miss_deadline"}
