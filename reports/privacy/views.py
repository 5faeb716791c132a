"""The notice for everybody, one's own data, and the queue of requests with its clock."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language
from vidcon_portal.ui.wording import say_duration

from ..models import DataRequest, OfficeNotice
from ..pages import report_tabs
from ..permissions import answers_data_requests, reads_processing
from .forms import AskForm
from .processing import HEADINGS, activities, controller_of, processing_paper
from .queries import data_of
from .services import answer_data_request, ask_about_data


@require_safe
def show_notice(request: HttpRequest, office: str) -> HttpResponse:
    """What is kept, why, how long, and whom to ask."""
    found = get_object_or_404(Office, code=office, is_active=True)
    notice = OfficeNotice.objects.filter(office=found).first()
    context = {
        "office": found,
        "days": settings.ATTENDEE_NAMES_KEPT_DAYS,
        "officer": (notice.privacy_officer if notice else "") or found.name,
        "contact": (notice.privacy_contact if notice else "") or found.email or found.phone or found.address,
    }
    return render(request, "reports/privacy/notice.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the one who asks; corrections and erasure are requested here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    assert isinstance(actor.user, User)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            if actor.office is None:
                raise Http404
            ask_about_data(actor.user, actor.office, **form.cleaned_data, at=timezone.now())
        except DomainError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Permintaan terkirim. Jawabannya datang dalam 3 × 24 jam."))
            return redirect("reports:own_data")
    context = {
        "data": data_of(actor.user),
        "form": form if actor.office is not None else None,
        "requests": DataRequest.objects.filter(user=actor.user).order_by("-requested_at"),
        "office": actor.office,
    }
    return render(request, "reports/privacy/own_data.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def export_own_data(request: HttpRequest) -> JsonResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    assert isinstance(actor.user, User)
    response = JsonResponse(data_of(actor.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@login_required
@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    actor, office = _desk(request)
    return _queue(request, actor, office)


@login_required
@require_safe
def show_processing(request: HttpRequest, form: str | None = None) -> HttpResponse:
    """The records of processing activities, on the page or as PDF."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    office = actor.office
    if office is None or not reads_processing(actor):
        raise Http404
    if form == "pdf":
        with official_language():
            content = render_data(processing_paper(office), office=office)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="pemrosesan-data-{office.code}.pdf"'
        return response
    context = {
        "tabs": report_tabs(actor, reverse("reports:data_requests")),
        "activities": activities(),
        "headings": HEADINGS,
        "controller": controller_of(office),
    }
    return render(request, "reports/privacy/processing.html", context)


@login_required
@require_POST
def answer_request(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """``grant`` or ``refuse``, with the words that the person reads."""
    actor, office = _desk(request)
    asked = get_object_or_404(DataRequest, pk=pk, office=office)
    if deed not in ("grant", "refuse"):
        raise Http404
    try:
        answer_data_request(
            asked, grant=deed == "grant", answer=request.POST.get("answer", "")[:2000], by=actor, at=timezone.now()
        )
        messages.success(request, _("Jawaban tersimpan dan disampaikan."))
    except DomainError as error:
        return _queue(request, actor, office, refusal=error.sentence, refused=asked.pk)
    return redirect("reports:data_requests")


def _queue(request: HttpRequest, actor: Actor, office: Office, *, refusal: str = "", refused: int = 0) -> HttpResponse:
    at = timezone.now()
    rows = DataRequest.objects.filter(office=office).select_related("user").order_by("answered_at", "due_at")
    context: dict[str, Any] = {
        "tabs": report_tabs(actor, request.path),
        "rows": [
            {
                "row": row,
                "is_late": row.answered_at is None and row.due_at < at,
                "is_open": row.answered_at is None,
                "left": say_duration(abs((row.due_at - at).total_seconds())),
            }
            for row in sorted(rows[:200], key=lambda row: row.answered_at is not None)
        ],
        "refusal": refusal,
        "refused": refused,
    }
    return render(request, "reports/privacy/requests.html", context, status=422 if refusal else 200)


def _desk(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not answers_data_requests(actor) or actor.office is None:
        raise Http404
    return actor, actor.office
