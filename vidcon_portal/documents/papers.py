"""What a paper says, as frozen plain data. The wings build the bodies; issuing adds letterhead and stamp.

Every text is already worded for people (``wording.py`` words dates, times and numbers); the templates only print. What
may be missing is an empty string or an empty tuple, and its line or section is then left out.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

from vidcon_portal.documents.choices import DocumentKind, DocumentVariant, SigningMethod

REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Co"})
JOINERS = frozenset("\u200c\u200d\u00ad")
"""Format characters with a use in honest text; the others can turn a sentence round."""


def _read(hint: Any, value: Any) -> Any:
    """Turn JSON back into what the annotation says: dataclasses, tuples of them, optional ones, plain values."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None if value is None else _read(next(a for a in get_args(hint) if a is not type(None)), value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        known = {field.name for field in fields(hint)}
        hints = get_type_hints(hint)
        return hint(**{name: _read(hints[name], item) for name, item in value.items() if name in known})
    return value


class PlainData:
    """To JSON and back without loss; keys that a later version dropped are ignored."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists and values, ready for a JSON column."""
        return _plain(asdict(self))  # type: ignore[call-overload]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The same data again."""
        return _read(cls, data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return printable(str(value)) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Without characters that a database, a PDF or a reader's eye would stumble over: control, direction overrides."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in REFUSED_CATEGORIES or c in JOINERS)


# --- What every paper has -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterheadData(PlainData):
    """The kop: whose paper it is. ``emblem`` is the stored name of a picture; empty prints a neutral coat."""

    government: str
    name: str
    city: str
    address_lines: tuple[str, ...] = ()
    emblem: str = ""
    paper_size: str = "A4"


@dataclass(frozen=True, slots=True)
class SignatureData(PlainData):
    """Who signed, in which capacity, when and by what means.

    ``prefix`` is ``Plt.``, ``Plh.`` or ``a.n.``; with ``a.n.`` the superior's title stands in ``on_behalf_of``.
    """

    title: str
    name: str
    rank: str = ""
    nip: str = ""
    prefix: str = ""
    on_behalf_of: str = ""
    at: str = ""
    method: str = SigningMethod.PIN
    note: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """``a.n. Kepala Dinas``, ``Sekretaris,`` or ``Plt. Kepala Dinas,``."""
        if self.on_behalf_of:
            return (f"a.n. {self.on_behalf_of}", f"{self.title},")
        return (f"{self.prefix} {self.title},".strip(),)

    @property
    def by_pin(self) -> bool:
        return self.method == SigningMethod.PIN

    @property
    def by_certificate(self) -> bool:
        return self.method in (SigningMethod.CERTIFICATE, SigningMethod.TRIAL)

    @property
    def is_trial(self) -> bool:
        """By the portal's own trial certificate: UJI COBA stands wherever it shows."""
        return self.method == SigningMethod.TRIAL

    @property
    def leaves_room(self) -> bool:
        """Ink, or the picture of another program, comes where the block would be."""
        return not self.at and self.method in (SigningMethod.PAPER, SigningMethod.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class StampData(PlainData):
    """What signing adds: number, date, signature and where anyone may check the paper. Empty while it is a draft."""

    number: str = ""
    date: str = ""
    signature: SignatureData | None = None
    verify_url: str = ""
    verify_code: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Fact(PlainData):
    """One line ``label : value``; ``code`` prints it like a key to be typed."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Choice(PlainData):
    """One box of a list, ticked or not."""

    label: str
    chosen: bool = False


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


# --- Laporan (DOMAIN §2.7) ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Officer(PlainData):
    """Somebody who served."""

    name: str
    task: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry(PlainData):
    """One line of what happened; ``incident`` shades it."""

    at: str
    event: str
    action: str = ""
    incident: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle(PlainData):
    """What stood in the way, what was done, what follows."""

    obstacle: str
    handling: str = ""
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class TimeLine(PlainData):
    """A row of the SOP: its standard time beside the actual one."""

    number: str
    activity: str
    standard: str
    actual: str
    remark: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Photo(PlainData):
    """A picture of the event: the id of a StoredFile and what one sees."""

    file_id: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ReportSession(PlainData):
    """One session: where and when, who served, how it went. ``heading`` is printed only when there are several."""

    place_and_time: tuple[Fact, ...]
    officers: tuple[Officer, ...] = ()
    execution: tuple[Fact, ...] = ()
    log: tuple[LogEntry, ...] = ()
    log_summary: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ReportData(PlainData):
    """LAPORAN HASIL PELAKSANAAN, sections A to G; ``evaluation`` adds the section that Kaltara's SOP asks for.

    The one who signs made the report, unless ``prepared_by`` names the maker; then the signer takes note of it
    ("Mengetahui").
    """

    kind: ClassVar[DocumentKind] = DocumentKind.REPORT
    variant: ClassVar[DocumentVariant] = DocumentVariant.EVENT

    ticket: str
    activity: str
    basis: tuple[str, ...]
    sessions: tuple[ReportSession, ...]
    leader: str = ""
    applicant: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    times: tuple[TimeLine, ...] = ()
    evaluation: tuple[str, ...] = ()
    recording: str = ""
    photos: tuple[Photo, ...] = ()
    documentation: str = ""
    closing: str = "Demikian laporan ini dibuat untuk dapat dipergunakan sebagaimana mestinya."
    prepared_by: SignatureData | None = None

    @property
    def title(self) -> str:
        return f"Laporan hasil pelaksanaan {self.activity}"


@dataclass(frozen=True, slots=True)
class CriterionLine(PlainData):
    """One criterion of the verification: whose side it looks at, what was found."""

    criterion: str
    side: str
    result: str
    note: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class VerificationReportData(PlainData):
    """LAPORAN HASIL VERIFIKASI: the report of a request that could not be served."""

    kind: ClassVar[DocumentKind] = DocumentKind.REPORT
    variant: ClassVar[DocumentVariant] = DocumentVariant.VERIFICATION

    ticket: str
    activity: str
    basis: tuple[str, ...]
    request: tuple[Fact, ...]
    criteria: tuple[CriterionLine, ...]
    conclusion: str
    officers: tuple[Officer, ...] = ()
    verified_at: str = ""
    alternatives: tuple[str, ...] = ()
    follow_up: str = ""
    photos: tuple[Photo, ...] = ()
    documentation: str = ""
    closing: str = "Demikian laporan ini dibuat untuk dapat dipergunakan sebagaimana mestinya."
    prepared_by: SignatureData | None = None

    @property
    def title(self) -> str:
        return f"Laporan hasil verifikasi {self.activity}"


# --- Rekapitulasi (DOMAIN §2.8) ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecapRow(PlainData):
    """One session that was served, in the order of the printed columns."""

    day: str
    time: str
    activity: str
    applicant: str
    leader: str = ""
    place: str = ""
    application: str = ""
    participants: str = ""
    officers: str = ""
    attendance: str = ""
    obstacles: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RecapSum(PlainData):
    """A line of a table of totals."""

    label: str
    sessions: str
    length: str


@dataclass(frozen=True, slots=True)
class RecapData(PlainData):
    """REKAPITULASI FASILITASI VIDEO CONFERENCE of a month or another period, always F4 landscape."""

    kind: ClassVar[DocumentKind] = DocumentKind.RECAP
    variant: ClassVar[str] = ""

    period: str
    figures: tuple[Fact, ...]
    rows: tuple[RecapRow, ...] = ()
    zone: str = ""
    narrowed: str = ""
    by_agency: tuple[RecapSum, ...] = ()
    by_platform: tuple[RecapSum, ...] = ()
    by_attendance: tuple[RecapSum, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Rekapitulasi fasilitasi video conference {self.period[:1].lower()}{self.period[1:]}"


# --- Laporan survei kepuasan masyarakat (DOMAIN §3.1) -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SurveyLine(PlainData):
    """One of the nine elements; ``low`` marks the three lowest."""

    code: str
    name: str
    total: str
    average: str
    weighted: str
    ikm: str
    band: str
    low: bool = False


@dataclass(frozen=True, slots=True)
class SurveyReportData(PlainData):
    """LAPORAN HASIL SURVEI KEPUASAN MASYARAKAT of a period."""

    kind: ClassVar[DocumentKind] = DocumentKind.SURVEY_REPORT
    variant: ClassVar[str] = ""

    period: str
    figures: tuple[Fact, ...]
    elements: tuple[SurveyLine, ...]
    profile: tuple[Fact, ...] = ()
    method: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()
    plans: tuple[Fact, ...] = ()

    @property
    def title(self) -> str:
        return f"Laporan survei kepuasan masyarakat {self.period[:1].lower()}{self.period[1:]}"


PaperBody = DispositionSheetData | ReplyLetterData | ReportData | VerificationReportData | RecapData | SurveyReportData

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
        DocumentKind.SURVEY_REPORT: PaperShape(SurveyReportData, "documents/papers/survey_report.html"),
    }[DocumentKind(kind)]
