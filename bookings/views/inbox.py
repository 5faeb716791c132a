"""Kotak tugas."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.inbox import inbox_of
from bookings.pages.inbox import field_lines, first_turn, groups_of, tasks_of

from .found import actor_of, now


@login_required
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the hat, the most pressing first."""
    actor, at = actor_of(request), timezone.localtime(now())
    inbox = inbox_of(actor, at=at)
    request.inbox_count = inbox.count  # type: ignore[attr-defined] # the menu need not count again
    tasks = tasks_of(inbox, at=at)
    context = {
        "at": at,
        "count": inbox.count,
        "turn": first_turn(tasks),
        "groups": groups_of(tasks, at=at),
        "duties": field_lines(inbox.sessions, at=at, only_mine=True),
        "field": field_lines(inbox.sessions, at=at, only_mine=False),
    }
    return render(request, "bookings/inbox.html", context)
