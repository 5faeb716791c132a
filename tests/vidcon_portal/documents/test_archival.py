"""PDF/A-1b, as Apache PDFBox Preflight judges it: a validator that has nothing to do with what writes our papers.

Debian has it as libpdfbox2-java; ``make test`` installs it where it may.
"""

import dataclasses
import io
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.vidcon_portal.documents.samples import PAPERS, PRINTED, REPORT
from tests.vidcon_portal.documents.test_content import a_picture
from tests.vidcon_portal.documents.test_hostile_texts import STAMP, hostile
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import LetterheadData, PaperBody, Photo, StampData
from vidcon_portal.documents.rendering import qr_svg, render_pdf
from vidcon_portal.documents.services import public_papers
from vidcon_portal.documents.services.files import store_file
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.procedures.preset import load_preset, shipped_presets

JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
]
JAVA = shutil.which("java")


def faults_of(papers: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What the validator has against each of them."""
    assert JAVA is not None, "Java is missing: install default-jre-headless."
    assert all(jar.exists() for jar in JARS), "The validator is missing: install libpdfbox2-java and what it suggests."
    for name, pdf in papers.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    program = [JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, JARS))]
    judge = [*program, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "batch", str(folder)]
    subprocess.run(judge, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
    found = {}
    for name in papers:
        verdict = ElementTree.parse(folder / f"{name}.pdf.preflight.xml")  # noqa: S314 - the validator wrote it
        valid = verdict.findtext("isValid") == "true"
        found[name] = [] if valid else [each.text or "" for each in verdict.iter("details")]
    return found


def test_every_paper_is_valid_pdf_a(office: Office, head: Actor, tmp_path: Path) -> None:
    emblem = default_storage.save("emblems/lambang.png", ContentFile(clear_picture()))
    letterhead = LetterheadData("Pemerintah Kota", "Dinas Komunikasi", "Tanjung Raya", emblem=emblem)
    photo = store_file(SimpleUploadedFile("a.jpg", a_picture(size=(400, 300))), by=head, office=office)
    bodies: dict[str, PaperBody] = {
        **PAPERS,
        **PRINTED,
        "report": dataclasses.replace(REPORT, photos=(Photo(str(photo.pk), "Suasana rapat"),)),
        "hostile_reply": hostile(PAPERS["reply_partly"]),
    }
    stamps = dict.fromkeys(PRINTED, StampData())
    papers = {
        name: render_paper(
            Document(
                kind=data.kind,
                variant=data.variant,
                title=data.title,
                context={
                    "letterhead": letterhead.as_json(),
                    "stamp": stamps.get(name, STAMP).as_json(),
                    "body": data.as_json(),
                },
            )
        )
        for name, data in bodies.items()
    }
    longest = max((load_preset(path) for path in shipped_presets()), key=lambda each: len(each.rows))
    for what in public_papers.CONTENTS:
        papers[what] = public_papers.render_public(what, office, longest, letterhead=letterhead)
    unit = SimpleNamespace(name="Kamera PTZ", asset_number="02.06")
    label = {"unit": unit, "qr": qr_svg("https://vidcon.example/lapangan/alat/x/", "Kode QR")}
    papers["kit_labels"] = render_pdf("documents/papers/kit_labels.html", {"labels": [label], "office": office})

    assert faults_of(papers, tmp_path) == {name: [] for name in papers}


def clear_picture() -> bytes:
    """An emblem as offices have them: a PNG with nothing behind it."""
    out = io.BytesIO()
    Image.new("RGBA", (60, 66), (200, 30, 30, 120)).save(out, "PNG")
    return out.getvalue()
