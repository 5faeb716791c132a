"""The books of letters on the page, as workbook and PDF; numbers that nobody will use are given up with a reason."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import OPEN_STATUSES, RegisterKind
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.issuing import void_document
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.services.stamping import REGISTERS
from vidcon_portal.documents.wording import official_language
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.parts import NavItem

from ..pages import report_tabs
from ..permissions import keeps_registers, reads_registers
from ..workbooks import XLSX
from .queries import (
    BOOKS,
    incoming_letters,
    incoming_lines,
    numbered_papers,
    outgoing_lines,
    owed_count,
    units_of,
    years_of,
)
from .sheets import Line, book_paper, book_title, book_workbook

PAGE_SIZE = 50
PDF_LINES = 1000


class GiveUpForm(PortalForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan nomor dibatalkan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis alasannya; alasan ini tercetak di buku register.")},
    )


@login_required
@require_safe
def show_register(request: HttpRequest, book: str = "") -> HttpResponse:
    """One book of one year, page by page; the query count does not grow with the lines."""
    actor, office = _reader(request)
    book, year = _wanted(request, office, book or RegisterKind.INCOMING)
    units = units_of(office, book, year)
    unit = _wanted_unit(request, units)
    page = Paginator(_rows(office, book, year, unit), PAGE_SIZE).get_page(request.GET.get("page"))
    owed, late = owed_count(office, at=timezone.now()) if book == RegisterKind.INCOMING else (0, 0)
    here, query = reverse("reports:register_book", args=[book]), urlencode({"tahun": year})
    context = {
        "tabs": report_tabs(actor, reverse("reports:register")),
        "books": [
            NavItem(f"{reverse('reports:register_book', args=[each])}?{query}", str(each.label), current=each == book)
            for each in BOOKS
        ],
        "years": [
            NavItem(f"{here}?{_query(each, unit)}", str(each), current=each == year)
            for each in years_of(office, timezone.now().astimezone(office.tz).date())
        ],
        "units": [
            NavItem(f"{here}?{_query(year, each)}", each or office.number_unit, current=each == unit)
            for each in (["", *units] if units else [])
        ],
        "title": book_title(book, year, unit),
        "is_incoming": book == RegisterKind.INCOMING,
        "page": page,
        "lines": list(_lines(book, page.object_list, office)),
        "query": _query(year, unit),
        "book": book,
        "owed": owed,
        "late": late,
        "may_give_up": keeps_registers(actor),
    }
    return render(request, "reports/registers/register.html", context)


@login_required
@require_safe
def download_register(request: HttpRequest, book: str, form: str) -> HttpResponseBase:
    """The whole book of a year."""
    _actor, office = _reader(request)
    book, year = _wanted(request, office, book)
    unit = _wanted_unit(request, units_of(office, book, year))
    rows = _rows(office, book, year, unit)
    name = f"register-{'-'.join(filter(None, [book, office.code, slugify(unit), str(year)]))}.{form}"
    if form == "xlsx":
        content = book_workbook(book, year, _lines(book, rows, office), office, unit=unit)
        response: HttpResponseBase = FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    elif rows.count() > PDF_LINES:
        messages.error(request, _("Buku ini terlalu panjang untuk PDF. Unduh Excel."))
        return redirect(f"{reverse('reports:register_book', args=[book])}?{_query(year, unit)}")
    else:
        with official_language():
            pdf = render_data(book_paper(book, year, _lines(book, rows, office), unit=unit), office=office)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_up_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A number that was reserved and that no letter will bear: it stands in the book as void, with the reason."""
    actor, office = _reader(request)
    papers = Document.objects.filter(office=office, status__in=OPEN_STATUSES).exclude(number="")
    document = get_object_or_404(papers.select_related("office"), pk=pk)
    if not keeps_registers(actor):
        raise Http404
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_document(document, by=actor, reason=form.cleaned_data["reason"], at=timezone.now())
        except DocumentError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Nomor %(number)s dibatalkan.") % {"number": document.number})
            return redirect(
                reverse("reports:register_book", args=[REGISTERS.get(document.kind, RegisterKind.OUTGOING)])
            )
    status = 422 if form.is_bound else 200
    return render(request, "reports/registers/give_up.html", {"document": document, "form": form}, status=status)


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = actor.office
    if office is None or not reads_registers(actor):
        raise Http404
    return actor, office


def _wanted(request: HttpRequest, office: Office, book: str) -> tuple[str, int]:
    if book not in BOOKS:
        raise Http404
    asked, today = request.GET.get("tahun", ""), timezone.now().astimezone(office.tz).date()
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    return book, year if date.min.year < year < date.max.year else today.year


def _wanted_unit(request: HttpRequest, units: list[str]) -> str:
    """A unit that keeps this book; the office's own for every other word."""
    asked = request.GET.get("unit", "")
    return asked if asked in units else ""


def _query(year: int, unit: str) -> str:
    return urlencode({"tahun": year, **({"unit": unit} if unit else {})})


def _rows(office: Office, book: str, year: int, unit: str) -> "QuerySet[Any]":
    if book == RegisterKind.INCOMING:
        return incoming_letters(office, year)
    return numbered_papers(office, book, year, unit)


def _lines(book: str, rows: object, office: Office) -> "list[Line]":
    return list(incoming_lines(rows, office) if book == RegisterKind.INCOMING else outgoing_lines(rows))  # type: ignore[arg-type]
