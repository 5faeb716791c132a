"""What is printed to be filled in and signed by hand: the agency's letter, the list of attendance, and their like.

None of them is numbered or kept by the portal; who signs them in ink gives them their number.
"""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.paper_parts import Fact, Officer, PlainData


@dataclass(frozen=True, slots=True)
class RequestLetterData(PlainData):
    """Surat permohonan (DOMAIN §2.4), on the agency's own letterhead, for its head to sign."""

    kind: ClassVar[DocumentKind] = DocumentKind.REQUEST_LETTER
    variant: ClassVar[str] = ""

    recipient: str
    recipient_place: str
    activity: str
    details: tuple[Fact, ...]
    signatory_title: str
    number: str = ""
    date: str = ""
    nature: str = "Biasa"
    attachment: str = "-"
    subject: str = "Permohonan Fasilitasi Video Conference"

    @property
    def title(self) -> str:
        return self.subject


@dataclass(frozen=True, slots=True)
class AttendanceListData(PlainData):
    """Daftar hadir of one session: empty lines to be signed."""

    kind: ClassVar[DocumentKind] = DocumentKind.ATTENDANCE_LIST
    variant: ClassVar[str] = ""

    details: tuple[Fact, ...]
    lines: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        return "Daftar hadir"


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
    """Berita acara serah terima alat: what went out, how it was then and how it came back."""

    kind: ClassVar[DocumentKind] = DocumentKind.HANDOVER_RECORD
    variant: ClassVar[str] = ""

    ticket: str
    activity: str
    giver: str
    receiver: str
    items: tuple[HandoverItem, ...]
    details: tuple[Fact, ...] = ()
    given_by: str = ""
    taken_by: str = ""
    taken_back_by: str = ""
    returned_by: str = ""

    @property
    def title(self) -> str:
        return "Berita acara serah terima peralatan"


@dataclass(frozen=True, slots=True)
class AssignmentLetterData(PlainData):
    """Surat tugas of the officers who serve on site."""

    kind: ClassVar[DocumentKind] = DocumentKind.ASSIGNMENT_LETTER
    variant: ClassVar[str] = ""

    basis: tuple[str, ...]
    officers: tuple[Officer, ...]
    task: str
    details: tuple[Fact, ...]
    signatory_title: str
    signatory_name: str = ""
    signatory_rank: str = ""
    signatory_nip: str = ""

    @property
    def title(self) -> str:
        return "Surat tugas"
