"""One unit of the kit behind the code on its label: hand it over, take it back; and the sheet of labels."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.errors import Incomplete
from bookings.models import KitLoan, Resource
from bookings.sending import carry_out_once, posted_from_above, tapped_at
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.delivery import hand_out as hand_out_file

from ..forms import HandOutForm, TakeBackForm
from ..labels import defer_labels, labels_sheet
from ..loans import KINDS, MOST_LINES, cases_for, loan_facts, loan_trail, unit_url
from ..permissions import may_move_kit, may_read_links
from ..services.loans import hand_out_kit, take_back_kit


@login_required
@require_safe
def show_unit(request: HttpRequest, office_code: str, code: str) -> HttpResponse:
    """Where the phone's camera leads from a label: who has the unit, and the one form that fits.

    A label that is none of the reader's office, or of no unit at all, is answered alike.
    """
    try:
        actor, resource = _unit(request, office_code, code)
    except Http404:
        reader = cast(Actor, request.actor)  # type: ignore[attr-defined]
        if reader.office is None or not may_read_links(reader, reader.office):
            raise
        return render(request, "scheduling/unit_unknown.html", status=404)
    at, loan = timezone.now(), _open_loan(resource)
    form: forms.Form | None = None
    if may_move_kit(actor, resource.office):
        form = TakeBackForm(resource, loan) if loan is not None else HandOutForm(resource, cases_for(resource, at=at))
    return _page(request, actor, resource, form, at)


@login_required
@posted_from_above
def hand_out(request: HttpRequest, office_code: str, code: str) -> HttpResponse:
    """The unit goes out with a person who is named."""
    actor, resource = _unit(request, office_code, code, moving=True)
    at = timezone.now()

    def effect(form: HandOutForm, given: dict[str, Any]) -> None:
        hand_out_kit(
            resource,
            receiver=form.cleaned_data["receiver"],
            booking=form.case,
            condition=form.cleaned_data["condition"],
            note=form.cleaned_data["note"],
            **given,
        )

    return _carry_out(
        request, actor, resource, HandOutForm(resource, cases_for(resource, at=at), data=request.POST), effect, at
    )


@login_required
@posted_from_above
def take_back(request: HttpRequest, office_code: str, code: str) -> HttpResponse:
    """The unit is back."""
    actor, resource = _unit(request, office_code, code, moving=True)

    def effect(form: TakeBackForm, given: dict[str, Any]) -> None:
        take_back_kit(
            resource,
            returned_by=form.cleaned_data["returned_by"],
            condition=form.cleaned_data["condition"],
            note=form.cleaned_data["note"],
            **given,
        )

    form = TakeBackForm(resource, _open_loan(resource), data=request.POST)
    return _carry_out(request, actor, resource, form, effect, timezone.now())


@login_required
@require_safe
def print_labels(request: HttpRequest) -> HttpResponseBase:
    """Every unit and set of the office with its code, three in a row, to be cut and stuck on.

    The worker makes the sheet; until it has, a page says so and looks again, with a script or without.
    """
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    office = actor.office
    if office is None or not may_read_links(actor, office):
        raise Http404
    sheet = labels_sheet(office)
    if sheet is None:
        defer_labels(office)
        response = render(request, "scheduling/kit_labels.html")
        response["Cache-Control"] = "no-store"
        return response
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": request.path})
    return hand_out_file(request, sheet)


def _unit(request: HttpRequest, office_code: str, code: str, *, moving: bool = False) -> tuple[Actor, Resource]:
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    found = Resource.objects.select_related("office", "kit").filter(kind__in=KINDS)
    resource = get_object_or_404(found, office__code=office_code, code=code)
    may = may_move_kit if moving else may_read_links
    if not may(actor, resource.office):
        raise Http404
    return actor, resource


def _open_loan(resource: Resource) -> KitLoan | None:
    return KitLoan.objects.filter(resource=resource, returned_at__isnull=True).select_related("booking").first()


def _page(
    request: HttpRequest, actor: Actor, resource: Resource, form: forms.Form | None, at: datetime, *, refusal: str = ""
) -> HttpResponse:
    loan = _open_loan(resource)
    loans = KitLoan.objects.filter(resource=resource).select_related("given_by", "taken_back_by")[:MOST_LINES]
    with timezone.override(resource.office.tz):
        context = {
            "resource": resource,
            "url": unit_url(resource, resource.office),
            "facts": loan_facts(resource, loan),
            "is_out": isinstance(form, TakeBackForm),
            "form": form,
            "refusal": refusal,
            "trail": loan_trail(loans),
            "parts": list(resource.parts.order_by("name")),
            "owner": actor.user.pk if actor.user else "",
            "drawn_at": at,
        }
        response = render(request, "scheduling/unit.html", context, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


def _carry_out(
    request: HttpRequest, actor: Actor, resource: Resource, form: Any, effect: Callable[..., None], at: datetime
) -> HttpResponse:
    assert actor.user is not None
    with timezone.override(resource.office.tz):

        def write(keep: Callable[[], None]) -> None:
            moment = tapped_at(request, at=at) or at
            if not form.is_valid():
                raise Incomplete(_("Beberapa isian perlu diperbaiki."), form.errors)
            with transaction.atomic():
                effect(form, {"by": actor, "at": moment})
                keep()

        return carry_out_once(
            request,
            write,
            user=actor.user,
            at=at,
            done=str(form.done),
            back=unit_url(resource, resource.office),
            again=lambda sentence, _details: _page(request, actor, resource, form, at, refusal=sentence),
        )
