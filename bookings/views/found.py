"""What every view of a case begins with: who reads, and the case if he may see it."""

from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The hat of a signed-in reader."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def now() -> datetime:
    return timezone.now()


def visible_booking(actor: Actor, ticket: str) -> Booking:
    """The submitted case, or 404: what one may not see is not there."""
    found = Booking.objects.visible_to(actor).submitted().filter(ticket=ticket)
    booking = found.select_related("office", "agency", "applicant", "service", "procedure").first()
    if booking is None:
        raise Http404
    return booking


def refuse(request: HttpRequest, sentence: str, *, back: str = "") -> HttpResponse:
    """403 with the sentence and a way on: the deed exists, and it is not this reader's."""
    return render(request, "bookings/refused.html", {"sentence": sentence, "back": back}, status=403)
