"""The conversation on a request: what both sides say, internal notes of the office, who has read."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from bookings.errors import NotYours
from bookings.permissions import may_see_internal, may_write
from bookings.queries.conversation import Said, conversation_for
from bookings.services.cases import mark_conversation_read, post_message
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.problems import incomplete

from .found import find_booking, office_time
from .shapes import Strict, as_json

router = Router(tags=["Percakapan"])


class MessageIn(Strict):
    body: str = Field(max_length=4000)
    internal: bool = Field(default=False, description="Catatan internal kantor; tidak pernah terlihat pemohon.")
    file: UUID | None = Field(None, description="Berkas yang sudah diunggah lewat POST /files.")


class MessageOut(Schema):
    """``is_read``: by the other side, a note by a colleague; ``read_at`` for the latest one that was read."""

    id: int
    body: str
    author: str
    title: str
    from_office: bool
    internal: bool
    created_at: datetime
    file: str | None
    is_read: bool
    read_at: datetime | None


@router.get("/bookings/{ticket}/messages", response=list[MessageOut], summary="Percakapan, yang terlama dahulu")
def list_messages(request: HttpRequest, ticket: str) -> Any:
    """Reading the list marks nothing; POST to ``…/messages/read`` once it was shown to somebody."""
    booking = find_booking(request, ticket)
    return [_shown(each) for each in conversation_for(booking, actor_of(request))]


@router.post("/bookings/{ticket}/messages", response={201: MessageOut}, summary="Tulis pesan atau catatan internal")
def write_message(request: HttpRequest, ticket: str, payload: MessageIn) -> Any:
    actor, at = actor_of(request), timezone.now()
    booking = find_booking(request, ticket)
    if payload.internal and not may_see_internal(actor, booking):
        raise NotYours(_("Catatan internal hanya untuk petugas dinas. Kirim sebagai pesan."))

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        with office_time(booking.office):
            message = post_message(
                booking,
                payload.body,
                by=actor,
                at=at,
                is_internal=payload.internal,
                file=_file(payload.file),
                and_then=lambda message: keep(HTTPStatus.CREATED, _body(message)),
            )
        return HTTPStatus.CREATED, _body(message)

    return answer_once(request, effect, user=user_of(request), at=at)


@router.post("/bookings/{ticket}/messages/read", response={204: None}, summary="Percakapan sudah dibaca")
def read_messages(request: HttpRequest, ticket: str) -> Any:
    actor = actor_of(request)
    booking = find_booking(request, ticket)
    if not may_write(actor, booking):
        raise NotYours(_("Percakapan ini hanya untuk pemohon dan dinas."))
    mark_conversation_read(booking, by=actor, at=timezone.now())
    return Status(HTTPStatus.NO_CONTENT, None)


def _shown(said: Said) -> dict[str, Any]:
    message = said.message
    return {
        "id": message.pk,
        "body": message.body,
        "author": message.author.name,
        "title": message.author_title,
        "from_office": message.from_office,
        "internal": message.is_internal,
        "created_at": message.created_at,
        "file": str(message.file_id) if message.file_id else None,
        "is_read": said.is_read,
        "read_at": said.read_at,
    }


def _body(message: Any) -> dict[str, Any]:
    return as_json(MessageOut.model_validate(_shown(Said(message, is_ours=True))))


def _file(identifier: UUID | None) -> StoredFile | None:
    """Whose it is, ``claim_files`` asks."""
    if identifier is None:
        return None
    stored = StoredFile.objects.filter(pk=identifier).first()
    if stored is None:
        raise incomplete("file", _("Berkas tidak ditemukan. Unggah lagi."))
    return stored
