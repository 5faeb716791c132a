"""Own leave, and maintenance and leave that the office's keepers record; what stands in the way is shown, never removed."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bookings.errors import Clash, DomainError
from bookings.models import Block, Resource
from vidcon_portal.accounts.actors import Actor

from ..block_lines import block_lines
from ..blocks import kept_resources, own_resources, standing_blocks
from ..forms import BlockForm
from ..obstacles import obstacles_of
from ..permissions import keeps_leave, keeps_things, may_block, sees_people
from ..services import block_resource, end_block
from .tabs import calendar_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_leave(request: HttpRequest) -> HttpResponse:
    """The reader's own leave and other time off duty."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    if actor.office is None:
        return render(request, "scheduling/no_office.html")
    if not sees_people(actor):
        raise Http404
    return _keep(request, actor, "leave", own_resources(actor, actor.office))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_maintenance(request: HttpRequest) -> HttpResponse:
    """What the reader takes out of use for the office."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    if actor.office is None:
        return render(request, "scheduling/no_office.html")
    if not keeps_things(actor, actor.office) and not keeps_leave(actor, actor.office):
        raise Http404
    return _keep(request, actor, "maintenance", list(kept_resources(actor, actor.office)))


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End or cancel one block; with ``following`` the later ones of its series too."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    block = get_object_or_404(Block.objects.select_related("resource__office"), pk=pk, resource__office=actor.office)
    if not may_block(actor, block.resource):
        raise PermissionDenied(_("Waktu ini diakhiri oleh orangnya sendiri atau pengelola sumber daya kantor."))
    at = timezone.now()
    try:
        gained = end_block(block, by=actor, at=at, following="following" in request.POST)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        text = _("Waktu itu bebas kembali.")
        if gained:
            text += " " + ngettext(
                "%(n)d permohonan dari daftar tunggu mendapatkannya.",
                "%(n)d permohonan dari daftar tunggu mendapatkannya.",
                len(gained),
            ) % {"n": len(gained)}
        messages.success(request, text)
    return redirect("scheduling:leave" if "own" in request.POST else "scheduling:maintenance")


def _keep(request: HttpRequest, actor: Actor, name: str, resources: list[Resource]) -> HttpResponse:
    office, at = actor.office, timezone.now()
    assert office is not None
    is_own = name == "leave"
    chosen = next((each.pk for each in resources if is_own or each.code == request.GET.get("untuk")), None)
    form = BlockForm(
        request.POST if request.method == "POST" else None,
        office=office,
        resources=resources,
        initial={"resource": chosen, "start_on": at.astimezone(office.tz).date()},
    )
    context: dict[str, object] = {}
    status = HTTPStatus.OK
    with timezone.override(office.tz):
        if form.is_bound:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            if form.is_valid():
                resource, spans = form.cleaned_data["resource"], form.cleaned_data["spans"]
                resource.office = office
                around = "around" in request.POST
                try:
                    made = block_resource(
                        resource, spans, by=actor, at=at, note=form.cleaned_data["note"], around=around
                    )
                except Clash:
                    status = HTTPStatus.CONFLICT
                    found, more = obstacles_of(resource, spans, actor=actor, at=at)
                    context = {"obstacles": found, "more": more, "taken_by": resource.name}
                except DomainError as refusal:
                    form.add_error(None, refusal.sentence)
                else:
                    messages.success(
                        request, ngettext("Tercatat.", "Tercatat, %(n)d kali.", len(made)) % {"n": len(made)}
                    )
                    return redirect(f"scheduling:{name}")
        context |= {
            "office": office,
            "tabs": calendar_tabs("leave", actor, at.astimezone(office.tz).date()),
            "is_own": is_own,
            "is_keeper": keeps_things(actor, office) or keeps_leave(actor, office),
            "has_resources": bool(resources),
            "form": form,
            "lines": block_lines(standing_blocks(resources, at=at), actor, office=office, at=at),
        }
        return render(request, "scheduling/blocks.html", context, status=status)
