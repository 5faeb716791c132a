"""Through whom an office's WhatsApp messages go: connected and tried by its admin."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.notifications import permissions, services
from vidcon_portal.notifications.errors import NotDelivered
from vidcon_portal.notifications.forms import OwnGatewayForm
from vidcon_portal.notifications.models import Gateway

LIMITS = {"try_gateway": "5/m/user"}


@login_required
@sensitive_post_parameters("new_token")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_gateway(request: HttpRequest) -> HttpResponse:
    """One form for whichever provider; what it needs and lacks is said beside the field."""
    actor, office = _admin(request)
    stored = Gateway.objects.filter(office=office).first()
    form = OwnGatewayForm(request.POST or None, instance=stored or Gateway(office=office))
    if form.is_valid():
        services.save_gateway(form.save(commit=False), by=actor)
        messages.success(request, _("Gerbang tersimpan. Kirim pesan uji sebelum dipakai."))
        return redirect("notifications:gateway")
    context = {"form": form, "is_stored": stored is not None, "phone": getattr(actor.user, "phone", "")}
    return render(request, "notifications/gateway.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def try_gateway(request: HttpRequest) -> HttpResponse:
    """One message to the admin's own number, at once; what the gateway says stands on the page."""
    actor, office = _admin(request)
    gateway = get_object_or_404(Gateway.objects.select_related("office"), office=office)
    if not ratelimit.consume(request, app="vidcon_portal", action="try_gateway", config=LIMITS, user=request.user):
        return render(request, "429.html", status=429)
    number = getattr(actor.user, "phone", "")
    if not number:
        messages.error(request, _("Isi nomor WhatsApp Anda di Akun, lalu kirim pesan uji lagi."))
        return redirect("notifications:gateway")
    try:
        services.send_trial(gateway, number=number)
    except NotDelivered as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Pesan uji diterima gerbang. Periksa WhatsApp Anda."))
    return redirect("notifications:gateway")


def _admin(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.office is None or not permissions.may_connect_gateway(actor):
        raise Http404
    return actor, actor.office
