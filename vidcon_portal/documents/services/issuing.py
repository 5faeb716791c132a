"""The life of a paper: draft, initials, number and signature, sending, voiding, replacing.

Everything runs in the caller's transaction; nothing here speaks to the network or renders. Whether somebody may do a
deed, and his PIN, are asked before by whoever calls.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import (
    ISSUED_STATUSES,
    OPEN_STATUSES,
    VARIANTS,
    DocumentKind,
    DocumentStatus,
    RegisterKind,
    Security,
    SigningMethod,
)
from vidcon_portal.documents.errors import DocumentError, NumberTakenError, WrongStatusError
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.models import Document, DocumentInitial
from vidcon_portal.documents.papers import (
    TEMPLATE_VERSION,
    DispositionSheetData,
    LetterheadData,
    PaperBody,
    SignatureData,
    StampData,
    printable,
)
from vidcon_portal.documents.services.numbering import take_number
from vidcon_portal.documents.tasks import defer_rendering
from vidcon_portal.documents.tokens import spell_token
from vidcon_portal.documents.wording import date_and_clock, long_date

REGISTERS: dict[str, str] = {
    DocumentKind.REPLY_LETTER: RegisterKind.OUTGOING,
    DocumentKind.REPORT: RegisterKind.REPORT,
    DocumentKind.RECAP: RegisterKind.REPORT,
    DocumentKind.SURVEY_REPORT: RegisterKind.REPORT,
}
"""Which register numbers a kind; a disposition sheet bears the agenda number instead."""


def canonical_hash(context: Mapping[str, Any]) -> str:
    """SHA-256 of frozen content, the same whatever order the keys come back in."""
    text = json.dumps(context, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify_url(document: Document) -> str:
    """The absolute address that the QR code shows."""
    return f"{settings.SITE_URL}{document.get_verify_path()}"


def signature_by(by: Actor, *, office: Office, at: datetime, method: str = SigningMethod.PIN) -> SignatureData:
    """How a person's hat is printed under a paper. Raises DocumentError for the system or somebody without a hat."""
    if by.user is None or by.appointment is None:
        raise DocumentError(_("Naskah hanya dapat disahkan oleh pejabat yang memegang jabatan."))
    own = by.appointment
    if by.on_behalf_of is not None:
        title, prefix, superior = own.printed_title, "a.n.", by.on_behalf_of.title
    else:
        title, prefix, superior = own.position.title, AppointmentKind(own.kind).prefix, ""
    return SignatureData(
        title=title,
        name=by.user.name,
        rank=by.user.rank,
        nip=by.user.nip,
        prefix=prefix,
        on_behalf_of=superior,
        at=date_and_clock(at, office.tz),
        method=method,
    )


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
    _require_variant(data)
    return Document.objects.create(
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
    """Replace a draft's text. Initials given to the former text are withdrawn. The kind stays, the variant may change."""
    _require_variant(data)
    document = _locked(document, OPEN_STATUSES)
    if data.kind != document.kind:
        raise DocumentError(_("Jenis naskah tidak dapat diubah. Buat naskah baru."))
    body = data.as_json()
    if body == document.context["body"] and data.variant == document.variant:
        return document
    document.initials.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    document.context = {**document.context, "body": body}
    document.variant, document.title = data.variant, printable(data.title)[:300]
    document.template_version, document.status = TEMPLATE_VERSION, DocumentStatus.DRAFT
    document.save(update_fields=["context", "variant", "title", "template_version", "status"])
    return document


@transaction.atomic
def initial_document(document: Document, *, by: Actor, at: datetime) -> DocumentInitial:
    """Put one's initials on a draft; a second time by the same position changes nothing."""
    document = _locked(document, OPEN_STATUSES)
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
    document = _locked(document, OPEN_STATUSES)
    document.initials.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    document.status, document.return_note = DocumentStatus.DRAFT, note[:500]
    document.returned_by, document.returned_at = by.user, at
    document.save(update_fields=["status", "return_note", "returned_by", "returned_at"])
    return document


@transaction.atomic
def begin_signing(document: Document, *, at: datetime, number: str = "") -> Document:
    """Reserve the number and mark the paper ``signing`` while a provider works outside of the transaction.

    A repeated call keeps the number. ``number`` is one typed by hand (Srikandi, paper register): it must be free and
    advances no register.
    """
    document = _locked(document, OPEN_STATUSES | {DocumentStatus.SIGNING})
    if not document.number:
        _give_number(document, at=at, manual=number.strip())
    document.status, document.signing_since = DocumentStatus.SIGNING, at
    _save_numbered(document)
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

    From here on nobody can change it. A number reserved by ``begin_signing`` is kept. Date and year are those of the
    office's zone. Raises WrongStatusError when somebody else was faster, NumberTakenError for a typed number in use.
    """
    document = _locked(document, OPEN_STATUSES | {DocumentStatus.SIGNING})
    signature = signature_by(by, office=document.office, at=at, method=method)
    if not document.number:
        _give_number(document, at=at, manual=number.strip())
    document.date = at.astimezone(document.office.tz).date()
    document.context = {
        **document.context,
        "stamp": StampData(
            number=document.number,
            date=long_date(document.date),
            signature=signature,
            verify_url=verify_url(document),
            verify_code=spell_token(document.verify_token),
        ).as_json(),
    }
    document.signatory_position, document.signatory_user = by.position, by.user
    document.signatory_prefix, document.signatory_title = signature.prefix, by.title
    document.signatory_name, document.signatory_rank = signature.name, signature.rank
    document.signatory_nip = signature.nip
    document.provider, document.provider_answer = method, dict(answer or {})
    document.sha256, document.status, document.signed_at = (
        canonical_hash(document.context),
        DocumentStatus.SIGNED,
        at,
    )
    _save_numbered(document)
    defer_rendering(document)
    return document


@transaction.atomic
def send_document(document: Document, *, by: Actor, at: datetime) -> Document:
    """Record that a signed paper went out."""
    document = _locked(document, frozenset({DocumentStatus.SIGNED}))
    document.status, document.sent_at, document.sent_by = DocumentStatus.SENT, at, by.user
    document.save(update_fields=["status", "sent_at", "sent_by"])
    return document


@transaction.atomic
def void_document(document: Document, *, by: Actor, reason: str, at: datetime) -> Document:
    """Give a paper up. One with a number stands in the register as void, with the reason."""
    reason = reason.strip()
    if not reason:
        raise DocumentError(_("Tulis alasan pembatalan naskah."))
    document = _locked(document, OPEN_STATUSES | ISSUED_STATUSES | {DocumentStatus.SIGNING})
    document.status, document.void_reason = DocumentStatus.VOID, reason[:300]
    document.voided_at, document.voided_by = at, by.user
    document.save(update_fields=["status", "void_reason", "voided_at", "voided_by"])
    return document


@transaction.atomic
def supersede_document(document: Document, data: PaperBody, *, by: Actor, at: datetime) -> Document:
    """Draft the paper that takes an issued one's place; the old one counts as replaced once the new one is signed."""
    document = _locked(document, ISSUED_STATUSES)
    if document.successors.exclude(status=DocumentStatus.VOID).exists():
        raise WrongStatusError(_("Naskah pengganti sudah ada. Lanjutkan naskah itu."))
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


def _require_variant(data: PaperBody) -> None:
    if data.variant not in VARIANTS[data.kind]:
        raise DocumentError(_("Ragam naskah tidak dikenal."))


def _locked(document: Document, allowed: frozenset[DocumentStatus]) -> Document:
    """Re-read under lock; refuse when somebody moved it on in the meantime."""
    fresh = Document.objects.select_for_update(of=("self",)).select_related("office").get(pk=document.pk)
    if fresh.status not in allowed:
        raise WrongStatusError(
            _("Naskah ini sudah berstatus %(status)s. Muat ulang halaman.") % {"status": fresh.get_status_display()}
        )
    return fresh


def _give_number(document: Document, *, at: datetime, manual: str) -> None:
    """Set number, serial and register; a disposition sheet takes the agenda number of its letter."""
    document.year = at.astimezone(document.office.tz).year
    if document.kind == DocumentKind.DISPOSITION_SHEET:
        body = DispositionSheetData.from_json(document.context["body"])
        document.number = body.agenda_number
    elif manual:
        document.number = manual[:120]
    elif document.kind in REGISTERS:
        taken = take_number(document.office, REGISTERS[document.kind], at=at, security=document.security)
        document.number, document.number_serial = taken.text, taken.serial
        document.register, document.year = taken.register, taken.year
    else:
        raise DocumentError(_("Isi nomor surat."))


def _save_numbered(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        if "document_number_once" in str(error):
            raise NumberTakenError(document.number) from error
        raise
