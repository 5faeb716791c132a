"""An office under its own host name: what it shows the public has short addresses there."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

SHORT = ("sop", "standar-pelayanan", "ketersediaan", "pengaduan", "maklumat", "privasi", "data-terbuka")
"""First words of an office's public pages; /skm/ alone too (/skm/<token>/ is a survey's one-time link)."""


def read_office_hosts(pairs: Iterable[str]) -> dict[str, str]:
    """``vidcon.contohprov.go.id=kaltara`` lines as host name → office code. Raises ``ImproperlyConfigured``."""
    found = {}
    for pair in pairs:
        host, equals, code = (part.strip().lower() for part in pair.partition("="))
        if not (host and equals and code):
            raise ImproperlyConfigured(f"OFFICE_HOSTS: write host=office, not {pair!r}.")
        found[host] = code
    return found


class OfficeHostMiddleware:
    """On an office's own host ``/`` is the office's home, and ``/pengaduan/`` its ``/<office>/pengaduan/``.

    Only reads are led on, so that no form loses what was typed. Everything else is the same portal on every host: who
    may see what never depends on a host name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hosts: dict[str, str] = settings.OFFICE_HOSTS
        if hosts and request.method in ("GET", "HEAD"):
            code = hosts.get(request.get_host().split(":")[0].lower())
            first = request.path.split("/")[1]
            if code and (first in ("", *SHORT) or request.path == "/skm/"):
                asked = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(f"/{code}{request.path}{'?' if asked else ''}{asked}")
        return self.get_response(request)
