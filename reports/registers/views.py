"""The books of letters on the page; numbers that nobody will use are given up with a reason."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bookings.services.papers import give_up_number as give_up_number_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import OPEN_STATUSES, RegisterKind
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.stamping import REGISTERS
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.parts import NavItem

from ..pages import report_tabs
from ..permissions import keeps_registers, reads_registers
from .queries import BOOKS, owed_count, units_of, years_of
from .table import RegisterTable, book_query, wanted_unit, wanted_year

PAGE_SIZE = 50


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
    book = book or RegisterKind.INCOMING
    if book not in BOOKS:
        raise Http404
    asked = request.GET.dict()
    year = wanted_year(asked, office)
    units = units_of(office, book, year)
    unit = wanted_unit(asked, units)
    table = RegisterTable(office, book, year, unit)
    page = Paginator(table.rows(), PAGE_SIZE).get_page(request.GET.get("page"))
    owed, late = owed_count(office, at=timezone.now()) if book == RegisterKind.INCOMING else (0, 0)
    here, query = reverse("reports:register_book", args=[book]), urlencode({"tahun": year})
    context = {
        "tabs": report_tabs(actor, reverse("reports:register")),
        "books": [
            NavItem(f"{reverse('reports:register_book', args=[each])}?{query}", str(each.label), current=each == book)
            for each in BOOKS
        ],
        "years": [
            NavItem(f"{here}?{book_query(each, unit)}", str(each), current=each == year)
            for each in years_of(office, timezone.now().astimezone(office.tz).date())
        ],
        "units": [
            NavItem(f"{here}?{book_query(year, each)}", each or office.number_unit, current=each == unit)
            for each in (["", *units] if units else [])
        ],
        "title": table.title,
        "is_incoming": book == RegisterKind.INCOMING,
        "page": page,
        "lines": list(table.lines(page.object_list)),
        "query": book_query(year, unit),
        "book": book,
        "owed": owed,
        "late": late,
        "may_give_up": keeps_registers(actor),
    }
    return render(request, "reports/registers/register.html", context)


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
            give_up_number_of(document, by=actor, reason=form.cleaned_data["reason"], at=timezone.now())
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
