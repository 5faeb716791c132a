"""What can be exported: one table of each kind, and who may read it.

Each table lives beside the pages that show the same lines; here only their names are known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Protocol, TypeVar

from vidcon_portal.accounts.actors import Actor

from ..choices import ExportForm, ExportKind
from ..permissions import reads_recap, reads_registers
from ..recap.table import open_recap
from ..registers.table import open_register
from ..statistics.table import open_cases

Line = TypeVar("Line")


class Counting(Protocol):
    """Passes lines on and notes how many have passed; may raise to stop the writing."""

    def __call__(self, lines: Iterable[Line], /) -> Iterable[Line]: ...


class Table(Protocol):
    """The lines of one question. ``asked`` are the words that ask it again, ``back`` the page that shows it."""

    @property
    def title(self) -> str: ...
    @property
    def stem(self) -> str: ...
    @property
    def asked(self) -> dict[str, str]: ...
    @property
    def back(self) -> str: ...

    def count(self) -> int: ...
    def write(self, form: ExportForm, counting: Counting) -> IO[bytes]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """``open`` answers None for words that name nothing; it asks ``may_read`` of nobody."""

    may_read: Callable[[Actor], bool]
    open: Callable[[Actor, Mapping[str, str]], Table | None]
    forms: tuple[ExportForm, ...] = (ExportForm.XLSX, ExportForm.CSV, ExportForm.PDF)


SOURCES: Mapping[ExportKind, Source] = {
    ExportKind.RECAP: Source(reads_recap, open_recap),
    ExportKind.REGISTER: Source(reads_registers, open_register),
    ExportKind.CASES: Source(reads_recap, open_cases, (ExportForm.XLSX, ExportForm.CSV)),
}


def table_of(kind: ExportKind, form: ExportForm, asked: Mapping[str, str], *, by: Actor) -> Table | None:
    """The table as this actor may read it; None where there is none for him."""
    source = SOURCES[kind]
    if by.office is None or not source.may_read(by) or form not in source.forms:
        return None
    return source.open(by, asked)
