"""The recap on the page, signed; and what was served without a request."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError, NotYours
from bookings.scheduling.days import parse_month
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.pins import PinRefused, check_pin

from ..choices import ExportForm
from ..exports.services import MOST
from ..models import MonthlyRecap
from ..pages import report_tabs
from ..periods import Period
from ..permissions import may_record_past, may_sign_recap, reads_recap
from .forms import PastEventForm, SignForm
from .pages import recap_rows, tiles_of, total_tables
from .queries import platforms_of, sessions_of, totals_of
from .reading import read_lines
from .services import record_served_event, sign_recap
from .table import FILTERS, recap_wanted

PAGE_SIZE = 50


class _Counted(Paginator):
    """Of a query whose rows were counted already."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.count = count


@login_required
@require_safe
def show_recap(request: HttpRequest) -> HttpResponse:
    """Live, page by page; the totals are those of the whole period. Query count does not grow with the lines."""
    actor, office = _reader(request)
    wanted, form = recap_wanted(request.GET.dict(), office)
    sessions = sessions_of(wanted)
    totals = totals_of(wanted)
    page = _Counted(sessions, PAGE_SIZE, totals.held + totals.not_held).get_page(request.GET.get("page"))
    form.offer_platforms(platforms_of(wanted, totals))
    recap = None
    if wanted.is_whole and wanted.period.is_month:
        recap = MonthlyRecap.objects.filter(office=office, month=wanted.period.first).select_related("document").first()
    paper = recap.document if recap is not None else None
    today = timezone.now().astimezone(office.tz).date()
    query = _query(request, wanted.period)
    context = {
        "tabs": report_tabs(actor, request.path),
        "period": wanted.period,
        "form": form,
        "page": page,
        "rows": recap_rows(read_lines(page.object_list, office), first=page.start_index()),  # type: ignore[arg-type]  # a slice of a query
        "tiles": tiles_of(totals),
        "tables": total_tables(totals),
        "query": query,
        "before": urlencode({**_kept(request), **wanted.period.before.asked}),
        "after": urlencode({**_kept(request), **wanted.period.after.asked}) if wanted.period.last < today else "",
        "paper": paper if paper is not None and paper.is_issued else None,
        "is_narrowed": not wanted.is_whole,
        "may_record": may_record_past(actor),
        "may_sign": wanted.is_whole and wanted.period.is_month and wanted.period.last < today and may_sign_recap(actor),
        "sign_form": SignForm(auto_id="sign-%s"),
        "is_too_long": page.paginator.count > MOST[ExportForm.PDF],
    }
    return render(request, "reports/recap/recap.html", context)


@login_required
@require_POST
def sign(request: HttpRequest, month: str) -> HttpResponse:
    """Sign the recap of a month with the PIN."""
    actor, office = _reader(request)
    first = parse_month(month, date.max)
    if first.year == date.max.year:
        raise Http404
    back = f"{reverse('reports:recap')}?{Period.month(first).query}"
    try:
        if not may_sign_recap(actor):
            raise NotYours(_("Rekap ditandatangani kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
        assert isinstance(actor.user, User)
        check_pin(actor.user, request.POST.get("pin", ""), at=timezone.now())
        paper = sign_recap(office, first, by=actor, at=timezone.now())
        messages.success(request, _("Rekap ditandatangani dengan nomor %(number)s.") % {"number": paper.number})
    except PinRefused as error:
        messages.error(request, str(error))
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect(back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_past(request: HttpRequest) -> HttpResponse:
    """ "Catat kegiatan yang sudah terlaksana"."""
    actor, office = _reader(request)
    if not may_record_past(actor):
        raise Http404
    at = timezone.now()
    form = PastEventForm(request.POST if request.method == "POST" else None, office=office, at=at)
    if form.is_bound and form.is_valid():
        try:
            booking = record_served_event(office, form.cleaned_data, by=actor, at=at)
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Tercatat sebagai %(ticket)s.") % {"ticket": booking.ticket})
            day = form.cleaned_data["starts_at"].date()
            return redirect(f"{reverse('reports:recap')}?{Period.month(day).query}")
    context = {"form": form, "tabs": report_tabs(actor, reverse("reports:recap"))}
    return render(request, "reports/recap/past_event.html", context, status=422 if form.errors else 200)


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_recap(actor) or actor.office is None:
        raise Http404
    return actor, actor.office


def _kept(request: HttpRequest) -> dict[str, Any]:
    """The filters of this address, without the period and the page."""
    return {name: value for name in FILTERS if (value := request.GET.get(name))}


def _query(request: HttpRequest, period: Period) -> str:
    return urlencode({**period.asked, **_kept(request)})
