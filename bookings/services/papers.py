"""Papers that no SOP row asks for: their own way beside the case, from draft over initials to signature.

They move no step and write no Event. The signing PIN is asked by whoever calls, before the transaction.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Status
from bookings.errors import Incomplete, NotYours
from bookings.messages import values_about
from bookings.models import Booking
from bookings.officials import agency_users, officials_for
from bookings.paper_permissions import why_no_number, why_not_paper
from bookings.papers import link_paper, open_to_applicant, paper_refusals, sign_letter
from bookings.permissions import may_record
from bookings.queries.papers import booking_of, stands_beside_the_case
from bookings.services.files import claim_files, may_claim
from bookings.services.side_papers import tell_of_side_paper
from bookings.side_papers import SIDE_KINDS
from bookings.workflow.outcome import OutsideSignature
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import LETTERS, DocumentKind
from vidcon_portal.documents.models import Document, DocumentInitial, StoredFile
from vidcon_portal.documents.services.issuing import (
    draft_again,
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
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.services import tell


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
def give_up_number(document: Document, *, by: Actor, reason: str, at: datetime) -> Document:
    """A number that no letter will bear stands in the book as void, with the reason. Raises DocumentError.

    An answer that its case still waits for is not lost with it: its words become a draft without a number again.
    """
    booking = booking_of(document)
    given_up = void_document(document, by=by, reason=reason, at=at)
    answers = given_up.kind == DocumentKind.REPLY_LETTER
    if answers and booking is not None and booking.status not in (Status.CANCELLED, Status.LAPSED):
        link_paper(booking, draft_again(given_up, by=by, at=at), run=given_up.booking_paper.step_run)
    return given_up


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


def _require(by: Actor, document: Document, action: str, at: datetime) -> None:
    if (sentence := why_not_paper(by, document, action, at)) is not None:
        raise NotYours(sentence)


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("office").get(pk=document.pk)
