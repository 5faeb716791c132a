"""The years of each service, and one evaluation: its numbers, its words, its follow-up, its paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language
from vidcon_portal.procedures.models import Service
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Tile

from ..choices import FollowUpStatus
from ..models import StandardEvaluation
from ..pages import report_tabs
from ..permissions import may_sign_recap, reads_recap
from ..recap.forms import SignForm
from .forms import EvaluationForm
from .papers import evaluation_paper
from .queries import evaluations_of, facts_of, follow_ups_of
from .services import prepare_evaluation, sign_evaluation, write_evaluation


@login_required
@require_safe
def list_evaluations(request: HttpRequest) -> HttpResponse:
    """Newest year first; who writes may prepare that of this year or the last before it appears by itself."""
    actor, office = _reader(request)
    this_year = timezone.now().astimezone(office.tz).year
    rows = list(evaluations_of(office)[:200])
    known = {(row.service_id, row.year) for row in rows}
    services = Service.objects.filter(office=office).order_by("name") if may_sign_recap(actor) else []
    context = {
        "tabs": report_tabs(actor, request.path),
        "rows": [{"row": row, "badge": _badge(row, this_year)} for row in rows],
        "missing": [
            {"service": service, "year": year}
            for service in services
            for year in (this_year, this_year - 1)
            if (service.pk, year) not in known
        ],
    }
    return render(request, "reports/evaluation/list.html", context)


@login_required
@require_POST
def start_evaluation(request: HttpRequest) -> HttpResponse:
    """Prepare the evaluation of a service in this year or the last."""
    actor, office = _reader(request)
    this_year = timezone.now().astimezone(office.tz).year
    year = request.POST.get("year", "")
    if not may_sign_recap(actor) or year not in (str(this_year), str(this_year - 1)):
        raise Http404
    service = get_object_or_404(Service, office=office, pk=_key(request.POST.get("service", "")))
    evaluation, _created = prepare_evaluation(service, int(year), at=timezone.now())
    return redirect(evaluation.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers are counted now until it is signed; then they are those of the paper."""
    actor, office = _reader(request)
    evaluation = get_object_or_404(evaluations_of(office), pk=pk)
    is_signed = evaluation.document is not None and evaluation.document.is_issued
    may_write = may_sign_recap(actor) and not is_signed
    form = EvaluationForm(request.POST if request.method == "POST" else None, instance=evaluation)
    if form.is_bound:
        if form.is_valid():
            try:
                write_evaluation(form.instance, by=actor)
            except DomainError as error:
                messages.error(request, error.sentence)
            else:
                messages.success(request, _("Evaluasi tersimpan."))
            return redirect(evaluation.get_absolute_url())
        evaluation.refresh_from_db()
    if is_signed:
        assert evaluation.document is not None
        body = evaluation.document.context["body"]
        figures, rows, against = body["figures"], body["rows"], body["against"]
    else:
        with official_language():
            facts = facts_of(evaluation.service, evaluation.year)
        figures, rows, against = facts.figures, facts.rows, facts.against
    plans = list(follow_ups_of(evaluation))
    context = {
        "tabs": report_tabs(actor, reverse("reports:evaluations")),
        "evaluation": evaluation,
        "badge": _badge(evaluation, timezone.now().astimezone(office.tz).year),
        "tiles": [Tile(_label(each), _value(each)) for each in figures],
        "rows": rows,
        "against": against,
        "plans": plans,
        "done": sum(1 for row in plans if row.status == FollowUpStatus.DONE),
        "form": form if may_write else None,
        "may_write": may_write,
        "may_plan": may_sign_recap(actor),
        "may_sign": may_write and timezone.now().astimezone(office.tz).year > evaluation.year,
        "sign_form": SignForm(auto_id="sign-%s"),
        "is_signed": is_signed,
    }
    return render(request, "reports/evaluation/evaluation.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft on paper; the signed one is the document itself."""
    _actor, office = _reader(request)
    evaluation = get_object_or_404(evaluations_of(office), pk=pk)
    if evaluation.document is not None and evaluation.document.is_issued:
        return redirect(evaluation.document.get_absolute_url())
    with official_language():
        data = evaluation_paper(evaluation, facts_of(evaluation.service, evaluation.year))
    response = HttpResponse(render_data(data, office=office), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="evaluasi-{office.code}-{evaluation.year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    actor, office = _reader(request)
    evaluation = get_object_or_404(evaluations_of(office), pk=pk)
    if not may_sign_recap(actor):
        raise Http404
    at = timezone.now()
    try:
        assert isinstance(actor.user, User)
        check_pin(actor.user, request.POST.get("pin", ""), at=at)
        paper = sign_evaluation(evaluation, by=actor, at=at)
        messages.success(request, _("Evaluasi ditandatangani dengan nomor %(number)s.") % {"number": paper.number})
    except PinRefused as error:
        messages.error(request, str(error))
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect(evaluation.get_absolute_url())


def _badge(evaluation: StandardEvaluation, this_year: int) -> Badge:
    if evaluation.document is not None and evaluation.document.is_issued:
        return Badge(State.DONE, _("Ditandatangani"))
    if evaluation.year >= this_year:
        return Badge(State.NEUTRAL, _("Tahun berjalan"), icon="clock")
    return Badge(State.WAITING, _("Belum ditandatangani"))


def _label(fact: object) -> str:
    label = fact["label"] if isinstance(fact, dict) else fact.label  # type: ignore[attr-defined]  # a Fact
    return str(label[:1].upper() + label[1:])


def _value(fact: object) -> str:
    return str(fact["value"] if isinstance(fact, dict) else fact.value)  # type: ignore[attr-defined]  # a Fact


def _key(word: str) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 12 else 0


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_recap(actor) or actor.office is None:
        raise Http404
    return actor, actor.office
