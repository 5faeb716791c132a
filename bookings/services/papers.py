"""Papers that no SOP row asks for: their own way beside the case, from draft over initials to signature.

They move no step and write no Event. The signing PIN is asked by whoever calls, before the transaction.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bookings.choices import Status
from bookings.errors import Incomplete, NotYours
from bookings.messages import values_about
from bookings.models import Booking, BookingPaper
from bookings.officials import agency_users, officials_for
from bookings.papers import open_to_applicant, paper_refusals, sign_letter
from bookings.permissions import has_role, may_record
from bookings.services.files import claim_files, may_claim
from bookings.services.side_papers import tell_of_side_paper
from bookings.side_papers import SIDE_KINDS
from bookings.workflow.graph import graph_of
from bookings.workflow.legality import not_holder, situation_of
from bookings.workflow.outcome import OutsideSignature
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.queries import acting_holder, positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import LETTERS, OPEN_STATUSES, UNSIGNED_STATUSES, DocumentKind, DocumentStatus
from vidcon_portal.documents.models import Document, DocumentEdit, DocumentInitial, StoredFile
from vidcon_portal.documents.services.issuing import (
    initial_document,
    return_document,
    send_document,
    void_document,
)
from vidcon_portal.documents.services.signing import (
    Secrets,
    begin_signing,
    reserve_number,
    returned_outside,
    signed_outside,
    signing_for,
)
from vidcon_portal.documents.services.stamping import is_being_signed
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.services import tell
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Kind

INITIALLERS = (Role.SECRETARY, Role.DIVISION_HEAD, Role.COORDINATOR)
WRITERS = (*INITIALLERS, Role.TECHNICAL_TEAM, Role.STAFF, Role.REGISTRAR)
PAPER_ACTIONS = ("edit", "initial", "revise", "sign_and_send", "drop")
"""On a paper beside the case; ``number`` also on a letter that an SOP row asks for (``why_no_number``)."""

NUMBERED_BY_HAND = frozenset({DocumentKind.REPLY_LETTER, *SIDE_KINDS})
"""Whose number may come from Srikandi or a paper register."""


def why_not_paper(
    actor: Actor, document: Document, action: str, at: datetime, *, being_signed: bool = False
) -> str | None:
    """Why the actor may not take the action on a paper beside the case, in a sentence; None when he may.

    Actions: ``edit``, ``initial``, ``revise`` (hand back with a note), ``sign_and_send``, ``number``, ``drop``. ``being_signed``:
    the signature on its way is the actor's own.
    """
    if action == "number":
        return why_no_number(actor, document, at)
    booking = booking_of(document)
    if booking is None or action not in PAPER_ACTIONS:
        return _("Naskah ini bukan bagian dari permohonan.")
    if (sentence := _past_editing(document, at, being_signed=being_signed)) is not None:
        return sentence
    if not stands_beside_the_case(booking, document):
        return _("Naskah ini dikerjakan pada langkah SOP-nya. Buka permohonannya.")
    if booking.status in (Status.CANCELLED, Status.LAPSED):
        return _("Permohonan ini sudah ditutup: %(status)s. Konsepnya tidak dikirim.") % {
            "status": booking.get_status_display().lower()
        }
    if action in ("edit", "drop"):
        if action == "drop" and document.kind not in SIDE_KINDS:
            return _("Surat tanggapan mengikuti keputusan permohonan dan tidak dapat dibatalkan tersendiri.")
        return None if has_role(actor, booking, *WRITERS) else _("Konsep ini diubah oleh bidang pelaksana.")
    if action == "initial":
        return _why_no_initial(actor, booking, document)
    if action == "revise":
        may = has_role(actor, booking, *INITIALLERS) or _signatory_refusal(actor, booking, document, at) is None
        return None if may else _("Konsep dikembalikan oleh pejabat yang memaraf atau menandatanganinya.")
    if not booking.decision and document.kind == DocumentKind.REPLY_LETTER:
        return _("Permohonan sedang diperiksa ulang. Tunggu keputusan baru sebelum menandatangani.")
    return _signatory_refusal(actor, booking, document, at)


def why_no_number(actor: Actor, document: Document, at: datetime) -> str | None:
    """Why the actor may not give the letter its number before it is signed; the signer and TU may."""
    booking = booking_of(document)
    if booking is None or document.kind not in NUMBERED_BY_HAND:
        return _("Naskah ini tidak diberi nomor dengan tangan.")
    if (sentence := _past_editing(document, at)) is not None:
        return sentence
    if stands_beside_the_case(booking, document):
        decided = booking.decision or document.kind != DocumentKind.REPLY_LETTER
        if booking.status in (Status.CANCELLED, Status.LAPSED) or not decided:
            return _("Belum ada keputusan yang dapat disampaikan dengan surat ini.")
        by_tu = document.kind in LETTERS and may_record(actor, booking)
        return None if by_tu else _signatory_refusal(actor, booking, document, at)
    here = situation_of(booking, at)
    if here.run is None or here.run.kind != Kind.SEND_REPLY:
        return _("Nomor diberikan setelah surat selesai diparaf.")
    return None if may_record(actor, booking) else not_holder(actor, here)


@transaction.atomic
def number_paper(document: Document, *, by: Actor, at: datetime, number: str = "", reason: str = "") -> Document:
    """Give a letter its number before it is signed: a typed one, or the register's next where it is printed first.

    Whoever clicks, the block names who will sign. Raises NotYours, Incomplete.
    """
    document = _locked(document)
    if (sentence := why_no_number(by, document, at)) is not None:
        raise NotYours(sentence)
    booking = booking_of(document)
    assert booking is not None
    with paper_refusals():
        return reserve_number(document, by=_signatory(booking, document, by, at), at=at, number=number, reason=reason)


def _signatory(booking: Booking, document: Document, by: Actor, at: datetime) -> Actor:
    """Who will sign: whoever clicks when it is his, else the first official whom the letter reaches."""
    if document.kind not in LETTERS or not may_record(by, booking):
        return by
    if stands_beside_the_case(booking, document):
        day = at.astimezone(booking.office.tz).date()
        reached = responsible_for_many(positions_for_role(Role.OFFICE_HEAD, office=booking.office), day)
        appointments = [each for responsible in reached.values() for each in responsible.appointments]
    else:
        appointments = [each for official in officials_for(booking, at=at) for each in official.appointments]
    if not appointments:
        sentence = _("Belum ada pejabat yang menandatangani. Hubungi admin kantor.")
        raise Incomplete(sentence, {"number": [sentence]})
    return Actor(user=appointments[0].user, appointment=appointments[0])


def _past_editing(document: Document, at: datetime, *, being_signed: bool = False) -> str | None:
    if document.is_signing:
        busy = is_being_signed(document, at=at) and not being_signed
        return _("Naskah ini sedang ditandatangani. Tunggu paling lama dua menit.") if busy else None
    if document.status in OPEN_STATUSES:
        return None
    return _("Naskah ini sudah berstatus %(status)s. Muat ulang halaman.") % {
        "status": document.get_status_display().lower()
    }


@transaction.atomic
def initial_paper(document: Document, *, by: Actor, at: datetime) -> DocumentInitial:
    """Put one's initials on the draft. Raises NotYours with ``why_not_paper``'s sentence."""
    document = _locked(document)
    _require(by, document, "initial", at)
    with paper_refusals():
        return initial_document(document, by=by, at=at)


@transaction.atomic
def revise_paper(document: Document, *, by: Actor, note: str, at: datetime) -> Document:
    """Hand the draft back with a note; initials fall. Raises NotYours, Incomplete."""
    document = _locked(document)
    _require(by, document, "revise", at)
    if not note.strip():
        sentence = _("Tulis apa yang perlu diperbaiki.")
        raise Incomplete(sentence, {"note": [sentence]})
    with paper_refusals():
        returned = return_document(document, by=by, note=note, at=at)
    _tell_of_return(returned, by=by, at=at)
    return returned


def _tell_of_return(document: Document, *, by: Actor, at: datetime) -> None:
    """Whoever wrote the draft, changed its words or had put his initials on it hears why it is back."""
    booking = booking_of(document)
    assert booking is not None
    authors = [document.created_by, *(each.user for each in document.edits.select_related("user"))]
    authors += [each.user for each in document.initials.select_related("user")]
    with official_language():
        values = {**values_about(booking), "naskah": document.get_kind_display(), "catatan": document.return_note}
    tell(
        [each for each in dict.fromkeys(authors) if each is not None and each != by.user],
        "naskah_dikembalikan",
        values=values,
        url=f"{booking.get_absolute_url()}#dokumen",
        dedupe_key=f"paper-back-{document.pk}-{at.isoformat()}",
        office=booking.office,
        at=at,
    )


@transaction.atomic
def drop_paper(document: Document, *, by: Actor, reason: str, at: datetime) -> Document:
    """Give a draft beside the case up; a number that it had stands in the book as void. Raises NotYours."""
    document = _locked(document)
    _require(by, document, "drop", at)
    with paper_refusals():
        return void_document(document, by=by, reason=reason, at=at)


@transaction.atomic
def edit_paper(document: Document, *, by: Actor, at: datetime, reword: Callable[[], Document]) -> Document:
    """Change the words of a draft beside the case; initials fall, and what changed is shown. Raises NotYours."""
    document = _locked(document)
    _require(by, document, "edit", at)
    with paper_refusals(), official_language():
        return reword()


def sign_paper(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    secrets: Secrets | None = None,
    returned: StoredFile | None = None,
    and_then: Callable[[], None] = lambda: None,
) -> Document:
    """Number, sign and send a paper beside the case, and tell the applicant. The PIN was checked before.

    A certificate signs between two transactions; ``and_then`` runs in the one that issues the paper. Raises NotYours, Incomplete with what the provider said.
    """
    choice = signing_for(document).choice
    if choice.takes_file and returned is not None:
        return _issue_returned(document, returned, by=by, at=at, and_then=and_then)
    if not choice.signs_at_once:
        return _issue(document, by=by, at=at, and_then=and_then)

    def begin() -> Document:
        locked = _locked(document)
        _require(by, locked, "sign_and_send", at)
        return begin_signing(locked, by=by, at=at)

    with paper_refusals(), signed_outside(begin, by=by, secrets=secrets or Secrets()) as (begun, signed):
        return _issue(document, by=by, at=at, signature=OutsideSignature(begun, signed), and_then=and_then)


def _issue_returned(
    document: Document, returned: StoredFile, *, by: Actor, at: datetime, and_then: Callable[[], None]
) -> Document:
    _require(by, document, "sign_and_send", at)
    booking = booking_of(document)
    if booking is None or not may_claim(booking, returned, by=by):
        sentence = _("Berkas tidak ditemukan. Unggah lagi.")
        raise Incomplete(sentence, {"signed_file": [sentence]})
    with paper_refusals(), returned_outside(document, returned, by=by) as signed:
        signature = OutsideSignature(document, signed)
        return _issue(document, by=by, at=at, signature=signature, returned=returned, and_then=and_then)


@transaction.atomic
def _issue(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    signature: OutsideSignature | None = None,
    returned: StoredFile | None = None,
    and_then: Callable[[], None],
) -> Document:
    document = _locked(document)
    is_ours = signature is not None and returned is None
    sentence = why_not_paper(by, document, "sign_and_send", at, being_signed=is_ours)
    if sentence is not None:
        raise NotYours(sentence)
    booking = booking_of(document)
    assert booking is not None
    side = SIDE_KINDS.get(document.kind)
    if side is None or side.for_applicant:
        open_to_applicant(document)
    if returned is not None:
        claim_files(booking, [("signed_file", returned)], by=by, at=at, internal=True)
    with paper_refusals():
        signed = sign_letter(document, by=by, at=at, signature=signature)
        sent = send_document(signed, by=by, at=at)
    if side is not None:
        tell_of_side_paper(sent, booking, at=at)
        and_then()
        return sent
    with official_language():
        values = {**values_about(booking), "nomor_surat": sent.number}
    tell(
        list(dict.fromkeys([booking.applicant, *agency_users(booking.agency, at=at)])),
        "surat_terkirim",
        values=values,
        url=booking.get_absolute_url(),
        dedupe_key=f"paper-{sent.pk}",
        office=booking.office,
        at=at,
    )
    and_then()
    return sent


def awaiting_papers(actor: Actor, *, at: datetime) -> list[Document]:
    """Papers beside their cases that wait for the actor: for initials not yet given, or for his signature."""
    if actor.office is None or actor.position is None or actor.position.office_id is None:
        return []
    links = (
        BookingPaper.objects.filter(
            booking__office=actor.office,
            document__status__in=sorted(UNSIGNED_STATUSES),
            step_run__isnull=True,
        )
        .filter(beside_the_case())
        .exclude(booking__status__in=(Status.CANCELLED, Status.LAPSED))
        .select_related("document__office", "booking__agency", "booking__office")
        .order_by("document__created_at")
    )
    action = "initial" if actor.role in INITIALLERS else "sign_and_send"
    if action == "initial":
        links = links.exclude(
            document__initials__position=actor.position, document__initials__withdrawn_at__isnull=True
        )
    elif _not_signatory(actor, at):
        return []
    else:
        links = links.exclude(comes_back())
    return [link.document for link in links]


def beside_the_case() -> Q:
    """Links to papers that wait for initials and for the head's signature: replies once it is decided, surat tugas."""
    return Q(document__kind=DocumentKind.ASSIGNMENT_LETTER) | Q(document__kind=DocumentKind.REPLY_LETTER) & ~Q(
        booking__decision=""
    )


def comes_back() -> Q:
    """Links to drafts that were handed back and not touched since: they wait for their writers, not for the head."""
    mended = DocumentEdit.objects.filter(document=OuterRef("document"), at__gt=OuterRef("document__returned_at"))
    back = Q(document__status=DocumentStatus.DRAFT, document__returned_at__isnull=False)
    return back & ~Q(Exists(mended))


def booking_of(document: Document) -> Booking | None:
    """The request on which a paper hangs; one query, one a page."""
    links = BookingPaper.objects.filter(document=document).select_related("booking__office", "booking__agency")
    return on_page(("booking of paper", document.pk), lambda: link.booking if (link := links.first()) else None)


def know_booking_of(document: Document, booking: Booking) -> None:
    """For a page that has read both: nobody on it need ask on which request the paper hangs."""
    on_page(("booking of paper", document.pk), lambda: booking)


def stands_beside_the_case(booking: Booking, document: Document) -> bool:
    """What no SOP row asks for: surat tugas, nota dinas, a record, and a reply letter where the SOP has no row for it."""
    if document.kind in SIDE_KINDS:
        return True
    if document.kind != DocumentKind.REPLY_LETTER or booking.procedure_id is None:
        return False
    return not graph_of(booking.procedure_id).has_kind(Kind.DRAFT_REPLY)


def _require(by: Actor, document: Document, action: str, at: datetime) -> None:
    if (sentence := why_not_paper(by, document, action, at)) is not None:
        raise NotYours(sentence)


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("office").get(pk=document.pk)


def _why_no_initial(actor: Actor, booking: Booking, document: Document) -> str | None:
    if not has_role(actor, booking, *INITIALLERS):
        return _("Paraf diberikan sekretaris, kepala bidang, atau subkoordinator.")
    if document.kind in SIDE_KINDS and not SIDE_KINDS[document.kind].initialled:
        return _("Naskah ini ditandatangani langsung, tanpa paraf.")
    if document.initials.filter(position=actor.position, withdrawn_at__isnull=True).exists():
        return _("Anda sudah memaraf konsep ini.")
    return None


def _signatory_refusal(actor: Actor, booking: Booking, document: Document, at: datetime) -> str | None:
    """Letters are the head's, a nota dinas its division's, a record that of whoever hands the kit over."""
    if document.kind == DocumentKind.MEMO:
        may = has_role(actor, booking, *INITIALLERS)
        return None if may else _("Nota dinas ditandatangani sekretaris, kepala bidang, atau subkoordinator.")
    if document.kind == DocumentKind.HANDOVER_RECORD:
        may = has_role(actor, booking, *WRITERS)
        return None if may else _("Berita acara ditandatangani petugas yang menyerahkan alatnya.")
    if actor.position is None or actor.position.office_id != booking.office_id:
        return _("Surat ini ditandatangani kepala dinas.")
    return _not_signatory(actor, at)


def _not_signatory(actor: Actor, at: datetime) -> str | None:
    """Why the actor does not sign for his office now: not the head, or somebody acts for him."""
    office, position = actor.office, actor.position
    if office is None or position is None or actor.appointment is None:
        return _("Surat ini ditandatangani kepala dinas.")
    day = at.astimezone(office.tz).date()
    reached = responsible_for_many(positions_for_role(Role.OFFICE_HEAD, office=office), day)
    if actor.on_behalf_of is not None:
        if actor.on_behalf_of.pk in reached and Kind.SEND_REPLY in actor.scope:
            return None
        return _("Pelimpahan Anda tidak mencakup penandatanganan surat tanggapan.")
    if any(each.pk == actor.appointment.pk for responsible in reached.values() for each in responsible.appointments):
        return None
    acting = acting_holder(position, day) if position.pk in reached else None
    if acting is not None:
        return _("%(title)s, %(name)s, sedang menjabat.") % {"title": acting.printed_title, "name": acting.user.name}
    return _("Surat ini ditandatangani kepala dinas.")
