"""Papers beside the case: initials, signature, back for repair. No step moves."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.errors import DomainError
from bookings.services.cases import mark_read
from bookings.services.papers import initial_paper, revise_paper, sign_paper, why_not_paper
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.models import Document

from .found import actor_of, now, refuse, visible_booking


@login_required
@require_POST
def act_on_paper(request: HttpRequest, ticket: str, pk: UUID, action: str) -> HttpResponse:
    """``initial``, ``sign_and_send`` (both with the PIN) or ``revise`` with a note."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    back = f"{booking.get_absolute_url()}#dokumen"
    if action not in ("initial", "sign_and_send", "revise"):
        raise Http404
    document = get_object_or_404(Document.objects.select_related("office"), pk=pk, booking_paper__booking=booking)
    if (sentence := why_not_paper(actor, document, action, at)) is not None:
        if document.is_open:
            return refuse(request, sentence, back=back)
        messages.info(request, sentence)
        return redirect(back)
    try:
        if action == "revise":
            revise_paper(document, by=actor, note=request.POST.get("note", ""), at=at)
            messages.success(request, _("Konsep dikembalikan untuk diperbaiki."))
        else:
            assert isinstance(actor.user, User)
            check_pin(actor.user, request.POST.get("pin", ""), at=at)
            (sign_paper if action == "sign_and_send" else initial_paper)(document, by=actor, at=at)
            messages.success(
                request,
                _("Surat tanggapan ditandatangani dan dikirim.")
                if action == "sign_and_send"
                else _("Surat tanggapan diparaf."),
            )
    except PinRefused as error:
        messages.error(request, str(error))
    except DomainError as error:
        messages.error(request, error.sentence)
    else:
        mark_read(booking, by=actor, at=at)
    return redirect(back)
