"""Disposisi sekaligus: several routine letters with one signature."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bookings.errors import Incomplete
from bookings.forms.bulk import DisposeManyForm
from bookings.inbox import steps_of
from bookings.models import Booking
from bookings.pages.work import part_of
from bookings.queries.routine import Letter, chosen_steps, letters_to_dispose
from bookings.services.bulk import Forwarded, forward_many
from bookings.services.cases import mark_read
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action

from .found import actor_of, now

MOST = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_many(request: HttpRequest) -> HttpResponse:
    """GET offers what is routine and names the rest. POST forwards each chosen letter and says what became of it."""
    actor, at = actor_of(request), now()
    letters = letters_to_dispose(each.pk for each in steps_of(actor, at=at))
    routine = [each for each in letters if not each.why_not]
    if request.method == "POST":
        return _forward(request, actor, letters, routine, _chosen(request, letters))
    if not routine:
        return redirect("bookings:inbox")
    return _page(request, actor, letters, _form(request, actor, routine, letters))


def _chosen(request: HttpRequest, letters: list[Letter]) -> set[int]:
    """What was ticked, without letters that must be decided by themselves."""
    ids = {
        int(each)
        for each in request.POST.getlist("letters")[:MOST]
        if each.isascii() and each.isdigit() and len(each) < 19
    }
    return ids - {each.run.pk for each in letters if each.why_not}


def _forward(
    request: HttpRequest, actor: Actor, letters: list[Letter], routine: list[Letter], chosen: set[int]
) -> HttpResponse:
    at = now()
    visible = Q(booking__in=Booking.objects.visible_to(actor))
    runs = chosen_steps(chosen, bookings=visible)
    still = [each for each in routine if each.run.pk in chosen]
    if not runs and not routine:
        return redirect("bookings:inbox")
    if runs and not still:  # all of them were handled meanwhile, or are others': the engine says by whom
        try:
            results = forward_many(runs, by=actor, data={"pin": request.POST.get("pin", "")}, at=at)
        except Incomplete as error:
            messages.warning(request, error.sentence)
            return redirect("bookings:inbox")
        return _results(request, results)
    form = _form(request, actor, routine, letters, chosen=[each.run.pk for each in still])
    if not form.is_valid():
        return _page(request, actor, letters, form, status=422)
    values = form.cleaned_data
    data = {"to": values["to"], "instructions": values["instructions"], "note": values["note"], "pin": values["pin"]}
    try:
        results = forward_many(runs, by=actor, data={**data, "nature": "ordinary"}, at=at)
    except Incomplete as error:
        form.add_error("pin", error.sentence)
        return _page(request, actor, letters, form, status=422)
    for each in results:
        if each.is_done:
            mark_read(each.booking, by=actor, at=at)
    return _results(request, results)


def _form(
    request: HttpRequest,
    actor: Actor,
    routine: list[Letter],
    letters: list[Letter],
    *,
    chosen: list[int] | None = None,
) -> DisposeManyForm:
    single = form_for(situation_of(routine[0].run.booking, now()), Action.FORWARD, by=actor)
    data: Any = None
    if chosen is not None:
        data = request.POST.copy()
        data.setlist("letters", [str(each) for each in chosen])
    return DisposeManyForm(data, single=single, letters=letters, all_chosen=request.GET.get("semua") == "1")


def _page(
    request: HttpRequest, actor: Actor, letters: list[Letter], form: DisposeManyForm, *, status: int = 200
) -> HttpResponse:
    first = next(each for each in letters if not each.why_not)
    here = situation_of(first.run.booking, now())
    label = _("Tanda tangani dan teruskan")
    part = part_of(here, actor, Action.FORWARD, label, form=form, url=reverse("bookings:dispose_many"))
    context = {
        "part": replace(part, step_run="", summary=_("Satu disposisi untuk setiap surat yang dipilih.")),
        "alone": [each for each in letters if each.why_not],
        "at": timezone.localtime(now()),
    }
    return render(request, "bookings/dispose_many.html", context, status=status)


def _results(request: HttpRequest, results: list[Forwarded]) -> HttpResponse:
    done = sum(each.is_done for each in results)
    left = len(results) - done
    sentences = []
    if done:
        sentences.append(ngettext("%(n)d surat diteruskan.", "%(n)d surat diteruskan.", done) % {"n": done})
    if left:
        sentences.append(ngettext("%(n)d surat belum.", "%(n)d surat belum.", left) % {"n": left})
    return render(request, "bookings/disposed_many.html", {"results": results, "title": " ".join(sentences)})
