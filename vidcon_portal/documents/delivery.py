"""How private bytes leave: inline, never cached by others, unchanged ones not again, long ones in ranges."""

import logging
import re
from collections.abc import Iterator
from typing import TypeVar

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.pdfs import ensure_pdf, record_failure, render_paper

logger = logging.getLogger(__name__)

Response = TypeVar("Response", bound=HttpResponseBase)

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def hand_out(request: HttpRequest, stored: StoredFile, *, name: str = "") -> HttpResponseBase:
    """A stored file: 304 when the browser has it, 206 for one range of it, 416 for a range beyond its end,
    410 when its retention is over, 503 when the store of the files does not answer.

    Several ranges, and a range of an older version (``If-Range``), are answered with the whole file, as RFC 9110 allows.
    """
    if stored.destroyed_at is not None:
        return gone()
    etag = f'"{stored.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    wanted = _range_of(request, etag, stored.size)
    if wanted is not None and not wanted:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{stored.size}"
        return as_private(response, name or stored.name)
    try:
        content = stored.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        logger.exception("File %s cannot be read", stored.pk)
        sentence = _("Penyimpanan berkas sedang tidak menjawab. Coba lagi sebentar lagi.")
        return HttpResponse(
            sentence, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "30"}
        )
    if wanted is None:
        answer: HttpResponseBase = FileResponse(content, content_type=stored.content_type)
    else:
        answer = StreamingHttpResponse(_part(content, wanted), status=206, content_type=stored.content_type)
        answer["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{stored.size}"
        answer["Content-Length"] = str(len(wanted))
    answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Encoding"] = "identity"  # GZipMiddleware would shift the bytes of a range and weaken the ETag
    return as_private(answer, name or stored.name)


def hand_out_paper(request: HttpRequest, document: Document) -> HttpResponseBase:
    """A paper as PDF: its file; one that the worker has not reached yet is made now, once; a draft is drawn as it stands.

    410 when its retention is over. Raises RenderError, which everybody then sees.
    """
    if document.destroyed_at is not None:
        return gone()
    if document.file is None:
        try:
            document = ensure_pdf(document, at=timezone.now())
        except RenderError as error:
            record_failure(document, error)
            raise
    if document.file is not None:
        return hand_out(request, document.file, name=document.pdf_name)
    return as_private(HttpResponse(render_paper(document), content_type="application/pdf"), document.pdf_name)


def gone() -> HttpResponse:
    """410: there was something here, and its retention is over."""
    sentence = _("Arsip ini sudah dimusnahkan menurut jadwal retensi. Nomor dan tanggalnya ada di register.")
    return HttpResponse(sentence, status=410, content_type="text/plain; charset=utf-8")


def as_private(response: Response, name: str, *, saved: bool = False) -> Response:
    """Private, shown inline or ``saved`` as a file, under a name that survives saving."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=saved, filename=name) or "inline"
    response["Cache-Control"] = "private, no-cache" if response.has_header("ETag") else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _range_of(request: HttpRequest, etag: str, size: int) -> range | None:
    """The bytes asked for; None for the whole file, empty when they lie beyond its end."""
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)


def _part(content: File, wanted: range) -> Iterator[bytes]:
    with content:
        content.seek(wanted.start)
        left = len(wanted)
        while left > 0 and (chunk := content.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
