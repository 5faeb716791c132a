"""The page of an import in the admin: upload, correct, look at every row, write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.accounts.office_owned import limit_of

from .columns import Column, Table, corrected, guess_table
from .forms import ReadingForm, StrangersForm, UploadForm
from .keeping import Kept, keep, take_up
from .lines import Line, Outcome, Report, report_csv
from .reading import Sheet, SheetRefused, read_sheets

SHOWN_ROWS = 300
"""Of each group; the report has them all."""


class Planned(Protocol):
    """What a plan of either import says."""

    @property
    def report(self) -> Report: ...


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with the same fate, as the page shows them."""

    label: str
    css: str
    lines: tuple[Line, ...]
    more: int
    is_open: bool


@dataclass(frozen=True)
class Job:
    """What an import needs to know of one upload."""

    table: Table
    office: Office
    at: datetime
    by: Actor
    source: str
    agencies: Mapping[str, Agency]


class ImportPage:
    """Subclasses say what is planned and written; ``permissions`` are asked of the staff member.

    The admin of an office needs none, and imports into his office alone.
    """

    title: str | Promise
    lead: str | Promise
    name: str
    permissions: tuple[str, ...]
    columns: tuple[Column, ...]

    def plan(self, job: Job) -> Planned:
        raise NotImplementedError

    def write(self, job: Job) -> Planned:
        raise NotImplementedError

    def strangers(self, plan: Planned) -> Sequence[str]:
        """Names that people may connect with agencies."""
        return ()

    def url(self, model_admin: "admin.ModelAdmin[Any]") -> URLPattern:
        return path(
            "impor/", model_admin.admin_site.admin_view(lambda request: self.show(request, model_admin)), name=self.name
        )

    def is_allowed(self, request: HttpRequest) -> bool:
        return limit_of(request) is not None or request.user.has_perms(self.permissions)

    def show(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> HttpResponse:
        if not self.is_allowed(request):
            raise PermissionDenied
        offices = offices_for(request)
        upload = UploadForm(offices=offices)
        answer: HttpResponse | dict[str, Any] = {}
        if request.method == "POST":
            try:
                if "token" in request.POST:
                    answer = self._go_on(request)
                else:
                    upload = UploadForm(request.POST, request.FILES, offices=offices)
                    if upload.is_valid():
                        answer = self._begin(request, upload)
            except SheetRefused as refusal:
                upload = UploadForm(request.POST if "token" not in request.POST else None, offices=offices)
                answer = {"refusal": refusal.sentence}
        if isinstance(answer, HttpResponse):
            return answer
        context = {
            **model_admin.admin_site.each_context(request),
            "title": self.title,
            "lead": self.lead,
            "opts": model_admin.model._meta,
            "upload": upload,
            "here": reverse(f"admin:{self.name}"),
            "list_url": reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
            if model_admin.has_view_permission(request)
            else "",
            **answer,
        }
        status = 422 if answer.get("refusal") else 200
        return TemplateResponse(request, "admin/bookings/import.html", context, status=status)

    def _begin(self, request: HttpRequest, upload: UploadForm) -> dict[str, Any] | HttpResponse:
        content = upload.content()
        sheets = read_sheets(content)
        table = guess_table(sheets, self.columns)
        kept = keep(content, name=upload.cleaned_data["file"].name, user_id=_user_id(request), at=timezone.now())
        return self._preview(request, kept, sheets, table, upload.cleaned_data["office"], ReadingForm(table, sheets))

    def _go_on(self, request: HttpRequest) -> dict[str, Any] | HttpResponse:
        kept = take_up(request.POST["token"], user_id=_user_id(request))
        office = offices_for(request).filter(pk=request.POST.get("office") or 0).first()
        if office is None:
            raise SheetRefused(_("Pilih kantornya sekali lagi."))
        deed = request.POST.get("deed", "preview")
        if deed == "report" and (text := kept.report()) is not None:
            return _download(text)
        sheets = read_sheets(kept.content())
        title = request.POST.get("sheet", "")
        table = guess_table(sheets, self.columns, title=title)
        form = ReadingForm(table, sheets, request.POST)
        if title != request.POST.get("former_sheet", title):
            form = ReadingForm(table, sheets)
        if not form.is_valid():
            return self._page(request, kept, office, table, form, Report.of(()), can_write=False)
        table = corrected(table, heading_row=form.cleaned_data["heading_row"], places=form.places)
        return self._preview(request, kept, sheets, table, office, ReadingForm(table, sheets), deed=deed)

    def _preview(
        self,
        request: HttpRequest,
        kept: Kept,
        sheets: Sequence[Sheet],
        table: Table,
        office: Office,
        form: ReadingForm,
        *,
        deed: str = "preview",
    ) -> dict[str, Any] | HttpResponse:
        job = Job(table, office, timezone.now(), _actor(request), kept.name, {})
        plan = self.plan(job)
        strangers = StrangersForm(self.strangers(plan), office, request.POST)
        if chosen := strangers.chosen:
            job = Job(table, office, job.at, job.by, kept.name, chosen)
            plan = self.plan(job)
        if deed == "report":
            return _download(report_csv(plan.report))
        if deed == "commit" and not table.missing:
            plan = self.write(job)
            kept.keep_report(report_csv(plan.report))
            return {
                **self._page(request, kept, office, table, form, plan.report, can_write=False),
                "written": plan.report.adds,
            }
        can_write = plan.report.adds > 0
        page = self._page(request, kept, office, table, form, plan.report, can_write=can_write)
        return {**page, "strangers": strangers}

    def _page(
        self,
        request: HttpRequest,
        kept: Kept,
        office: Office,
        table: Table,
        form: ReadingForm,
        report: Report,
        *,
        can_write: bool,
    ) -> dict[str, Any]:
        return {
            "kept": kept,
            "office": office,
            "table": table,
            "form": form,
            "report": report,
            "groups": groups_of(report),
            "can_write": can_write,
        }


def offices_for(request: HttpRequest) -> QuerySet[Office]:
    """Where this person may import."""
    offices, limit = Office.objects.filter(is_active=True), limit_of(request)
    return offices if limit is None else offices.filter(pk=limit.pk)


def groups_of(report: Report) -> list[Group]:
    """What needs eyes first: not understood, then with remarks, then the rest."""
    found = []
    for label, css, outcome, has_remarks, is_open in (
        (_("Tidak dipahami, tidak diimpor"), "error", Outcome.REFUSED, None, True),
        (_("Berubah"), "warning", Outcome.CHANGED, None, True),
        (_("Baru, dengan catatan"), "warning", Outcome.NEW, True, True),
        (_("Baru"), "success", Outcome.NEW, False, False),
        (_("Sudah ada, dibiarkan"), "info", Outcome.SAME, None, False),
    ):
        lines = [
            line
            for line in report.lines
            if line.outcome == outcome and (has_remarks is None or bool(line.remarks) == has_remarks)
        ]
        if lines:
            found.append(Group(label, css, tuple(lines[:SHOWN_ROWS]), max(0, len(lines) - SHOWN_ROWS), is_open))
    return found


def _download(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="laporan-impor.csv"'
    return response


def _user_id(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return int(request.user.pk)


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else Actor(user=request.user)  # type: ignore[arg-type]  # staff signed in
