"""Races on real PostgreSQL: processes of their own, each with its own connection, that act at the same moment."""

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

Contender = tuple[Callable[..., Callable[[], Any]], Sequence[Any]]
"""A function and its arguments: it gets ready and returns the deed, which is done when all are ready."""

PATIENCE = 120
"""Seconds."""


class Crash(str):
    """The traceback of a contender that met an error nobody expects."""


def race(contenders: Sequence[Contender]) -> list[Any]:
    """What each deed returned, in the order of the contenders.

    The processes are forks of this one: what they race for is loaded already, so that only the race takes time.
    """
    context = multiprocessing.get_context("fork")
    gate, endings = context.Barrier(len(contenders)), context.Queue()
    connections.close_all()  # a connection cannot be shared with a fork
    processes = [
        context.Process(target=_contend, args=(number, *contender, gate, endings))
        for number, contender in enumerate(contenders)
    ]
    for process in processes:
        process.start()
    ended = dict(endings.get(timeout=PATIENCE) for _process in processes)
    for process in processes:
        process.join(PATIENCE)
    crashed = [ending for ending in ended.values() if isinstance(ending, Crash)]
    assert crashed == [], "\n".join(crashed)
    return [ended[number] for number in range(len(contenders))]


def _contend(
    number: int, get_ready: Callable[..., Callable[[], Any]], given: Sequence[Any], gate: Any, endings: Any
) -> None:
    try:
        for inherited in connections.all(initialized_only=True):
            # While a browser's loop runs in the parent, Django keeps other connections for it than a fork finds.
            inherited.connection = None
        connection.ensure_connection()
        deed = get_ready(*given)
        gate.wait(PATIENCE)
        ending = deed()
    except BaseException:  # noqa: BLE001 - the test reports it
        gate.abort()  # nobody waits for who will not come
        ending = Crash(traceback.format_exc())
    finally:
        connections.close_all()
    endings.put((number, ending))
