"""From a template and plain data to a PDF, and nothing else: no database, no network, no other file than our style."""

import functools
import logging
import re
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from vidcon_portal.documents.pictures import opaque

PDF_VARIANT = "pdf/a-1b"
"""ISO 19005-1, level B: fonts and colour profile inside, nothing transparent. Apache PDFBox Preflight confirms it of every
kind of paper (``tests/vidcon_portal/documents/test_archival.py``); of later parts and of level A we found no validator."""

NAMESPACES = (
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    b' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
)
"""Repeated in each description: XMP readers of archives look for them there, WeasyPrint writes them once above."""

ARCHIVAL_MARK = re.compile(rb"<rdf:Description [^>]*pdfaid:part=[^>]*/>")

ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""
"""The mark of PDF/UA-1 and, as PDF/A asks, what that mark is: WeasyPrint writes one variant at a time."""

SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

# WeasyPrint switches this on for the whole process as it is imported; ``content.py`` must notice pictures cut off.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# It reports every glyph that a font lacks; whoever wants to know raises the level.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


_one_at_a_time = threading.Lock()
"""The font configuration belongs to one thread at a time: Pango's objects are shared by the whole process."""


class RefusedURLError(FatalURLFetchingError):
    """A paper asked for something outside of what it was given."""


class GivenImages(URLFetcher):
    """Hands out ``image:<key>`` from a mapping; every other address stops the rendering."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("image",))
        self.images = images

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of one given image."""
        scheme, _, key = url.partition(":")
        if scheme != "image":
            raise RefusedURLError(f"A paper may not load {scheme}: addresses.")
        content = self.images.get(key)
        if content is None:
            raise ValueError(f"No image {key} was given.")
        kind = next((mime for magic, mime in SIGNATURES.items() if content.startswith(magic)), None)
        if kind is None:
            raise ValueError(f"Image {key} is neither PNG nor JPEG.")
        return URLFetcherResponse(url, opaque(content), {"Content-Type": kind})


@functools.cache
def document_style() -> tuple[CSS, FontConfiguration]:
    """The parsed style sheet, once per process."""
    fonts = FontConfiguration()
    path = Path(settings.BASE_DIR) / "static" / "css" / "document.css"
    return CSS(string=path.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=GivenImages({})), fonts


def qr_svg(address: str, label: str) -> SafeString:
    """A QR code as inline SVG; the address is drawn, never printed as markup."""
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        svgclass="qr",
        lineclass=None,
        title=label,
    )
    return mark_safe(buffer.getvalue().decode())  # segno's own drawing; it escapes the title


def render_html(template: str, context: Mapping[str, Any]) -> str:
    """The markup of a paper, always in Indonesian."""
    with translation.override("id"):
        return get_template(template).render(dict(context))


def render_pdf(
    template: str, context: Mapping[str, Any], *, images: Mapping[str, bytes] | None = None, archival: bool = True
) -> bytes:
    """A tagged PDF/A-1b of a paper, made after PDF/UA-1. Same input, same pages; ``images`` are reached as ``image:<key>``.

    Without ``archival`` it bears no mark of PDF/A: for what somebody else writes into, so that we cannot vouch for it.

    Raises RefusedURLError when the markup asks for anything else.
    """
    markup = render_html(template, context)
    with _one_at_a_time:
        style, fonts = document_style()
        pdf = HTML(string=markup, url_fetcher=GivenImages(images or {})).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            finisher=partial(_finish, archival=archival),
            pdf_variant=PDF_VARIANT,
            pdf_tags=True,
            optimize_images=True,
            jpeg_quality=80,
            dpi=150,
        )
    assert isinstance(pdf, bytes)  # write_pdf without a target returns the bytes
    return pdf


def _finish(document: Document, pdf: Any, *, archival: bool) -> None:
    """Add the second variant's mark to the metadata that WeasyPrint wrote for the first, say what header cells head, and
    take the transparency out: it puts whatever it has to shift into a group of its own, through which nothing ever shines.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    written = b"".join(metadata.stream).replace(b' rdf:about=""', b' rdf:about=""' + NAMESPACES)
    if not archival:
        written = ARCHIVAL_MARK.sub(b"", written)
    metadata.stream = [written.replace(b"</rdf:RDF>", ACCESSIBLE)]
    for each in pdf.objects:
        getattr(each, "extra", {}).pop("Group", None)
        if isinstance(each, dict) and each.get("S") == "/TR":
            _say_scope([pdf.objects[int(kid.split()[0])] for kid in each["K"] if isinstance(kid, bytes)])


def _say_scope(cells: Sequence[dict[str, Any]]) -> None:
    """What the header cells of a row are for: its own cells, or the columns below where it has no other."""
    scope = "/Row" if any(cell["S"] == "/TD" for cell in cells) else "/Column"
    for cell in cells:
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = scope
