"""The page of figures, and the cases behind one of them."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.queries import usable_calendar_for

from ..pages import report_tabs
from ..periods import Period, period_from
from ..permissions import reads_recap
from .heat import heat_of
from .measures import Scope
from .months import months_until
from .pages import (
    answer_lines,
    attention,
    count_lines,
    heat_lines,
    hours,
    link_maker,
    month_lines,
    overall_line,
    row_lines,
    tiles_of,
    title_of,
)
from .queries import answers_of, figures_of
from .table import open_cases

PAGE_SIZE = 25


@login_required
@require_safe
def show_statistics(request: HttpRequest) -> HttpResponse:
    """Of a month or any stretch of days; a fixed number of statements, whatever the number of cases."""
    actor, office = _reader(request)
    period = _period(request, office)
    scope = Scope(office, period)
    today = timezone.now().astimezone(office.tz).date()
    word = request.GET.get("sumber", "")
    resource = (
        Resource.objects.filter(office=office, pk=int(word)).first() if word.isdecimal() and len(word) < 12 else None
    )
    days = _working_days(office, period)
    figures, (answers, reasons) = figures_of(scope), answers_of(scope)
    heat = heat_of(scope, days)
    link = link_maker(period)
    context = {
        "tabs": report_tabs(actor, request.path),
        "period": period,
        "before": _before(period),
        "has_next": period.last < today,
        "attention": attention(figures.rows, figures.overall, heat),
        "tiles": tiles_of(figures.now, figures.before, _before(period), link),
        "rows": [
            *([overall] if (overall := overall_line(figures.overall, link)) else []),
            *row_lines(figures.rows, link),
        ],
        "months": month_lines(months_until(scope, today=today, known=figures.now)),
        "agencies": count_lines(figures.served.by_agency, "opd", link),
        "modes": count_lines(figures.served.by_mode, "ragam", link),
        "leaders": count_lines(figures.served.by_rank, "pimpinan", link),
        "leads": count_lines(figures.leads, "jarak", link),
        "reasons": count_lines(reasons, "alasan", link),
        "answers": answer_lines(answers, link),
        "hours": hours(),
        "heat": heat_lines(heat, by_weekday=False, period=period),
        "resource": resource,
        "resource_url": link("dipakai", str(resource.pk)) if resource else "",
        "resource_heat": heat_lines(heat_of(scope, days, resource=resource), by_weekday=True, period=period)
        if resource
        else [],
        "asked_url": link("masuk"),
        "refused_url": link("ditolak"),
        "held_url": link("terlaksana"),
    }
    return render(request, "reports/statistics/statistics.html", context)


@login_required
@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure, those that this reader may see; the others are only counted."""
    actor, office = _reader(request)
    period = _period(request, office)
    table = open_cases(actor, request.GET.dict())
    if table is None:
        raise Http404
    page = Paginator(table.visible().for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tabs": report_tabs(actor, reverse("reports:statistics")),
        "title": title_of(table.measure, table.word),
        "period": period,
        "page": page,
        "rows": page.object_list,
        "hidden": table.behind().count() - page.paginator.count,
        "query": urlencode(table.asked),
        "back": f"{reverse('reports:statistics')}?{period.query}",
    }
    return render(request, "reports/statistics/cases.html", context)


def _before(period: Period) -> str:
    return period.before.label if period.is_month or period.is_year else _("masa sebelumnya")


def _working_days(office: Office, period: Period) -> list[date]:
    calendar = usable_calendar_for(office)
    days = [period.first + timedelta(days=number) for number in range(period.days)]
    return [day for day in days if calendar.is_working_day(day)] if calendar else days


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_recap(actor) or actor.office is None:
        raise Http404
    return actor, actor.office


def _period(request: HttpRequest, office: Office) -> Period:
    return period_from(
        {name: str(value) for name, value in request.GET.items()},
        today=timezone.now().astimezone(office.tz).date(),
    )
