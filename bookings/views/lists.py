"""The list of requests: search, filters, pages."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.choices import SessionStatus
from bookings.models import Booking, Session, StepRun
from bookings.pages.lists import STATES, filter_by, list_rows, tabs_of
from bookings.permissions import may_ask

from .found import actor_of

PAGE_SIZE = 25


@login_required
@require_safe
def list_bookings(request: HttpRequest) -> HttpResponse:
    """What the hat may see, newest first; two queries whatever the number of rows."""
    actor = actor_of(request)
    words = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("status", "")
    state = state if state in STATES else ""
    mine = request.GET.get("milik") == "saya"
    found = filter_by(Booking.objects.visible_to(actor), state)
    if mine:
        found = found.filter(applicant=actor.user) | found.filter(entered_by=actor.user)
    found = found.search(words) if words else found
    run = StepRun.objects.filter(booking=OuterRef("pk"), closed_at__isnull=True).values("kind")[:1]
    running = Session.objects.filter(booking=OuterRef("pk"), status=SessionStatus.RUNNING)
    rows = (
        found.for_list()
        .select_related("procedure")
        .annotate(open_kind=Subquery(run), is_running=Exists(running))
        .order_by("-created_at", "-pk")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = {
        name: value for name, value in (("q", words), ("status", state), ("milik", "saya" if mine else "")) if value
    }
    inside = actor.position is not None and actor.position.office_id is not None
    context = {
        "page": page,
        "rows": list_rows(page.object_list, inside=inside),
        "words": words,
        "query": urlencode(kept),
        "tabs": tabs_of(request.path, kept, inside=inside),
        "may_ask": may_ask(actor),
        "is_filtered": bool(kept),
    }
    return render(request, "bookings/list.html", context)
