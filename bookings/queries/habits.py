"""What an official usually writes, so that a form can propose it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from bookings.models import Disposition
from vidcon_portal.accounts.models import Position
from vidcon_portal.kept import Given, kept

MOST = 20
"""So many of the latest dispositions are looked at."""

LEAST = 3
"""Fewer alike are no habit."""


@dataclass(frozen=True, slots=True)
class Habit:
    """To whom most of the latest dispositions went, how many of how many, and the words that came with most of them.

    ``instructions`` is empty where the words differed from time to time.
    """

    to: int
    times: int
    of: int
    instructions: tuple[str, ...] = ()


def habit_of(position: Position, *, to_role: str) -> Habit | None:
    """The habit of a position in forwarding to a role, None while there is none; one query."""
    latest = _latest().all(position=position.pk, role=to_role)
    if not latest:
        return None
    to, times = Counter(to for to, _words in latest).most_common(1)[0]
    if times < LEAST or times * 2 <= len(latest):
        return None
    words, alike = Counter(tuple(words) for receiver, words in latest if receiver == to).most_common(1)[0]
    usual = words if alike >= LEAST and alike * 2 > times else ()
    return Habit(to, times, len(latest), usual)


@kept
def _latest() -> QuerySet[Disposition, tuple[int, list[str]]]:
    given = Disposition.objects.filter(
        from_position=Given("position"),
        recalled_at__isnull=True,
        recipients__is_responsible=True,
        recipients__position__role=Given("role"),
    )
    return given.order_by("-given_at", "-pk").values_list("recipients__position", "instructions")[:MOST]
