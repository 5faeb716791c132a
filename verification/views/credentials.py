"""The link and the passcode of a request's meetings: who gets them, the passcode itself, and who looked at it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.choices import PasscodeDoor
from bookings.models import Booking, PasscodeView
from bookings.permissions import may_see_internal, may_set_audience
from bookings.services.audience import note_passcode_view, set_audience
from vidcon_portal.accounts.actors import Actor

from ..forms import AudienceForm
from ..models import Meeting
from ..permissions import opens_meeting

LINES = 50


@login_required
@require_POST
def show_passcode(request: HttpRequest, ticket: str, number: int) -> HttpResponse:
    """The passcode, for who may see it; that it was looked at is kept first."""
    actor, booking = _case(request, ticket)
    found = Meeting.objects.filter(withdrawn_at__isnull=True).exclude(passcode="").select_related("session")
    meeting = get_object_or_404(found, session__booking=booking, session__number=number)
    if not opens_meeting(actor, booking, meeting):
        raise Http404
    note_passcode_view(meeting.session, by=actor, at=timezone.now(), door=PasscodeDoor.PAGE)
    with timezone.override(booking.office.tz):
        response = render(request, "verification/passcode.html", {"booking": booking, "meeting": meeting})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"  # "no-referrer" would make every form of the page refused
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_audience(request: HttpRequest, ticket: str) -> HttpResponse:
    """The rule of one request: the office alone, the agency's staff in the portal, or all participants."""
    actor, booking = _case(request, ticket)
    if not may_set_audience(actor, booking):
        raise Http404
    form = AudienceForm(request.POST or None, initial={"audience": booking.audience})
    if form.is_valid():
        set_audience(booking, form.cleaned_data["audience"], by=actor, at=timezone.now())
        messages.success(request, _("Aturan tautan disimpan."))
        return redirect(f"{booking.get_absolute_url()}#tautan-rapat")
    context = {"booking": booking, "form": form}
    return render(request, "verification/audience.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def list_views(request: HttpRequest, ticket: str) -> HttpResponse:
    """Who looked at a passcode of the request, the last first; for the office and its auditor."""
    actor, booking = _case(request, ticket)
    if not may_see_internal(actor, booking):
        raise Http404
    rows = PasscodeView.objects.filter(session__booking=booking).select_related("user", "session")
    with timezone.override(booking.office.tz):
        page = Paginator(rows, LINES).get_page(request.GET.get("page"))
        return render(request, "verification/passcode_views.html", {"booking": booking, "page": page})


def _case(request: HttpRequest, ticket: str) -> tuple[Actor, Booking]:
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    found = Booking.objects.visible_to(actor).submitted().select_related("office", "agency", "procedure")
    return actor, get_object_or_404(found, ticket=ticket)
