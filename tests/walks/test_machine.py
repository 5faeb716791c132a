"""Random people take random actions at random times; the invariants of the house hold throughout.

The suite looks at the same few days each time; ``VIDCON_MACHINE=20`` at twenty times as many, other ones each time: run
it so before a release and after work on the engine. Nothing is shrunk: a step takes a quarter of a second, and what is
printed are the twenty steps that led there.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.walks.machine import Cases

LONGER = int(os.environ.get("VIDCON_MACHINE", "1"))


@pytest.mark.parametrize("office", ["kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"])
def test_whatever_people_do_the_cases_stay_whole(world, office):
    machine = type(f"CasesOf{office.title()}", (Cases,), {"office": office, "seen": Counter()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=3 * LONGER,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],
            derandomize=LONGER == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(office, dict(machine.seen.most_common()))  # noqa: T201 - with -s: what it came to do
    assert sum(count for name, count in machine.seen.items() if " " not in name) > 10
