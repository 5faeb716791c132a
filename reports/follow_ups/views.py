"""The tracker of follow-up, and one line of it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Tile

from ..choices import FollowUpStatus
from ..models import FollowUp
from ..pages import report_tabs
from ..permissions import may_sign_recap, reads_recap
from .forms import FollowUpForm
from .services import save_follow_up

STATES = {
    FollowUpStatus.OPEN: State.WAITING,
    FollowUpStatus.DOING: State.CONFIRMED,
    FollowUpStatus.DONE: State.DONE,
}


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    row: FollowUp
    due: str
    badge: Badge


@login_required
@require_safe
def list_follow_ups(request: HttpRequest) -> HttpResponse:
    """Open ones first, by their date; the share that is done stands on top. Two queries."""
    actor, office = _reader(request)
    today = timezone.now().astimezone(office.tz).date()
    rows = list(FollowUp.objects.filter(office=office).order_by("due_on", "pk")[:500])
    done = sum(1 for row in rows if row.status == FollowUpStatus.DONE)
    late = sum(1 for row in rows if _is_late(row, today))
    shown = sorted(rows, key=lambda row: row.status == FollowUpStatus.DONE)
    context = {
        "tabs": report_tabs(actor, request.path),
        "rows": [FollowUpRow(row, format_date(row.due_on, "j M Y"), _badge(row, today)) for row in shown],
        "tiles": [
            Tile(_("Rencana"), str(len(rows))),
            Tile(_("Selesai"), f"{(200 * done + len(rows)) // (2 * len(rows))}%" if rows else "–", str(done)),
            Tile(_("Lewat batas waktu"), str(late)),
        ],
        "may_edit": may_sign_recap(actor),
    }
    return render(request, "reports/follow_ups/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_follow_up(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Without ``pk`` a new one."""
    actor, office = _reader(request)
    if not may_sign_recap(actor):
        raise Http404
    row = (
        get_object_or_404(FollowUp, pk=pk, office=office)
        if pk is not None
        else FollowUp(source=request.GET.get("asal", "")[:120])
    )
    form = FollowUpForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        save_follow_up(form.save(commit=False), office=office, by=actor, at=timezone.now())
        messages.success(request, _("Rencana tindak lanjut tersimpan."))
        return redirect("reports:follow_ups")
    context = {"form": form, "tabs": report_tabs(actor, reverse("reports:follow_ups")), "is_new": pk is None}
    return render(request, "reports/follow_ups/edit.html", context, status=422 if form.errors else 200)


def _is_late(row: FollowUp, today: date) -> bool:
    return row.status != FollowUpStatus.DONE and row.due_on < today


def _badge(row: FollowUp, today: date) -> Badge:
    if _is_late(row, today):
        return Badge(State.OVERDUE, _("Lewat batas waktu"))
    return Badge(STATES[FollowUpStatus(row.status)], str(row.get_status_display()))


def _reader(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_recap(actor) or actor.office is None:
        raise Http404
    return actor, actor.office
