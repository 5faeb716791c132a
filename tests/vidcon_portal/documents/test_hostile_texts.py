"""Texts that try to break a page: whatever people type, every kind of paper stays a readable sheet.

All texts of a paper are made hostile at once; nothing is obeyed or loaded, no word leaves the sheet, none covers another.
"""

import dataclasses
import re
import shutil
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from tests.vidcon_portal.documents.samples import HEAD, PAPERS, PRINTED
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import Fact, LetterheadData, StampData
from vidcon_portal.documents.rendering import qr_svg, render_pdf
from vidcon_portal.documents.services import public_papers
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.procedures.preset import PRESETS, load_preset

Box = tuple[float, float, float, float, str]

PDFTOTEXT = shutil.which("pdftotext")
needs_poppler = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed")

NASTY = " ".join(
    (
        "<script>alert(1)</script><img src='http://169.254.169.254/x'><style>*{display:none}</style>",
        "{{ settings.SECRET_KEY }}{% include 'x' %}",
        "}</style><link rel=stylesheet href='file:///etc/passwd'>url(file:///etc/passwd)",
        "مؤتمر الفيديو \u202eterbalik\u202c تجريبي",
        "🎉👩‍💻🇮🇩",
        "a\x00b\x07c\ud800d\u2028e\u200bf\ufeffg",
        "K" * 80,
    )
)
STORED = NASTY.replace("\x00", "").replace("\ud800", "")
"""As much of it as a database takes."""
TITLES = frozenset({"activity", "subject", "task", "service", "title"})
LONG_TITLE = "L" * 300
OUR_WORDS = frozenset(
    {"variant", "method", "nip", "file_id", "paper_size", "emblem", "verify_code", "verify_url", "zone"}
)
"""What the portal itself writes into a paper's data."""

ALIKE = frozenset({"reply_can", "reply_cannot", "reply_cancellation"})
"""Made of parts that the other replies have, too."""

MARGIN = 17.0
"""Points to the edge of a sheet (6 mm) that office printers leave white."""

LETTERHEAD = LetterheadData(
    government="Pemerintah Provinsi Tanjung Raya",
    name="Dinas Komunikasi dan Informatika",
    city="Tanjung Raya",
    address_lines=("Jalan Pelabuhan Lama Nomor 12",),
)
STAMP = StampData(
    number="000.1.4/001/DISKOMINFO/2026",
    date="23 November 2026",
    signature=HEAD,
    verify_url="https://vidcon.example/verifikasi/7k2m4qx9rb8cdhj3w5tf/",
    verify_code="7k2m-4qx9-rb8c-dhj3-w5tf",
)


def hostile(value: Any, key: str = "") -> Any:
    """The same data with every text that people give made hostile; of every list only its first item."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return dataclasses.replace(value, **{name: hostile(getattr(value, name), name) for name in names})
    if isinstance(value, tuple):
        return tuple(hostile(item, key) for item in value[:1])
    if type(value) is not str or not value or key in OUR_WORDS:  # enums are no texts
        return value
    return f"{value} {LONG_TITLE if key in TITLES else ''} {NASTY}"


def pages_of_words(pdf: bytes) -> list[tuple[float, float, list[Box]]]:
    """Width, height and words with their boxes (left, top, right, bottom) of each page."""
    assert PDFTOTEXT is not None
    run = subprocess.run([PDFTOTEXT, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    number = r'="([-\d.]+)"'
    pages: list[tuple[float, float, list[Box]]] = []
    for width, height, left, top, right, bottom, word in re.findall(
        rf"<page width{number} height{number}|<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>",
        run.stdout.decode(errors="replace"),
    ):
        if width:
            pages.append((float(width), float(height), []))
        else:
            pages[-1][2].append((float(left), float(top), float(right), float(bottom), word))
    return pages


def faults_of(pdf: bytes) -> list[str]:
    """Words in the margins of a sheet, and words printed over others."""
    faults = []
    for number, (width, height, found) in enumerate(pages_of_words(pdf), start=1):
        words = sorted(word for word in found if word[2] > word[0] and word[4] != "KONSEP")
        for at, (left, top, right, bottom, word) in enumerate(words):
            where = f"page {number}, {left:.0f} {top:.0f}: {word[:40]}"
            if min(left, top, width - right, height - bottom) < MARGIN:
                faults.append(f"{where} is in the margin")
            for other in words[at + 1 :]:
                if other[0] > right - 1.5:
                    break
                down = min(bottom, other[3]) - max(top, other[1])
                if other[2] - other[0] > 1.5 and down > 0.4 * min(bottom - top, other[3] - other[1]):
                    faults.append(f"{where} lies under {other[4][:40]}")
    return faults


def assert_sound(pdf: bytes) -> None:
    words = " ".join(word[4] for _width, _height, page in pages_of_words(pdf) for word in page)
    assert faults_of(pdf) == []
    assert "script&gt;al" in words  # printed, not obeyed


@needs_poppler
@pytest.mark.parametrize("name", sorted({*PAPERS, *PRINTED} - ALIKE))
def test_no_text_breaks_a_paper(name: str) -> None:
    data = {**PAPERS, **PRINTED}[name]
    stamp = StampData() if name in PRINTED else hostile(STAMP)
    frozen = {"letterhead": LETTERHEAD.as_json(), "stamp": stamp.as_json(), "body": hostile(data).as_json()}

    pdf = render_paper(Document(kind=data.kind, variant=data.variant, title="x", context=frozen))

    assert_sound(pdf)


@needs_poppler
def test_no_name_breaks_a_letterhead() -> None:
    frozen = {"letterhead": hostile(LETTERHEAD).as_json(), "stamp": STAMP.as_json(), "body": PAPERS["memo"].as_json()}

    assert faults_of(render_paper(Document(kind="memo", title="x", context=frozen))) == []


@needs_poppler
@pytest.mark.parametrize("what", public_papers.CONTENTS)
def test_no_text_breaks_a_published_paper(what: str) -> None:
    office = Office(code="x", name=STORED, government=STORED, city=STORED)
    preset = load_preset(PRESETS / "tarakan.toml")
    worst = dataclasses.replace(
        preset,
        procedure=dataclasses.replace(preset.procedure, title=f"SOP {STORED}", unit=STORED, number=STORED),
        cover=dataclasses.replace(preset.cover, equipment=(STORED,), records=(STORED,), warnings=(STORED,)),
        rows=tuple(
            dataclasses.replace(
                row, activity=STORED, completeness=(STORED,), time_raw=STORED, output=(STORED,), remark=STORED
            )
            for row in preset.rows
        ),
        lanes=tuple(dataclasses.replace(lane, title=f"{lane.title} {'K' * 80}") for lane in preset.lanes),
    )

    assert_sound(public_papers.render_public(what, office, worst, letterhead=letterhead_of(office)))


@needs_poppler
def test_no_name_breaks_a_label() -> None:
    unit = SimpleNamespace(name=f"{LONG_TITLE} {STORED}", asset_number=f"{LONG_TITLE} {STORED}")
    labels = [{"unit": unit, "qr": qr_svg("https://vidcon.example/alat/kalbar/x/", STORED)}] * 4

    pdf = render_pdf("documents/papers/kit_labels.html", {"labels": labels, "office": Office(short_name=STORED)})

    assert faults_of(pdf) == []


def test_facts_keep_every_honest_letter() -> None:
    honest = "Rapat “Satu Data” – ke-2 ½, é, ß, ✓, م\u200cؤ"

    assert Fact("Kegiatan", honest).as_json()["value"] == honest
    assert (
        Fact("Kegiatan", "Rapat 🎉👩‍💻🇮🇩 satu\u2028dua").as_json()["value"].replace("\u200d", "") == "Rapat  satu\ndua"
    )
