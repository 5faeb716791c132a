"""What a download reads, and what the public may learn about a paper from its code or its file."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vidcon_portal.documents.choices import DocumentKind, DocumentVariant, SigningMethod
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.wording import date_and_clock
from vidcon_portal.kept import Given, kept


def paper_to_send(pk: UUID) -> Document | None:
    """A paper with its PDF, and no more of it than a download needs."""
    return _sent_paper().first(pk=pk)


def file_to_send(pk: UUID) -> StoredFile | None:
    """A private file with the picture of its first page."""
    return _sent_file().first(pk=pk)


@kept
def _sent_paper() -> QuerySet[Document]:
    sent = ("name", "content_type", "size", "sha256", "content", "destroyed_at")
    said = ("kind", "number", "status", "owner_kind", "owner_id", "destroyed_at", "file_id")
    papers = Document.objects.filter(pk=Given("pk")).select_related("file")
    return papers.only(*said, *(f"file__{field}" for field in sent))


@kept
def _sent_file() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk=Given("pk")).select_related("picture")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Kind, number, date, signatory and whether it still holds; nothing of the content."""

    kind: str
    office: str
    number: str
    date: datetime.date
    signatory: str
    signatory_title: str
    signed_text: str
    method: str
    by_pin: bool
    valid: bool
    void: bool
    successor_number: str
    successor_date: datetime.date | None
    file_sha256: str
    token: str
    destroyed: bool = False
    change_number: str = ""
    change_date: datetime.date | None = None
    """Of the newest letter that changed what this one says without taking its place."""
    pending: bool = False
    """Printed with its number and code, to be signed on paper or elsewhere, and not back yet."""


def verdict_by_token(token: str) -> Verdict | None:
    """What is known of a code; None for a code of nothing, or of a paper that was never signed nor printed to be."""
    return _verdict(Document.objects.filter(verify_token=token)) if token else None


def verdict_by_file(sha256: str) -> Verdict | None:
    """What is known of a PDF that the portal made."""
    return _verdict(Document.objects.filter(file_sha256=sha256)) if sha256 else None


def _verdict(papers: QuerySet[Document]) -> Verdict | None:
    document = papers.exclude(number="").select_related("office").defer("context").first()
    if document is None or document.date is None:
        return None
    successor = document.successor
    change = _change_of(document) if successor is None and document.is_issued else None
    return Verdict(
        kind=document.get_kind_display(),
        office=document.office.name,
        number=document.number,
        date=document.date,
        signatory=document.signatory_name,
        signatory_title=document.signatory_title,
        signed_text=date_and_clock(document.signed_at, document.office.tz) if document.signed_at else "",
        method=str(SigningMethod(document.provider).label),
        by_pin=document.is_by_pin,
        valid=document.is_issued and successor is None,
        void=document.is_void,
        successor_number=successor.number if successor else "",
        successor_date=successor.date if successor else None,
        file_sha256=document.file_sha256,
        token=document.verify_token,
        destroyed=document.destroyed_at is not None,
        change_number=change.number if change else "",
        change_date=change.date if change else None,
        pending=document.is_unsigned,
    )


def _change_of(document: Document) -> Document | None:
    """The newest surat perubahan of the same case after this letter."""
    if document.kind != DocumentKind.REPLY_LETTER:
        return None
    changes = Document.objects.issued().of_owner(document.owner_kind, document.owner_id)
    changes = changes.filter(kind=document.kind, variant=DocumentVariant.CHANGE, signed_at__gt=document.signed_at)
    return changes.defer("context").order_by("-signed_at").first()
