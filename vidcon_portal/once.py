"""What several parts of one deed ask and no deed changes, read once: the office's calendar, who holds a position,
the office's own words.

    with one_deed():
        calendar = once(("calendar", office.pk), lambda: calendar_for(office))

The facts live as long as the block, which lies inside the deed's transaction: nothing is carried into the next one, nor
to another process or thread. Outside a block everything is read each time it is asked for. Never keep here what a deed
itself writes (steps, dispositions, sessions, allocations, the booking).

A page that is drawn writes nothing. Inside ``one_page`` a dozen rules, forms and panels may therefore share what a deed
would have to read again:

    with one_page():
        sessions = on_page(("sessions", booking.pk), lambda: list(booking.sessions.all()))
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Fact = TypeVar("Fact")

Facts = dict[Hashable, Any]

_facts: ContextVar[Facts | None] = ContextVar("facts_of_a_deed_or_page", default=None)
_seen: ContextVar[Facts | None] = ContextVar("facts_of_a_page", default=None)


@contextmanager
def one_deed() -> Iterator[None]:
    """A block in which ``once`` remembers and ``on_page`` does not; one inside another begins anew."""
    with _block({}, None):
        yield


@contextmanager
def one_page() -> Iterator[None]:
    """A block in which both remember, for whoever draws and writes nothing."""
    facts: Facts = {}
    with _block(facts, facts):
        yield


@contextmanager
def _block(facts: Facts, seen: Facts | None) -> Iterator[None]:
    tokens = _facts.set(facts), _seen.set(seen)
    try:
        yield
    finally:
        _facts.reset(tokens[0])
        _seen.reset(tokens[1])


def once(name: Hashable, read: Callable[[], Fact]) -> Fact:
    """The fact with this name, read when it is first asked for in the block. Callers leave what they get as it is."""
    return _remembered(_facts.get(), name, read)


def on_page(name: Hashable, read: Callable[[], Fact]) -> Fact:
    """What a deed may write: read when a page first asks for it, each time anywhere else."""
    return _remembered(_seen.get(), name, read)


def _remembered(known: Facts | None, name: Hashable, read: Callable[[], Fact]) -> Fact:
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    found: Fact = known[name]
    return found
