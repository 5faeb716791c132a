"""Public: the pledge, and open data month by month."""

from dataclasses import asdict
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.queries import holders, positions_for_role

from ..models import OfficeNotice
from ..periods import Period
from ..workbooks import stream_csv
from .queries import COLUMNS, open_lines, open_months

MONTHS = 24
"""So many past months are offered."""

PLEDGE = (
    "Dengan ini, kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan dan "
    "apabila tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan perundang-undangan yang berlaku."
)
"""The usual wording; an office may write its own."""


@require_safe
def show_pledge(request: HttpRequest, office: str) -> HttpResponse:
    """Maklumat pelayanan, under the name of whoever heads the office today."""
    found = _office(office)
    notice = OfficeNotice.objects.filter(office=found).first()
    today = timezone.now().astimezone(found.tz).date()
    head = next(
        (each for post in positions_for_role(Role.OFFICE_HEAD, office=found) for each in holders(post, on=today)), None
    )
    context = {
        "office": found,
        "pledge": (notice.pledge if notice else "") or PLEDGE,
        "name": head.user.name if head else "",
        "title": head.printed_title if head else "",
    }
    return render(request, "reports/open_data/pledge.html", context)


@require_safe
def show_open_data(request: HttpRequest, office: str) -> HttpResponse:
    found = _office(office)
    months = open_months(found, _last_month(found), most=MONTHS)
    context = {"office": found, "months": months, "columns": COLUMNS}
    return render(request, "reports/open_data/open_data.html", context)


@cache_control(public=True, max_age=3600)
@require_safe
def download(request: HttpRequest, office: str, year: str, month: str, form: str) -> HttpResponseBase:
    """A month that is over; streamed, one statement."""
    found = _office(office)
    try:
        period = Period.month(date(int(year), int(month), 1))
    except ValueError as error:
        raise Http404 from error
    if not 2000 <= period.first.year < 2100 or period.first > _last_month(found).first:
        raise Http404
    lines = open_lines(found, period)
    if form == "json":
        return JsonResponse(
            {
                "kantor": found.name,
                "bulan": f"{period.first:%Y-%m}",
                "zona_waktu": found.timezone,
                "kegiatan": [asdict(line) for line in lines],
            },
            json_dumps_params={"ensure_ascii": False},
        )
    response = StreamingHttpResponse(
        stream_csv(COLUMNS, (line.cells for line in lines)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="rekap-{found.code}-{period.slug}.csv"'
    return response


def _office(code: str) -> Office:
    return get_object_or_404(Office, code=code, is_active=True)


def _last_month(office: Office) -> Period:
    return Period.month(timezone.now().astimezone(office.tz).date()).before
