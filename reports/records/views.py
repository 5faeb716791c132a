"""Arsip: the retention schedule, what is due, the lists that were made of it, and how they were carried out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError, Incomplete
from bookings.uploads import add_refusals, store_uploads
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.pins import PinRefused, check_pin
from vidcon_portal.documents.delivery import as_private
from vidcon_portal.documents.retention import schedule_of
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge

from ..choices import DestructionStatus
from ..models import Destruction
from ..pages import report_tabs
from ..permissions import destroys_records, keeps_registers, reads_registers
from ..recap.forms import SignForm
from .forms import ApprovalForm
from .papers import proposal_paper
from .queries import MOST, destructions_of, due_cases
from .services import carry_out, propose_destruction, record_approval, withdraw_destruction

LOOKS = {
    DestructionStatus.PROPOSED: State.WAITING,
    DestructionStatus.APPROVED: State.WAITING,
    DestructionStatus.DESTROYED: State.DONE,
    DestructionStatus.WITHDRAWN: State.NEUTRAL,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_records(request: HttpRequest) -> HttpResponse:
    """What is due, and the schedule that says so. POST makes a list of what was ticked."""
    actor, office = _reader(request)
    refused = ""
    if request.method == "POST":
        if not keeps_registers(actor):
            raise Http404
        chosen = {int(each) for each in request.POST.getlist("cases") if each.isascii() and each.isdigit()}
        try:
            destruction = propose_destruction(office, chosen, by=actor, at=timezone.now())
        except DomainError as error:
            refused = error.sentence
        else:
            messages.success(request, _("Usul musnah disusun. Unduh daftarnya dan mintakan persetujuan."))
            return redirect(destruction.get_absolute_url())
    due = due_cases(office, at=timezone.now(), most=MOST + 1)
    context = {
        "tabs": report_tabs(actor, reverse("reports:records")),
        "due": due[:MOST],
        "most": MOST if len(due) > MOST else 0,
        "lists": [{"row": row, "badge": _badge(row)} for row in destructions_of(office)[:100]],
        "schedule": schedule_of(office).values(),
        "may_propose": keeps_registers(actor),
        "refused": refused,
    }
    return render(request, "reports/records/records.html", context, status=422 if refused else 200)


@login_required
@require_safe
def show_destruction(request: HttpRequest, pk: int) -> HttpResponse:
    actor, office = _reader(request)
    return _page(request, actor, get_object_or_404(destructions_of(office), pk=pk))


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval that came from outside enters the record."""
    actor, office = _reader(request)
    destruction = get_object_or_404(destructions_of(office), pk=pk)
    if not keeps_registers(actor):
        raise Http404
    at = timezone.now()
    probe = ApprovalForm(destruction=destruction)
    data, lost = store_uploads(probe.fields, request.POST, request.FILES, by=actor, office=office, at=at)
    form = ApprovalForm(data, destruction=destruction)
    valid = form.is_valid()
    add_refusals(form, lost)
    if not valid or lost:
        return _page(request, actor, destruction, form=form)
    try:
        record_approval(destruction, **form.cleaned_data, by=actor, at=at)
    except Incomplete as error:
        for name, sentences in error.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return _page(request, actor, destruction, form=form)
    except DomainError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Persetujuan dicatat. Kepala dinas menandatangani berita acaranya."))
    return redirect(destruction.get_absolute_url())


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor, office = _reader(request)
    destruction = get_object_or_404(destructions_of(office), pk=pk)
    try:
        withdraw_destruction(destruction, by=actor)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect(destruction.get_absolute_url())
    messages.success(request, _("Usul ditarik. Berkasnya dapat diusulkan lagi."))
    return redirect("reports:records")


@login_required
@require_POST
def destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """Signature and destruction are one act; it cannot be undone."""
    actor, office = _reader(request)
    destruction = get_object_or_404(destructions_of(office), pk=pk)
    if not destroys_records(actor):
        raise Http404
    at = timezone.now()
    try:
        assert isinstance(actor.user, User)
        check_pin(actor.user, request.POST.get("pin", ""), at=at)
        paper = carry_out(destruction, by=actor, at=at)
        messages.success(request, _("Arsip dimusnahkan. Berita acaranya bernomor %(n)s.") % {"n": paper.number})
    except PinRefused as error:
        messages.error(request, str(error))
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect(destruction.get_absolute_url())


@login_required
@require_safe
def download_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Daftar arsip usul musnah, as it was proposed."""
    _actor, office = _reader(request)
    destruction = get_object_or_404(destructions_of(office), pk=pk)
    with official_language():
        pdf = render_data(proposal_paper(destruction, _items(destruction)), office=office)
    name = f"usul-musnah-{office.code}-{destruction.proposed_at:%Y-%m-%d}.pdf"
    return as_private(HttpResponse(pdf, content_type="application/pdf"), name)


def _page(
    request: HttpRequest, actor: Actor, destruction: Destruction, *, form: ApprovalForm | None = None
) -> HttpResponse:
    status = DestructionStatus(destruction.status)
    may_keep = keeps_registers(actor)
    context = {
        "tabs": report_tabs(actor, reverse("reports:records")),
        "destruction": destruction,
        "badge": _badge(destruction),
        "items": _items(destruction),
        "form": (form or ApprovalForm(destruction=destruction))
        if may_keep and status == DestructionStatus.PROPOSED
        else None,
        "may_withdraw": may_keep and status in (DestructionStatus.PROPOSED, DestructionStatus.APPROVED),
        "may_destroy": destroys_records(actor) and status == DestructionStatus.APPROVED,
        "waits_for_head": not destroys_records(actor) and status == DestructionStatus.APPROVED,
        "sign_form": SignForm(auto_id="sign-%s"),
    }
    return render(request, "reports/records/destruction.html", context, status=422 if form is not None else 200)


def _items(destruction: Destruction) -> list[Any]:
    return list(destruction.items.select_related("booking"))


def _badge(destruction: Destruction) -> Badge:
    return Badge(LOOKS[DestructionStatus(destruction.status)], destruction.get_status_display())


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_registers(actor) or actor.office is None:
        raise Http404
    return actor, actor.office
