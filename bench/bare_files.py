"""Bare views that send a file: to anybody, and to anybody who is signed in. It is its own urlconf, like the yardstick."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpRequest
from django.urls import ResolverMatch, path

_sent: list[Path] = []


def send_file(request: HttpRequest, number: int) -> FileResponse:
    return FileResponse(_sent[number].open("rb"), content_type="application/pdf")


urlpatterns = [
    path("berkas/<int:number>/", login_required(send_file)),
    path("berkas-polos/<int:number>/", send_file),
]


class BareFiles(WSGIHandler):
    """Serves these URLs alone, beside a portal that keeps its own."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.urlconf = __name__  # type: ignore[attr-defined] # what Django looks for first
        return super().resolve_request(request)


def file_views(file: Path) -> tuple[str, str]:
    """Addresses that send this file: to who is signed in, to anybody."""
    _sent.append(file)
    number = len(_sent) - 1
    return f"/berkas/{number}/", f"/berkas-polos/{number}/"
