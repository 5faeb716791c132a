"""The calendar of an office, and what the public may know of it."""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.calendar import CalendarError

from ..days import day_span, parse_date
from ..drawings import draw_day
from ..occupations import lines_of, rows_of
from ..permissions import sees_people
from ..queries import PublicDay, public_fortnight
from .tabs import calendar_tabs


@login_required
@require_safe
def show_day(request: HttpRequest) -> HttpResponse:
    """One day of the office whose hat the reader wears; ``?tanggal=2026-11-26``."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None:
        return render(request, "scheduling/no_office.html")
    now = timezone.now().astimezone(office.tz)
    today = now.date()
    chosen = parse_date(request.GET.get("tanggal", ""), today)
    lines = lines_of(office, with_people=sees_people(actor))
    rows = rows_of(office, lines, day_span(chosen, office.tz), actor)
    context = {
        "office": office,
        "tabs": calendar_tabs("day", actor, chosen),
        "day": chosen,
        "today": today,
        "previous": chosen - timedelta(days=1),
        "next": chosen + timedelta(days=1),
    }
    with timezone.override(office.tz):
        minute = now.replace(second=0, microsecond=0) if chosen == today else None
        context["drawn"] = draw_day(rows, chosen, office.tz, minute)
        return render(request, "scheduling/day.html", context)


@require_safe
def show_availability(request: HttpRequest, office_code: str) -> HttpResponse:
    """Two weeks for everybody: how many events can still be served, never which there are."""
    office = get_object_or_404(Office, code=office_code, is_active=True)
    now = timezone.now()
    try:
        days = public_fortnight(office, at=now)
    except CalendarError:
        days = []
    context = {"office": office, "weeks": _weeks(days, office), "now": now}
    with timezone.override(office.tz):
        return render(request, "scheduling/availability.html", context)


def _weeks(days: list[PublicDay], office: Office) -> list[dict[str, object]]:
    """Rows per ISO week, each cell with its link."""
    weeks: dict[tuple[int, int], list[dict[str, object]]] = {}
    for public in days:
        cells = [
            {
                "span": band.span,
                "places": band.places,
                "is_closed": band.places is None,
                "is_full": band.places == 0,
                "is_scarce": band.places == 1,
                "url": _request_url(office, band.span.start.astimezone(office.tz).strftime("%Y-%m-%dT%H:%M"),
                                    band.span.end.astimezone(office.tz).strftime("%Y-%m-%dT%H:%M")),
            }
            for band in public.bands
        ]  # fmt: skip
        year, week, _ = public.day.isocalendar()
        weeks.setdefault((year, week), []).append({"day": public.day, "cells": cells})
    return [{"first": rows[0]["day"], "last": rows[-1]["day"], "days": rows} for rows in weeks.values()]


def _request_url(office: Office, start: str, end: str) -> str:
    return "/permohonan/baru/?" + urlencode({"kantor": office.code, "mulai": start, "selesai": end})
