"""Papers beside a case: what stands, what may be written and done, and doing it."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from bookings.errors import AlreadyHandled, Incomplete, NotLegal, NotYours
from bookings.forms.side_papers import side_form
from bookings.models import Booking, BookingPaper
from bookings.paper_deeds import PAPER_DEEDS, deed_form, take_deed
from bookings.paper_permissions import WRITERS, why_not_paper
from bookings.papers import papers_of
from bookings.permissions import is_office_actor, may_see_internal
from bookings.services.side_papers import why_no_side_paper, write_side_paper
from bookings.side_papers import SIDE_PAPERS
from bookings.workflow.forms import SECRETS
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.wording import official_language
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.json_schema import form_schema, readable
from vidcon_portal.problems import incomplete

from .found import find_booking, office_time
from .shapes import ActionOut, DocumentOut, Strict, as_json

router = Router(tags=["Berkas dan naskah"])


class PaperOut(DocumentOut):
    """``actions`` on a paper that is not signed yet: each with the JSON Schema of its data, null when it is not yours."""

    actions: list[ActionOut]


class NewKindOut(Schema):
    """A kind of paper that the office may write beside the case."""

    kind: str
    label: str
    allowed: bool
    why_not: str | None
    fields: dict[str, Any] | None = Field(description="JSON Schema dari data; null bila bukan untuk Anda.")


class PapersOut(Schema):
    papers: list[PaperOut]
    kinds: list[NewKindOut]


class NewPaper(Strict):
    kind: str = Field(max_length=40, description="surat-tugas, nota-dinas, atau serah-terima-alat.")
    data: dict[str, Any] = Field(default_factory=dict)


class PaperDeed(Strict):
    data: dict[str, Any] = Field(default_factory=dict)


@router.get("/bookings/{ticket}/papers", response=PapersOut, summary="Naskah dinas dan apa yang dapat Anda lakukan")
def list_papers(request: HttpRequest, ticket: str) -> Any:
    """For the office; the agency finds the letters that were sent to it under ``documents`` of its request."""
    actor, at = actor_of(request), timezone.now()
    booking = _inside(request, ticket)
    with office_time(booking.office):
        return {
            "papers": [_shown(booking, each, actor, at) for each in papers_of(booking)],
            "kinds": [_kind(booking, name, actor, at) for name in SIDE_PAPERS],
        }


@router.post("/bookings/{ticket}/papers", response={201: PaperOut}, summary="Tulis konsep naskah dinas")
def write_paper(request: HttpRequest, ticket: str, payload: NewPaper) -> Any:
    """Words that are left out are those that the page proposes; what follows from the case is filled in."""
    actor, at = actor_of(request), timezone.now()
    booking = _inside(request, ticket)
    if payload.kind not in SIDE_PAPERS:
        raise incomplete("kind", _("Jenis naskah ini tidak ada. Pilih salah satu dari daftar naskah."))
    paper = SIDE_PAPERS[payload.kind]

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        if not is_office_actor(actor, booking):
            raise Http404
        if (sentence := why_no_side_paper(actor, booking, paper, writers=WRITERS)) is not None:
            raise NotYours(sentence)
        with official_language():
            words = paper.usual(booking, at)
        form = _valid(side_form(paper.kind, readable(side_form(paper.kind), {**words, **payload.data})))
        with office_time(booking.office), transaction.atomic():
            document = write_side_paper(booking, paper, form.cleaned_data, by=actor, at=at)
            body = _body(booking, document, actor, at)
            keep(HTTPStatus.CREATED, body)
        return HTTPStatus.CREATED, body

    return answer_once(request, effect, user=user_of(request), at=at)


@router.post("/papers/{uuid:paper_id}/actions/{action}", response=PaperOut, summary="Jalankan tindakan pada naskah")
def act_on_paper(request: HttpRequest, paper_id: UUID, action: str, payload: PaperDeed) -> Any:
    """``initial``, ``sign_and_send``, ``edit``, ``number``, ``revise`` (hand back), ``drop``; a signature asks for
    what the office signs with. A paper that is signed already answers ``already-handled``."""
    actor, at = actor_of(request), timezone.now()
    link = BookingPaper.objects.select_related("booking").filter(document_id=paper_id).first()
    if link is None:
        raise Http404
    booking = _inside(request, link.booking.ticket or "")

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        document = Document.objects.select_related("office", "file").get(pk=paper_id)
        if action not in PAPER_DEEDS:
            raise NotLegal(_("Tindakan ini tidak ada pada naskah."))
        if (sentence := why_not_paper(actor, document, action, at)) is not None:
            raise NotYours(sentence) if document.is_open else AlreadyHandled(sentence)
        body: dict[str, Any] = {}

        def write_answer() -> None:
            fresh = Document.objects.select_related("office", "file").get(pk=paper_id)
            body.update(_body(booking, fresh, actor, at))
            keep(HTTPStatus.OK, body)

        with office_time(booking.office):
            probe = deed_form(booking, document, action, by=actor, at=at)
            given = readable(probe, payload.data)
            form = _valid(deed_form(booking, document, action, by=actor, at=at, data=given))
            take_deed(booking, document, action, form, by=actor, at=at, and_then=write_answer)
        return HTTPStatus.OK, body

    return answer_once(request, effect, user=user_of(request), at=at, content=_without_secrets(payload))


def _inside(request: HttpRequest, ticket: str) -> Booking:
    """The request, for officials of its office; to others its papers on their way are not there."""
    booking = find_booking(request, ticket)
    if not may_see_internal(actor_of(request), booking):
        raise Http404
    return booking


def _shown(booking: Booking, document: Document, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "kind": document.kind,
        "variant": document.variant,
        "title": document.title,
        "number": document.number,
        "date": document.date,
        "status": document.status,
        "ready": document.file_id is not None,
        "actions": [_deed(booking, document, name, actor, at) for name in PAPER_DEEDS] if document.is_unsigned else [],
    }


def _deed(booking: Booking, document: Document, name: str, actor: Actor, at: datetime) -> dict[str, Any]:
    sentence = why_not_paper(actor, document, name, at)
    return {
        "action": name,
        "label": str(PAPER_DEEDS[name]),
        "allowed": sentence is None,
        "why_not": sentence,
        "fields": form_schema(deed_form(booking, document, name, by=actor, at=at)) if sentence is None else None,
    }


def _kind(booking: Booking, name: str, actor: Actor, at: datetime) -> dict[str, Any]:
    paper = SIDE_PAPERS[name]
    sentence = why_no_side_paper(actor, booking, paper, writers=WRITERS)
    words = paper.usual(booking, at) if sentence is None else None
    return {
        "kind": name,
        "label": str(paper.deed),
        "allowed": sentence is None,
        "why_not": sentence,
        "fields": form_schema(side_form(paper.kind, words=words)) if sentence is None else None,
    }


def _body(booking: Booking, document: Document, actor: Actor, at: datetime) -> dict[str, Any]:
    return as_json(PaperOut.model_validate(_shown(booking, document, actor, at)))


def _valid(form: forms.Form) -> forms.Form:
    """The form, checked; what is wrong is said by field."""
    if form.is_valid():
        return form
    raise Incomplete(
        _("Beberapa isian perlu diperbaiki."),
        {name: [str(each) for each in found] for name, found in form.errors.items()},
    )


def _without_secrets(payload: PaperDeed) -> bytes:
    """What makes a repeated request the same one: not even a hash of what a signer typed is kept."""
    data = {name: value for name, value in payload.data.items() if name not in SECRETS}
    return json.dumps(data, sort_keys=True, default=str).encode()
