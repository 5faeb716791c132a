"""Papers to be filled in and signed by hand."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.views.decorators.http import require_safe

from bookings.prints import PRINTS
from vidcon_portal.documents.delivery import as_private
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language

from .found import actor_of, now, visible_booking


@login_required
@require_safe
def print_paper(request: HttpRequest, ticket: str, what: str) -> HttpResponseBase:
    """A PDF as the case stands now; nothing is kept."""
    actor, booking = actor_of(request), visible_booking(actor_of(request), ticket)
    wanted = PRINTS.get(what)
    if wanted is None or not wanted.may(actor, booking):
        raise Http404
    with official_language():
        pdf = render_data(wanted.build(booking, now()), office=booking.office, letterhead=wanted.letterhead(booking))
    return as_private(HttpResponse(pdf, content_type="application/pdf"), f"{what}-{booking.ticket}.pdf".lower())
