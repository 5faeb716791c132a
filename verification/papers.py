"""The surat tanggapan on its way: draft, initials, signature. Its words stand in ``reply_words``."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.choices import Decision
from bookings.errors import NotLegal
from bookings.models import Booking, StepRun
from bookings.papers import (
    keep_internal,
    link_paper,
    open_to_applicant,
    paper_refusals,
    sign_letter,
    write_paper,
)
from bookings.workflow.graph import graph_of
from bookings.workflow.outcome import Deed, OutsideSignature
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentKind, DocumentVariant
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.models.document import DocumentQuerySet
from vidcon_portal.documents.services.issuing import (
    initial_document,
    return_document,
    send_document,
    supersede_document,
    update_draft,
)
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Kind

from .reply_words import ReplyText, default_text, reply_data

# --- What stands now --------------------------------------------------------------------------------------------------


def reply_of(booking: Booking) -> Document | None:
    """The reply that counts: the open draft, else the latest that was signed."""
    return open_reply(booking) or sent_reply(booking)


def open_reply(booking: Booking) -> Document | None:
    """The draft on its way, if there is one; one query, one a page."""
    return on_page(("open reply", booking.pk), lambda: _open_replies().first(booking=booking.pk))


def sent_reply(booking: Booking) -> Document | None:
    """The latest signed answer; an offer of other times answers nothing yet."""
    return _sent_replies().first(booking=booking.pk)


@kept
def _open_replies() -> QuerySet[Document]:
    return _replies().open().order_by("-created_at")[:1]


@kept
def _sent_replies() -> QuerySet[Document]:
    return _replies().issued().exclude(variant=DocumentVariant.ALTERNATIVE).order_by("-signed_at")[:1]


def _replies() -> DocumentQuerySet:
    papers = Document.objects.filter(booking_paper__booking=Given("booking"), kind=DocumentKind.REPLY_LETTER)
    return papers.select_related("office")


# --- Its way ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_reply(
    booking: Booking,
    run: StepRun | None,
    *,
    by: Actor,
    at: datetime,
    text: ReplyText | None = None,
    decision: Decision | None = None,
    replies: tuple[Document | None, Document | None] | None = None,
) -> Document:
    """Write the draft, or write it anew: initials given to former words fall.

    After a signed yes a new time becomes a letter of change, a later no one of cancellation. ``text`` defaults to the
    usual words. ``replies``: the open and the sent one, for whoever has read them. Raises NotLegal when the paper is
    past editing.
    """
    decided = Decision(booking.decision) if decision is None else decision
    draft, earlier = replies or (open_reply(booking), sent_reply(booking))
    data = reply_data(booking, decided, text=text or default_text(booking, decided, at=at), earlier=earlier)
    with paper_refusals():
        if draft is not None:
            return update_draft(draft, data, by=by, at=at)
        if earlier is not None and data.variant != DocumentVariant.CHANGE:
            document = supersede_document(earlier, data, by=by, at=at)
            keep_internal(document)
            link_paper(booking, document, run=run)
            return document
        return write_paper(booking, data, by=by, at=at, run=run)


@transaction.atomic
def initial_reply(booking: Booking, *, by: Actor, at: datetime) -> Document:
    """Put initials on the draft. Raises NotLegal without one."""
    draft = require_draft(booking)
    with paper_refusals():
        initial_document(draft, by=by, at=at)
    return draft


@transaction.atomic
def return_reply(booking: Booking, *, by: Actor, note: str, at: datetime) -> Document:
    """Hand the draft back to its writer."""
    draft = require_draft(booking)
    with paper_refusals():
        return return_document(draft, by=by, note=note, at=at)


@transaction.atomic
def sign_and_send_reply(
    booking: Booking,
    *,
    by: Actor,
    at: datetime,
    signature: OutsideSignature | None = None,
) -> Document:
    """Number, sign and send: by what was signed before, with a certificate or on paper, else by the PIN."""
    draft = require_draft(booking)
    open_to_applicant(draft)
    with paper_refusals():
        return send_document(sign_letter(draft, by=by, at=at, signature=signature), by=by, at=at)


def require_draft(booking: Booking) -> Document:
    """The letter on its way. Raises NotLegal without one."""
    draft = open_reply(booking)
    if draft is None:
        raise NotLegal(_("Konsep surat tanggapan belum ada. Kembalikan agar disusun dahulu."))
    return draft


# --- Beside the case --------------------------------------------------------------------------------------------------


def replies_beside_the_case(booking: Booking) -> bool:
    """Whether the office answers by letter although its SOP has no row for one."""
    if not booking.office.reply_letter or booking.procedure_id is None:
        return False
    return not graph_of(booking.procedure_id).has_kind(Kind.DRAFT_REPLY)


@transaction.atomic
def draft_side_reply(
    booking: Booking,
    *,
    by: Actor,
    at: datetime,
    decision: Decision | None = None,
    reason: str = "",
    struck: Sequence[str] = (),
) -> Document | None:
    """A draft that waits for the office head beside the case; None where no letter is due or nothing changed.

    ``decision`` is the one just taken, before it stands in the row; ``struck`` names needs that are not provided.
    """
    if not replies_beside_the_case(booking):
        return None
    decided = Decision(booking.decision) if decision is None else decision
    text = default_text(booking, decided, at=at, reason=reason, struck=struck)
    draft, earlier = open_reply(booking), sent_reply(booking)
    if earlier is not None and draft is None:
        data = reply_data(booking, decided, text=text, earlier=earlier)
        if data.variant == DocumentVariant.CHANGE and not data.changes:
            return None
    return draft_reply(booking, None, by=by, at=at, text=text, decision=decided, replies=(draft, earlier))


def answer_beside_the_case(deed: Deed, decision: Decision, *, reason: str = "", struck: Sequence[str] = ()) -> None:
    """At a decision: the letter that goes out beside the SOP."""
    draft_side_reply(deed.booking, by=deed.by, at=deed.at, decision=decision, reason=reason, struck=struck)


def answer_if_confirming(deed: Deed) -> None:
    """At the confirming step of an SOP without check_resources, closing which decides "served" (DESIGN §3.2)."""
    if deed.node is not None and deed.node.confirms and not deed.graph.has_kind(Kind.CHECK_RESOURCES):
        answer_beside_the_case(deed, Decision.SERVED)
