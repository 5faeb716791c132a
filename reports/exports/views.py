"""A file of many lines: at once where it is short, else asked for, watched, fetched."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.delivery import as_private

from ..choices import ExportForm, ExportKind, ExportState
from ..models import Export
from ..pages import report_tabs
from ..workbooks import XLSX
from .pages import export_rows, progress_of
from .services import AT_ONCE, ask_for_export, cancel_export, may_fetch, refuse_too_long
from .tables import Table, table_of

CONTENT_TYPES = {ExportForm.XLSX: XLSX, ExportForm.CSV: "text/csv; charset=utf-8", ExportForm.PDF: "application/pdf"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def download(request: HttpRequest, kind: str, form: str, **place: str) -> HttpResponseBase:
    """What an address asks for, as a file. A long one is announced with a button, and POST has the worker make it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    asked = {name: str(value) for name, value in request.GET.items()} | place
    wanted = ExportForm(form)
    table = table_of(ExportKind(kind), wanted, asked, by=actor)
    if table is None:
        raise Http404
    if request.method == "POST":
        try:
            return redirect(ask_for_export(table, ExportKind(kind), wanted, by=actor, at=timezone.now()))
        except DomainError as error:
            messages.error(request, error.sentence)
            return redirect(table.back)
    total = table.count()
    if total > AT_ONCE[wanted]:
        return _announce(request, actor, table, wanted, total)
    return _answer(table.write(wanted, iter), f"{table.stem}.{wanted}", wanted)


@never_cache
@login_required
@require_safe
def show_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; the page renews itself until it is made, with a script or without."""
    export = _own(request, pk)
    context = {
        "tabs": report_tabs(request.actor, request.path),  # type: ignore[attr-defined]
        "export": export,
        "progress": progress_of(export, at=timezone.now()),
    }
    return render(request, "reports/exports/export.html", context)


@login_required
@require_safe
def list_exports(request: HttpRequest) -> HttpResponse:
    """What one has asked for and what is kept."""
    rows = export_rows(Export.objects.filter(user=request.user.pk).order_by("-asked_at"))
    context = {"tabs": report_tabs(request.actor, request.path), "rows": rows}  # type: ignore[attr-defined]
    return render(request, "reports/exports/list.html", context)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    export = _own(request, pk)
    cancel_export(export, at=timezone.now())
    return redirect(export)


@login_required
@require_safe
def fetch(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file, for its asker alone, while he holds the position under which he asked."""
    export = _own(request, pk)
    if export.state != ExportState.READY or not may_fetch(export, at=timezone.now()):
        raise Http404
    try:
        content = export.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        messages.error(request, _("Penyimpanan berkas sedang tidak menjawab. Coba lagi sebentar lagi."))
        return redirect(export)
    return _answer(content, export.name, ExportForm(export.form))


def _own(request: HttpRequest, pk: UUID) -> Export:
    return get_object_or_404(Export.objects.select_related("office", "user"), pk=pk, user=request.user.pk)


def _announce(request: HttpRequest, actor: Actor, table: Table, form: ExportForm, total: int) -> HttpResponse:
    try:
        refuse_too_long(form, total)
        refusal = ""
    except DomainError as error:
        refusal = error.sentence
    context: dict[str, Any] = {
        "tabs": report_tabs(actor, table.back.partition("?")[0]),
        "title": table.title,
        "form": form,
        "total": number_format(total),
        "back": table.back,
        "refusal": refusal,
    }
    return render(request, "reports/exports/announce.html", context, status=422 if refusal else 200)


def _answer(content: Any, name: str, form: ExportForm) -> HttpResponseBase:
    """Paper is shown, a table is saved."""
    if form == ExportForm.PDF:
        with content:
            return as_private(HttpResponse(content.read(), content_type=CONTENT_TYPES[form]), name)
    return as_private(FileResponse(content, content_type=CONTENT_TYPES[form]), name, saved=True)
