"""The page of an event on the spot, what is tapped there, and the script that keeps it on the phone."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.errors import Incomplete
from bookings.models import Booking, Event
from bookings.pages.badges import state_badge
from bookings.pages.case import header_of, is_running
from bookings.pages.words import done_words
from bookings.permissions import may_see_internal, may_write
from bookings.scheduling.loans import unit_lines
from bookings.scheduling.permissions import may_read_links
from bookings.sending import carry_out_once, posted_from_above, tapped_at
from bookings.workflow.engine import advance
from bookings.workflow.legality import situation_of
from verification.services.checklist import mark_item
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.files import store_file
from vidcon_portal.procedures.choices import Action, Kind

from ..choices import Quality
from .checklist import lines_of, put_list
from .field import field_of
from .pages import say_ready, session_parts, taps, trial_part, why_no_buttons
from .steps import ACTIONS, named_before, step_run_of, steps_on_site

OWN_MOMENT = frozenset(ACTIONS) - {Action.EXTEND, Action.READY}
"""What happened when it was tapped; an extension begins with the answer."""
MOMENTS = {Kind.TRIAL: "tried_at", Kind.EXECUTE: "occurred_at"}
"""Where the forms of a kind of step take that moment."""


@login_required
@require_safe
def show_field(request: HttpRequest) -> HttpResponse:
    """Where the reader has to be today and tomorrow; kept on the phone with the pages of these events."""
    actor, at = cast(Actor, request.actor), timezone.now()  # type: ignore[attr-defined]
    office = actor.office
    if office is None or actor.user is None or not may_read_links(actor, office):
        raise Http404
    with timezone.override(office.tz):
        field = field_of(actor, office, at=at)
        context = {
            "office": office,
            "field": field,
            "also": " ".join(field.kept),
            "owner": actor.user.pk,
            "drawn_at": at,
        }
        response = render(request, "reports/onsite/field.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def show_onsite(request: HttpRequest, ticket: str) -> HttpResponse:
    """For the office's people of the case. Never in the browser's own cache: the page's script keeps it where allowed."""
    actor, at = cast(Actor, request.actor), timezone.now()  # type: ignore[attr-defined]
    return _page(request, actor, _booking(actor, ticket), at)


def _page(
    request: HttpRequest, actor: Actor, booking: Booking, at: datetime, *, refused: str = "", sentence: str = ""
) -> HttpResponse:
    """The page; with what was typed as it came back where the tap ``refused`` was, for the reason of the ``sentence``."""
    trial_refused = ACTIONS.get(refused) == Kind.TRIAL
    with timezone.override(booking.office.tz):
        here = situation_of(booking, at)
        steps = steps_on_site(here, actor)
        badge = state_badge(
            booking, kind=here.run.kind if here.run is not None else None, running=is_running(here.sessions)
        )
        units = unit_lines(booking)
        checklist = lines_of(booking)
        context = {
            "booking": booking,
            "header": header_of(booking, badge, inside=True, sessions=here.sessions),
            "sessions": session_parts(here, actor, steps),
            "trial": trial_part(here, actor, steps, data=request.POST, action=refused)
            if trial_refused
            else trial_part(here, actor, steps),
            "trial_refusal": sentence if trial_refused else "",
            "refusal": "" if trial_refused else sentence,
            "typed": _typed(request) if refused else {},
            "ready": say_ready(steps, checklist),
            "runs_after": named_before(steps, Kind.EXECUTE),
            "taps": taps(),
            "why_not": why_no_buttons(here, actor, steps),
            "step_run": here.run.pk if here.run is not None else "",
            "owner": actor.user.pk if actor.user else "",
            "is_kept": booking.may_stay_on_devices,
            "checklist": checklist,
            "may_tick": may_write(actor, booking),
            "units": units,
            "also": " ".join(unit.url for unit in units),
            "drawn_at": at,
            "qualities": Quality.choices,
        }
        response = render(request, "reports/onsite/onsite.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@posted_from_above
def tap(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    """Finish a step of the site, or start, log, extend or end the event, with one tap; the same door as the case's page."""
    actor, at = cast(Actor, request.actor), timezone.now()  # type: ignore[attr-defined]
    booking = _booking(actor, ticket)
    if action not in ACTIONS:
        raise Http404
    seen = _number(request.POST.get("step_run", ""))
    assert actor.user is not None
    with timezone.override(booking.office.tz):

        def effect(keep: Any) -> None:
            data = request.POST.copy()
            if action in OWN_MOMENT and (moment := tapped_at(request, at=at)) is not None:
                data[MOMENTS[ACTIONS[action]]] = moment.isoformat()
            if action == Action.READY:
                put_list(data, booking)

            def and_then(event: Event) -> None:
                keep()

            run = step_run_of(situation_of(booking, at), action, seen, is_ahead="ahead" in request.POST)
            advance(booking, action, by=actor, data=data, step_run=run, at=at, and_then=and_then)

        return carry_out_once(
            request,
            effect,
            user=actor.user,
            at=at,
            done=str(done_words(action)),
            back=reverse("reports:onsite", args=[booking.ticket]),
            again=_again(request, actor, booking, at, action),
        )


def _again(
    request: HttpRequest, actor: Actor, booking: Booking, at: datetime, action: str
) -> Callable[[str, str], HttpResponse]:
    """The page with what was typed; the form of a trial run says the details at its fields."""

    def draw(sentence: str, details: str) -> HttpResponse:
        said = sentence if ACTIONS.get(action) == Kind.TRIAL else details
        return _page(request, actor, booking, at, refused=action, sentence=said)

    return draw


def _typed(request: HttpRequest) -> dict[str, object]:
    """The words of a refused tap, and which part of the page they belong to."""
    names = ("text", "participants_peak", "name", "carrier")
    return {"session": _number(request.POST.get("session", "")), **{name: request.POST.get(name, "") for name in names}}


def _number(text: str) -> int:
    """An id that a page wrote; 0 matches none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@login_required
@posted_from_above
def check_item(request: HttpRequest, ticket: str) -> HttpResponse:
    """One line of the list: ready or not, who brings it, a photograph of it."""
    actor, at = cast(Actor, request.actor), timezone.now()  # type: ignore[attr-defined]
    booking = _booking(actor, ticket)
    if not may_write(actor, booking):
        raise Http404
    assert actor.user is not None
    with timezone.override(booking.office.tz):

        def effect(keep: Any) -> None:
            moment = tapped_at(request, at=at) or at
            photo, carrier = _photo(request, booking, actor, at), request.POST.get("carrier")
            ready = bool(request.POST.get("ready"))
            with transaction.atomic():
                name = request.POST.get("name", "")
                mark_item(booking, name, is_ready=ready, carrier=carrier, photo=photo, by=actor, at=moment)
                keep()

        return carry_out_once(
            request,
            effect,
            user=actor.user,
            at=at,
            done=str(_("Ceklis disimpan")),
            back=reverse("reports:onsite", args=[booking.ticket]),
            again=_again(request, actor, booking, at, "check"),
        )


def _photo(request: HttpRequest, booking: Booking, actor: Actor, at: datetime) -> StoredFile | None:
    """The photograph that came with a line, stored; outside of any transaction, for the virus scanner is asked."""
    upload = request.FILES.get("photo")
    if upload is None:
        return None
    try:
        stored = store_file(
            upload,
            by=actor,
            office=booking.office,
            purpose="checklist",
            owner_kind="booking_internal",
            owner_id=booking.pk,
            at=at,
        )
    except DocumentError as error:
        raise Incomplete(error.sentence, {"photo": [error.sentence]}) from error
    if not stored.is_image:
        raise Incomplete(_("Pilih foto JPEG atau PNG saja."), {"photo": [_("Pilih foto JPEG atau PNG saja.")]})
    return stored


@require_safe
def send_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, under a fixed address: its folder is what it may keep."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> str:
    return (Path(settings.BASE_DIR) / "static" / "js" / "onsite_worker.js").read_text(encoding="utf-8")


def _booking(actor: Actor, ticket: str) -> Booking:
    found = Booking.objects.visible_to(actor).submitted().filter(ticket=ticket)
    booking = found.select_related("office", "agency", "applicant", "service", "procedure").first()
    if booking is None or not may_see_internal(actor, booking):
        raise Http404
    return booking
