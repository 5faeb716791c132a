"""Where a request begins: the first questions, a draft to go on with, a past request to ask again like."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.errors import DomainError
from bookings.forms.booking import draft_value
from bookings.forms.cases import StartForm
from bookings.forms.sessions import is_near
from bookings.pages.draft import beginnings_of
from bookings.pages.free import times_from
from bookings.permissions import may_ask
from bookings.services.drafts import copy_as_draft, create_draft, own_agency, update_draft, usual_values
from vidcon_portal.accounts.services import find_or_add_agency

from .found import actor_of, now, refuse, visible_booking


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_request(request: HttpRequest) -> HttpResponse:
    """Which service, in which mode, for whom; then the draft, with what the agency's last request said."""
    actor, at = actor_of(request), now()
    office = actor.office
    if office is None or not may_ask(actor):
        return refuse(request, _("Permohonan diajukan perangkat daerah, atau tata usaha atas namanya."))
    own = own_agency(actor)
    today = at.astimezone(office.tz).date()
    form = StartForm(request.POST if request.method == "POST" else None, office=office, own=own, today=today)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        wanted = times_from(f"{request.POST.get('mulai', '')}/{request.POST.get('selesai', '')}")
        try:
            agency = own or chosen["agency"] or find_or_add_agency(office, chosen["new_agency"], by=actor)
            usual, ticket = usual_values(agency, by=actor)
            booking = create_draft(chosen["service"], mode=chosen["mode"], by=actor, at=at, data=usual, agency=agency)
            if wanted:
                update_draft(booking, {**booking.draft_data, "sessions": draft_value(wanted)}, by=actor, at=at)
        except DomainError as error:
            return refuse(request, error.sentence)
        if ticket:
            messages.info(request, _("Sebagian isian diambil dari %(ticket)s. Periksa lagi.") % {"ticket": ticket})
        return redirect(booking.get_absolute_url())
    context = {
        "form": form,
        "start": _moment(request.GET.get("mulai", request.POST.get("mulai", "")), office.tz),
        "end": _moment(request.GET.get("selesai", request.POST.get("selesai", "")), office.tz),
        "has_services": bool(form.services),
        "office": office,
        "beginnings": beginnings_of(actor, own),
        "enters_for_others": own is None,
    }
    return render(request, "bookings/start.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def ask_again(request: HttpRequest, ticket: str) -> HttpResponse:
    """ "Ajukan lagi seperti …": a new draft from a request of one's own, open or closed."""
    actor = actor_of(request)
    booking = visible_booking(actor, ticket)
    if booking.is_draft:
        raise Http404
    try:
        draft = copy_as_draft(booking, by=actor, at=now())
    except DomainError as error:
        return refuse(request, error.sentence, back=booking.get_absolute_url())
    messages.success(request, _("Isian disalin dari %(ticket)s. Lengkapi waktu dan suratnya.") % {"ticket": ticket})
    return redirect(draft.get_absolute_url())


def _moment(text: str, tz: Any) -> str:
    """A moment of the public calendar's link, with the office's offset; empty when it makes no sense."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if not is_near(found):
        return ""
    return (found if found.tzinfo else found.replace(tzinfo=tz)).isoformat()
