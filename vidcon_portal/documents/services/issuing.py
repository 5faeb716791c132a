"""The life of a paper: draft, initials, number and signature, sending, voiding, replacing.

Everything runs in the caller's transaction; nothing here speaks to the network or renders. Whether somebody may do a
deed, and his PIN, are asked before by whoever calls. Signatures that come from elsewhere: ``services/signing.py``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.changes import changes_between
from vidcon_portal.documents.choices import (
    ISSUED_STATUSES,
    OPEN_STATUSES,
    VARIANTS,
    DocumentStatus,
    RenderState,
    Security,
    SigningMethod,
)
from vidcon_portal.documents.errors import DocumentError, WrongStatusError
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.models import Document, DocumentInitial
from vidcon_portal.documents.papers import TEMPLATE_VERSION, LetterheadData, PaperBody, StampData, printable
from vidcon_portal.documents.services.stamping import freeze_paper, locked_paper, stamp_paper, unstamp
from vidcon_portal.documents.tasks import defer_rendering


@transaction.atomic
def draft_document(
    data: PaperBody,
    *,
    office: Office,
    owner_kind: str,
    owner_id: object,
    by: Actor,
    at: datetime,
    security: str = Security.ORDINARY,
    letterhead: LetterheadData | None = None,
    supersedes: Document | None = None,
) -> Document:
    """Write a draft; kind and variant are the data's own. Without ``letterhead`` the office's is printed."""
    document = _unwritten(
        data,
        office=office,
        owner_kind=owner_kind,
        owner_id=owner_id,
        by=by,
        at=at,
        security=security,
        letterhead=letterhead,
        supersedes=supersedes,
    )
    document.save(force_insert=True)
    return document


@transaction.atomic
def issue_document(
    data: PaperBody,
    *,
    office: Office,
    owner_kind: str,
    owner_id: object,
    by: Actor,
    at: datetime,
    security: str = Security.ORDINARY,
    supersedes: Document | None = None,
    method: str = SigningMethod.PIN,
) -> Document:
    """Draft and sign at once, as ``draft_document`` and ``sign_document`` would: nobody sees it in between.

    Raises WrongStatusError when ``supersedes`` is replaced already.
    """
    if supersedes is not None:
        supersedes = _to_replace(supersedes)
    document = _unwritten(
        data,
        office=office,
        owner_kind=owner_kind,
        owner_id=owner_id,
        by=by,
        at=at,
        security=security,
        supersedes=supersedes,
    )
    stamp_paper(document, by=by, at=at, method=method)
    freeze_paper(document, by=by, at=at, method=method, answer={})
    defer_rendering(document)
    return document


def _unwritten(
    data: PaperBody,
    *,
    office: Office,
    owner_kind: str,
    owner_id: object,
    by: Actor,
    at: datetime,
    security: str,
    letterhead: LetterheadData | None = None,
    supersedes: Document | None = None,
) -> Document:
    _require_variant(data)
    return Document(
        office=office,
        kind=data.kind,
        variant=data.variant,
        title=printable(data.title)[:300],
        security=security,
        owner_kind=owner_kind,
        owner_id=str(owner_id),
        context={
            "letterhead": (letterhead or letterhead_of(office)).as_json(),
            "stamp": StampData().as_json(),
            "body": data.as_json(),
        },
        template_version=TEMPLATE_VERSION,
        created_by=by.user,
        created_at=at,
        supersedes=supersedes,
    )


@transaction.atomic
def update_draft(document: Document, data: PaperBody, *, by: Actor, at: datetime) -> Document:
    """Replace a draft's text and remember what changed. Initials given to the former text are withdrawn.

    The kind stays, the variant may change; a number that was reserved stays too.
    """
    _require_variant(data)
    document = locked_paper(document, OPEN_STATUSES)
    if data.kind != document.kind:
        raise DocumentError(_("Jenis naskah tidak dapat diubah. Buat naskah baru."))
    body = data.as_json()
    if body == document.context["body"] and data.variant == document.variant:
        return document
    document.initials.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    if changes := changes_between(document.context["body"], body):
        document.edits.create(user=by.user, title=by.title, at=at, changes=changes)
    document.context = {**document.context, "body": body}
    document.variant, document.title = data.variant, printable(data.title)[:300]
    document.template_version, document.status = TEMPLATE_VERSION, DocumentStatus.DRAFT
    unstamp(document)
    document.save(update_fields=["context", "variant", "title", "template_version", "status"])
    return document


@transaction.atomic
def initial_document(document: Document, *, by: Actor, at: datetime) -> DocumentInitial:
    """Put one's initials on a draft; a second time by the same position changes nothing."""
    document = locked_paper(document, OPEN_STATUSES)
    if by.user is None or by.position is None:
        raise DocumentError(_("Paraf hanya dapat diberikan oleh pejabat yang memegang jabatan."))
    initial, _created = document.initials.get_or_create(
        position=by.position, withdrawn_at=None, defaults={"user": by.user, "title": by.title, "at": at}
    )
    if document.status != DocumentStatus.INITIALLED:
        document.status = DocumentStatus.INITIALLED
        document.save(update_fields=["status"])
    return initial


@transaction.atomic
def return_document(document: Document, *, by: Actor, note: str, at: datetime) -> Document:
    """Hand a draft back to its writer with a note; the initials given so far are withdrawn."""
    note = note.strip()
    if not note:
        raise DocumentError(_("Tulis apa yang perlu diperbaiki."))
    document = locked_paper(document, OPEN_STATUSES)
    document.initials.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    document.status, document.return_note = DocumentStatus.DRAFT, note[:500]
    document.returned_by, document.returned_at = by.user, at
    unstamp(document)
    document.save(update_fields=["status", "return_note", "returned_by", "returned_at", "context"])
    return document


@transaction.atomic
def sign_document(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    method: str = SigningMethod.PIN,
    number: str = "",
    answer: Mapping[str, Any] | None = None,
) -> Document:
    """Number, date, sign and freeze a paper; its PDF is queued in the same transaction.

    From here on nobody can change it. A number reserved before is kept. Date and year are those of the office's zone.
    Raises WrongStatusError when somebody else was faster, NumberTakenError for a typed number in use.
    """
    document = locked_paper(document, OPEN_STATUSES)
    stamp_paper(document, by=by, at=at, method=method, number=number)
    freeze_paper(document, by=by, at=at, method=method, answer=answer or {})
    defer_rendering(document)
    return document


@transaction.atomic
def render_again(document: Document) -> None:
    """Queue a PDF that failed; one that is there or on its way stays as it is."""
    failed = Document.objects.to_render().filter(pk=document.pk, render_state=RenderState.FAILED)
    if failed.update(render_state=RenderState.PENDING, render_error=""):
        defer_rendering(document)


@transaction.atomic
def send_document(document: Document, *, by: Actor, at: datetime) -> Document:
    """Record that a signed paper went out."""
    document = locked_paper(document, frozenset({DocumentStatus.SIGNED}))
    document.status, document.sent_at, document.sent_by = DocumentStatus.SENT, at, by.user
    document.save(update_fields=["status", "sent_at", "sent_by"])
    return document


@transaction.atomic
def void_document(document: Document, *, by: Actor, reason: str, at: datetime) -> Document:
    """Give a paper up. One with a number stands in the register as void, with the reason."""
    reason = reason.strip()
    if not reason:
        raise DocumentError(_("Tulis alasan pembatalan naskah."))
    document = locked_paper(document, OPEN_STATUSES | ISSUED_STATUSES)
    document.status, document.void_reason = DocumentStatus.VOID, reason[:300]
    document.voided_at, document.voided_by = at, by.user
    document.save(update_fields=["status", "void_reason", "voided_at", "voided_by"])
    return document


@transaction.atomic
def draft_again(document: Document, *, by: Actor, at: datetime) -> Document:
    """The words of a paper that was given up, once more as a draft without a number; initials stand by the same words."""
    initials = document.initials.filter(withdrawn_at__isnull=True)
    again = Document(
        office=document.office,
        kind=document.kind,
        variant=document.variant,
        title=document.title,
        security=document.security,
        owner_kind=document.owner_kind,
        owner_id=document.owner_id,
        context=document.context,
        template_version=document.template_version,
        status=DocumentStatus.INITIALLED if initials else DocumentStatus.DRAFT,
        supersedes=document.supersedes,
        created_by=by.user,
        created_at=at,
    )
    unstamp(again)
    again.save(force_insert=True)
    DocumentInitial.objects.bulk_create(
        DocumentInitial(document=again, position=each.position, user=each.user, title=each.title, at=each.at)
        for each in initials
    )
    return again


@transaction.atomic
def supersede_document(document: Document, data: PaperBody, *, by: Actor, at: datetime) -> Document:
    """Draft the paper that takes an issued one's place; the old one counts as replaced once the new one is signed."""
    document = _to_replace(document)
    return draft_document(
        data,
        office=document.office,
        owner_kind=document.owner_kind,
        owner_id=document.owner_id,
        by=by,
        at=at,
        security=document.security,
        supersedes=document,
    )


def _to_replace(document: Document) -> Document:
    document = locked_paper(document, ISSUED_STATUSES)
    if document.successors.exclude(status=DocumentStatus.VOID).exists():
        raise WrongStatusError(_("Naskah pengganti sudah ada. Lanjutkan naskah itu."))
    return document


def _require_variant(data: PaperBody) -> None:
    if data.variant not in VARIANTS[data.kind]:
        raise DocumentError(_("Ragam naskah tidak dikenal."))
