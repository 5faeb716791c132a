"""Files in pieces: tus 1.0.0 (core, creation, expiration, termination), for the portal's own pages and for programs.

A page sends the pieces with its session and names the whole in its form (``bookings.uploads``); a program asks for the
file at the end. The content is judged when it is whole, as any upload's is.
"""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Router, Status

from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.documents.errors import FileTooLargeError, UploadGoneError, WrongOffsetError
from vidcon_portal.documents.models import ResumableUpload
from vidcon_portal.documents.services.files import keep_bytes, max_bytes, read_upload
from vidcon_portal.documents.services.uploads import (
    MOST_AT_ONCE,
    add_piece,
    begin_upload,
    drop_upload,
    find_upload,
    note_stored,
    open_upload,
)
from vidcon_portal.problems import Problem, incomplete, problem

from .files import FileOut

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE_TYPE = "application/offset+octet-stream"
LONGEST_NUMBER = 15
READ_AT_ONCE = 64 * 1024

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

router = Router(tags=["Berkas bertahap"])


def _in_tus(view: View[P]) -> View[P]:
    """Speak this version only; say what is wrong with the status of the protocol."""

    @wraps(view)
    def speak(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.headers.get("Tus-Resumable") != VERSION:
            response = problem(
                "bad-request",
                HTTPStatus.PRECONDITION_FAILED,
                _("Alamat ini memakai protokol tus. Kirim kepala Tus-Resumable: 1.0.0."),
            )
            response["Tus-Version"] = VERSION
        else:
            try:
                response = view(request, *args, **kwargs)
            except ResumableUpload.DoesNotExist as error:
                raise Http404 from error
            except WrongOffsetError as error:
                response = problem("changed", HTTPStatus.CONFLICT, error.sentence, received=error.received)
                response["Upload-Offset"] = str(error.received)
            except UploadGoneError as error:
                response = problem("not-found", HTTPStatus.GONE, error.sentence)
            except FileTooLargeError as error:
                response = problem(
                    "incomplete",
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    error.sentence,
                    fields={"Upload-Length": [error.sentence]},
                )
        response["Tus-Resumable"] = VERSION
        return response

    return speak


@router.api_operation(["OPTIONS"], "/uploads", auth=None, response={204: None}, summary="Kemampuan unggahan bertahap")
def describe_uploads(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Tus-Resumable"] = response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = str(max(max_bytes(), max_bytes(photo=True)))
    return response


@router.post("/uploads", response={201: None}, summary="Mulai unggahan bertahap (tus 1.0)")
@_in_tus
def create_upload(request: HttpRequest) -> HttpResponse:
    """Kepala `Upload-Length` (bita) dan `Upload-Metadata` (`filename` dalam Base64); jawabannya `Location`."""
    size = _number(request, "Upload-Length")
    upload = begin_upload(user_of(request), name=_name_in(request), size=size, at=timezone.now())
    response = HttpResponse(status=HTTPStatus.CREATED)
    response["Location"] = f"{request.path}/{upload.pk}"
    return _with_state(response, upload)


@router.api_operation(["HEAD"], "/uploads/{uuid:upload_id}", response={200: None}, summary="Sampai di mana unggahan")
@_in_tus
def read_upload_state(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    upload = find_upload(upload_id, user=user_of(request), at=timezone.now())
    return _with_state(HttpResponse(), upload)


@router.patch("/uploads/{uuid:upload_id}", response={204: None}, summary="Kirim bagian berikutnya")
@_in_tus
def continue_upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Isi `application/offset+octet-stream` sejak `Upload-Offset`. Salah tempat: 409 dengan `Upload-Offset` yang benar."""
    if request.content_type != PIECE_TYPE:
        raise Problem("bad-request", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Jenis isinya harus %s.") % PIECE_TYPE)
    offset, user = _number(request, "Upload-Offset"), user_of(request)
    find_upload(upload_id, user=user, at=timezone.now())  # nothing is read for what is not there
    upload = add_piece(upload_id, _read_piece(request), offset=offset, user=user, at=timezone.now())
    return _with_state(HttpResponse(status=HTTPStatus.NO_CONTENT), upload)


@router.delete("/uploads/{uuid:upload_id}", response={204: None}, summary="Batalkan unggahan")
@_in_tus
def delete_upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    drop_upload(upload_id, user=user_of(request), at=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@router.post(
    "/uploads/{uuid:upload_id}/file", response={201: FileOut}, summary="Jadikan unggahan lengkap sebuah berkas"
)
def keep_upload(request: HttpRequest, upload_id: UUID) -> Any:
    """Isinya diperiksa seperti unggahan lain. Boleh diulang: jawabannya berkas yang sama."""
    actor, at = actor_of(request), timezone.now()
    if actor.office is None:
        raise Problem("not-yours", HTTPStatus.FORBIDDEN, _("Akun Anda belum terhubung dengan kantor mana pun."))
    try:
        upload = find_upload(upload_id, user=user_of(request), at=at)
    except ResumableUpload.DoesNotExist as error:
        raise Http404 from error
    if upload.file is None:
        content = read_upload(open_upload(upload))
        stored = keep_bytes(content, name=upload.name, by=actor, office=actor.office, at=at)
        with transaction.atomic():
            upload = ResumableUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
            if upload.file is None:
                stored.save(force_insert=True)
                note_stored([upload], stored)
    return Status(HTTPStatus.CREATED, upload.file)


def _with_state(response: HttpResponse, upload: ResumableUpload) -> HttpResponse:
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Length"] = str(upload.size)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    response["Cache-Control"] = "no-store"
    return response


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise incomplete(header, _("Kepala %(header)s berisi jumlah bita.") % {"header": header})
    return int(text)


def _name_in(request: HttpRequest) -> str:
    """The file's name out of the metadata; nothing where it cannot be read, for it is only shown."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                name = base64.b64decode(value, validate=True).decode()
            except (binascii.Error, ValueError):
                return ""
            return "".join(letter for letter in name if letter.isprintable())
    return ""


def _read_piece(request: HttpRequest) -> bytes:
    """What came of the body, also when the line broke in its middle; never more than is kept of one piece."""
    piece = bytearray()
    while len(piece) < MOST_AT_ONCE:
        try:
            read = request.read(min(READ_AT_ONCE, MOST_AT_ONCE - len(piece)))
        except UnreadablePostError:
            break
        if not read:
            break
        piece += read
    return bytes(piece)
