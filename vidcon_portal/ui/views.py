"""The choice of theme, and the gallery of components for developers and visual tests."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.ui.gallery import build_gallery
from vidcon_portal.ui.themes import THEME_COOKIE, Theme

YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or device in a cookie, and go back to where one came from."""
    wanted = request.POST.get("next", "") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    back = wanted if safe else "/"
    if request.method == "POST" and request.POST.get("theme") in Theme.values:
        response = HttpResponseRedirect(back)
        response.set_cookie(
            THEME_COOKIE, request.POST["theme"], max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return response
    current = request.COOKIES.get(THEME_COOKIE, Theme.DEVICE)
    choices = [{"value": value, "label": label, "current": value == current} for value, label in Theme.choices]
    return render(request, "ui/theme.html", {"choices": choices, "next": back})


@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; exists in development and demo only."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "ui/gallery.html", build_gallery())
