"""What every view of a case begins with: who reads, and the case if he may see it."""

from datetime import datetime
from typing import cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bookings.models import Booking, BookingFile
from vidcon_portal.accounts.actors import Actor, Hat
from vidcon_portal.kept import Given, kept


def actor_of(request: HttpRequest) -> Actor:
    """The hat of a signed-in reader."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def now() -> datetime:
    return timezone.now()


def visible_booking(actor: Actor, ticket: str) -> Booking:
    """The submitted case, or 404: what one may not see is not there. ``has_attachments`` annotated."""
    booking = _submitted(Hat.of(actor)).first(ticket=ticket, **actor.values())
    if booking is None:
        raise Http404
    return booking


@kept
def _submitted(hat: Hat) -> QuerySet[Booking]:
    uploads = BookingFile.objects.filter(booking=OuterRef("pk"), purpose=BookingFile.Purpose.ATTACHMENT)
    found = Booking.objects.visible_to(hat.actor()).submitted().filter(ticket=Given("ticket"))
    found = found.annotate(has_attachments=Exists(uploads))
    return found.select_related("office", "agency", "applicant", "service", "procedure")[:1]


def refuse(request: HttpRequest, sentence: str, *, back: str = "") -> HttpResponse:
    """403 with the sentence and a way on: the deed exists, and it is not this reader's."""
    return render(request, "bookings/refused.html", {"sentence": sentence, "back": back}, status=403)
