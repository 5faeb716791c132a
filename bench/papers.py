"""`python -m bench.papers`: each kind of paper beside bare WeasyPrint of the same HTML, and how many a worker makes.

    .venv/bin/python -m bench.papers --times 10     # no database needed; `make bench` measures the same and the worker
    .venv/bin/python -m vidcon_portal.embedded_postgres run --durable .venv/bin/python -m bench.papers --pace

"Bare" has our style sheet and its fonts parsed beforehand, as we do, but writes a plain PDF: no template, no tags, no
PDF/A. The papers are those of the tests, one of each kind and variant.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .run import set_up
from .timing import Pair, side_by_side

PROMISED = 1.5


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One kind of paper: its pages, and our rendering beside bare WeasyPrint's."""

    name: str
    pages: int
    pair: Pair


@dataclass(frozen=True, slots=True)
class Pace:
    """What one worker makes of the papers of the filled database: rendered, written to disk, recorded."""

    papers: int
    per_minute: float
    per_processor_minute: float


def measure_papers(times: int) -> Iterator[PaperLine]:
    import pikepdf

    for name, render in _papers():
        markup, pdf = _caught(render)
        with pikepdf.open(BytesIO(pdf)) as opened:
            pages = len(opened.pages)
        yield PaperLine(name, pages, side_by_side(render, _bare(markup), times=times))


def measure_pace(most: int = 30) -> Pace:
    """Make the newest issued papers again as the worker does."""
    from django.utils import timezone

    from vidcon_portal.documents.models import Document
    from vidcon_portal.documents.services.pdfs import ensure_pdf

    papers = list(Document.objects.issued().order_by("-signed_at")[:most])
    Document.objects.filter(pk__in=[paper.pk for paper in papers]).update(file=None)
    started, began = time.perf_counter(), time.thread_time()
    for paper in papers:
        ensure_pdf(paper, at=timezone.now())
    spent, worked = time.perf_counter() - started, time.thread_time() - began
    return Pace(len(papers), 60 * len(papers) / spent, 60 * len(papers) / worked)


def _pace_of_a_filled_database() -> Pace:
    from .filling import seed

    seed(("kalbar",), past=6, processes=1)
    return measure_pace()


def _papers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    from tests.vidcon_portal.documents.samples import HEAD, PAPERS, PRINTED
    from vidcon_portal.documents.models import Document
    from vidcon_portal.documents.papers import LetterheadData, PaperBody, StampData
    from vidcon_portal.documents.services.pdfs import render_paper

    letterhead = LetterheadData("Pemerintah Provinsi", "Dinas Komunikasi dan Informatika", "Tanjung Raya")
    stamp = StampData("000.1.4/1/2026", "23 November 2026", HEAD, "https://vidcon.example/verifikasi/x/", "7k2m-4qx9")

    def renderer(name: str, data: PaperBody) -> Callable[[], bytes]:
        frozen = {
            "letterhead": letterhead.as_json(),
            "stamp": {} if name in PRINTED else stamp.as_json(),
            "body": data.as_json(),
        }
        document = Document(kind=data.kind, variant=data.variant, title=data.title, context=frozen)
        return lambda: render_paper(document)

    for name, data in {**PAPERS, **PRINTED}.items():
        yield name, renderer(name, data)
    yield from _published(letterhead)
    yield "kit_labels", _labels


def _published(letterhead: Any) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What each office must publish, of the longest SOP that comes with the portal."""
    from functools import partial

    from vidcon_portal.accounts.models import Office
    from vidcon_portal.documents.services.public_papers import CONTENTS, render_public
    from vidcon_portal.procedures.preset import load_preset, shipped_presets

    office = Office(code="bench", name=letterhead.name, government=letterhead.government, city=letterhead.city)
    preset = max((load_preset(path) for path in shipped_presets()), key=lambda each: len(each.rows))
    for what in CONTENTS:
        yield what, partial(render_public, what, office, preset, letterhead=letterhead)


def _labels() -> bytes:
    """A sheet for thirty units."""
    from types import SimpleNamespace

    from vidcon_portal.documents.rendering import qr_svg, render_pdf

    units = [SimpleNamespace(name=f"Kamera PTZ {n}", asset_number=f"02.06.02.01-{n}") for n in range(1, 31)]
    codes = [qr_svg(f"https://vidcon.example/lapangan/alat/bench/kamera-{n}/", "Kode QR") for n in range(1, 31)]
    labels = [{"unit": unit, "qr": code} for unit, code in zip(units, codes, strict=True)]
    office = SimpleNamespace(short_name="Diskominfo Tanjung Raya")
    return render_pdf("documents/papers/kit_labels.html", {"labels": labels, "office": office})


def _caught(render: Callable[[], bytes]) -> tuple[str, bytes]:
    """The HTML that a rendering is made of, and its PDF."""
    from vidcon_portal.documents import rendering

    made: list[str] = []
    plain = rendering.render_html

    def keep(template: str, context: Any) -> str:
        made.append(plain(template, context))
        return made[-1]

    rendering.render_html = keep
    try:
        pdf = render()
    finally:
        rendering.render_html = plain
    return made[0], pdf


def _bare(markup: str) -> Callable[[], bytes | None]:
    from weasyprint import HTML

    from vidcon_portal.documents.rendering import document_style

    style, fonts = document_style()
    return lambda: HTML(string=markup).write_pdf(stylesheets=[style], font_config=fonts)


def rows(lines: list[dict[str, Any]], pace: dict[str, Any] | None) -> Iterator[str]:
    """The table for a terminal."""
    yield f"\n{'Naskah':30}{'hlm':>4}{'p50 ms':>9}{'polos ms':>10}{'×':>7}{'× CPU':>7}{'janji':>7}"
    for line in lines:
        pair = line["pair"]
        yield (
            f"{line['name']:30}{line['pages']:4}{pair['timing']['p50']:9.0f}{pair['against']['p50']:10.0f}"
            f"{pair['ratio']:7.2f}{pair['work']:7.2f}{PROMISED:7.1f}"
        )
    if pace is not None:
        yield (
            f"Satu pekerja: {pace['per_minute']:.0f} naskah semenit ({pace['papers']} naskah; "
            f"{pace['per_processor_minute']:.0f} semenit waktu prosesor)"
        )


def main(arguments: list[str]) -> int:
    from dataclasses import asdict

    parser = argparse.ArgumentParser(prog="python -m bench.papers")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument(
        "--pace", action="store_true", help="fill the database of DATABASE_URL and time one worker, too"
    )
    options = parser.parse_args(arguments)
    if not options.pace:
        os.environ.setdefault("DATABASE_URL", "postgres://nobody@unused/none")
    set_up()
    lines = [asdict(line) for line in measure_papers(options.times)]
    print("\n".join(rows(lines, asdict(_pace_of_a_filled_database()) if options.pace else None)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
