"""What every request passes through, before any wing."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from .problems import problem

NUL = "\x00"
CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class ReadableMiddleware:
    """400 for what the portal could not keep: a NUL (PostgreSQL has none), or text that is not UTF-8.

    Looks at the query and the form, before any view and before CSRF; JSON has a strict parser of its own. A cookie
    with a NUL, which no browser sends, counts as absent. Stands before the middleware of sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(NUL in text for pair in request.COOKIES.items() for text in pair):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in name + value}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Inside all other middlewares, so that the answer carries their headers."""
        if _is_readable(request):
            return None
        if request.path_info.startswith("/api/"):
            sentence = _("Permintaan memuat karakter yang tidak dapat disimpan, atau bukan UTF-8.")
            return problem("bad-request", HTTPStatus.BAD_REQUEST, sentence)
        raise BadRequest("Unreadable text.")


def _is_readable(request: HttpRequest) -> bool:
    params = request.content_params or {}
    if params.get("charset", "utf-8").lower() not in CHARSETS:
        request.encoding, request.content_params = "utf-8", {}  # the page that says no reads the query again
        return False
    if NUL in unquote(request.META.get("QUERY_STRING", "")):
        return False
    if request.method != "POST" or request.content_type not in FORMS:
        return True
    if any(NUL in name for name in (*request.POST, *request.FILES)):
        return False
    return not any(NUL in text for name in request.POST for text in request.POST.getlist(name))


class ChosenLanguageMiddleware:
    """Indonesian, unless this person chose another language.

    Django's own middleware also follows the browser; many an office computer speaks English only because nobody
    changed it, and its user would read official words in the wrong language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
