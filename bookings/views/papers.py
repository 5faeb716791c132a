"""Deeds on a paper: its number, initials, signature, back for repair. No step moves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bookings.errors import DomainError, Incomplete
from bookings.forms.papers import paper_form
from bookings.forms.side_papers import side_form
from bookings.models import Booking
from bookings.pages.case import PAPER_DEEDS
from bookings.pages.papers import edits_of
from bookings.permissions import is_office_actor
from bookings.services.cases import mark_read
from bookings.services.papers import (
    WRITERS,
    booking_of,
    drop_paper,
    edit_paper,
    initial_paper,
    number_paper,
    revise_paper,
    sign_paper,
    why_not_paper,
)
from bookings.services.side_papers import reword_side_paper, why_no_side_paper, write_side_paper
from bookings.side_papers import SIDE_KINDS, SIDE_PAPERS, words_of
from bookings.uploads import add_refusals, store_uploads
from bookings.workflow.kinds import words_form
from bookings.workflow.signatures import RETURNED_FILE
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.signing import Secrets
from vidcon_portal.documents.wording import official_language

from .found import actor_of, now, refuse, visible_booking

DONE = {
    "initial": gettext_lazy("Naskah diparaf."),
    "sign_and_send": gettext_lazy("Naskah ditandatangani dan dikirim."),
    "edit": gettext_lazy("Isi naskah diubah. Paraf yang sudah ada dicabut."),
    "revise": gettext_lazy("Konsep dikembalikan untuk diperbaiki."),
    "number": gettext_lazy("Naskah sudah bernomor."),
    "drop": gettext_lazy("Konsep dibatalkan."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("pin", "passphrase", "nik")
def act_on_paper(request: HttpRequest, ticket: str, pk: UUID, action: str) -> HttpResponse:
    """GET shows the form of one deed, POST does it or says at its field what is wrong."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    back = f"{booking.get_absolute_url()}#dokumen"
    if action not in PAPER_DEEDS:
        raise Http404
    document = get_object_or_404(Document.objects.select_related("office"), pk=pk, booking_paper__booking=booking)
    if (sentence := why_not_paper(actor, document, action, at)) is not None:
        if document.is_open:
            return refuse(request, sentence, back=back)
        messages.info(request, sentence)
        return redirect(back)
    if request.method != "POST":
        return _page(request, booking, document, action, _form(booking, document, action, actor, at))
    probe = _form(booking, document, action, actor, at)
    data, lost = store_uploads(probe.fields, request.POST, request.FILES, by=actor, office=booking.office, at=at)
    form = _form(booking, document, action, actor, at, data)
    form.is_valid()
    add_refusals(form, lost)
    if not form.errors:
        _take(form, document, action, actor, at)
    if form.errors:
        return _page(request, booking, document, action, form, status=422)
    messages.success(request, str(DONE[action]))
    mark_read(booking, by=actor, at=at)
    return redirect(back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_paper(request: HttpRequest, ticket: str, what: str) -> HttpResponse:
    """A surat tugas, nota dinas or record from the case as it stands; its draft then goes its own way."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    back = f"{booking.get_absolute_url()}#dokumen"
    paper = SIDE_PAPERS.get(what)
    if paper is None or not is_office_actor(actor, booking):
        raise Http404
    if (sentence := why_no_side_paper(actor, booking, paper, writers=WRITERS)) is not None:
        return refuse(request, sentence, back=back)
    with official_language():
        words = paper.usual(booking, at)
    form = side_form(paper.kind, request.POST or None, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            write_side_paper(booking, paper, form.cleaned_data, by=actor, at=at)
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Konsep dibuat. Baca, lalu paraf atau tanda tangani."))
            return redirect(back)
    context: dict[str, Any] = {"booking": booking, "label": paper.deed, "form": form, "edits": []}
    return render(request, "bookings/paper.html", context, status=422 if form.is_bound else 200)


def _form(
    booking: Booking, document: Document, action: str, actor: Actor, at: datetime, data: Any = None
) -> forms.Form:
    if action != "edit":
        return paper_form(document, action, data)
    if document.kind in SIDE_KINDS:
        return side_form(document.kind, data, words=words_of(document))
    return words_form(booking, by=actor, at=at, data=data)


def _take(form: forms.Form, document: Document, action: str, actor: Actor, at: datetime) -> None:
    """Do it; a refusal becomes an error of the form."""
    given = form.cleaned_data
    try:
        if "pin" in given:
            assert isinstance(actor.user, User)
            check_pin(actor.user, given["pin"], at=at)
        match action:
            case "edit":
                edit_paper(document, by=actor, at=at, reword=_reword(form, document, actor, at))
            case "drop":
                drop_paper(document, by=actor, reason=given["note"], at=at)
            case "revise":
                revise_paper(document, by=actor, note=given["note"], at=at)
            case "number":
                number_paper(document, by=actor, at=at, number=given["number"], reason=given["reason"])
            case "initial":
                initial_paper(document, by=actor, at=at)
            case _:
                secrets = Secrets(passphrase=given.get("passphrase", ""), nik=given.get("nik", ""))
                sign_paper(document, by=actor, at=at, secrets=secrets, returned=given.get(RETURNED_FILE))
    except PinRefused as error:
        form.add_error("pin", str(error))
    except Incomplete as error:
        known = {name: found for name, found in error.fields.items() if name in form.fields}
        for name, found in known.items():
            for sentence in found:
                form.add_error(name, sentence)
        if not known:
            form.add_error(None, error.sentence)
    except DomainError as error:
        form.add_error(None, error.sentence)


def _reword(form: forms.Form, document: Document, actor: Actor, at: datetime) -> Callable[[], Document]:
    if document.kind not in SIDE_KINDS:
        reword: Callable[[], Document] = form.reword  # type: ignore[attr-defined]
        return reword
    booking = booking_of(document)
    assert booking is not None
    return lambda: reword_side_paper(document, booking, form.cleaned_data, by=actor, at=at)


def _page(
    request: HttpRequest, booking: Booking, document: Document, action: str, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {
        "booking": booking,
        "document": document,
        "label": PAPER_DEEDS[action],
        "form": form,
        "edits": edits_of(document),
    }
    return render(request, "bookings/paper.html", context, status=status)
