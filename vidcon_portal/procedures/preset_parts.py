"""What a preset is made of: frozen, typed, without Django models. ``preset.py`` describes the file."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from vidcon_portal.accounts.choices import Role

from .choices import (
    Action,
    ClashAnswer,
    ClockType,
    IntakeChannel,
    Kind,
    LatePolicy,
    LeadUnit,
    MandatoryField,
    Mode,
    Notice,
    Partner,
    ReportSection,
    ReportVariant,
    Side,
    Symbol,
)

END = "end"
"""The arrow target that closes the last row."""


@dataclass(frozen=True, slots=True)
class PresetProblem:
    """What is wrong, where, and what to do about it; sentences for people."""

    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} {self.remedy}"


# --- options, one dataclass per kind that has any ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoOptions:
    pass


@dataclass(frozen=True, slots=True)
class DisposeOptions:
    to_role: Role
    suggested_instructions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResourcesOptions:
    on_clash: ClashAnswer = ClashAnswer.OFFER


@dataclass(frozen=True, slots=True)
class CoordinateOptions:
    partner: Partner


@dataclass(frozen=True, slots=True)
class PrepareOptions:
    """``gap_to_applicant``: what the office lacks becomes the applicant's, item by item."""

    gap_to_applicant: bool = False


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """``to_superior``: the report is delivered to the reporter's superior."""

    variant: ReportVariant
    to_superior: bool = False


@dataclass(frozen=True, slots=True)
class AcknowledgeOptions:
    """``closes_itself_after_days`` counts working days; absent: waits for the applicant."""

    subject: Notice
    closes_itself_after_days: int | None = None


StepOptions = (
    NoOptions
    | DisposeOptions
    | CheckResourcesOptions
    | CoordinateOptions
    | PrepareOptions
    | ReportOptions
    | AcknowledgeOptions
)

OPTION_TYPES: Mapping[Kind, type[StepOptions]] = MappingProxyType(
    {
        **dict.fromkeys(Kind, NoOptions),
        Kind.DISPOSE: DisposeOptions,
        Kind.CHECK_RESOURCES: CheckResourcesOptions,
        Kind.COORDINATE: CoordinateOptions,
        Kind.PREPARE: PrepareOptions,
        Kind.REPORT: ReportOptions,
        Kind.ACKNOWLEDGE: AcknowledgeOptions,
    }
)


# --- the matrix -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrow:
    """Action → next step; ``role`` names another actor there than the step's own roles."""

    action: Action
    to: str
    note_required: bool = False
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    kind: Kind
    title: str
    roles: tuple[Role, ...]
    all_of: bool = False
    modes: tuple[Mode, ...] = ()
    optional: bool = False
    confirms: bool = False
    options: StepOptions = field(default_factory=NoOptions)
    arrows: tuple[Arrow, ...] = ()

    def arrow(self, action: Action) -> Arrow | None:
        return next((arrow for arrow in self.arrows if arrow.action == action), None)

    def applies_to(self, mode: Mode) -> bool:
        return not self.modes or mode in self.modes


@dataclass(frozen=True, slots=True)
class Clock:
    """``value`` counts in the type's own unit; for ``event`` it is nominal minutes, printed, never scored."""

    type: ClockType = ClockType.NONE
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    activity: str
    lanes: tuple[str, ...]
    steps: tuple[Step, ...]
    completeness: tuple[str, ...] = ()
    time_raw: str = ""
    clock: Clock = field(default_factory=Clock)
    output: tuple[str, ...] = ()
    remark: str = ""
    symbol: Symbol = Symbol.BOX


@dataclass(frozen=True, slots=True)
class Lane:
    code: str
    title: str
    role: Role


# --- cover and rules --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficePart:
    code: str
    government: str
    agency: str


@dataclass(frozen=True, slots=True)
class ServicePart:
    code: str
    name: str
    modes: tuple[Mode, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Ratification:
    name: str
    title: str
    rank: str = ""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A scanning or printing error of the source and how it reads here."""

    printed: str
    corrected: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice made where the source is silent or ambiguous."""

    what: str
    why: str
    authority: str


@dataclass(frozen=True, slots=True)
class ProcedurePart:
    title: str
    number: str = ""
    unit: str = ""
    made_on: date | None = None
    revised_on: date | None = None
    ratified_on: date | None = None
    effective_on: date | None = None
    ratified_by: Ratification | None = None
    source_notes: tuple[SourceNote, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A printed passage: Kaltara's lettered parts, the 14 components of a service standard.

    ``same_as`` names the cover list (or ``rows``) that the passage repeats, instead of a second copy.
    """

    number: str
    title: str
    items: tuple[str, ...] = ()
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is printed and only printed; the program obeys the rules, not this."""

    legal_basis: tuple[LegalBasis, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    person_responsible: str = ""
    service_hours: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    components: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadTime:
    number: int
    unit: LeadUnit = LeadUnit.CALENDAR
    late_policy: LatePolicy = LatePolicy.FLAG


@dataclass(frozen=True, slots=True)
class Weekly:
    """Opening spans per weekday as ``["08:00", "16:00"]``, the shape of ``Office.weekly_hours``."""

    mon: tuple[tuple[str, ...], ...] = ()
    tue: tuple[tuple[str, ...], ...] = ()
    wed: tuple[tuple[str, ...], ...] = ()
    thu: tuple[tuple[str, ...], ...] = ()
    fri: tuple[tuple[str, ...], ...] = ()
    sat: tuple[tuple[str, ...], ...] = ()
    sun: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EventHours:
    """``limit``: an event outside is flagged, a confirmed leader's is not. No ``weekly``: the office's hours."""

    limit: bool
    weekly: Weekly | None = None


@dataclass(frozen=True, slots=True)
class LeaderRank:
    """1 is highest; equal ranks never displace each other."""

    rank: int
    title: str


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    text: str
    sides: tuple[Side, ...]
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class OverallServiceTime:
    """Clock hours from receipt until the named row closes."""

    hours: int
    until_row: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    recheck_step: str
    dispensation_role: Role = Role.OFFICE_HEAD
    lead_time: LeadTime | None = None
    event_hours: EventHours | None = None
    leader_ranks: tuple[LeaderRank, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    mandatory_information: tuple[MandatoryField, ...] = ()
    min_officers: int | None = None
    max_concurrent_events: int | None = None
    overall_service_time: OverallServiceTime | None = None
    intake_channels: tuple[IntakeChannel, ...] = ()
    report_sections: tuple[ReportSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One SOP version of one service of one office, ready to become a draft."""

    code: str
    office: OfficePart
    service: ServicePart
    procedure: ProcedurePart
    cover: Cover
    rules: Rules
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]

    def placed_steps(self) -> Iterator[tuple[Row, Step]]:
        return ((row, step) for row in self.rows for step in row.steps)

    @property
    def steps(self) -> dict[str, Step]:
        return {step.code: step for _row, step in self.placed_steps()}

    @property
    def start(self) -> Step:
        return next(step for _row, step in self.placed_steps() if step.kind == Kind.SUBMIT)

    def row_of(self, code: str) -> Row:
        return next(row for row, step in self.placed_steps() if step.code == code)

    def section_items(self, section: Section) -> tuple[str, ...]:
        """The printed lines of a section, its ``same_as`` resolved."""
        if not section.same_as:
            return section.items
        if section.same_as == "rows":
            return tuple(row.activity for row in self.rows)
        if section.same_as == "legal_basis":
            return tuple(item for basis in self.cover.legal_basis for item in basis.items)
        return tuple(getattr(self.cover, section.same_as))


SECTION_SOURCES = ("rows", "legal_basis", "qualifications", "equipment", "service_hours")


def as_plain(part: Any) -> Any:
    """A part as plain JSON data: enums by value, dates as ISO text, what is absent or empty left out.

    ``read_preset`` reads it back to an equal part.
    """
    if isinstance(part, Enum):
        return part.value
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, tuple):
        return [as_plain(item) for item in part]
    if dataclasses.is_dataclass(part):
        plain = {entry.name: as_plain(getattr(part, entry.name)) for entry in dataclasses.fields(part)}
        return {name: value for name, value in plain.items() if value not in (None, "", [], {})}
    return part
