"""Uploading files and fetching papers."""

import hashlib
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.documents.delivery import hand_out_paper
from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.permissions import owner_allows
from vidcon_portal.documents.queries import paper_to_send
from vidcon_portal.documents.services.files import keep_bytes, read_upload
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.problems import Problem

router = Router(tags=["Berkas dan naskah"])


class FileOut(Schema):
    id: UUID
    name: str
    content_type: str
    size: int
    sha256: str


@router.post("/files", response={201: FileOut}, summary="Unggah berkas; id-nya diisikan pada formulir")
def upload_file(request: HttpRequest, file: File[UploadedFile]) -> Any:
    actor, at = actor_of(request), timezone.now()
    office = actor.office
    if office is None:
        raise Problem("not-yours", HTTPStatus.FORBIDDEN, _("Akun Anda belum terhubung dengan kantor mana pun."))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        stored = keep_bytes(read_upload(file), name=file.name or "", by=actor, office=office, at=at)
        with transaction.atomic():
            stored.save(force_insert=True)
            body = {
                "id": str(stored.pk),
                "name": stored.name,
                "content_type": stored.content_type,
                "size": stored.size,
                "sha256": stored.sha256,
            }
            keep(HTTPStatus.CREATED, body)
        return HTTPStatus.CREATED, body

    return answer_once(request, effect, user=user_of(request), at=at, content=digest.digest())


@router.get("/documents/{uuid:document_id}", response={200: None}, summary="Naskah sebagai PDF")
def read_document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A paper that the worker has not reached yet is rendered now, once."""
    document = paper_to_send(document_id)
    if document is None or not owner_allows(actor_of(request), document.owner_kind, document.owner_id):
        raise Http404
    try:
        return hand_out_paper(request, document)
    except RenderError as error:
        raise Problem("not-ready", HTTPStatus.SERVICE_UNAVAILABLE, error.sentence, retry_after=30) from error
