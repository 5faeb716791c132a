"""How long which paper is kept: its classification, and the schedule of its office.

The portal brings the classes that its papers fall under, with the times that are commonly printed beside Permendagri
83/2022; an office's own JRA decides, so each row of ``RetentionRule`` replaces the brought one of the same code. Time
runs from the day on which the case was closed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import DocumentKind, Fate
from vidcon_portal.documents.models import Document, RetentionRule

CASES = "000.1.4"
"""Of requests and of whatever bears no other classification: permintaan dan penggunaan ruang rapat dan fasilitasnya."""

BROUGHT = (
    (CASES, "Penggunaan fasilitas kantor, termasuk permintaan dan penggunaan ruang rapat", 2, 3, Fate.DESTROY),
    ("000.1.5", "Rapat pimpinan dan notula", 2, 4, Fate.DESTROY),
    ("000.5.6.2", "Pemusnahan arsip", 2, 3, Fate.PERMANENT),
    ("000.8.3.2", "Standar pelayanan", 2, 3, Fate.PERMANENT),
    ("000.8.3.3", "Standar operasional prosedur", 2, 3, Fate.PERMANENT),
    ("000.8.3.4", "Pelayanan publik", 2, 3, Fate.PERMANENT),
    ("500.12.6", "Penyelenggaraan e-government", 2, 3, Fate.DESTROY),
    ("500.12.10", "Keamanan informasi", 2, 3, Fate.DESTROY),
    ("500.12.15", "Jaringan", 2, 3, Fate.DESTROY),
    ("500.12.19", "Evaluasi komunikasi dan informatika", 1, 1, Fate.DESTROY),
)

BY_KIND: Mapping[str, str] = {
    DocumentKind.RECAP: "000.8.3.4",
    DocumentKind.SURVEY_REPORT: "000.8.3.4",
    DocumentKind.EVALUATION: "000.8.3.2",
    DocumentKind.DESTRUCTION_RECORD: "000.5.6.2",
}
"""Kinds that are kept longer than the requests whose book they share."""

Schedule = Mapping[str, RetentionRule]


def schedule_of(office: Office) -> Schedule:
    """By code, in order: what the portal brings, and in its place what the office has set."""
    brought = {
        code: RetentionRule(
            office=office, code=code, title=title, active_years=active, inactive_years=inactive, fate=fate
        )
        for code, title, active, inactive, fate in BROUGHT
    }
    own = {rule.code: rule for rule in RetentionRule.objects.filter(office=office)}
    found = {**brought, **own}
    return {code: found[code] for code in sorted(found, key=lambda code: [int(part) for part in code.split(".")])}


def rule_for(schedule: Schedule, code: str) -> RetentionRule:
    """The rule of a classification, else of the nearest class above it, else that of requests."""
    parts = code.strip().split(".")
    for length in range(len(parts), 0, -1):
        if (rule := schedule.get(".".join(parts[:length]))) is not None:
            return rule
    return schedule[CASES]


def rule_of(document: Document, schedule: Schedule) -> RetentionRule:
    """Of the classification that the paper's book prints, or of its kind where that keeps it longer."""
    printed = document.register.classification if document.register is not None else ""
    return _longest([rule_for(schedule, printed), rule_for(schedule, BY_KIND.get(document.kind, CASES))])


def rule_of_case(papers: Iterable[Document], schedule: Schedule) -> RetentionRule:
    """A case file is kept whole, as long as the paper in it that is kept longest; for good where one is permanent."""
    return _longest([schedule[CASES], *(rule_of(paper, schedule) for paper in papers)])


def _longest(rules: Iterable[RetentionRule]) -> RetentionRule:
    return max(rules, key=lambda rule: (rule.fate != Fate.DESTROY, rule.years))


def kept_until(rule: RetentionRule, closed_at: datetime | None, office: Office) -> date | None:
    """The day from which it is due; None while the case is open, and for what is kept for good."""
    if closed_at is None or rule.fate != Fate.DESTROY:
        return None
    closed_on = closed_at.astimezone(office.tz).date()
    try:
        return closed_on.replace(year=closed_on.year + rule.years)
    except ValueError:  # 29 February
        return date(closed_on.year + rule.years, 3, 1)
