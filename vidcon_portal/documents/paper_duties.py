"""What an office writes beside a case and numbers in a book of its own: surat tugas, nota dinas, berita acara."""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.paper_parts import Fact, Officer, PlainData


@dataclass(frozen=True, slots=True)
class AssignmentLetterData(PlainData):
    """Surat tugas of the officers who serve on site."""

    kind: ClassVar[DocumentKind] = DocumentKind.ASSIGNMENT_LETTER
    variant: ClassVar[str] = ""

    basis: tuple[str, ...]
    officers: tuple[Officer, ...]
    task: str
    details: tuple[Fact, ...] = ()

    @property
    def title(self) -> str:
        return "Surat tugas"


@dataclass(frozen=True, slots=True)
class MemoData(PlainData):
    """Nota dinas: one position of the office to another."""

    kind: ClassVar[DocumentKind] = DocumentKind.MEMO
    variant: ClassVar[str] = ""

    recipient: str
    sender: str
    subject: str
    content: str
    nature: str = "Biasa"
    attachment: str = "-"

    @property
    def title(self) -> str:
        return self.subject


@dataclass(frozen=True, slots=True)
class HandoverItem(PlainData):
    """A thing that goes out."""

    name: str
    code: str = ""
    amount: str = "1"
    went: str = ""
    came_back: str = ""


@dataclass(frozen=True, slots=True)
class HandoverRecordData(PlainData):
    """Berita acara serah terima alat: what went out, how it was then and how it came back, where that was recorded.

    Whoever hands the kit over signs in the portal, which gives the record its number; the agency signs in ink.
    ``by_hand``: everybody signs in ink, and the number is written in.
    """

    kind: ClassVar[DocumentKind] = DocumentKind.HANDOVER_RECORD
    variant: ClassVar[str] = ""

    ticket: str
    activity: str
    giver: str
    receiver: str
    items: tuple[HandoverItem, ...]
    details: tuple[Fact, ...] = ()
    note: str = ""
    given_by: str = ""
    taken_by: str = ""
    taken_back_by: str = ""
    returned_by: str = ""
    by_hand: bool = False

    @property
    def title(self) -> str:
        return "Berita acara serah terima peralatan"
