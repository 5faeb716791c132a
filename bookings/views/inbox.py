"""Kotak tugas: what waits for the reader, what he handed on, and whether anything has changed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.inbox import Weight, inbox_count, inbox_of, inbox_weights
from bookings.pages.inbox import draw_field, first_turn, groups_of, hanging_rows, tasks_of
from bookings.pages.inbox_filters import Wish, agencies_of, filters_of
from bookings.queries.handed_on import handed_on_by
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.pages import hat_lines
from vidcon_portal.accounts.queries import hat_key
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.ui.parts import NavItem

from .found import actor_of, now

MOST_OTHER_HATS = 3
"""So many other hats are counted on each look at the inbox, at two queries each."""


@login_required
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the hat, the most pressing first."""
    actor, at = actor_of(request), timezone.localtime(now())
    return render(request, "bookings/inbox.html", _inbox(request, actor, at))


@login_required
@require_safe
def refresh_inbox(request: HttpRequest) -> HttpResponseBase:
    """What the open page asks for now and then: 304 in two queries while it shows the same tasks, else its middle."""
    actor, at = actor_of(request), timezone.localtime(now())
    etag = _etag(actor, inbox_weights(actor, at=at), at)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = render(request, "bookings/parts/inbox_body.html", _inbox(request, actor, at))
        response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@login_required
@require_safe
def show_handed_on(request: HttpRequest) -> HttpResponse:
    """Open cases in which the reader acted and that hang with somebody else now."""
    actor, at = actor_of(request), timezone.localtime(now())
    count = inbox_count(actor, at=at)
    request.inbox_count = count  # type: ignore[attr-defined] # the menu need not count again
    rows = hanging_rows(handed_on_by(actor, at=at), at=at)
    context = {"at": at, "rows": rows, "tabs": _tabs(request, count)}
    return render(request, "bookings/handed_on.html", context)


@login_required
@require_safe
def show_hats(request: HttpRequest) -> HttpResponse:
    """Every hat of the reader, lent ones too, with how many tasks wait under it: he changes it himself, and sees it."""
    actor, at = actor_of(request), timezone.localtime(now())
    worn: list[Actor] = request.hats  # type: ignore[attr-defined] # read with the actor
    counts = [inbox_count(each, at=at) for each in worn]
    lines = hat_lines(cast(User, request.user), worn, actor, [], at)
    mine = next((count for line, count in zip(lines, counts, strict=True) if line.worn), 0)
    request.inbox_count = mine  # type: ignore[attr-defined] # the menu need not count again
    context = {"at": at, "hats": list(zip(lines, counts, strict=True)), "tabs": _tabs(request, mine)}
    return render(request, "bookings/hats.html", context)


def _inbox(request: HttpRequest, actor: Actor, at: datetime) -> dict[str, Any]:
    inbox = inbox_of(actor, at=at)
    request.inbox_count = inbox.count  # type: ignore[attr-defined] # the menu need not count again
    tasks, wish, path = tasks_of(inbox, at=at), Wish.read(request.GET), reverse("bookings:inbox")
    shown = [task for task in tasks if wish.matches(task)]
    mine = tuple(each for each in inbox.sessions if each.is_mine)
    refresh = reverse("bookings:refresh_inbox")
    others = [hat for hat in request.hats if hat_key(hat) != hat_key(actor)]  # type: ignore[attr-defined] # as above
    elsewhere = sum(inbox_count(hat, at=at) for hat in others[:MOST_OTHER_HATS])
    return {
        "at": at,
        "count": inbox.count,
        "etag": _etag(actor, inbox.weights, at),
        "refresh_url": f"{refresh}?{wish.query}" if wish.query else refresh,
        "tabs": _tabs(request, inbox.count, elsewhere),
        "filters": filters_of(path, tasks, wish),
        "agencies": agencies_of(path, tasks, wish),
        "is_filtered": not wish.is_empty,
        "turn": first_turn(shown),
        "groups": groups_of(shown, at=at),
        "may_dispose_many": sum(task.sort == Kind.DISPOSE for task in tasks) > 1,
        "duties": draw_field(mine, at.date()) if mine else "",
        "field": draw_field(inbox.sessions, at.date()) if inbox.sessions else "",
    }


def _tabs(request: HttpRequest, count: int, elsewhere: int = 0) -> list[NavItem]:
    """``elsewhere`` is how many tasks wait under the reader's other hats."""
    places = [("bookings:inbox", _("Tugas saya"), count), ("bookings:handed_on", _("Yang saya teruskan"), 0)]
    if len(request.hats) > 1:  # type: ignore[attr-defined] # read with the actor
        places.append(("bookings:hats", _("Peran dan pelimpahan"), elsewhere))
    urls = [(reverse(name), label, number) for name, label, number in places]
    return [NavItem(url, label, count=number, current=request.path == url) for url, label, number in urls]


def _etag(actor: Actor, weights: Iterable[Weight], at: datetime) -> str:
    """Changes with the tasks, the hat, and each hour: words such as "today" must not grow old on an open page."""
    told = repr((hat_key(actor), f"{at:%Y%m%d%H}", list(weights)))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
