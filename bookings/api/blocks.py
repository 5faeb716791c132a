"""Maintenance and leave through the API: the same rules as the pages under Jadwal."""

import datetime as dt
from http import HTTPStatus
from typing import Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from bookings.errors import Clash, NotYours
from bookings.models import Block, Resource
from bookings.scheduling.blocks import LONGEST, own_resources, standing_blocks, weekly
from bookings.scheduling.blocks import kept_resources as kept_by
from bookings.scheduling.obstacles import obstacles_of
from bookings.scheduling.permissions import may_block, sees_people
from bookings.scheduling.services import block_resource, end_block
from bookings.scheduling.spans import Span
from vidcon_portal.accounts.models import Office
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.problems import incomplete

from .found import office_time

router = Router(tags=["Jadwal"])


class BlockOut(Schema):
    """``left``: how many events still stand in it."""

    id: int
    resource: int
    name: str
    purpose: str
    start: dt.datetime
    end: dt.datetime
    note: str
    series: str | None
    left: int


class BlockIn(Schema):
    resource: int
    start: dt.datetime
    end: dt.datetime
    weekly_until: dt.date | None = Field(None, description="Tiap pekan pada jam yang sama sampai tanggal ini.")
    note: str = Field("", max_length=200)
    on_clash: Literal["reject", "around"] = Field(
        "reject", description="around: waktu yang kosong ditutup sekarang, sisanya begitu kegiatannya pindah."
    )


class MadeOut(Schema):
    """One block, or one for each week."""

    blocks: list[BlockOut]


class EndIn(Schema):
    following: bool = False


class EndedOut(Schema):
    """``gained``: how many waiting cases got the time."""

    gained: int


@router.get("/blocks", response=list[BlockOut], summary="Perawatan dan cuti yang belum berakhir")
def list_blocks(request: HttpRequest) -> Any:
    """Your own leave, and what you keep for the office."""
    actor = actor_of(request)
    office = _office(request)
    found = {each.pk: each for each in (*own_resources(actor, office), *kept_by(actor, office))}
    return [
        _out(each.block, office, len(each.left)) for each in standing_blocks(list(found.values()), at=timezone.now())
    ]


@router.post("/blocks", response={201: MadeOut}, summary="Mencatat perawatan atau cuti")
def create_block(request: HttpRequest, data: BlockIn) -> Any:
    """On a clash 409, with what stands in the way under ``followers``; nothing is written."""
    actor, at, office = actor_of(request), timezone.now(), _office(request)
    resource = Resource.objects.filter(pk=data.resource, office=office, is_active=True).select_related("office").first()
    if resource is None:
        raise incomplete("resource", _("Sumber daya ini tidak ada di kantor Anda."))
    if not may_block(actor, resource):
        raise NotYours(_("Perawatan dan cuti dicatat oleh orangnya sendiri atau pengelola sumber daya kantor."))
    with office_time(office):
        spans = _spans(data, office, at)

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        with office_time(office), transaction.atomic():
            around = data.on_clash == "around"
            made = block_resource(resource, spans, by=actor, at=at, note=data.note, around=around)
            left = {each.block.pk: len(each.left) for each in standing_blocks([resource], at=at)}
            body = {"blocks": [_out(each, office, left.get(each.pk, 0)) for each in made]}
            keep(HTTPStatus.CREATED, body)
        return HTTPStatus.CREATED, body

    try:
        return answer_once(request, effect, user=user_of(request), at=at)
    except Clash as clash:
        with office_time(office):
            found, _more = obstacles_of(resource, spans, actor=actor, at=at)
        raise Clash(clash.sentence, followers=found) from clash


@router.post("/blocks/{int:pk}/end", response=EndedOut, summary="Mengakhiri atau membatalkan")
def finish_block(request: HttpRequest, pk: int, data: EndIn) -> Any:
    actor, office = actor_of(request), _office(request)
    block = Block.objects.filter(pk=pk, resource__office=office).select_related("resource__office").first()
    if block is None:
        raise Http404
    if not may_block(actor, block.resource):
        raise NotYours(_("Waktu ini diakhiri oleh orangnya sendiri atau pengelola sumber daya kantor."))
    at = timezone.now()

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        with transaction.atomic():
            body = {"gained": len(end_block(block, by=actor, at=at, following=data.following))}
            keep(HTTPStatus.OK, body)
        return HTTPStatus.OK, body

    return answer_once(request, effect, user=user_of(request), at=at)


def _office(request: HttpRequest) -> Office:
    """The office at which the caller works; to everybody else there are no blocks."""
    actor = actor_of(request)
    if actor.office is None or not sees_people(actor):
        raise Http404
    return actor.office


def _spans(data: BlockIn, office: Office, at: dt.datetime) -> list[Span]:
    start, end = (each if each.tzinfo else timezone.make_aware(each) for each in (data.start, data.end))
    if end <= start:
        raise incomplete("end", _("Waktu selesai harus sesudah waktu mulai."))
    if end - start > LONGEST or abs(start - at) > LONGEST * 2:
        raise incomplete("end", _("Paling lama satu tahun sekali catat. Periksa tahunnya."))
    first, until = start.astimezone(office.tz).date(), data.weekly_until
    if until is not None and not first < until <= first + LONGEST:
        raise incomplete("weekly_until", _("Pilih tanggal sesudah tanggal mulai, paling lama satu tahun kemudian."))
    return weekly(Span(start, end), until, office.tz)


def _out(block: Block, office: Office, left: int) -> dict[str, Any]:
    return {
        "id": block.pk,
        "resource": block.resource_id,
        "name": block.resource.name,
        "purpose": block.purpose,
        "start": block.starts_at.astimezone(office.tz).isoformat(),
        "end": block.ends_at.astimezone(office.tz).isoformat(),
        "note": block.note,
        "series": str(block.series) if block.series else None,
        "left": left,
    }
