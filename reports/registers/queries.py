"""The books of letters: what came in, what went out, what was reported; void and reserved numbers included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bookings.choices import Channel, LetterRelation, Nature
from bookings.models import BookingLetter, BookingPaper, IncomingLetter
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import OPEN_STATUSES, DocumentStatus, RegisterKind
from vidcon_portal.documents.models import Document, Register
from vidcon_portal.documents.retention import CASES, Schedule, rule_of
from vidcon_portal.documents.services.stamping import REGISTERS

BOOKS = (
    RegisterKind.INCOMING,
    RegisterKind.OUTGOING,
    RegisterKind.REPORT,
    RegisterKind.MEMO,
    RegisterKind.ASSIGNMENT,
    RegisterKind.RECORD,
)
"""The books that have a page."""


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One entry of the agenda."""

    agenda: str
    received: datetime
    number: str
    dated: date | None
    sender: str
    subject: str
    nature: str
    channel: str
    cases: tuple[tuple[str, str], ...]
    is_owed: bool
    file_url: str
    classification: str
    retention: str

    @property
    def note(self) -> str:
        return "; ".join(filter(None, [_("surat menyusul") if self.is_owed else "", *(each[1] for each in self.cases)]))


@dataclass(frozen=True, slots=True)
class OutgoingLine:
    """One number of a book: which paper bears it, and how it stands."""

    serial: int | None
    number: str
    date: date | None
    kind: str
    subject: str
    signatory: str
    status: str
    note: str
    ticket: str
    url: str
    pk: str
    is_void: bool
    is_reserved: bool
    classification: str
    retention: str


def incoming_letters(office: Office, year: int) -> QuerySet[IncomingLetter]:
    """The agenda of a year, owed letters of that year first, then the newest number."""
    start = datetime.combine(date(year, 1, 1), time(), office.tz)
    end = datetime.combine(date(year + 1, 1, 1), time(), office.tz)
    of_year = Q(agenda_year=year) | Q(agenda_year__isnull=True, received_at__gte=start, received_at__lt=end)
    links = Prefetch("booking_links", BookingLetter.objects.select_related("booking").order_by("pk"))
    return (
        IncomingLetter.objects.filter(of_year, office=office)
        .select_related("sender", "file")
        .prefetch_related(links)
        .order_by("-is_owed", F("agenda_number").desc(nulls_last=True), "-pk")
    )


def numbered_papers(office: Office, book: str, year: int, unit: str = "") -> QuerySet[Document]:
    """Every number of a book in a year, the highest first; numbers from elsewhere stand among them by their date.

    ``unit`` empty: the office's own book.
    """
    mine = Q(register__unit=unit) if unit else Q(register__isnull=True) | Q(register__unit="")
    kinds = [kind for kind, register in REGISTERS.items() if register == book]
    links = Prefetch("booking_paper", BookingPaper.objects.select_related("booking"))
    return (
        Document.objects.for_list()
        .filter(mine, office=office, kind__in=kinds, year=year)
        .exclude(number="")
        .select_related("register")
        .prefetch_related(links)
        .order_by(F("number_serial").desc(nulls_last=True), "-date", "number")
    )


def incoming_lines(
    letters: Iterable[IncomingLetter], office: Office, *, schedule: Schedule | None = None
) -> Iterator[IncomingLine]:
    """Classified by ``schedule``, if it is given: a letter is kept in the file of its request, as requests are."""
    rule = schedule[CASES] if schedule else None
    for letter in letters:
        cases = tuple(
            (link.booking.ticket or "", _case_words(link)) for link in letter.booking_links.all() if link.booking.ticket
        )
        channel = str(Channel(letter.channel).label)
        yield IncomingLine(
            agenda=letter.agenda,
            received=letter.received_at.astimezone(office.tz),
            number=letter.number,
            dated=letter.dated_on,
            sender=letter.sender.name,
            subject=letter.subject,
            nature=str(Nature(letter.nature).label),
            channel=f"{channel} {letter.srikandi_number}".strip(),
            cases=cases,
            is_owed=letter.is_owed,
            file_url=letter.file.get_absolute_url() if letter.file else "",
            classification=rule.code if rule else "",
            retention=rule.words if rule else "",
        )


def outgoing_lines(papers: Iterable[Document], *, schedule: Schedule | None = None) -> Iterator[OutgoingLine]:
    """Classified by ``schedule``, if it is given."""
    for paper in papers:
        rule = rule_of(paper, schedule) if schedule else None
        link = getattr(paper, "booking_paper", None)
        yield OutgoingLine(
            serial=paper.number_serial,
            number=paper.number,
            date=paper.date,
            kind=str(paper.get_variant_display() or paper.get_kind_display()),
            subject=paper.title,
            signatory=", ".join(filter(None, [paper.signatory_name, paper.signatory_title])),
            status=_status(paper),
            note="; ".join(filter(None, [paper.void_reason, paper.number_reason])),
            ticket=(link.booking.ticket or "") if link is not None else "",
            url=paper.get_absolute_url(),
            pk=str(paper.pk),
            is_void=paper.is_void,
            is_reserved=paper.status in OPEN_STATUSES,
            classification=rule.code if rule else "",
            retention=rule.words if rule else "",
        )


def years_of(office: Office, today: date) -> list[int]:
    """Years that have a book, the newest first; this year always."""
    papers = Document.objects.filter(office=office, year__isnull=False).order_by().values_list("year", flat=True)
    letters = IncomingLetter.objects.filter(office=office, agenda_year__isnull=False).order_by()
    found = papers.distinct().union(letters.values_list("agenda_year", flat=True).distinct())
    return sorted({year for year in found if year is not None} | {today.year}, reverse=True)


def units_of(office: Office, book: str, year: int) -> list[str]:
    """Units of the office that keep a book of their own by that year, by name."""
    kept = Register.objects.filter(office=office, kind=book, year__lte=year).exclude(unit="")
    return list(kept.order_by("unit").values_list("unit", flat=True).distinct())


def owed_count(office: Office, *, at: datetime, days: int = 3) -> tuple[int, int]:
    """Letters that are owed, and how many of them longer than ``days``."""
    late = Count("pk", filter=Q(received_at__lt=at - timedelta(days=days)))
    found = IncomingLetter.objects.filter(office=office, is_owed=True).aggregate(owed=Count("pk"), late=late)
    return found["owed"], found["late"]


def _case_words(link: BookingLetter) -> str:
    relation = LetterRelation(link.relation)
    ticket = link.booking.ticket or ""
    return ticket if relation == LetterRelation.MAIN else f"{relation.label} {ticket}"


def _status(paper: Document) -> str:
    if paper.status in OPEN_STATUSES:
        return _("Dipesan, belum ditandatangani")
    return str(DocumentStatus(paper.status).label)
