"""What a paper says, as frozen plain data. The wings build the bodies; issuing adds letterhead and stamp.

Every text is already worded for people (``wording.py`` words dates, times and numbers); the templates only print. What
may be missing is an empty string or an empty tuple, and its line or section is then left out.
"""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind, DocumentVariant
from vidcon_portal.documents.paper_books import RegisterBookData, RegisterRow
from vidcon_portal.documents.paper_duties import AssignmentLetterData, HandoverItem, HandoverRecordData, MemoData
from vidcon_portal.documents.paper_parts import (
    Choice,
    Fact,
    LetterheadData,
    Officer,
    PlainData,
    SignatureData,
    StampData,
    printable,
)
from vidcon_portal.documents.paper_prints import AttendanceListData, RequestLetterData
from vidcon_portal.documents.paper_records import DestroyedRecord, DestructionRecordData
from vidcon_portal.documents.paper_reports import (
    CriterionLine,
    EvaluationData,
    EvaluationRow,
    LogEntry,
    Obstacle,
    Photo,
    RecapData,
    RecapRow,
    RecapSum,
    ReportData,
    ReportSession,
    SurveyLine,
    SurveyReportData,
    TimeLine,
    VerificationReportData,
)

# --- Lembar disposisi (DOMAIN §2.5) ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DispositionRecipient(PlainData):
    """A box of "Diteruskan kepada"; ``responsible`` marks the one who answers for it."""

    title: str
    chosen: bool = True
    responsible: bool = False
    read_at: str = ""


@dataclass(frozen=True, slots=True)
class DispositionBlock(PlainData):
    """One level of the chain: who passed the letter on, to whom, with which instructions."""

    from_title: str
    recipients: tuple[DispositionRecipient, ...]
    instructions: tuple[Choice, ...] = ()
    note: str = ""
    nature: str = ""
    deadline: str = ""
    signature: SignatureData | None = None
    recorded_by: str = ""
    duration: str = ""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class DispositionSheetData(PlainData):
    """The sheet with the whole chain. Its number is the agenda number of the incoming letter."""

    kind: ClassVar[DocumentKind] = DocumentKind.DISPOSITION_SHEET

    letter_from: str
    letter_number: str
    letter_date: str
    received_at: str
    agenda_number: str
    ticket: str
    subject: str
    natures: tuple[Choice, ...] = ()
    channel: str = ""
    attachment: str = ""
    blocks: tuple[DispositionBlock, ...] = ()

    @property
    def variant(self) -> str:
        return ""

    @property
    def title(self) -> str:
        return f"Lembar disposisi {self.agenda_number}"


# --- Surat tanggapan (DOMAIN §2.6) ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterReference(PlainData):
    """Another letter that this one answers or changes."""

    number: str
    date: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Missing(PlainData):
    """What the office does not provide, and who does instead."""

    item: str
    provided_by: str = ""


@dataclass(frozen=True, slots=True)
class Change(PlainData):
    """One line of a change: what it was, what it is now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReplyLetterData(PlainData):
    """An answer to an agency. Which fields are printed depends on ``variant``:

    can: details, conditions · partly: the same and missing · alternative: reason, alternatives, answer_until ·
    cannot: reason, suggestion · change: earlier, changes, reason, details · cancellation: earlier, reason ·
    information: information, details. ``request`` without a letter (a leader's oral request) is None.
    """

    kind: ClassVar[DocumentKind] = DocumentKind.REPLY_LETTER

    variant: str
    recipient: str
    recipient_place: str
    request: LetterReference | None = None
    nature: str = "Biasa"
    attachment: str = "-"
    subject: str = "Tanggapan atas Permohonan Fasilitasi Video Conference"
    activity: str = ""
    details: tuple[Fact, ...] = ()
    conditions: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    alternatives: tuple[str, ...] = ()
    answer_until: str = ""
    reason: str = ""
    suggestion: str = ""
    information: str = ""
    earlier: LetterReference | None = None
    changes: tuple[Change, ...] = ()
    closing_notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.subject


PaperBody = (
    DispositionSheetData
    | ReplyLetterData
    | ReportData
    | VerificationReportData
    | RecapData
    | SurveyReportData
    | EvaluationData
    | DestructionRecordData
    | RegisterBookData
    | RequestLetterData
    | AttendanceListData
    | HandoverRecordData
    | AssignmentLetterData
    | MemoData
)

TEMPLATE_VERSION = 1
"""Raise it when a template's wording changes; a paper keeps the version that it was signed with."""


@dataclass(frozen=True, slots=True)
class PaperShape:
    """Which dataclass and which template belong to a kind and variant."""

    body: type[PlainData]
    template: str


def shape_of(kind: str, variant: str) -> PaperShape:
    """The shape of a kind; KeyError for a kind that has no paper of ours."""
    if kind == DocumentKind.REPORT and variant == DocumentVariant.VERIFICATION:
        return PaperShape(VerificationReportData, "documents/papers/verification_report.html")
    return {
        DocumentKind.DISPOSITION_SHEET: PaperShape(DispositionSheetData, "documents/papers/disposition_sheet.html"),
        DocumentKind.REPLY_LETTER: PaperShape(ReplyLetterData, "documents/papers/reply_letter.html"),
        DocumentKind.REPORT: PaperShape(ReportData, "documents/papers/report.html"),
        DocumentKind.RECAP: PaperShape(RecapData, "documents/papers/recap.html"),
        DocumentKind.EVALUATION: PaperShape(EvaluationData, "documents/papers/evaluation.html"),
        DocumentKind.SURVEY_REPORT: PaperShape(SurveyReportData, "documents/papers/survey_report.html"),
        DocumentKind.REGISTER_BOOK: PaperShape(RegisterBookData, "documents/papers/register_book.html"),
        DocumentKind.REQUEST_LETTER: PaperShape(RequestLetterData, "documents/papers/request_letter.html"),
        DocumentKind.ATTENDANCE_LIST: PaperShape(AttendanceListData, "documents/papers/attendance_list.html"),
        DocumentKind.HANDOVER_RECORD: PaperShape(HandoverRecordData, "documents/papers/handover_record.html"),
        DocumentKind.ASSIGNMENT_LETTER: PaperShape(AssignmentLetterData, "documents/papers/assignment_letter.html"),
        DocumentKind.DESTRUCTION_RECORD: PaperShape(DestructionRecordData, "documents/papers/destruction_record.html"),
        DocumentKind.MEMO: PaperShape(MemoData, "documents/papers/memo.html"),
    }[DocumentKind(kind)]


__all__ = [
    "TEMPLATE_VERSION",
    "AssignmentLetterData",
    "AttendanceListData",
    "Change",
    "Choice",
    "CriterionLine",
    "DestroyedRecord",
    "DestructionRecordData",
    "DispositionBlock",
    "DispositionRecipient",
    "DispositionSheetData",
    "EvaluationData",
    "EvaluationRow",
    "Fact",
    "HandoverItem",
    "HandoverRecordData",
    "LetterReference",
    "LetterheadData",
    "LogEntry",
    "MemoData",
    "Missing",
    "Obstacle",
    "Officer",
    "PaperBody",
    "PaperShape",
    "Photo",
    "PlainData",
    "RecapData",
    "RecapRow",
    "RecapSum",
    "RegisterBookData",
    "RegisterRow",
    "ReplyLetterData",
    "ReportData",
    "ReportSession",
    "RequestLetterData",
    "SignatureData",
    "StampData",
    "SurveyLine",
    "SurveyReportData",
    "TimeLine",
    "VerificationReportData",
    "printable",
    "shape_of",
]
