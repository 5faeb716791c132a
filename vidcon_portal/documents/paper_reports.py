"""What reports say (DOMAIN §2.7, §2.8): of an event, of a verification, of a month."""

from dataclasses import dataclass
from typing import ClassVar

from vidcon_portal.documents.choices import DocumentKind, DocumentVariant
from vidcon_portal.documents.paper_parts import Fact, Officer, PlainData, SignatureData

# --- Laporan (DOMAIN §2.7) ------------------------------------------------------------------------------------------


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
    def has_same_officers(self) -> bool:
        """Whether every session had the same people, who are then named once."""
        return len({session.officers for session in self.sessions}) == 1

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


# --- Evaluasi standar pelayanan (DOMAIN §1.3, component 14) -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EvaluationRow(PlainData):
    """A row of the SOP over a year, worded."""

    number: str
    activity: str
    standard: str
    median: str
    ninth: str
    count: str
    in_time: str


@dataclass(frozen=True, slots=True)
class EvaluationData(PlainData):
    """EVALUASI STANDAR PELAYANAN of one service in one year: counted, then judged by people."""

    kind: ClassVar[DocumentKind] = DocumentKind.EVALUATION
    variant: ClassVar[str] = ""

    service: str
    year: str
    figures: tuple[Fact, ...]
    rows: tuple[EvaluationRow, ...] = ()
    against: tuple[Fact, ...] = ()
    participants: str = ""
    achievements: str = ""
    obstacles: str = ""
    conclusion: str = ""
    verdict: str = ""
    plans: tuple[Fact, ...] = ()

    @property
    def title(self) -> str:
        return f"Evaluasi standar pelayanan {self.service} tahun {self.year}"

    @property
    def judgement(self) -> tuple[Fact, ...]:
        """What people wrote; a draft shows what is still missing."""
        return (
            Fact("Yang ikut menilai", self.participants or "-"),
            Fact("Capaian", self.achievements or "-"),
            Fact("Kendala dan sebabnya", self.obstacles or "-"),
            Fact("Simpulan dan perbaikan", self.conclusion or "-"),
            Fact("Standar pelayanan", self.verdict or "-"),
        )
