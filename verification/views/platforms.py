"""Where an office's admin connects Zoom, BigBlueButton and Jitsi, tries the connection, and repeats what failed."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError
from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from ..choices import Platform
from ..models import MeetingPlatform
from ..permissions import may_connect_providers
from ..platform_forms import PlatformForm
from ..platform_pages import platform_lines, trouble_lines
from ..queries import platforms_of, troubled_meetings
from ..services.platforms import probe, repeat_troubled, save_platform

LIMITS = {"probe": "10/m/user"}
MOST_TROUBLES = 20


@login_required
@require_safe
def list_platforms(request: HttpRequest) -> HttpResponse:
    """What is connected, and which meetings did not come about there."""
    office = _office(request)
    troubled = list(troubled_meetings(office)[:MOST_TROUBLES])
    cases = [each.session.booking_id for each in troubled]
    opens = set(Booking.objects.visible_to(_actor(request)).filter(pk__in=cases).values_list("pk", flat=True))
    context = {
        "lines": platform_lines(platforms_of(office), at=timezone.now()),
        "troubles": trouble_lines(troubled, opens=opens),
        "kinds": [(reverse("verification:add_platform", args=[each.value]), each.label) for each in Platform],
    }
    with timezone.override(office.tz):
        return render(request, "verification/platforms.html", context)


@login_required
@sensitive_post_parameters("new_secret", "new_hook_secret")
@require_http_methods(["GET", "HEAD", "POST"])
def add_platform(request: HttpRequest, provider: str) -> HttpResponse:
    if provider not in Platform.values:
        raise Http404
    platform = MeetingPlatform(office=_office(request), provider=provider, name=str(Platform(provider).label))
    return _edit(request, platform)


@login_required
@sensitive_post_parameters("new_secret", "new_hook_secret")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_platform(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(MeetingPlatform, pk=pk, office=_office(request)))


@login_required
@require_POST
def try_platform(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the provider now; makes nothing there."""
    platform = get_object_or_404(MeetingPlatform, pk=pk, office=_office(request))
    if not ratelimit.consume(request, app="vidcon_portal", action="probe", config=LIMITS, user=request.user):
        return render(request, "429.html", status=429)
    for name, fault in probe(platform):
        if fault:
            messages.error(request, f"{name}: {fault}")
        else:
            messages.success(request, _("%(name)s: tersambung.") % {"name": name})
    return redirect("verification:platform", pk)


@login_required
@require_POST
def repeat_all(request: HttpRequest) -> HttpResponse:
    count = repeat_troubled(_office(request), at=timezone.now())
    said = ngettext("%(n)d rapat dicoba lagi.", "%(n)d rapat dicoba lagi.", count) % {"n": count}
    messages.success(request, said)
    return redirect("verification:platforms")


def _edit(request: HttpRequest, platform: MeetingPlatform) -> HttpResponse:
    form = PlatformForm(request.POST or None, instance=platform)
    if form.is_valid():
        try:
            saved = save_platform(form.save(commit=False), hosts=form.hosts, by=_actor(request))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Tersimpan. Coba sambungannya sebelum dipakai."))
            return redirect("verification:platform", saved.pk)
    is_new = platform.pk is None
    is_zoom = platform.provider == Platform.ZOOM and not is_new
    context = {
        "form": form,
        "title": Platform(platform.provider).label if is_new else MeetingPlatform.objects.get(pk=platform.pk).name,
        "pk": platform.pk,
        "hook": f"{settings.SITE_URL}{reverse('verification:zoom_hook', args=[platform.pk])}" if is_zoom else "",
    }
    return render(request, "verification/platform.html", context, status=422 if form.is_bound else 200)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _office(request: HttpRequest) -> Office:
    actor = _actor(request)
    if actor.office is None or not may_connect_providers(actor):
        raise Http404
    return actor.office
