"""What stands behind a secret address, and the page that gives and renews such addresses."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.choices import CalendarKind
from bookings.errors import NotYours
from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor

from ..display import screen_of
from ..feeds import feed_of, find_secret
from ..forms import LinkForm
from ..ics import CONTENT_TYPE, write_calendar
from ..services.links import renew_link, revoke_link
from ..subscriptions import links_for
from .tabs import calendar_tabs

REFRESH = timedelta(minutes=15)
"""How often a subscribed calendar asks again."""


@require_safe
def show_feed(request: HttpRequest, token: str) -> HttpResponse:
    """An ICS feed. An unchanged one answers 304 to If-None-Match, and its file is not written again.

    Last-Modified informs only: what leaves a feed leaves no later time behind.
    """
    secret = find_secret(token, CalendarKind.USER, CalendarKind.OFFICE, CalendarKind.ROOM)
    if secret is None:
        raise Http404
    feed = feed_of(secret, at=timezone.now(), site=request.build_absolute_uri("/").rstrip("/"))
    response = get_conditional_response(request, etag=feed.etag)
    if response is None:
        data = write_calendar(feed.items, tz=secret.office.tz, name=feed.name, refresh=REFRESH)
        response = HttpResponse(data, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["ETag"] = feed.etag
    if feed.modified_at is not None:
        response["Last-Modified"] = http_date(feed.modified_at.timestamp())
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def show_display(request: HttpRequest, token: str) -> HttpResponse:
    """The screen at a room's door; it asks for nothing but its secret."""
    secret = find_secret(token, CalendarKind.DISPLAY)
    if secret is None:
        raise Http404
    room = cast(Resource, secret.resource)
    room.office = secret.office
    with timezone.override(secret.office.tz):
        context = {"office": secret.office, "screen": screen_of(room, at=timezone.now())}
        response = render(request, "scheduling/display.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_links(request: HttpRequest) -> HttpResponse:
    """The reader's calendar links; POST makes, renews or closes one."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    now = timezone.now()
    if request.method == "POST":
        form = LinkForm(request.POST, office=office)
        if not form.is_valid():
            raise BadRequest
        kind, resource = form.cleaned_data["kind"], form.cleaned_data["resource"]
        try:
            if form.cleaned_data["revoke"]:
                revoke_link(kind, office=office, by=actor, at=now, resource=resource)
                messages.success(request, _("Tautan ditutup. Kalender yang memakainya tidak diperbarui lagi."))
            else:
                renew_link(kind, office=office, by=actor, at=now, resource=resource)
                messages.success(request, _("Tautan baru siap disalin. Tautan lama tidak berlaku lagi."))
        except NotYours as error:
            raise PermissionDenied(error.sentence) from error
        return redirect("scheduling:links")
    context = {
        "office": office,
        "tabs": calendar_tabs("links", actor, now.astimezone(office.tz).date()),
        "links": links_for(actor, office, absolute=request.build_absolute_uri),
    }
    response = render(request, "scheduling/links.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
