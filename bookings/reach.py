"""Which positions' and roles' tasks reach a hat: the same answer for a whole office as ``officials_for`` gives by case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, AppointmentKind, Role
from vidcon_portal.accounts.models import Office, Position
from vidcon_portal.accounts.queries import ESCALATION_LIMIT, local_day
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import once

from .models import StepAssignment


@dataclass(frozen=True, slots=True)
class Reach:
    """Which positions' and roles' tasks reach a hat now: its own, and the empty ones below it.

    Empty while a Plt. or Plh. holds the inbox of the hat's position.
    """

    positions: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    has_head: bool = False


def reach_of(actor: Actor, *, at: datetime) -> Reach:
    """One query over the office's chart."""
    position = actor.position
    if position is None or position.office_id is None or actor.appointment is None:
        return Reach()
    if actor.on_behalf_of is not None:
        return Reach(frozenset({position.pk}), frozenset({position.role}), position.role == Role.OFFICE_HEAD)
    chart = _chart(position, at)
    mine = chart.get(position.pk)
    if mine is None or actor.appointment.pk not in mine.in_office:
        return Reach()
    reached = frozenset(pk for pk in chart if _first_held(pk, chart) == position.pk)
    by_role: dict[str, list[_Post]] = {}
    for post in chart.values():
        by_role.setdefault(post.role, []).append(post)
    roles = {
        role
        for role, posts in by_role.items()
        if {post.pk for post in ([p for p in posts if p.in_office] or posts)} & reached
    }
    if Role.OFFICE_HEAD in roles:
        roles |= {role.value for role in Role if role not in by_role and role not in APPLICANT_ROLES}
    return Reach(reached, frozenset(roles), any(chart[pk].role == Role.OFFICE_HEAD for pk in reached))


@dataclass(slots=True)
class _Post:
    """A position of the chart and who is in office there, as appointment ids."""

    pk: int
    role: str
    superior: int | None
    definitive: set[int] = field(default_factory=set)
    acting: set[int] = field(default_factory=set)

    @property
    def in_office(self) -> set[int]:
        return self.acting or self.definitive


@kept
def _posts() -> QuerySet[Position, Any]:
    return (
        Position.objects.filter(office=Given("office"))
        .order_by()
        .values_list(
            "pk",
            "role",
            "superior_id",
            "is_active",
            "appointments__pk",
            "appointments__kind",
            "appointments__starts_on",
            "appointments__ends_on",
            "appointments__ended_at",
            "appointments__user__is_active",
        )
    )


def _rows(office_id: int | None) -> Iterable[Any]:
    """Every position of the office, a line for each of its appointments; one query."""
    return once(("posts", office_id), lambda: _posts().all(office=office_id))


def superiors_of(assignments: Iterable[StepAssignment], office: Office) -> set[int]:
    """Every position above those that hold the assignments."""
    posts = {pk: (role, superior, is_used) for pk, role, superior, is_used, *_rest in _rows(office.pk)}
    found: set[int] = set()
    for assignment in assignments:
        playing = [pk for pk, (role, _above, is_used) in posts.items() if is_used and role == assignment.role]
        for pk in [assignment.position_id] if assignment.position_id is not None else playing:
            above = posts[pk][1] if pk in posts else None
            while above is not None and above not in found:
                found.add(above)
                above = posts[above][1] if above in posts else None
    return found


def _chart(position: Position, at: datetime) -> dict[int, _Post]:
    day = local_day(position, at)
    chart: dict[int, _Post] = {}
    for pk, role, superior, is_used, appointment, kind, starts_on, ends_on, ended_at, is_active in _rows(
        position.office_id
    ):
        if not is_used:
            continue
        post = chart.setdefault(pk, _Post(pk, role, superior))
        if starts_on is None or ended_at is not None or not is_active:
            continue
        if starts_on <= day and (ends_on is None or ends_on >= day):
            (post.definitive if kind == AppointmentKind.DEFINITIVE else post.acting).add(appointment)
    return chart


def _first_held(pk: int, chart: dict[int, _Post]) -> int | None:
    """The position whose holders a task of ``pk`` reaches."""
    current: int | None = pk
    for _step in range(ESCALATION_LIMIT + 1):
        if current is None or current not in chart:
            return None
        if chart[current].in_office:
            return current
        current = chart[current].superior
    return None
