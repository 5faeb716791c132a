"""The page on which a head asks what one person, room, account or device more or fewer would have done."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor

from ..pages import report_tabs
from ..periods import Period, period_from
from ..permissions import asks_what_if
from .pages import answer_of, changes_of, pool_lines, pools_of
from .queries import MOST, read_past, session_count
from .replay import replay


@login_required
@require_safe
def show_what_if(request: HttpRequest) -> HttpResponse:
    """Of last month, or any stretch of days; a fixed number of statements, and memory for one period's sessions."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    office = actor.office
    if office is None or not asks_what_if(actor):
        raise Http404
    today = timezone.now().astimezone(office.tz).date()
    asked = {name: str(value) for name, value in request.GET.items()}
    period = period_from(asked, today=today) if {"bulan", "dari", "sampai"} & set(asked) else Period.month(today).before
    context = {
        "tabs": report_tabs(actor, request.path),
        "period": period,
        "has_next": period.last < today,
        "office": office,
        "most": MOST,
        "is_too_long": session_count(office, period) > MOST,
    }
    if not context["is_too_long"]:
        past = read_past(office, period)
        pools = pools_of(past.means)
        changes = changes_of(pools, past)
        before = replay(past.items, past.means)
        chosen = next((each for each in changes if each.word == asked.get("ubah")), changes[0] if changes else None)
        cases = {session.booking_id for session in past.sessions.values()}
        seen = frozenset(Booking.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
        context |= {
            "changes": changes,
            "lines": pool_lines(pools, past, before, period),
            "answer": answer_of(chosen, past, before, period, seen) if chosen else None,
        }
    return render(request, "reports/what_if/what_if.html", context)
