"""A published procedure as plain, immutable objects: what the engine walks.

Procedures in force never change, so one read per process is enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.procedures.choices import ClockType, Kind, LeadUnit
from vidcon_portal.procedures.clocks import Standard
from vidcon_portal.procedures.models import Procedure


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow: ``target`` is a step's key, or None for the end."""

    target: int | None
    note_required: bool
    role: str


@dataclass(frozen=True, slots=True)
class RowNode:
    pk: int
    number: int
    activity: str
    standard: Standard
    time_raw: str
    prints_time: bool
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class StepNode:
    pk: int
    code: str
    kind: Kind
    title: str
    roles: tuple[Role, ...]
    all_of: bool
    options: Mapping[str, Any]
    modes: frozenset[str]
    optional: bool
    confirms: bool
    row: RowNode
    arrows: Mapping[str, Edge]

    def applies_to(self, mode: str) -> bool:
        return not self.modes or mode in self.modes

    @property
    def is_office_step(self) -> bool:
        """Whether somebody of the office must act: only such a step starts a row's clock."""
        return any(role not in APPLICANT_ROLES for role in self.roles)


@dataclass(frozen=True, slots=True)
class Overall:
    """The time that the SOP promises for the whole service, in clock hours, until a row is closed."""

    standard: Standard
    until_row: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Steps by key, in printed order; ``recheck`` is where a new time resumes."""

    procedure_id: int
    steps: Mapping[int, StepNode]
    rows: tuple[RowNode, ...]
    first: StepNode
    recheck: StepNode
    dispensation_role: Role
    leader_titles: Mapping[int, str]
    overall: Overall | None = None

    def has_kind(self, kind: Kind, *, mode: str = "") -> bool:
        """Whether any step is of that kind; with a mode, any that the mode does not skip."""
        return any(step.kind == kind and (not mode or step.applies_to(mode)) for step in self.steps.values())

    def step(self, pk: int | None) -> StepNode | None:
        return None if pk is None else self.steps[pk]

    def follow(self, step: StepNode, action: str, mode: str) -> StepNode | None:
        """The step that an action leads to; steps that the mode skips are passed along their first arrow."""
        target = self.step(step.arrows[action].target)
        passed: set[int] = set()
        while target is not None and not target.applies_to(mode) and target.pk not in passed:
            passed.add(target.pk)
            target = self.step(target.arrows[target.kind.onward_action].target)
        return target

    def comes_before(self, step: StepNode, other: StepNode) -> bool:
        order = list(self.steps)
        return order.index(step.pk) < order.index(other.pk)


@lru_cache(maxsize=256)
def graph_of(procedure_id: int) -> Graph:
    """The graph of a published procedure. Never call it for a draft: drafts change."""
    procedure = Procedure.objects.get(pk=procedure_id)
    rows: dict[int, RowNode] = {}
    steps: dict[int, StepNode] = {}
    for row in procedure.rows.order_by("number").prefetch_related("steps__arrows"):
        row_steps = sorted(row.steps.all(), key=lambda step: step.order)
        node = RowNode(
            pk=row.pk,
            number=row.number,
            activity=row.activity,
            standard=Standard(ClockType(row.clock_type), row.clock_value, LeadUnit(procedure.lead_unit)),
            time_raw=row.time_raw,
            prints_time=ClockType(row.clock_type) not in (ClockType.NONE, ClockType.EVENT),
            kinds=frozenset(Kind(step.kind) for step in row_steps),
        )
        rows[row.pk] = node
        for step in row_steps:
            steps[step.pk] = StepNode(
                pk=step.pk,
                code=step.code,
                kind=Kind(step.kind),
                title=step.title,
                roles=tuple(Role(role) for role in step.roles),
                all_of=step.all_of,
                options=step.options,
                modes=frozenset(step.modes),
                optional=step.optional,
                confirms=step.confirms,
                row=node,
                arrows={
                    arrow.action: Edge(arrow.target_id, arrow.note_required, arrow.role) for arrow in step.arrows.all()
                },
            )
    return Graph(
        procedure_id=procedure_id,
        steps=steps,
        rows=tuple(rows.values()),
        first=next(step for step in steps.values() if step.kind == Kind.SUBMIT),
        recheck=next(step for step in steps.values() if step.code == procedure.recheck_code),
        dispensation_role=Role(procedure.dispensation_role),
        leader_titles={each["rank"]: each["title"] for each in procedure.leader_ranks},
        overall=_overall(procedure),
    )


def _overall(procedure: Procedure) -> Overall | None:
    hours, until_row = procedure.overall_hours, procedure.overall_until_row
    if not hours or not until_row:
        return None
    return Overall(Standard(ClockType.CLOCK_HOURS, hours), until_row)
