"""Deeds on a paper: its number, initials, signature, back for repair. No step moves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bookings.errors import DomainError, Incomplete
from bookings.forms.side_papers import side_form
from bookings.models import Booking
from bookings.pages.case import paper_lines
from bookings.pages.papers import edits_of, say_return
from bookings.paper_deeds import PAPER_DEEDS, deed_form, take_deed
from bookings.paper_permissions import WRITERS, has_initialled, why_not_paper, why_nothing_returns
from bookings.permissions import is_office_actor
from bookings.services.cases import mark_read
from bookings.services.side_papers import why_no_side_paper, write_side_paper
from bookings.side_papers import SIDE_PAPERS
from bookings.uploads import add_refusals, store_uploads
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import render_again
from vidcon_portal.documents.wording import official_language

from .found import actor_of, now, refuse, visible_booking

DONE = {
    "initial": gettext_lazy("Naskah diparaf."),
    "sign_and_send": gettext_lazy("Naskah ditandatangani dan dikirim."),
    "edit": gettext_lazy("Isi naskah diubah. Paraf yang sudah ada dicabut."),
    "revise": gettext_lazy("Konsep dikembalikan untuk diperbaiki."),
    "number": gettext_lazy("Naskah sudah bernomor. Unduh PDF-nya bila akan dicetak."),
    "drop": gettext_lazy("Konsep dibatalkan."),
}

PDF_WAITS = (3, 5, 8, 13)
"""Seconds between the looks of a page that waits for a PDF; after the last one the reader asks himself."""


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
        if action == "sign_and_send" and sentence == why_nothing_returns(document):
            messages.info(request, sentence)
            return redirect("bookings:paper", ticket, pk, "number")
        is_done = action == "initial" and has_initialled(actor, document)  # a second tap
        if document.is_open and not is_done:
            return refuse(request, sentence, back=back)
        messages.info(request, sentence)
        return redirect(back)
    if request.method != "POST":
        return _page(request, booking, document, action, deed_form(booking, document, action, by=actor, at=at))
    probe = deed_form(booking, document, action, by=actor, at=at)
    data, lost = store_uploads(probe.fields, request.POST, request.FILES, by=actor, office=booking.office, at=at)
    form = deed_form(booking, document, action, by=actor, at=at, data=data)
    form.is_valid()
    add_refusals(form, lost)
    if not form.errors:
        _take(booking, form, document, action, actor, at)
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_pdf(request: HttpRequest, ticket: str, pk: UUID) -> HttpResponse:
    """How far the PDF of an issued paper is; POST has one that failed made again. htmx gets the paper's line, or nothing where it stands no more."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    back = redirect(f"{booking.get_absolute_url()}#dokumen")
    with timezone.override(booking.office.tz):
        lines = paper_lines(booking, actor, inside=is_office_actor(actor, booking), at=at)
    line = next((each for each in lines if each.pk == str(pk)), None)
    if line is None and request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return HttpResponse()  # replaced since the page was opened: the line goes
    if line is None:
        raise Http404
    if request.method == "POST":
        render_again(Document.objects.get(pk=pk))
        return back
    if not request.htmx:  # type: ignore[attr-defined]
        return back
    asked = request.GET.get("kali", "")
    tries = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else len(PDF_WAITS)
    context = {"booking": booking, "paper": line, "tries": tries + 1, "wait": dict(enumerate(PDF_WAITS)).get(tries)}
    return render(request, "bookings/parts/paper.html", context)


def _take(booking: Booking, form: forms.Form, document: Document, action: str, actor: Actor, at: datetime) -> None:
    """Do it; a refusal becomes an error of the form."""
    try:
        take_deed(booking, document, action, form, by=actor, at=at)
    except Incomplete as error:
        known = {name: found for name, found in error.fields.items() if name in form.fields}
        for name, found in known.items():
            for sentence in found:
                form.add_error(name, sentence)
        if not known:
            form.add_error(None, error.sentence)
    except DomainError as error:
        form.add_error(None, error.sentence)


def _page(
    request: HttpRequest, booking: Booking, document: Document, action: str, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {
        "booking": booking,
        "document": document,
        "label": PAPER_DEEDS[action],
        "button": _("Simpan") if action == "edit" else "",
        "form": form,
        "edits": edits_of(document),
        "returned": say_return(document),
    }
    return render(request, "bookings/paper.html", context, status=status)
