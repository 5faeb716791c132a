"""The choice of theme and language, and the gallery of components for developers and visual tests."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.accounts.cookies import remember_language, remember_theme
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.services import choose_language
from vidcon_portal.accounts.services import choose_theme as keep_theme
from vidcon_portal.ui.gallery import build_gallery
from vidcon_portal.ui.themes import THEME_COOKIE, Theme


@require_http_methods(["GET", "HEAD", "POST"])
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or device, or a language, and go back to where one came from.

    Kept with this browser and, signed in, with the person: mails and the next browser follow.
    """
    wanted = request.POST.get("next", "") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    back = wanted if safe else "/"
    if request.method == "POST" and (kept := _keep_choice(request, back)) is not None:
        return kept
    current = request.COOKIES.get(THEME_COOKIE, Theme.DEVICE)
    choices = [{"value": value, "label": label, "current": value == current} for value, label in Theme.choices]
    languages = [
        {"value": value, "label": label, "current": value == get_language()} for value, label in settings.LANGUAGES
    ]
    return render(request, "ui/theme.html", {"choices": choices, "languages": languages, "next": back})


def _keep_choice(request: HttpRequest, back: str) -> HttpResponse | None:
    """What was posted, remembered; None when it is no known theme or language."""
    theme, language = request.POST.get("theme", ""), request.POST.get("language", "")
    response = HttpResponseRedirect(back)
    user = getattr(request, "user", None)
    if theme in Theme.values:
        remember_theme(response, theme)
        if isinstance(user, User):
            keep_theme(user, "" if theme == Theme.DEVICE else theme)
    elif language in dict(settings.LANGUAGES):
        remember_language(response, language)
        if isinstance(user, User):
            choose_language(user, language)
    else:
        return None
    return response


@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; exists in development and demo only."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "ui/gallery.html", build_gallery())
