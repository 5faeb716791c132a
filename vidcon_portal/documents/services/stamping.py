"""What makes a draft an official paper: its register, its number, its stamp, its frozen content.

Runs in the caller's transaction, on a row that ``locked_paper`` holds.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import DocumentKind, DocumentStatus, RegisterKind, SigningMethod
from vidcon_portal.documents.errors import DocumentError, NumberTakenError, WrongStatusError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.models.document import SIGNING_AT_MOST
from vidcon_portal.documents.papers import DispositionSheetData, SignatureData, StampData
from vidcon_portal.documents.services.numbering import register_for, take_number, unit_with_book
from vidcon_portal.documents.tokens import spell_token
from vidcon_portal.documents.wording import date_and_clock, long_date
from vidcon_portal.kept import Given, kept

REGISTERS: dict[str, str] = {
    DocumentKind.REPLY_LETTER: RegisterKind.OUTGOING,
    DocumentKind.REPORT: RegisterKind.REPORT,
    DocumentKind.RECAP: RegisterKind.REPORT,
    DocumentKind.SURVEY_REPORT: RegisterKind.REPORT,
    DocumentKind.MEMO: RegisterKind.MEMO,
    DocumentKind.ASSIGNMENT_LETTER: RegisterKind.ASSIGNMENT,
    DocumentKind.HANDOVER_RECORD: RegisterKind.RECORD,
    DocumentKind.EVALUATION: RegisterKind.REPORT,
    DocumentKind.DESTRUCTION_RECORD: RegisterKind.RECORD,
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
        title, superior = own.printed_title, by.on_behalf_of.title
        prefix = "a.n." if by.through is None else "u.b."
    else:
        title, prefix, superior = own.position.title, AppointmentKind(own.kind).prefix, ""
    return SignatureData(
        title=title,
        name=by.user.name,
        rank=by.user.rank,
        nip=by.user.nip,
        prefix=prefix,
        on_behalf_of=superior,
        through=by.through.title if by.through is not None else "",
        at=date_and_clock(at, office.tz),
        method=method,
    )


def locked_paper(document: Document, allowed: frozenset[DocumentStatus]) -> Document:
    """Re-read under lock; refuse when somebody moved it on in the meantime, or is signing it right now."""
    fresh = _locked().first(document=document.pk)
    if fresh is None:
        raise Document.DoesNotExist
    if fresh.status == DocumentStatus.SIGNING and DocumentStatus.SIGNING not in allowed:
        if is_being_signed(fresh, at=timezone.now()):
            raise WrongStatusError(_("Naskah ini sedang ditandatangani. Tunggu paling lama dua menit."))
        free_paper(fresh)
    if fresh.status not in allowed:
        raise WrongStatusError(
            _("Naskah ini sudah berstatus %(status)s. Muat ulang halaman.") % {"status": fresh.get_status_display()}
        )
    return fresh


@kept
def _locked() -> QuerySet[Document]:
    papers = Document.objects.select_for_update(of=("self",)).select_related("office")
    return papers.filter(pk=Given("document")).order_by()


def is_being_signed(document: Document, *, at: datetime) -> bool:
    """Whether a signature is on its way at this moment."""
    since = document.signing_since
    return document.is_signing and since is not None and at < since + SIGNING_AT_MOST


def free_paper(document: Document) -> None:
    """Back to where it was before the attempt; the number stays its own."""
    initialled = document.initials.filter(withdrawn_at__isnull=True).exists()
    document.status = DocumentStatus.INITIALLED if initialled else DocumentStatus.DRAFT
    document.signing_since = None
    unstamp(document)
    document.save(update_fields=["status", "signing_since", "context"])


def stamp_paper(
    document: Document, *, by: Actor, at: datetime, method: str, number: str = "", issuer: str = "", room: bool = False
) -> None:
    """Number, date, signature block and code, in the content that will be printed. A number once given stays.

    ``room``: ink or another program's picture comes later, so the block bears no time of ours.
    """
    signature = signature_by(by, office=document.office, at=at, method=method)
    if room:
        signature = replace(signature, at="")
    if not document.number:
        give_number(document, by=by, at=at, manual=number.strip())
    document.date = at.astimezone(document.office.tz).date()
    document.context = {
        **document.context,
        "stamp": StampData(
            number=document.number,
            date=long_date(document.date),
            signature=signature,
            verify_url=verify_url(document),
            verify_code=spell_token(document.verify_token),
            issuer=issuer,
        ).as_json(),
    }


def unstamp(document: Document) -> None:
    """A draft again, to the eye too; the number column keeps what was reserved."""
    document.context = {**document.context, "stamp": StampData().as_json()}


def freeze_paper(document: Document, *, by: Actor, at: datetime, method: str, answer: Mapping[str, Any]) -> None:
    """Write who signed what the stamp says; from here on nobody can change it."""
    signature = StampData.from_json(document.context["stamp"]).signature
    assert signature is not None
    document.signatory_position, document.signatory_user = by.position, by.user
    document.signatory_prefix, document.signatory_title = signature.prefix, by.title
    document.signatory_name, document.signatory_rank = signature.name, signature.rank
    document.signatory_nip = signature.nip
    document.provider, document.provider_answer = method, dict(answer)
    document.sha256, document.status, document.signed_at = (
        canonical_hash(document.context),
        DocumentStatus.SIGNED,
        at,
    )
    save_numbered(document)


def give_number(document: Document, *, by: Actor, at: datetime, manual: str) -> None:
    """Set number, serial and register; a disposition sheet takes the agenda number of its letter.

    ``by`` signs: the book is that of the unit of his position, or the delegating one's, where the unit keeps one.
    """
    year = document.year = at.astimezone(document.office.tz).year
    book, unit = REGISTERS.get(document.kind, ""), ""
    if book and by.position is not None:
        unit = unit_with_book(document.office, book, by.position.number_unit, year=year)
    if document.kind == DocumentKind.DISPOSITION_SHEET:
        body = DispositionSheetData.from_json(document.context["body"])
        document.number = body.agenda_number
    elif manual:
        document.number = manual[:120]
        document.register = register_for(document.office, book, year=year, unit=unit) if unit else None
    elif book:
        taken = take_number(document.office, book, at=at, unit=unit, security=document.security)
        document.number, document.number_serial = taken.text, taken.serial
        document.register, document.year = taken.register, taken.year
    else:
        raise DocumentError(_("Isi nomor surat."))


def save_numbered(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        if "document_number_once" in str(error):
            raise NumberTakenError(document.number) from error
        raise
