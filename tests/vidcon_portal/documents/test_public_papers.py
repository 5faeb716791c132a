"""What offices publish as PDF: every SOP in force, its standard, the pledge."""

import io

import pikepdf
import pytest
from django.test import Client

from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from vidcon_portal.procedures.models import Procedure

OFFICES = ("kaltara", "kalbar", "gorontalo", "tarakan", "singkawang")


def address(office: str, what: str) -> str:
    version = Procedure.objects.get(service__office__code=office, status="in_force")
    return f"/{office}/{what}/{version.service.code}.pdf"


@needs_poppler
@pytest.mark.parametrize("office", OFFICES)
def test_sop_is_printed_with_its_matrix(client: Client, world: None, office: str) -> None:
    version = Procedure.objects.get(service__office__code=office, status="in_force")

    response = client.get(address(office, "sop"))

    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        sizes = {tuple(round(float(v) / 72 * 25.4) for v in page.mediabox[2:]) for page in pdf.pages}
        assert pdf.Root.MarkInfo.Marked
        assert 2 <= len(pdf.pages) <= 4
    text = text_of(response.content)
    assert sizes == {(330, 215)}
    assert "Mutu baku" in text
    assert "KONSEP" not in text
    assert all(f"\n{row.number}\n" in text for row in version.rows.all())


@needs_poppler
def test_standard_has_its_fourteen_components(client: Client, world: None) -> None:
    text = text_of(client.get(address("gorontalo", "standar-pelayanan")).content)

    for words in ("Persyaratan", "Gratis", "Dasar hukum", "Evaluasi kinerja", "14"):
        assert words in text


@needs_poppler
def test_pledge_waits_for_the_heads_signature(client: Client, world: None) -> None:
    text = " ".join(text_of(client.get(address("tarakan", "maklumat")).content).split())

    assert "sanggup menyelenggarakan Layanan Video Conference (Zoom Meeting) sesuai standar" in text
    assert "kami siap menerima sanksi" in text
    assert "Kepala Dinas" in text


@pytest.mark.parametrize("path", ["/kalbar/sop/tidak-ada.pdf", "/tidak-ada/sop/x.pdf", "/kalbar/apa/x.pdf"])
def test_what_is_not_published_is_404(client: Client, world: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_page_of_the_sop_leads_to_its_paper(client: Client, world: None) -> None:
    assert address("singkawang", "sop") in client.get("/singkawang/sop/").content.decode()
