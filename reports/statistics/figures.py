"""The figures of a period, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the slowest cases; ``ticket`` is told by ``figures_of``."""

    booking: int
    seconds: int
    ticket: str = ""

    def named(self, tickets: Mapping[int, str | None]) -> "Worst":
        return replace(self, ticket=tickets.get(self.booking) or "")


@dataclass(frozen=True, slots=True)
class RowFigure:
    """One printed row of the SOP against what happened."""

    number: int
    activity: str
    standard: str
    count: int
    median: float
    ninth: float
    late: int
    worst: tuple[Worst, ...] = ()
    median_before: float | None = None

    @property
    def in_time_percent(self) -> int:
        return (200 * (self.count - self.late) + self.count) // (2 * self.count)

    def named(self, tickets: Mapping[int, str | None]) -> "RowFigure":
        return replace(self, worst=tuple(each.named(tickets) for each in self.worst))


@dataclass(frozen=True, slots=True)
class OverallFigure:
    """The whole service against what the SOP promises, from receipt until ready to serve. Seconds, pauses left out."""

    hours: int
    count: int
    median: float
    ninth: float
    late: int
    worst: tuple[Worst, ...] = ()

    @property
    def in_time_percent(self) -> int:
        return (200 * (self.count - self.late) + self.count) // (2 * self.count)

    def named(self, tickets: Mapping[int, str | None]) -> "OverallFigure":
        return replace(self, worst=tuple(each.named(tickets) for each in self.worst))


@dataclass(frozen=True, slots=True)
class Counted:
    """A name, how many, the word that its list is asked with, and how many in the period before."""

    label: str
    count: int
    word: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigure:
    month: date
    asked: int
    served: int
    refused: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures on top."""

    asked: int
    refused: int
    held: int
    hours: int
    decision_seconds: float | None
    rows: int
    late_rows: int

    @property
    def in_time_percent(self) -> int | None:
        return (200 * (self.rows - self.late_rows) + self.rows) // (2 * self.rows) if self.rows else None


@dataclass(frozen=True, slots=True)
class Requests:
    asked: int
    refused: int
    asked_before: int
    refused_before: int
    leads: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Served:
    held: int
    hours: int
    held_before: int
    hours_before: int
    by_agency: tuple[Counted, ...]
    by_mode: tuple[Counted, ...]
    by_rank: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """``before`` rows were closed in the period before, ``late_before`` of them too late."""

    figures: tuple[RowFigure, ...]
    before: int
    late_before: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page of statistics, or an evaluation, says of a period."""

    now: Overview
    before: Overview
    leads: tuple[Counted, ...]
    served: Served
    rows: tuple[RowFigure, ...]
    overall: OverallFigure | None
