"""What several parts of one deed ask and no deed changes, read once: the office's calendar, who holds a position,
the office's own words.

    with one_deed():
        calendar = once(("calendar", office.pk), lambda: calendar_for(office))

The facts live as long as the block, which lies inside the deed's transaction: nothing is carried into the next one, nor
to another process or thread. Outside a block everything is read each time it is asked for. Never keep here what a deed
itself writes (steps, dispositions, sessions, allocations, the booking).
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Fact = TypeVar("Fact")

_facts: ContextVar[dict[Hashable, Any] | None] = ContextVar("facts_of_a_deed", default=None)


@contextmanager
def one_deed() -> Iterator[None]:
    """A block in which ``once`` remembers; one inside another begins anew."""
    token = _facts.set({})
    try:
        yield
    finally:
        _facts.reset(token)


def once(name: Hashable, read: Callable[[], Fact]) -> Fact:
    """The fact with this name, read when it is first asked for in the block. Callers leave what they get as it is."""
    known = _facts.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    found: Fact = known[name]
    return found
