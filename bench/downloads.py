"""`python -m bench.downloads`: the download of an issued paper beside bare views that send the same file.

One bare view stands behind the portal's own middlewares and sends the file to anybody who is signed in: what is left is
what asking for this paper and whether this person may have it costs. The other one is Django alone: no middleware, no
session, no user. DATABASE_URL names a filled database; `make bench` measures the same.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .run import set_up
from .timing import Pair, side_by_side

AIM = 2.5
"""Times the bare view of who is signed in: our own reading of "as fast as a file"."""


@dataclass(frozen=True, slots=True)
class DownloadLine:
    """One reader's download; ``alone`` beside the view without any middleware."""

    name: str
    pair: Pair
    alone: Pair
    statements: int
    status: int


def measure_downloads(times: int) -> Iterator[DownloadLine]:
    """The newest letter of a case for two readers, a sheet that stays inside, and a letter that the browser has."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    from vidcon_portal.accounts.models import User

    from .bare_files import BareFiles, file_views
    from .browser import Browser, statements_of

    with override_settings(MIDDLEWARE=[]):
        alone = Browser(BareFiles())
    for name, paper, login, known in _downloads():
        user = User.objects.get(username=login)
        address = paper.get_absolute_url()
        portal, bare = Browser(WSGIHandler(), user), Browser(BareFiles(), user)
        headers = {"HTTP_IF_NONE_MATCH": f'"{paper.file.sha256}"'} if known else {}
        views = file_views(Path(paper.file.content.path))

        def ours(portal: Browser = portal, address: str = address, headers: dict[str, str] = headers) -> object:
            return portal.get(address, **headers)

        status = portal.get(address, **headers).status
        pair, without = (
            side_by_side(ours, _fetch(browser, view), times=times)
            for browser, view in zip((bare, alone), views, strict=True)
        )
        yield DownloadLine(name, pair, without, statements_of(portal, address), status)


def _fetch(browser: Any, address: str) -> Callable[[], object]:
    return lambda: browser.get(address)


def _downloads() -> Iterator[tuple[str, Any, str, bool]]:
    from django.utils import timezone

    from vidcon_portal.documents.models import Document
    from vidcon_portal.documents.services.pdfs import ensure_pdf

    papers = Document.objects.issued().select_related("office", "file", "booking_paper__booking__applicant")
    papers = papers.order_by("-signed_at")
    letter = papers.filter(owner_kind="booking").first()
    inside = papers.filter(owner_kind="booking_internal").first()
    for name, paper, by_applicant, known in (
        ("Unduh surat, kepala dinas", letter, False, False),
        ("Unduh surat, pemohon", letter, True, False),
        ("Unduh surat yang sudah ada di peramban", letter, False, True),
        ("Unduh lembar disposisi, kepala dinas", inside, False, False),
    ):
        if paper is not None:
            applicant = paper.booking_paper.booking.applicant.username
            login = applicant if by_applicant else f"kadis.{paper.office.code}"
            yield name, ensure_pdf(paper, at=timezone.now()), login, known


def download_rows(lines: list[dict[str, Any]]) -> Iterator[str]:
    """The table for a terminal."""
    yield f"\n{'Unduhan':46}{'p50 ms':>8}{'× masuk':>9}{'× CPU':>7}{'× polos':>9}{'× CPU':>7}{'tujuan':>7}{'SQL':>5}"
    for line in lines:
        pair, alone = line["pair"], line["alone"]
        status = "" if line["status"] in (200, 304) else f"  status {line['status']}"
        yield (
            f"{line['name'][:45]:46}{pair['timing']['p50']:8.2f}{pair['ratio']:9.2f}{pair['work']:7.2f}"
            f"{alone['ratio']:9.2f}{alone['work']:7.2f}{AIM:7.1f}{line['statements']:5}{status}"
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.downloads")
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args(arguments)
    set_up()
    print("\n".join(download_rows([asdict(line) for line in measure_downloads(options.times)])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
