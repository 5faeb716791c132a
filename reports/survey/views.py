"""The survey: its one-time page, its public result, and the desk where results are read, imported and signed."""

import hashlib
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError
from bookings.sheets.reading import SheetRefused
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.services.pdfs import render_data

from ..models import SurveyReport
from ..pages import report_tabs
from ..periods import Period, period_from
from ..permissions import may_import_answers, may_sign_recap, reads_recap
from ..recap.forms import SignForm
from ..workbooks import XLSX
from .forms import PaperFormsForm, SurveyForm
from .pages import element_lines, public_result, report_lines, tiles_of
from .papers import survey_paper
from .queries import answers_of, follow_up_counts, reach_of, result_of, score_of, setting_of
from .services import (
    answer_survey,
    import_answers,
    invitation_of,
    plan_follow_up,
    sign_survey_report,
)
from .sheets import example_workbook, read_paper_forms, survey_workbook

COMMENTS = 50
SHOWN_ERRORS = 20


# --- For everybody ----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the one-time link. Nothing of the case stands on the page."""
    at = timezone.now()
    invitation = invitation_of(token, at=at)
    if invitation is None:
        raise Http404
    office = invitation.booking.office
    if invitation.used_on is not None:
        return render(request, "reports/survey/thanks.html", {"office": office, "is_used": True})
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answer_survey(token, form.cleaned_data, at=at)
        except DomainError:
            return render(request, "reports/survey/thanks.html", {"office": office, "is_used": True})
        return render(request, "reports/survey/thanks.html", {"office": office, "is_used": False})
    context = {"form": form, "office": office}
    return render(request, "reports/survey/answer.html", context, status=422 if form.is_bound else 200)


@require_safe
def show_public(request: HttpRequest, office: str) -> HttpResponse:
    """What was published, and this year so far: figures only, none for fewer than five respondents."""
    found = get_object_or_404(Office, code=office, is_active=True)
    today = timezone.now().astimezone(found.tz).date()
    published = SurveyReport.objects.filter(office=found, published_at__isnull=False).select_related("document")[:12]
    context = {
        "office": found,
        "year": today.year,
        "result": public_result(found, Period(date(today.year, 1, 1), today)),
        "reports": report_lines(published),
        "plans": follow_up_counts(found),
    }
    return render(request, "reports/survey/public.html", context)


# --- The desk ---------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def show_results(request: HttpRequest) -> HttpResponse:
    actor, office = _reader(request)
    period = _period(request, office)
    setting = setting_of(office)
    result, profile = result_of(office, period, weight=setting.weight)
    reach = reach_of(office, period, answered=result.respondents if result else 0, population=setting.population)
    today = timezone.now().astimezone(office.tz).date()
    report = (
        SurveyReport.objects.filter(office=office, first_on=period.first, last_on=period.last, document__isnull=False)
        .select_related("document")
        .first()
    )
    comments = answers_of(office, period).exclude(comment="").order_by("-answered_on", "pk")
    context = {
        "tabs": report_tabs(actor, request.path),
        "period": period,
        "is_over": period.last < today,
        "tiles": tiles_of(result, reach),
        "elements": element_lines(result),
        "weight": setting.get_weight_display(),
        "profile": profile,
        "comments": list(comments.values_list("comment", flat=True)[:COMMENTS]),
        "paper": report.document if report else None,
        "may_sign": bool(result) and report is None and period.last < today and may_sign_recap(actor),
        "may_plan": bool(result) and may_sign_recap(actor),
        "may_import": may_import_answers(actor),
        "sign_form": SignForm(auto_id="sign-%s"),
        "halves": _halves(today),
        "public_url": reverse("reports:survey_public", args=[office.code]),
    }
    return render(request, "reports/survey/results.html", context)


@login_required
@require_safe
def download(request: HttpRequest, form: str) -> HttpResponseBase:
    _actor, office = _reader(request)
    period = _period(request, office)
    result = score_of(office, period, weight=setting_of(office).weight)
    if result is None:
        messages.info(request, _("Belum ada jawaban pada masa ini."))
        return redirect(f"{reverse('reports:survey')}?{period.query}")
    name = f"skm-{office.code}-{period.slug}.{form}"
    if form == "xlsx":
        response: HttpResponseBase = FileResponse(
            survey_workbook(office, period, result), as_attachment=True, filename=name, content_type=XLSX
        )
    else:
        content = render_data(survey_paper(office, period, result), office=office)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def download_example(request: HttpRequest) -> FileResponse:
    _reader(request)
    return FileResponse(example_workbook(), as_attachment=True, filename="formulir-skm.xlsx", content_type=XLSX)


@login_required
@require_POST
def act(request: HttpRequest, deed: str) -> HttpResponse:
    """``sign`` with the PIN, or ``plan`` the follow-up of the three lowest elements."""
    actor, office = _reader(request)
    period = period_from(
        {name: str(value) for name, value in request.POST.items()}, today=timezone.now().astimezone(office.tz).date()
    )
    at = timezone.now()
    try:
        if deed == "sign" and may_sign_recap(actor):
            assert isinstance(actor.user, User)
            check_pin(actor.user, request.POST.get("pin", ""), at=at)
            paper = sign_survey_report(office, period, by=actor, at=at)
            messages.success(request, _("Laporan terbit dengan nomor %(number)s.") % {"number": paper.number})
        elif deed == "plan":
            made = plan_follow_up(office, period, by=actor, at=at)
            messages.success(request, _("%(n)d rencana tindak lanjut ditambahkan.") % {"n": len(made)})
            return redirect("reports:follow_ups")
        else:
            raise Http404
    except PinRefused as error:
        messages.error(request, str(error))
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect(f"{reverse('reports:survey')}?{period.query}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_forms(request: HttpRequest) -> HttpResponse:
    """Paper forms as XLSX or CSV: all rows or none."""
    actor, office = _reader(request)
    if not may_import_answers(actor):
        raise Http404
    at = timezone.now()
    form = PaperFormsForm(request.POST or None, request.FILES or None)
    wrong: list[str] = []
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            answers, wrong = read_paper_forms(content, office=office, today=at.astimezone(office.tz).date())
            if not answers and not wrong:
                form.add_error("file", _("Berkas ini tidak berisi jawaban."))
            elif not wrong:
                digest = hashlib.sha256(content).hexdigest()
                count = import_answers(office, answers, digest=digest, name=upload.name, by=actor, at=at)
                messages.success(request, _("%(n)d jawaban ditambahkan.") % {"n": count})
                days = [each.answered_on for each in answers]
                return redirect(f"{reverse('reports:survey')}?{Period(min(days), max(days)).query}")
        except SheetRefused as refusal:
            form.add_error("file", refusal.sentence)
        except DomainError as error:
            form.add_error(None, error.sentence)
    context: dict[str, Any] = {
        "tabs": report_tabs(actor, reverse("reports:survey")),
        "form": form,
        "wrong": wrong[:SHOWN_ERRORS],
        "more": max(0, len(wrong) - SHOWN_ERRORS),
    }
    return render(request, "reports/survey/import.html", context, status=422 if wrong or form.errors else 200)


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_recap(actor) or actor.office is None:
        raise Http404
    return actor, actor.office


def _period(request: HttpRequest, office: Office) -> Period:
    """This year, unless the address says otherwise."""
    today = timezone.now().astimezone(office.tz).date()
    asked = {name: str(value) for name, value in request.GET.items()}
    if not any(asked.get(name) for name in ("bulan", "dari", "sampai")):
        return Period.year(today.year)
    return period_from(asked, today=today)


def _halves(today: date) -> list[tuple[str, str]]:
    """This year, its halves and the year before: what offices report."""
    year = today.year
    return [
        (str(year), Period.year(year).query),
        (_("Semester I %(year)d") % {"year": year}, Period(date(year, 1, 1), date(year, 6, 30)).query),
        (_("Semester II %(year)d") % {"year": year}, Period(date(year, 7, 1), date(year, 12, 31)).query),
        (str(year - 1), Period.year(year - 1).query),
    ]
