"""Trying again at the provider, and the door of meetings into which the portal leads one person at a time."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.choices import Audience
from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor

from ..choices import Platform
from ..errors import NothingToRepeat
from ..forms import EnterForm
from ..meetings import PROVIDERS, Known, MeetingFault
from ..models import Meeting
from ..permissions import may_repeat_meeting, moderates
from ..services.providing import repeat

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(hours=3)


@login_required
@require_POST
def repeat_meeting(request: HttpRequest, ticket: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    booking = get_object_or_404(Booking.objects.visible_to(actor), ticket=ticket)
    meeting = get_object_or_404(Meeting, session__booking=booking, session__number=number)
    if not may_repeat_meeting(actor, booking):
        raise Http404
    try:
        repeat(meeting, at=timezone.now())
    except NothingToRepeat as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Dicoba lagi. Hasilnya tampil di halaman ini dalam satu menit."))
    return redirect(booking.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, door: str) -> HttpResponse:
    """Ask for the name under which one is seen, then show the way in; open from an hour before the event."""
    found = Meeting.objects.filter(door=door, withdrawn_at=None).select_related(
        "account__meeting_account__platform", "session__booking__office"
    )
    meeting = get_object_or_404(found)
    session, at = meeting.session, timezone.now()
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    account = getattr(meeting.account, "meeting_account", None)
    context: dict[str, Any] = {"session": session, "meeting": meeting, "form": None, "link": "", "refusal": ""}
    status = 200
    with timezone.override(session.booking.office.tz):
        if account is None or not account.platform.is_active:
            context["refusal"] = _("Ruang ini tidak tersambung lagi. Hubungi petugas.")
        elif session.booking.audience == Audience.OFFICE and not (actor and moderates(actor, session.booking)):
            context["refusal"] = _("Ruang ini dibuka oleh petugas dinas saja. Hubungi petugas.")
        elif not session.starts_at - OPENS_BEFORE <= at <= session.ends_at + CLOSES_AFTER:
            context["refusal"] = _("Ruang dibuka 60 menit sebelum kegiatan. Kembali pada waktunya.")
        else:
            form = EnterForm(request.POST or None, initial={"name": actor.name if actor else ""})
            context["form"] = form
            if form.is_valid():
                try:
                    context["link"] = PROVIDERS[Platform(account.platform.provider)].entrance(
                        account.platform,
                        Known(meeting.meeting_id, session.booking.ticket or "", session.ends_at),
                        name=form.cleaned_data["name"],
                        moderates=actor is not None and moderates(actor, session.booking),
                    )
                except MeetingFault as fault:
                    form.add_error(None, _("%(fault)s Coba lagi sebentar lagi.") % {"fault": fault})
            status = 422 if form.is_bound and form.errors else 200
        response = render(request, "verification/door.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"  # "no-referrer" hides from our own form where it stands: refused
    response["X-Robots-Tag"] = "noindex"
    return response
