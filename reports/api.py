"""The recap for other programs: the same lines, totals and permissions as its page."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.api_auth import actor_of
from vidcon_portal.problems import incomplete

from .periods import LONGEST, Period, period_from
from .permissions import reads_recap
from .recap.queries import RecapFilter, sessions_of, totals_of
from .recap.reading import read_lines

router = Router(tags=["Rekap"])

LARGEST = 2**63 - 1


class RecapAsked(Schema):
    month: str = Field("", pattern=r"^$|^\d{4}-\d{2}$", description="2026-10; kosong: bulan ini.")
    first: date | None = Field(None, description="Bersama `last`, sebagai ganti `month`.")
    last: date | None = None
    agency: int | None = Field(None, ge=1, le=LARGEST)
    officer: int | None = Field(None, ge=1, le=LARGEST, description="Id sumber daya jenis person.")
    platform: str = Field("", max_length=80)
    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(50, ge=1, le=500)


class TallyOut(Schema):
    label: str
    sessions: int
    minutes: int


class TotalsOut(Schema):
    held: int
    not_held: int
    leaders: int
    minutes: int
    participants: int
    timed: int
    in_time: int
    in_time_percent: int | None
    asked: int | None
    refused: int | None
    by_agency: list[TallyOut]
    by_platform: list[TallyOut]
    by_attendance: list[TallyOut]


class LineOut(Schema):
    ticket: str
    starts_at: str
    ends_at: str | None
    title: str
    agency: str
    leader: str
    place: str
    platform: str
    account: str
    participants: int | None
    officers: list[str]
    attendance: str
    mode: str
    obstacles: str
    remark: str
    is_held: bool
    is_in_time: bool | None
    is_secret: bool


class RecapOut(Schema):
    office: str
    first: date
    last: date
    totals: TotalsOut
    count: int
    page: int
    lines: list[LineOut]


@router.get("/recap", response=RecapOut, summary="Rekap kantor Anda: baris dan jumlahnya")
def read_recap(request: HttpRequest, asked: Query[RecapAsked]) -> Any:
    """Only for those who read the office's cases; others find nothing here, as on the page."""
    actor = actor_of(request)
    office = actor.office
    if office is None or not reads_recap(actor):
        raise Http404
    wanted = RecapFilter(
        office,
        _period(asked, office),
        _one(Agency.objects.filter(office=office), asked.agency),
        _one(Resource.objects.filter(office=office, kind=ResourceKind.PERSON), asked.officer),
        asked.platform.strip(),
    )
    totals = totals_of(wanted)
    start = (asked.page - 1) * asked.limit
    lines = read_lines(sessions_of(wanted)[start : start + asked.limit], office)
    return {
        "office": office.code,
        "first": wanted.period.first,
        "last": wanted.period.last,
        "totals": {**asdict(totals), "in_time_percent": totals.in_time_percent},
        "count": totals.held + totals.not_held,
        "page": asked.page,
        "lines": [
            {
                **asdict(line),
                "starts_at": line.starts_at.isoformat(),
                "ends_at": line.ends_at.isoformat() if line.ends_at else None,
            }
            for line in lines
        ],
    }


def _period(asked: RecapAsked, office: Office) -> Period:
    today = timezone.now().astimezone(office.tz).date()
    if asked.first is None and asked.last is None:
        return period_from({"bulan": asked.month}, today=today)
    if asked.first is None or asked.last is None or not 2000 <= asked.first.year <= asked.last.year < 2100:
        raise incomplete("first", _("Isi first dan last, dengan tahun 2000 sampai 2099, first lebih dulu."))
    if not 0 <= (asked.last - asked.first).days < LONGEST:
        raise incomplete("last", _("Masa paling panjang tiga tahun, dan first tidak sesudah last."))
    return Period(asked.first, asked.last)


def _one(found: "QuerySet[Any]", pk: int | None) -> Any:
    return get_object_or_404(found, pk=pk) if pk is not None else None
