"""What books of letters say on paper."""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.paper_parts import PlainData


@dataclass(frozen=True, slots=True)
class RegisterRow(PlainData):
    """One number, its cells in the order of the headings."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterBookData(PlainData):
    """BUKU AGENDA or REGISTER of a year, always F4 landscape.

    ``widths`` names a width of the style sheet per column (``narrow``, ``middle``, ``ticket``; empty takes what is left); without
    any all are equal.
    """

    kind: ClassVar[DocumentKind] = DocumentKind.REGISTER_BOOK
    variant: ClassVar[str] = ""

    book: str
    headings: tuple[str, ...]
    rows: tuple[RegisterRow, ...] = ()
    widths: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.book
