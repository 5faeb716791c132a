"""What is written about records themselves: the berita acara of their destruction."""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.paper_parts import Fact, PlainData


@dataclass(frozen=True, slots=True)
class DestroyedRecord(PlainData):
    """One case of the list that is part of the record."""

    ticket: str
    code: str
    description: str
    period: str
    amount: str


@dataclass(frozen=True, slots=True)
class DestructionRecordData(PlainData):
    """Berita acara pemusnahan arsip with its list; the witnesses sign in ink."""

    kind: ClassVar[DocumentKind] = DocumentKind.DESTRUCTION_RECORD
    variant: ClassVar[str] = ""

    day: str
    approval: tuple[Fact, ...]
    count: str
    records: tuple[DestroyedRecord, ...]
    kept: tuple[Fact, ...] = ()

    @property
    def title(self) -> str:
        return "Berita acara pemusnahan arsip"
