"""Signatures that are not a PIN: two transactions with the provider's work between them, or a file that comes back.

``begin_signing`` reserves the number and freezes the stamp; ``sign_outside`` renders and lets the provider sign, with
no transaction open, and the bytes go into the store; ``issue_signed`` makes it official. ``release_signing`` puts the
paper back after any failure, and its number waits for the retry. For ink and for other programs ``reserve_number`` comes
first; ``returned_outside`` looks at the file that came back, then ``issue_returned``.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pikepdf
from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import LETTERS, OPEN_STATUSES, DocumentStatus, RenderState, SigningProvider
from vidcon_portal.documents.content import PDF
from vidcon_portal.documents.errors import DocumentError, WrongStatusError
from vidcon_portal.documents.models import Document, OfficeSigning, StoredFile
from vidcon_portal.documents.papers import StampData
from vidcon_portal.documents.pictures import photos_to_pdf
from vidcon_portal.documents.services.files import erased_unless_recorded, keep_bytes
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.documents.services.stamping import (
    free_paper,
    freeze_paper,
    give_number,
    locked_paper,
    save_numbered,
    stamp_paper,
)
from vidcon_portal.documents.signing.checking import UnreadablePdfError, check_signatures
from vidcon_portal.documents.signing.provider import SignedPdf, SigningRefusedError, SigningRequest
from vidcon_portal.documents.signing.table import PROVIDERS
from vidcon_portal.documents.tokens import spell_token
from vidcon_portal.once import on_page


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the signer typed for this one act; ``repr`` shows nothing of it."""

    passphrase: str = field(default="", repr=False)
    nik: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignedFile:
    """Signed bytes that lie in the store already, and what is worth keeping of how they came; the issuing transaction
    saves the row."""

    stored: StoredFile
    answer: Mapping[str, Any]


def signing_of(office: Office) -> OfficeSigning:
    """How an office signs; the PIN where nobody chose otherwise."""
    return on_page(
        ("signing", office.pk),
        lambda: OfficeSigning.objects.filter(office=office).first() or OfficeSigning(office=office),
    )


def signing_for(document: Document) -> OfficeSigning:
    """How this paper is signed: letters in the way of the office, what stays inside by PIN."""
    return signing_of(document.office) if document.kind in LETTERS else OfficeSigning(office=document.office)


@transaction.atomic
def reserve_number(document: Document, *, by: Actor, at: datetime, number: str = "", reason: str = "") -> Document:
    """Give a draft its number before it is signed; it stays a draft that may still be handed back.

    Where letters are signed in ink or in another program the whole stamp is printed at once, with today's date; a
    number that stands is kept. Elsewhere only a number typed by hand is taken, from Srikandi, the paper register, or
    inserted (``123.a``); ``reason`` stands beside it in the book. Raises DocumentError.
    """
    document = locked_paper(document, OPEN_STATUSES)
    provider = signing_for(document).choice
    number = number.strip()
    if number and document.number not in ("", number):
        raise DocumentError(_("Surat ini sudah bernomor %(number)s.") % {"number": document.number})
    if number and not document.number:
        document.number_reason = reason.strip()[:200]
    if provider.takes_file:
        stamp_paper(document, by=by, at=at, method=provider.method, number=number, room=True)
    elif not number:
        raise DocumentError(_("Isi nomornya, atau biarkan portal memberi nomor ketika surat ditandatangani."))
    elif not document.number:
        give_number(document, by=by, at=at, manual=number)
    save_numbered(document)
    return document


@transaction.atomic
def begin_signing(document: Document, *, by: Actor, at: datetime, number: str = "") -> Document:
    """Reserve the number, freeze what will be printed and mark the paper ``signing``, for at most two minutes."""
    document = locked_paper(document, OPEN_STATUSES)
    how = signing_for(document)
    issuer = how.issuer_words if how.choice.is_gateway else ""
    stamp_paper(document, by=by, at=at, method=how.choice.method, number=number, issuer=issuer)
    document.status, document.signing_since = DocumentStatus.SIGNING, at
    save_numbered(document)
    return document


def sign_outside(document: Document, *, by: Actor, secrets: Secrets) -> SignedPdf:
    """Render and have it signed, then look at what came back. Speaks to the network: never inside a transaction.

    Raises SigningRefusedError; RuntimeError when a transaction is open.
    """
    with transaction.atomic(durable=True):
        how = signing_for(document)
    assert by.user is not None
    request = SigningRequest(
        pdf=render_paper(document),
        name=by.user.name,
        title=by.title,
        email=by.user.email,
        reason=f"{document.get_kind_display()} {document.number}",
        place=document.office.city,
        passphrase=secrets.passphrase,
        nik=secrets.nik,
    )
    signed = PROVIDERS[how.provider].sign(request, how)
    try:
        findings = check_signatures(signed.content)
    except UnreadablePdfError:
        findings = ()
    if not findings or not findings[-1].intact:
        raise SigningRefusedError(
            _("Server TTE mengirim berkas yang tidak bertanda tangan sah. Surat dan nomornya tetap; hubungi admin.")
        )
    answer = {**signed.answer, "provider": how.provider, "signer": findings[-1].signer, "issuer": findings[-1].issuer}
    return SignedPdf(signed.content, answer)


@transaction.atomic
def issue_signed(document: Document, signed: SignedFile, *, by: Actor, at: datetime) -> Document:
    """The second transaction: the signed bytes are the paper. ``document`` is what ``begin_signing`` returned.

    Raises WrongStatusError when the two minutes passed and somebody else took the paper up.
    """
    fresh = locked_paper(document, frozenset({DocumentStatus.SIGNING, *OPEN_STATUSES}))
    if not fresh.is_signing or fresh.signing_since != document.signing_since:
        raise WrongStatusError(_("Penandatanganan terlalu lama. Surat dan nomornya tetap; tanda tangani lagi."))
    _record(fresh, signed.stored)
    stamped = StampData.from_json(fresh.context["stamp"]).signature
    assert stamped is not None
    freeze_paper(fresh, by=by, at=at, method=stamped.method, answer=signed.answer)
    return fresh


@contextmanager
def signed_outside(
    begin: Callable[[], Document], *, by: Actor, secrets: Secrets
) -> Iterator[tuple[Document, SignedFile]]:
    """``begin`` in a transaction of its own (it calls ``begin_signing``), then the provider; the body issues the paper.

    Whatever fails, the body included, the paper is back where it was, with its number, and no bytes are left.
    """
    with transaction.atomic(durable=True):
        document = begin()
    try:
        signed = sign_outside(document, by=by, secrets=secrets)
        with _written(document, signed.content, signed.answer, by=by) as written:
            yield document, written
    except BaseException:
        release_signing(document)
        raise


@transaction.atomic
def release_signing(document: Document) -> None:
    """After a failure: back to where it was, unless somebody else has taken it up since."""
    fresh = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if fresh.is_signing and fresh.signing_since == document.signing_since:
        free_paper(fresh)


@contextmanager
def returned_outside(document: Document, stored: StoredFile, *, by: Actor) -> Iterator[SignedFile]:
    """Look at the file that came back signed for a numbered paper, and keep it as its PDF; the body issues the paper.

    Reads and writes the store: never inside a transaction. Raises DocumentError with what is wrong with the file. Where
    the body fails no bytes are left.
    """
    provider = signing_for(document).choice
    if not document.is_stamped:
        raise DocumentError(_("Beri nomor dan unduh suratnya dahulu, tanda tangani, lalu unggah kembali."))
    with stored.content.open("rb") as file:
        content = file.read()
    answer: Mapping[str, Any] = {"provider": provider, "uploaded": str(stored.pk)}
    if provider == SigningProvider.UPLOAD:
        answer = {**answer, **_check_returned(document, content, stored)}
    elif stored.content_type != PDF:
        content = photos_to_pdf([content], title=document.number)
    with _written(document, content, answer, by=by) as written:
        yield written


@transaction.atomic
def issue_returned(document: Document, signed: SignedFile, *, by: Actor, at: datetime) -> Document:
    """Issue a numbered paper by what ``returned_outside`` found; ``document`` is the paper that it looked at.

    Raises WrongStatusError where the paper has changed since.
    """
    fresh = locked_paper(document, OPEN_STATUSES)
    if (fresh.number, fresh.context) != (document.number, document.context):
        raise WrongStatusError(_("Surat ini baru saja berubah. Muat ulang halaman, lalu unduh surat yang baru."))
    _record(fresh, signed.stored)
    freeze_paper(fresh, by=by, at=at, method=signing_for(fresh).choice.method, answer=signed.answer)
    return fresh


def _check_returned(document: Document, content: bytes, stored: StoredFile) -> dict[str, Any]:
    """It is our paper, and its last signature is sound; whether we know its authority is told, not demanded."""
    if stored.content_type != PDF:
        raise DocumentError(_("Unggah PDF yang sudah bertanda tangan elektronik, bukan fotonya."))
    try:
        findings = check_signatures(content)
    except UnreadablePdfError:
        raise DocumentError(_("PDF ini tidak terbaca. Unggah PDF dari aplikasi tanda tangan.")) from None
    if not findings:
        raise DocumentError(_("PDF ini belum bertanda tangan elektronik. Tanda tangani dahulu, lalu unggah."))
    if spell_token(document.verify_token) not in _keywords(content):
        raise DocumentError(
            _("PDF ini bukan surat nomor %(number)s yang diunduh dari portal. Unduh, tanda tangani, lalu unggah lagi.")
            % {"number": document.number}
        )
    last = findings[-1]
    if not (last.intact and last.is_last):
        raise DocumentError(_("Isi PDF ini berubah setelah ditandatangani. Tanda tangani ulang berkas dari portal."))
    if not last.was_valid:
        raise DocumentError(
            _("Sertifikat %(who)s tidak berlaku pada waktu penandatanganan. Perbarui sertifikatnya, lalu ulangi.")
            % {"who": last.signer}
        )
    return {"signer": last.signer, "issuer": last.issuer, "trusted": last.trusted}


def _keywords(content: bytes) -> str:
    """Where the portal wrote the paper's code, which every program that signs leaves alone."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return str(pdf.docinfo.get("/Keywords", ""))
    except pikepdf.PdfError:
        return ""


@contextmanager
def _written(document: Document, content: bytes, answer: Mapping[str, Any], *, by: Actor) -> Iterator[SignedFile]:
    """The bytes in the store, for the body to record."""
    stored = keep_bytes(content, name=document.pdf_name, by=by, office=document.office, purpose="document")
    with erased_unless_recorded(stored):
        yield SignedFile(stored, answer)


def _record(document: Document, stored: StoredFile) -> None:
    """Hang the bytes on the paper; they are what the verification page knows by its hash."""
    stored.owner_kind, stored.owner_id = document.owner_kind, document.owner_id
    stored.save(force_insert=True)
    document.file, document.file_sha256 = stored, stored.sha256
    document.render_state, document.render_error = RenderState.READY, ""
