"""What is printed to be filled in and signed by hand: the agency's letter and the list of attendance.

None of them is numbered or kept by the portal; who signs them in ink gives them their number.
"""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.paper_parts import Fact, PlainData


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
