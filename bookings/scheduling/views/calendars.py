"""Week, month, own duties, and the calendar of one resource."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User

from ..days import WEEK, day_span, days_span, monday_of, next_month, parse_date, parse_month, previous_month
from ..drawings import draw_month, draw_week
from ..duties import WEEKS, duty_days, on_site_today
from ..loans import KINDS, unit_url
from ..months import month_rows, resource_rows
from ..occupations import lines_of, rows_of
from ..pages import facts_of
from ..permissions import may_block, may_read_links, sees_people
from ..team_days import group_link, say_duties, team_duties
from ..waiting import names_leaders, waiting_list
from .tabs import calendar_tabs

LINES = 40
"""Resources on one page of a week."""


@login_required
@require_safe
def show_week(request: HttpRequest) -> HttpResponse:
    """The week of ``?tanggal=2026-11-26``, from Monday."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    now = timezone.now()
    today = now.astimezone(office.tz).date()
    chosen = parse_date(request.GET.get("tanggal", ""), today)
    monday = monday_of(chosen)
    page = Paginator(lines_of(office, with_people=sees_people(actor)), LINES).get_page(request.GET.get("page"))
    rows = rows_of(office, list(page), days_span(monday, WEEK, office.tz), actor)
    context = {
        "office": office,
        "tabs": calendar_tabs("week", actor, chosen),
        "day": chosen,
        "monday": monday,
        "sunday": monday + timedelta(days=WEEK - 1),
        "this_week": monday_of(today),
        "previous": monday - timedelta(days=WEEK),
        "next": monday + timedelta(days=WEEK),
        "page": page,
    }
    with timezone.override(office.tz):
        context["drawn"] = draw_week(rows, monday, office.tz, today)
        return render(request, "scheduling/week.html", context)


@login_required
@require_safe
def show_month(request: HttpRequest) -> HttpResponse:
    """The month of ``?bulan=2026-11``."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    now = timezone.now()
    today = now.astimezone(office.tz).date()
    first = parse_month(request.GET.get("bulan", ""), today)
    lines = lines_of(office, with_people=sees_people(actor))
    rows = month_rows(office, first, actor=actor, resources=[line.pk for line in lines])
    context = {
        "office": office,
        "tabs": calendar_tabs("month", actor, today if first == today.replace(day=1) else first),
        "first": first,
        "this_month": today.replace(day=1),
        "previous": previous_month(first),
        "next": next_month(first),
    }
    with timezone.override(office.tz):
        context["drawn"] = draw_month(rows, first, office.tz, today)
        return render(request, "scheduling/month.html", context)


@login_required
@require_safe
def show_duties(request: HttpRequest) -> HttpResponse:
    """Where the reader himself has to be, four weeks from today or from ``?tanggal=2026-11-26``."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    now = timezone.now()
    today = now.astimezone(office.tz).date()
    chosen = parse_date(request.GET.get("tanggal", ""), today)
    start = day_span(chosen, office.tz).start
    context = {
        "office": office,
        "tabs": calendar_tabs("duties", actor, chosen),
        "day": chosen,
        "today": today,
        "last": chosen + timedelta(days=WEEK * WEEKS - 1),
        "previous": chosen - timedelta(days=WEEK * WEEKS),
        "next": chosen + timedelta(days=WEEK * WEEKS),
        "days": duty_days(cast(User, actor.user), actor=actor, start=start, at=now, tz=office.tz),
        "on_site": on_site_today(cast(User, actor.user), actor=actor, at=now, office=office),
    }
    with timezone.override(office.tz):
        tomorrow = today + timedelta(days=1)
        text = say_duties(team_duties(office, tomorrow), tomorrow, office, site=settings.SITE_URL)
        context |= {"tomorrow": tomorrow, "team_text": text, "wa_url": group_link(text)}
        return render(request, "scheduling/duties.html", context)


@login_required
@require_safe
def show_waiting(request: HttpRequest) -> HttpResponse:
    """Which cases wait for time that is taken; for the office's own people."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    if not sees_people(actor):
        raise Http404
    now = timezone.now()
    context = {
        "office": office,
        "tabs": calendar_tabs("waiting", actor, now.astimezone(office.tz).date()),
        "lines": waiting_list(office, actor, at=now),
        "names_leaders": names_leaders(office),
    }
    with timezone.override(office.tz):
        return render(request, "scheduling/waiting.html", context)


@login_required
@require_safe
def show_resource(request: HttpRequest, code: str) -> HttpResponse:
    """One room, unit, account or person of the office, and its month."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        raise Http404
    resource = get_object_or_404(
        Resource.objects.select_related("office", "kit", "photo"), office=office, code=code, is_active=True
    )
    if resource.kind == ResourceKind.PERSON and not sees_people(actor):
        raise Http404
    now = timezone.now()
    today = now.astimezone(office.tz).date()
    first = parse_month(request.GET.get("bulan", ""), today)
    context = {
        "office": office,
        "tabs": calendar_tabs("resource", actor, today),
        "resource": resource,
        "facts": facts_of(resource, list(resource.parts.order_by("name")) if resource.kind == ResourceKind.KIT else ()),
        "first": first,
        "this_month": today.replace(day=1),
        "previous": previous_month(first),
        "next": next_month(first),
        "unit_url": unit_url(resource, office) if resource.kind in KINDS and may_read_links(actor, office) else "",
        "block_url": _block_url(resource, actor),
        "has_links": resource.kind == ResourceKind.ROOM and may_read_links(actor, office),
    }
    with timezone.override(office.tz):
        context["drawn"] = draw_month(resource_rows(resource, first, actor=actor), first, office.tz, today)
        return render(request, "scheduling/resource.html", context)


def _block_url(resource: Resource, actor: Actor) -> str:
    """Where the reader takes it out of use, chosen already."""
    if resource.kind == ResourceKind.PERSON and actor.user is not None and resource.user_id == actor.user.pk:
        return reverse("scheduling:leave")
    return f"{reverse('scheduling:maintenance')}?untuk={resource.code}" if may_block(actor, resource) else ""
