"""The office's reports, newest first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bookings.permissions import reads_cases
from vidcon_portal.ui.wording import say_short_date, say_span

from .models import Report
from .pages import report_tabs
from .permissions import reads_complaints

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line; ``paper_url`` is empty while the report has no paper."""

    url: str
    title: str
    ticket: str
    agency: str
    when: str
    kind: str
    filed: str
    number: str
    paper_url: str


@login_required
@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """What the hat's office has reported; three queries whatever the number of rows."""
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_cases(actor):
        if reads_complaints(actor):
            return redirect("reports:complaints")  # the complaints officer finds his desk under the same entry
        raise Http404
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = Report.objects.visible_to(actor)
    for word in words.split()[:8]:
        found = found.filter(
            Q(booking__ticket__icontains=word)
            | Q(booking__title__icontains=word)
            | Q(booking__agency__name__icontains=word)
            | Q(document__number__icontains=word)
        )
    page = Paginator(found.for_list().order_by("-filed_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(report) for report in page.object_list],
        "words": words,
        "query": urlencode({"q": words}) if words else "",
        "tabs": report_tabs(actor, request.path),
    }
    return render(request, "reports/list.html", context)


def _row(report: Report) -> ReportRow:
    booking = report.booking
    start, end = booking.first_session_start, booking.last_session_end
    return ReportRow(
        url=booking.get_absolute_url(),
        title=booking.title,
        ticket=booking.ticket or "",
        agency=booking.agency.name,
        when=say_span(start, end) if start and end else "",
        kind=report.get_variant_display(),
        filed=say_short_date(report.filed_at),
        number=report.document.number if report.document else "",
        paper_url=report.document.get_absolute_url() if report.document else "",
    )
