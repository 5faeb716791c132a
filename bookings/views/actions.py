"""One door for every deed on a case: its form alone, its POST, and the same recorded from paper by TU."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.errors import AlreadyHandled, Changed, Clash, DomainError, Incomplete, NotYours
from bookings.forms.cases import RecordForm
from bookings.models import Booking
from bookings.models.session import sessions_of
from bookings.officials import officials_for
from bookings.pages.badges import state_badge
from bookings.pages.case import header_of
from bookings.pages.free import Choice, choices_from, times_from
from bookings.pages.trail import trial_lack
from bookings.pages.words import done_words
from bookings.pages.work import action_url, carried_over, move_panel, panel_of, part_of
from bookings.permissions import is_office_actor
from bookings.scheduling.availability import find_alternatives
from bookings.services.cases import mark_read
from bookings.uploads import Uploads, add_refusals, store_uploads
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import Situation, record_refusal, refusal_of, situation_of
from bookings.workflow.moves import MOVES
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.once import one_page
from vidcon_portal.procedures.choices import Action

from .found import actor_of, now, refuse, visible_booking


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    """GET shows the form alone. POST takes the action, or shows the form with what was typed and what is wrong.

    ``ask`` in the POST means "I want this ending": the form opens with what the other form already had.
    """
    actor, at = actor_of(request), now()
    _require_known(action)
    booking = visible_booking(actor, ticket)
    with timezone.override(booking.office.tz):
        here = situation_of(booking, at)
        if request.method != "POST":
            return _show(request, here, actor, action, initial=_wished(request, here, action))
        if "ask" in request.POST:
            return _ask(request, here, actor, action)
        return _take(request, here, actor, action)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    """Catat keputusan di luar portal: the same form without PIN, who decided, when, and the proof."""
    actor, at = actor_of(request), now()
    _require_known(action)
    booking = visible_booking(actor, ticket)
    with timezone.override(booking.office.tz):
        here = situation_of(booking, at)
        refusal = record_refusal(actor, here, action, at)
        if refusal is not None:
            return _refused(request, booking, refusal.error(refusal.sentence))
        officials = officials_for(booking, at=at, run=here.run)
        if request.method != "POST":
            return _page(request, here, actor, action, record_form=RecordForm(officials=officials))
        return _record(request, here, actor, action, RecordForm, officials)


def _require_known(action: str) -> None:
    move = MOVES.get(action)
    if (move is None and action not in Action.values) or (move is not None and move.is_internal):
        raise Http404


def _show(
    request: HttpRequest, here: Situation, actor: Actor, action: str, *, initial: dict[str, Any] | None = None
) -> HttpResponse:
    refusal = refusal_of(actor, here, action)
    if refusal is not None:
        return _refused(request, here.booking, refusal.error(refusal.sentence))
    return _page(request, here, actor, action, form=form_for(here, action, by=actor, initial=initial))


def _ask(request: HttpRequest, here: Situation, actor: Actor, action: str) -> HttpResponse:
    refusal = refusal_of(actor, here, action)
    if refusal is not None:
        return _refused(request, here.booking, refusal.error(refusal.sentence))
    probe = form_for(here, action, by=actor)
    data, _lost = _stored(request.POST, request.FILES, [probe], here.booking, actor)
    return _page(request, here, actor, action, form=form_for(here, action, by=actor, initial=carried_over(probe, data)))


def _take(request: HttpRequest, here: Situation, actor: Actor, action: str) -> HttpResponse:
    booking = here.booking
    seen = _step_run(request)
    if (seen or 0) != (here.run.pk if here.run is not None else 0) or refusal_of(actor, here, action) is not None:
        data, lost = (
            request.POST.copy(),
            dict[str, list[str]](),
        )  # the engine says why; nothing is stored for a deed that cannot be
    else:
        probe = form_for(here, action, by=actor)
        data, lost = _stored(request.POST, request.FILES, [probe], booking, actor)
    if lost:
        return _again(request, here, actor, action, data, lost, status=422)
    try:
        event = advance(booking, action, by=actor, data=data, step_run=seen, at=here.at)
    except Incomplete as error:
        return _again(request, here, actor, action, data, error.fields, status=422, general=error.sentence)
    except Clash as error:
        return _again(
            request,
            here,
            actor,
            action,
            data,
            {},
            status=409,
            general=error.sentence,
            alternatives=error.alternatives,
            followers=error.followers,
        )
    except Changed as error:
        return _again(request, here, actor, action, data, {}, status=409, general=error.sentence)
    except DomainError as error:
        return _refused(request, booking, error)
    mark_read(booking, by=actor, at=here.at)
    messages.success(request, f"{done_words(action)}.")
    if lack := trial_lack(event):
        messages.warning(request, lack)
    return redirect(booking.get_absolute_url())


def _again(
    request: HttpRequest,
    here: Situation,
    actor: Actor,
    action: str,
    data: Any,
    errors: Mapping[str, Sequence[str]],
    *,
    status: int,
    general: str = "",
    alternatives: Sequence[Any] = (),
    followers: Sequence[Any] = (),
) -> HttpResponse:
    """The form as it was typed, with every reason at its field."""
    form = form_for(here, action, by=actor, data=data)
    form.is_valid()
    _add(form, errors)
    if not form.errors and general:
        form.add_error(None, general)
    if status == 409 and general not in form.non_field_errors():
        form.add_error(None, general)
    found = choices_from(alternatives)
    return _page(request, here, actor, action, form=form, status=status, alternatives=found, followers=followers)


def _record(
    request: HttpRequest, here: Situation, actor: Actor, action: str, form_class: type[RecordForm], officials: Any
) -> HttpResponse:
    booking = here.booking
    empty = form_class(officials=officials)
    probe = form_for(here, action, by=actor, signed=False)
    data, lost = _stored(request.POST, request.FILES, [probe, empty], booking, actor)
    record_form = form_class(data, officials=officials)
    form = form_for(here, action, by=actor, data=data, signed=False)
    valid = all([record_form.is_valid(), form.is_valid()])
    add_refusals(record_form, {name: found for name, found in lost.items() if name in record_form.fields})
    add_refusals(form, {name: found for name, found in lost.items() if name in form.fields})
    if not valid or lost:
        return _page(request, here, actor, action, form=form, record_form=record_form, status=422)
    values = record_form.cleaned_data
    appointment = record_form.appointments[values["decided_by"]]
    evidence: StoredFile = values["evidence"]
    try:
        advance(
            booking,
            action,
            by=Actor(user=appointment.user, appointment=appointment),
            data=data,
            step_run=_step_run(request),
            at=values["occurred_at"],
            recorded_by=actor,
            evidence=evidence,
        )
    except Incomplete as error:
        _add(record_form, {name: found for name, found in error.fields.items() if name in record_form.fields})
        _add(form, {name: found for name, found in error.fields.items() if name not in record_form.fields})
        if not error.fields:
            form.add_error(None, error.sentence)
        return _page(request, here, actor, action, form=form, record_form=record_form, status=422)
    except AlreadyHandled as error:
        return _refused(request, booking, error)
    except DomainError as error:
        form.add_error(None, error.sentence)
        return _page(request, here, actor, action, form=form, record_form=record_form, status=error.status)
    mark_read(booking, by=actor, at=here.at)
    messages.success(request, _("%(done)s, dicatat dari keputusan di luar portal.") % {"done": done_words(action)})
    return redirect(booking.get_absolute_url())


def _page(
    request: HttpRequest,
    here: Situation,
    actor: Actor,
    action: str,
    *,
    form: forms.Form | None = None,
    record_form: RecordForm | None = None,
    status: int = 200,
    alternatives: tuple[Choice, ...] = (),
    followers: Sequence[Any] = (),
) -> HttpResponse:
    """The form of one deed on a page of its own."""
    with one_page():
        booking = here.booking
        inside = is_office_actor(actor, booking)
        recording = record_form is not None
        url = reverse("bookings:record", args=[booking.ticket, action]) if recording else action_url(here, action)
        part = part_of(here, actor, action, _label(here, action), form=form, signed=not recording, url=url)
        is_step = action not in MOVES
        sessions = sessions_of(booking)
        badge = state_badge(booking, kind=here.run.kind if here.run is not None else None, inside=inside)
        context = {
            "booking": booking,
            "inside": inside,
            "header": header_of(booking, badge, inside=inside, sessions=sessions),
            "part": part,
            "page_title": _("Catat: %(deed)s") % {"deed": part.label} if recording else part.label,
            "is_fresh": request.method != "POST",
            "record_form": record_form,
            "panel": panel_of(here) if is_step else move_panel(here, actor, action, part.form),
            "alternatives": _as_links(here, actor, action, alternatives),
            "followers": followers,
            "all_offered": _offer_all(here, actor, alternatives),
        }
        return render(request, "bookings/action.html", context, status=status)


def _refused(request: HttpRequest, booking: Booking, error: DomainError) -> HttpResponse:
    """Not yours is a page with the sentence; what is over or was done by somebody else is a friendly notice."""
    if isinstance(error, NotYours):
        return refuse(request, error.sentence, back=booking.get_absolute_url())
    if isinstance(error, AlreadyHandled):
        messages.info(request, error.sentence)
    else:
        messages.warning(request, error.sentence)
    response = redirect(booking.get_absolute_url())
    response.status_code = 303
    return response


def _label(here: Situation, action: str) -> str:
    move = MOVES.get(action)
    if move is not None:
        return str(move.label)
    spec = kind_of(here.run.kind).spec(action) if here.run is not None else None
    return str(spec.label if spec is not None else Action(action).label)


def _step_run(request: HttpRequest) -> int | None:
    """The open step that the page showed; 0 matches none, so a form without it does nothing."""
    text = request.POST.get("step_run", "")
    if text == "":
        return None if "step_run" in request.POST else 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _stored(
    posted: Any, files: Uploads, forms_: Sequence[forms.Form], booking: Booking, actor: Actor
) -> tuple[Any, dict[str, list[str]]]:
    fields = {name: field for form in forms_ for name, field in form.fields.items()}
    return store_uploads(fields, posted, files, by=actor, office=booking.office, at=now())


def _add(form: forms.Form, errors: Mapping[str, Sequence[str]]) -> None:
    for name, sentences in errors.items():
        field = name if name in form.fields else None
        known = [str(each) for each in form.errors.get(field or "__all__", [])]
        for sentence in sentences:
            if sentence not in known:
                form.add_error(field, sentence)


def _wished(request: HttpRequest, here: Situation, action: str) -> dict[str, Any]:
    """Times chosen from alternatives (``?jadwal=``); an offer without any begins with what is free."""
    chosen = [times for value in request.GET.getlist("jadwal")[:3] if (times := times_from(value))]
    if action == "offer":
        if not chosen:
            found = choices_from(find_alternatives(here.booking, at=here.at))
            chosen = [times for each in found if (times := times_from(each.value))]
        return {f"option_{number}": times for number, times in enumerate(chosen, start=1)}
    return {"sessions": chosen[0]} if chosen else {}


def _as_links(here: Situation, actor: Actor, action: str, found: tuple[Choice, ...]) -> list[dict[str, str]]:
    """Each alternative as a way on: the same form with that time, a new time, or an offer of it."""
    goal = next((name for name in _time_moves(action) if refusal_of(actor, here, name) is None), "")
    if not goal:
        return [{"label": each.label, "differs": each.differs, "url": ""} for each in found]
    url = action_url(here, goal)
    return [
        {"label": each.label, "differs": each.differs, "url": f"{url}?{_query([each])}", "deed": str(MOVES[goal].label)}
        for each in found
    ]


def _offer_all(here: Situation, actor: Actor, found: tuple[Choice, ...]) -> str:
    """The way to offer every alternative at once."""
    if len(found) < 2 or refusal_of(actor, here, "offer") is not None:
        return ""
    return f"{action_url(here, 'offer')}?{_query(found)}"


def _time_moves(action: str) -> tuple[str, ...]:
    return (action,) if action in ("reschedule", "offer") else ("reschedule", "offer")


def _query(choices: Sequence[Choice]) -> str:
    return urlencode([("jadwal", each.value) for each in choices])
