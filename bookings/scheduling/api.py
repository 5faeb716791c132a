"""What is free, what else would be, and what there is to occupy."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from bookings.api.found import find_booking, find_service, office_time
from bookings.api.shapes import AlternativeOut, alternative_json
from bookings.choices import ResourceKind
from bookings.models import Booking, Resource
from bookings.scheduling.availability import Wish, find_alternatives
from bookings.scheduling.crowding import read_crowd
from bookings.scheduling.needs import MAX_QUANTITY, Need, allocatable, needs_of
from bookings.scheduling.places import is_away
from bookings.scheduling.spans import Span
from bookings.scheduling.windows import availability
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.api import chosen_office
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.permissions import is_official
from vidcon_portal.api_auth import actor_of
from vidcon_portal.problems import incomplete
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Service

router = Router(tags=["Jadwal"])

LONGEST_WINDOW = timedelta(days=31)
FARTHEST = timedelta(days=732)
MOST_NEEDS = 20


class Window(Schema):
    service: str
    start: datetime
    end: datetime
    mode: str = Field("", description="Ragam layanan; di tempat pemohon, perjalanan ikut dihitung.")
    needs: str = Field(
        "",
        max_length=500,
        description="Dipisah koma: jenis (room, equipment, account, person), jenis:kelompok, atau id; dengan *jumlah.",
    )


class Search(Schema):
    ticket: str = Field("", max_length=40)
    service: str = ""
    mode: str = Mode.HOST.value
    start: datetime | None = None
    end: datetime | None = None
    needs: str = Field("", max_length=500)
    count: int = Field(3, ge=1, le=10)


class FreeOut(Schema):
    id: int
    kind: str
    code: str
    name: str
    group: str
    capacity: int | None
    lanes: int
    free: int


class AvailabilityOut(Schema):
    start: datetime
    end: datetime
    events_left: int | None = Field(
        None, description="Berapa kegiatan lagi yang boleh bersamaan menurut SOP; null bila tanpa batas."
    )
    resources: list[FreeOut]


class ResourceOut(Schema):
    id: int
    office: str
    kind: str
    code: str
    name: str
    group: str
    capacity: int | None
    lanes: int
    skills: list[str]
    layouts: list[str]
    features: list[str]
    condition: str
    kit: str | None
    plan: str
    photo: str | None


@router.get("/availability", response=AvailabilityOut, summary="Apa yang kosong pada suatu waktu")
def read_availability(request: HttpRequest, window: Query[Window]) -> Any:
    service = find_service(request, window.service)
    office = service.office
    with office_time(office):
        span = _span(window.start, window.end)
        needs = _needs(window.needs, office, actor_of(request))
        rows = availability(office, span.start, span.end, needs=needs or None, away=is_away(window.mode, needs))
        names_people = is_official(actor_of(request), office)
        body = {
            "start": span.start.astimezone(office.tz).isoformat(),
            "end": span.end.astimezone(office.tz).isoformat(),
            "events_left": _events_left(service, span),
            "resources": [
                {
                    "id": each.id,
                    "kind": each.kind,
                    "code": _told(each.code, each.kind, names_people),
                    "name": _told(each.name, each.kind, names_people),
                    "group": each.group,
                    "capacity": each.capacity,
                    "lanes": each.lanes,
                    "free": each.free,
                }
                for each in rows
            ],
        }
    # Plain values already: to check each of some hundred lines against the shape costs more than to find them.
    return HttpResponse(json.dumps(body), content_type="application/json; charset=utf-8")


@router.get("/alternatives", response=list[AlternativeOut], summary="Waktu lain yang kosong")
def list_alternatives(request: HttpRequest, search: Query[Search]) -> Any:
    """For a request by its ticket; else for a service, a mode and a time. Nothing is held."""
    at = timezone.now()
    wanted: Booking | Wish
    if search.ticket:
        wanted = find_booking(request, search.ticket)
    else:
        wanted = _wish(find_service(request, search.service), search, actor_of(request), at)
    with office_time(wanted.office):
        return [
            alternative_json(each, wanted.office.tz) for each in find_alternatives(wanted, at=at, count=search.count)
        ]


@router.get("/resources", response=list[ResourceOut], summary="Ruang, perangkat, akun, petugas")
def list_resources(request: HttpRequest, office: str = "", kind: ResourceKind | None = None) -> Any:
    """People are named to their own office only."""
    found = chosen_office(request, office)
    rows = Resource.objects.filter(office=found, is_active=True).select_related("kit", "photo")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if not is_official(actor_of(request), found):
        rows = rows.exclude(kind=ResourceKind.PERSON)
    return [
        {
            "id": each.pk,
            "office": found.code,
            "kind": each.kind,
            "code": each.code,
            "name": each.name,
            "group": each.group,
            "capacity": each.capacity,
            "lanes": each.lanes,
            "skills": each.skills,
            "layouts": each.layouts,
            "features": each.features,
            "condition": each.condition,
            "kit": each.kit.code if each.kit else None,
            "plan": each.plan,
            "photo": each.photo.get_absolute_url() if each.photo else None,
        }
        for each in rows
    ]


def _wish(service: Service, search: Search, actor: Actor, at: datetime) -> Wish:
    office = service.office
    if search.mode not in service.modes or search.mode not in Mode.values:
        raise incomplete("mode", _("Ragam layanan ini tidak disediakan."))
    if search.start is None or search.end is None:
        raise incomplete("start", _("Isi waktu mulai dan selesai, atau nomor tiket."))
    procedure = service.procedure_on(at.astimezone(office.tz).date())
    with timezone.override(office.tz):
        span = _span(search.start, search.end)
    needs = _needs(search.needs, office, actor)
    if not needs:
        needs = allocatable(needs_of(Booking(office=office, service=service, mode=search.mode), procedure))
    places = ("?",) if is_away(search.mode, needs) else ()
    return Wish(office=office, needs=needs, spans=(span,), procedure=procedure, submitted_at=at, places=places)


def _events_left(service: Service, span: Span) -> int | None:
    limit = service.events_at_once(timezone.localdate())
    return max(0, limit - read_crowd(service.office, [span]).peak(span)) if limit is not None else None


def _span(start: datetime, end: datetime) -> Span:
    """The window in aware moments; refuses what ends before it starts, lasts too long or lies too far away."""
    start, end = (each if each.tzinfo else timezone.make_aware(each) for each in (start, end))
    if end <= start:
        raise incomplete("end", _("Waktu selesai harus sesudah waktu mulai."))
    if end - start > LONGEST_WINDOW:
        raise incomplete("end", _("Paling lama 31 hari sekali tanya."))
    if abs(start - timezone.now()) > FARTHEST:
        raise incomplete("start", _("Tanggalnya terlalu jauh. Periksa tahunnya."))
    return Span(start, end)


def _needs(text: str, office: Office, actor: Actor) -> tuple[Need, ...]:
    """Read ``room,equipment:webcam*2,17``. Units are the office's own; a person is asked about by its officers only."""
    known = Resource.objects.usable().filter(office=office)
    if not is_official(actor, office):
        known = known.exclude(kind=ResourceKind.PERSON)
    words = [word.strip() for word in text.split(",") if word.strip()]
    if len(words) > MOST_NEEDS:
        raise incomplete("needs", _("Paling banyak %(most)s kebutuhan.") % {"most": MOST_NEEDS})
    return tuple(_need(index, word, known) for index, word in enumerate(words))


def _need(index: int, word: str, known: QuerySet[Resource]) -> Need:
    what, _star, times = word.partition("*")
    kind, _colon, pool = what.partition(":")
    quantity = int(times) if times.isascii() and times.isdigit() and len(times) < 4 else 0 if times else 1
    if not 1 <= quantity <= MAX_QUANTITY:
        raise incomplete("needs", _("Jumlah pada “%(word)s” tidak terbaca.") % {"word": word})
    if kind.isascii() and kind.isdigit() and len(kind) < 19:
        found = known.filter(pk=int(kind)).first()
        if found is not None:
            return Need(index, ResourceKind(found.kind), found.name, resource_id=found.pk)
    if kind not in ResourceKind.values:
        raise incomplete("needs", _("“%(word)s” tidak dikenal. Contoh: room,equipment:webcam*2.") % {"word": word})
    chosen = ResourceKind(kind)
    if chosen == ResourceKind.KIT:
        raise incomplete("needs", _("Sebut set perangkat dengan nomornya, misalnya 17."))
    is_person = chosen == ResourceKind.PERSON
    return Need(
        index,
        chosen,
        str(chosen.label),
        group="" if is_person else pool,
        skill=pool if is_person else "",
        quantity=quantity,
        required=quantity,
    )


def _told(text: str, kind: str, names_people: bool) -> str:
    return text if names_people or kind != ResourceKind.PERSON else _("Petugas")
