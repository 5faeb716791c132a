"""PDFs of papers: rendered from the frozen content, stored once, never made twice."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RenderState
from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.papers import LetterheadData, PaperBody, Photo, StampData, shape_of
from vidcon_portal.documents.rendering import qr_svg, render_pdf
from vidcon_portal.documents.services.files import erase_bytes, erased_unless_recorded

logger = logging.getLogger(__name__)

RENDER_LOCK = 0x70646621
"""First half of the advisory lock under which one paper is rendered by one process."""


def render_paper(document: Document) -> bytes:
    """The PDF of a paper as its row stands now; nothing is stored. Drafts bear the mark KONSEP."""
    frozen = document.context
    shape = shape_of(document.kind, document.variant)
    return _render(
        f"{document.get_kind_display()} {document.number or document.title}",
        LetterheadData.from_json(frozen["letterhead"]),
        StampData.from_json(frozen["stamp"]),
        shape.body.from_json(frozen["body"]),
        shape.template,
        variant=document.variant,
    )


def render_data(data: PaperBody, *, office: Office, letterhead: LetterheadData | None = None) -> bytes:
    """The PDF of a paper that nobody has drafted or signed: it bears the mark KONSEP and no number."""
    shape = shape_of(data.kind, data.variant)
    body = shape.body.from_json(data.as_json())  # as a draft would keep it: without what trips a page
    return _render(
        data.title, letterhead or letterhead_of(office), StampData(), body, shape.template, variant=data.variant
    )


def _render(
    title: str, letterhead: LetterheadData, stamp: StampData, body: Any, template: str, *, variant: str
) -> bytes:
    images = _images(letterhead.emblem, getattr(body, "photos", ()))
    photos = [photo for photo in getattr(body, "photos", ()) if photo.file_id in images]
    numbered = [{"file_id": p.file_id, "caption": p.caption, "number": n} for n, p in enumerate(photos, start=1)]
    context = {
        "title": title[:200],
        "letterhead": letterhead,
        "has_emblem": "emblem" in images,
        "stamp": stamp,
        "body": body,
        "qr": qr_svg(stamp.verify_url, "Kode QR untuk memeriksa naskah ini") if stamp.verify_url else "",
        "verify_home": f"{settings.SITE_URL}{reverse('documents:verify')}",
        "variant_template": f"documents/papers/reply/{variant}.html",
        "place_and_date": f"{letterhead.city}, {stamp.date}" if stamp.date else "",
        "several": len(getattr(body, "sessions", ())) > 1,
        "photos": [numbered[i : i + 2] for i in range(0, len(numbered), 2)],
    }
    signed_by_others = stamp.signature is not None and not stamp.signature.by_pin
    return render_pdf(template, context, images=images, archival=not signed_by_others)


def ensure_pdf(document: Document, *, at: datetime) -> Document:
    """Give an issued paper its PDF unless it has one; whoever comes second waits and takes the first one's.

    Renders and writes the bytes with no transaction open, then records them in a short one. Raises RenderError when it
    cannot be made or kept; the failure is then written by ``record_failure``.
    """
    with _alone_with(document):
        document = Document.objects.select_related("office", "file").get(pk=document.pk)
        if document.file_id or not document.is_issued or document.destroyed_at is not None:
            return document
        try:
            stored = _written(document, render_paper(document), at=at)
        except Exception as error:
            logger.exception("Document %s could not be rendered", document.pk)
            raise RenderError(_("PDF belum dapat dibuat. Coba lagi sebentar lagi.")) from error
        with erased_unless_recorded(stored):
            recorded = _record_pdf(document, stored)
        if recorded.file_id != stored.pk:  # somebody else's, or destroyed meanwhile
            erase_bytes(stored)
        return recorded


@contextmanager
def _alone_with(document: Document) -> Iterator[None]:
    """One process renders a paper, the others wait; the database frees it, too, when the connection ends."""
    key: list[int | str] = [RENDER_LOCK, str(document.pk)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


def _written(document: Document, content: bytes, *, at: datetime) -> StoredFile:
    """The bytes in the store, their row not saved yet."""
    stored = StoredFile(
        office=document.office,
        name=document.pdf_name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        purpose="document",
        owner_kind=document.owner_kind,
        owner_id=document.owner_id,
        created_at=at,
    )
    stored.content.save(document.pdf_name, ContentFile(content), save=False)
    return stored


@transaction.atomic
def _record_pdf(document: Document, stored: StoredFile) -> Document:
    document = Document.objects.select_for_update(of=("self",)).select_related("office", "file").get(pk=document.pk)
    if document.file_id or document.destroyed_at is not None:
        return document
    stored.owner_kind, stored.owner_id = document.owner_kind, document.owner_id
    stored.save(force_insert=True)
    document.file, document.file_sha256 = stored, stored.sha256
    document.render_state, document.render_error = RenderState.READY, ""
    document.save(update_fields=["file", "file_sha256", "render_state", "render_error"])
    return document


def record_failure(document: Document, error: Exception) -> None:
    """Let everybody see that a PDF could not be made."""
    Document.objects.filter(pk=document.pk, file__isnull=True).update(
        render_state=RenderState.FAILED, render_error=str(error.__cause__ or error)[:300]
    )


def _images(emblem: str, photos: Iterable[Photo]) -> dict[str, bytes]:
    """The bytes that a paper shows; what is gone is left out and logged, a store that does not answer raises OSError."""
    images: dict[str, bytes] = {}
    if emblem:
        try:
            with default_storage.open(emblem) as file:
                images["emblem"] = file.read()
        except FileNotFoundError:
            logger.warning("Emblem %s is missing", emblem)
    wanted = [photo.file_id for photo in photos]
    for stored in StoredFile.objects.filter(pk__in=wanted, content_type__startswith="image/"):
        try:
            with stored.content.open("rb") as file:
                images[str(stored.pk)] = file.read()
        except FileNotFoundError:
            logger.warning("Photo %s is missing", stored.pk)
    return images
