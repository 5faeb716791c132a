"""The list of requests: search, filters, pages."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.pages.lists import STATES, draw_lines, tabs_of
from bookings.permissions import may_ask
from bookings.queries.lists import page_of_bookings

from .found import actor_of


@login_required
@require_safe
def list_bookings(request: HttpRequest) -> HttpResponse:
    """What the hat may see, newest first; two queries whatever the number of rows."""
    actor = actor_of(request)
    words = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("status", "")
    state = state if state in STATES else ""
    mine = request.GET.get("milik") == "saya"
    statuses = STATES[state][1] if state else None
    page = page_of_bookings(actor, request.GET.get("page"), statuses=statuses, mine=mine, words=words)
    kept = {
        name: value for name, value in (("q", words), ("status", state), ("milik", "saya" if mine else "")) if value
    }
    inside = actor.position is not None and actor.position.office_id is not None
    context = {
        "page": page,
        "rows": draw_lines(tuple(page.object_list), inside),
        "words": words,
        "query": urlencode(kept),
        "tabs": tabs_of(request.path, kept, inside=inside),
        "may_ask": may_ask(actor),
        "is_filtered": bool(kept),
    }
    return render(request, "bookings/list.html", context)
