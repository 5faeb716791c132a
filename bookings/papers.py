"""The papers of a request: what every wing needs to word them, and the lembar disposisi."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, User
from vidcon_portal.accounts.queries import positions_for_role
from vidcon_portal.documents.choices import (
    OPEN_STATUSES,
    UNSIGNED_STATUSES,
    DocumentKind,
    DocumentStatus,
    SigningMethod,
)
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import (
    Choice,
    DispositionBlock,
    DispositionRecipient,
    DispositionSheetData,
    LetterReference,
    PaperBody,
    SignatureData,
)
from vidcon_portal.documents.services.issuing import draft_document, issue_document, sign_document
from vidcon_portal.documents.services.signing import issue_returned, issue_signed, signing_for
from vidcon_portal.documents.signing.provider import SigningRefusedError
from vidcon_portal.documents.wording import date_and_clock, long_date
from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.once import on_page
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import Action, ClockType, LeadUnit
from vidcon_portal.procedures.clocks import Standard, elapsed
from vidcon_portal.procedures.durations import humanize_minutes
from vidcon_portal.procedures.queries import calendar_for

from .choices import Channel, Nature, Secrecy
from .errors import Incomplete, NotLegal
from .models import Booking, BookingPaper, Disposition, Event, IncomingLetter, RowRun, StepRun
from .models import DispositionRecipient as Recipient
from .requests import main_letter
from .workflow.outcome import OutsideSignature

OWNER_KIND = "booking"
INTERNAL_OWNER_KIND = "booking_internal"
"""Papers for the office's eyes only: drafts, and the disposition sheet (``settings.DOCUMENT_OWNERS``)."""

PORTAL = "Portal Vidcon"


@contextmanager
def paper_refusals() -> Iterator[None]:
    """A refusal of the documents app becomes one of ours, with the same sentence."""
    try:
        yield
    except SigningRefusedError as error:
        fields = {error.field: [error.sentence]} if error.field else {}
        raise Incomplete(error.sentence, fields) from error
    except DocumentError as error:
        raise NotLegal(error.sentence) from error


# --- Linking ----------------------------------------------------------------------------------------------------------


def link_paper(booking: Booking, document: Document, *, run: StepRun | None = None) -> BookingPaper:
    """Hang a paper on a request; twice is the same as once."""
    link, _created = BookingPaper.objects.get_or_create(
        document=document, defaults={"booking": booking, "step_run": run}
    )
    return link


def papers_of(booking: Booking) -> list[Document]:
    """Every paper of a request that still stands, drafts included, the oldest first: voided and replaced ones are left
    out. One query, one a page."""
    return on_page(("papers", booking.pk), lambda: _still_standing(_papers_of_booking().all(booking=booking.pk)))


def _still_standing(links: Iterable[BookingPaper]) -> list[Document]:
    papers = [link.document for link in links]
    replaced = {paper.supersedes_id for paper in papers if paper.is_issued and paper.supersedes_id}
    return [paper for paper in papers if paper.pk not in replaced]


@kept
def _papers_of_booking() -> QuerySet[BookingPaper]:
    links = BookingPaper.objects.filter(booking=Given("booking")).exclude(document__status=DocumentStatus.VOID)
    return links.select_related(
        "document__office", "document__file", "document__signatory_position", "document__returned_by"
    ).order_by("pk")


def write_paper(
    booking: Booking,
    data: PaperBody,
    *,
    by: Actor,
    at: datetime,
    method: str = "",
    run: StepRun | None = None,
    supersedes: Document | None = None,
) -> Document:
    """A draft on the office's letterhead, as secret as the request; with a ``method`` it is signed as soon as it is written.

    Stays inside the office until ``open_to_applicant``. Raises NotLegal: nobody signs who holds no position.
    """
    write = partial(issue_document, method=method) if method else draft_document
    with paper_refusals():
        document = write(
            data,
            office=booking.office,
            owner_kind=INTERNAL_OWNER_KIND,
            owner_id=booking.pk,
            by=by,
            at=at,
            security=Secrecy(booking.secrecy).value,
            supersedes=supersedes,
        )
    BookingPaper.objects.create(booking=booking, document=document, step_run=run)
    return document


def open_to_applicant(document: Document) -> None:
    """From now on the applicant may read it too. Only a paper that is not signed yet can be opened."""
    Document.objects.filter(pk=document.pk, status__in=UNSIGNED_STATUSES).update(owner_kind=OWNER_KIND)


def keep_internal(document: Document) -> None:
    """Not for the applicant, or not yet: a draft that replaces a paper he has."""
    Document.objects.filter(pk=document.pk, status__in=OPEN_STATUSES).update(owner_kind=INTERNAL_OWNER_KIND)


def sign_letter(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    signature: OutsideSignature | None = None,
) -> Document:
    """Sign a letter in the way of its office. Raises DocumentError when the way is another than what was brought."""
    choice = signing_for(document).choice
    if signature is not None:
        issue = issue_returned if choice.takes_file else issue_signed
        return issue(signature.document, signature.signed, by=by, at=at)
    if choice.takes_file:
        raise DocumentError(_("Unggah surat yang sudah ditandatangani."))
    if choice.signs_at_once:
        raise DocumentError(_("Cara tanda tangan kantor ini baru saja berubah. Muat ulang halaman."))
    return sign_document(document, by=by, at=at)


# --- Words that several papers use -----------------------------------------------------------------------------------


def letter_reference(booking: Booking) -> LetterReference | None:
    """How a paper names the request letter; None while there is none."""
    return reference_to(main_letter(booking))


def reference_to(letter: IncomingLetter | None) -> LetterReference | None:
    """``letter_reference``, for whoever has read the letter already."""
    if letter is None or not letter.number:
        return None
    return LetterReference(letter.number, long_date(letter.dated_on) if letter.dated_on else "", letter.subject)


def addressee(agency: Agency) -> str:
    """``Kepala Dinas`` and ``Dinas Kesehatan`` become ``Kepala Dinas Kesehatan``."""
    title, name = agency.head_title.split(), agency.name.split()
    for length in range(min(len(title), len(name)), 0, -1):
        if [word.lower() for word in title[-length:]] == [word.lower() for word in name[:length]]:
            return " ".join([*title, *name[length:]])
    return " ".join([*title, *name])


def actual_time(booking: Booking, row_runs: list[RowRun], *, at: datetime, calendar: WorkCalendar) -> timedelta:
    """How long a row really took: the sum of its visits' running stretches."""
    if not row_runs:
        return timedelta(0)
    row = row_runs[0].row
    unit = LeadUnit(booking.procedure.lead_unit) if booking.procedure else LeadUnit.CALENDAR
    visits = [stretch for run in row_runs for stretch in run.stretches_until(at)]
    return elapsed(Standard(ClockType(row.clock_type), row.clock_value, unit), visits, calendar)


def in_minutes(length: timedelta) -> str:
    """``8 menit``; under a minute ``kurang dari 1 menit``."""
    minutes = int(length.total_seconds() // 60)
    return humanize_minutes(minutes) if minutes else "kurang dari 1 menit"


# --- Lembar disposisi -------------------------------------------------------------------------------------------------


@transaction.atomic
def issue_disposition_sheet(booking: Booking, *, by: Actor, at: datetime, recorded_by: User | None = None) -> Document:
    """The whole chain on one sheet, numbered as the letter in the agenda; it replaces the sheet before.

    Call it once the new Disposition and its recipients are written. ``recorded_by`` is who entered a disposition that
    was given on paper. Raises NotLegal when ``by`` holds no position.
    """
    data = disposition_sheet(booking, at=at, recorded_by=recorded_by)
    method = SigningMethod.PAPER if recorded_by is not None else SigningMethod.PIN
    return write_paper(booking, data, by=by, at=at, method=method, supersedes=_standing_sheet(booking))


def disposition_sheet(booking: Booking, *, at: datetime, recorded_by: User | None = None) -> DispositionSheetData:
    """What the sheet says now: head, natures, one block per standing disposition.

    ``recorded_by`` entered the latest one, whose Event is not written yet.
    """
    letter = main_letter(booking)
    latest_recorder = recorded_by.name if recorded_by is not None else ""
    dispositions = _standing().all(booking=booking.pk)
    recipients: dict[int, list[Recipient]] = {}
    for each in _addressed().all(dispositions=[disposition.pk for disposition in dispositions]):
        recipients.setdefault(each.disposition_id, []).append(each)
    nature = letter.nature if letter else Nature.ORDINARY
    return DispositionSheetData(
        letter_from=letter.sender.name if letter else booking.agency.name,
        letter_number=letter.number if letter else "",
        letter_date=long_date(letter.dated_on) if letter and letter.dated_on else "",
        received_at=date_and_clock(_received_at(booking, letter, at), booking.office.tz),
        agenda_number=(letter.agenda if letter else "") or booking.ticket or "",
        ticket=booking.ticket or "",
        subject=letter.subject if letter and letter.subject else booking.title,
        natures=tuple(Choice(str(each.label), chosen=each == nature) for each in Nature),
        channel=_channel(letter),
        blocks=tuple(
            _block(
                booking,
                disposition,
                recipients.get(disposition.pk, []),
                at=at,
                recorder=_recorder(disposition) if disposition != dispositions[-1] else latest_recorder,
            )
            for disposition in dispositions
        ),
    )


@kept
def _standing() -> QuerySet[Disposition]:
    given = Disposition.objects.filter(booking=Given("booking"), recalled_at__isnull=True)
    return given.select_related("from_user", "from_position", "step_run__step", "step_run__row").order_by(
        "given_at", "pk"
    )


@kept
def _addressed() -> QuerySet[Recipient]:
    return Recipient.objects.filter(is_one_of("disposition", "dispositions")).select_related("position").order_by("pk")


def _standing_sheet(booking: Booking) -> Document | None:
    """The one that no other has replaced: two sheets may bear the same minute."""
    return _sheet().first(owner=str(booking.pk))


@kept
def _sheet() -> QuerySet[Document]:
    papers = Document.objects.issued().filter(owner_kind=INTERNAL_OWNER_KIND, owner_id=Given("owner"))
    replaced = Document.objects.filter(supersedes=OuterRef("pk")).exclude(status=DocumentStatus.VOID)
    papers = papers.filter(~Exists(replaced), kind=DocumentKind.DISPOSITION_SHEET)
    return papers.order_by("-signed_at", "-created_at")[:1]


def _received_at(booking: Booking, letter: IncomingLetter | None, at: datetime) -> datetime:
    return (letter.received_at if letter else None) or booking.received_at or booking.submitted_at or at


def _channel(letter: IncomingLetter | None) -> str:
    if letter is None:
        return PORTAL
    label = str(Channel(letter.channel).label)
    return f"{label} nomor {letter.srikandi_number}" if letter.srikandi_number else label


def _recorder(disposition: Disposition) -> str:
    """Who entered a disposition that was given outside the portal; empty when its giver signed it here."""
    return _recorded().first(run=disposition.step_run_id) or ""


@kept
def _recorded() -> QuerySet[Event, str]:
    told = Event.objects.filter(step_run=Given("run"), action=Action.FORWARD).order_by("-number")
    return told.values_list("recorded_by_name", flat=True)[:1]


def _block(
    booking: Booking, disposition: Disposition, addressed: Sequence[Recipient], *, at: datetime, recorder: str
) -> DispositionBlock:
    row = disposition.step_run.row
    row_runs = _visits().all(booking=booking.pk, row=row.pk) if row is not None else []
    spent = actual_time(booking, row_runs, at=at, calendar=calendar_for(booking.office))
    return DispositionBlock(
        from_title=disposition.from_title,
        recipients=_recipients(booking, addressed),
        instructions=_instructions(disposition),
        note=disposition.note,
        nature=str(Nature(disposition.nature).label) if disposition.nature != Nature.ORDINARY else "",
        deadline=long_date(disposition.deadline_on) if disposition.deadline_on else "",
        signature=SignatureData(
            title=disposition.from_title,
            name=disposition.from_user.name,
            rank=disposition.from_user.rank,
            nip=disposition.from_user.nip,
            at=date_and_clock(disposition.given_at, booking.office.tz),
            method=SigningMethod.PAPER if recorder else SigningMethod.PIN,
        ),
        recorded_by=f"Dicatat oleh {recorder} dari disposisi di luar portal" if recorder else "",
        duration=in_minutes(spent) if row_runs else "",
        standard=row.time_raw if row and row.clock_value else "",
    )


@kept
def _visits() -> QuerySet[RowRun]:
    runs = RowRun.objects.filter(booking=Given("booking"), row=Given("row"))
    return runs.select_related("row").order_by("pk")


def _recipients(booking: Booking, addressed: Sequence[Recipient]) -> tuple[DispositionRecipient, ...]:
    """Those addressed, the responsible one first, then the others of his level as empty boxes."""
    found = sorted(addressed, key=lambda each: not each.is_responsible)
    named = {each.position_id for each in found}
    levels = dict.fromkeys(each.position.role for each in found if each.is_responsible)
    peers = [position for role in levels for position in positions_for_role(role, office=booking.office)]
    others = [position for position in peers if position.pk not in named]
    return (
        *(
            DispositionRecipient(
                each.position.title,
                responsible=each.is_responsible,
                read_at=date_and_clock(each.read_at, booking.office.tz) if each.read_at else "",
            )
            for each in found
        ),
        *(DispositionRecipient(position.title, chosen=False) for position in others),
    )


def _instructions(disposition: Disposition) -> tuple[Choice, ...]:
    """What the SOP suggests, ticked where it was chosen, then what was added."""
    step = disposition.step_run.step
    suggested = list(step.options.get("suggested_instructions", ())) if step else []
    added = [each for each in disposition.instructions if each not in suggested]
    return tuple(Choice(each, chosen=each in disposition.instructions) for each in [*suggested, *added])
