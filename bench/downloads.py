"""A paper's download beside a bare view that sends the same file: what asking who may have it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpRequest
from django.test.utils import override_settings
from django.urls import ResolverMatch, path

from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import Document

from .browser import Browser, statements_of
from .timing import Pair, side_by_side

AIM = 2.5
"""Times the bare view: our own aim for "as fast as a file"."""

_sent: dict[str, Path] = {}


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    address: str
    login: str


@dataclass(frozen=True, slots=True)
class DownloadLine:
    name: str
    pair: Pair
    statements: int
    status: int


def send_file(request: HttpRequest, name: str) -> FileResponse:
    """No session, no permission: opens the file and sends it."""
    return FileResponse(_sent[name].open("rb"), content_type="application/pdf")


urlpatterns = [path("berkas/<str:name>/", send_file)]


class BareFiles(WSGIHandler):
    """Serves this file's URLs alone, beside a portal that keeps its own."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.urlconf = __name__  # type: ignore[attr-defined] # what Django looks for first
        return super().resolve_request(request)


def papers_to_fetch() -> Iterator[tuple[Download, Document]]:
    """The newest letter of a case, for the head of office and for the applicant; a sheet that stays inside."""
    papers = (
        Document.objects.issued().filter(file__isnull=False).select_related("office", "file").order_by("-signed_at")
    )
    letter = papers.filter(owner_kind="booking").first()
    inside = papers.filter(owner_kind="booking_internal").first()
    for paper, name, lane in (
        (letter, "Unduh surat, kepala dinas", "kadis"),
        (letter, "Unduh surat, pemohon", "pemohon"),
        (inside, "Unduh lembar disposisi", "kadis"),
    ):
        if paper is not None:
            yield Download(name, paper.get_absolute_url(), f"{lane}.{paper.office.code}"), paper


def measure_downloads(times: int) -> Iterator[DownloadLine]:
    """Each in turns with the bare view that sends the same bytes."""
    application = WSGIHandler()
    with override_settings(MIDDLEWARE=[]):
        bare = Browser(BareFiles())
    for download, paper in papers_to_fetch():
        assert paper.file is not None
        _sent[str(paper.pk)] = Path(paper.file.content.path)
        browser = Browser(application, User.objects.get(username=download.login))
        status = browser.get(download.address).status
        pair = side_by_side(
            lambda b=browser, d=download: b.get(d.address),  # type: ignore[misc]
            lambda p=paper: bare.get(f"/berkas/{p.pk}/"),  # type: ignore[misc]
            times=times,
        )
        yield DownloadLine(download.name, pair, statements_of(browser, download.address), status)
