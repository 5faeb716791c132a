"""Each paper as people read it: its words, its pages, and that no text can break it."""

import dataclasses
import io
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint.urls import FatalURLFetchingError

from tests.vidcon_portal.documents.samples import BLOCKS, PAPERS, PRINTED, REPLIES, REPORT, SHEET
from tests.vidcon_portal.documents.test_content import a_picture
from tests.vidcon_portal.documents.test_hostile_texts import pages_of_words
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.models.office import validate_margins
from vidcon_portal.documents.choices import SigningMethod
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import PaperBody, Photo, ReportSession
from vidcon_portal.documents.rendering import GivenImages, RefusedURLError
from vidcon_portal.documents.services.files import store_file
from vidcon_portal.documents.services.issuing import draft_document, sign_document
from vidcon_portal.documents.services.pdfs import render_data, render_paper

SNAPSHOTS = Path(__file__).parent / "snapshots"
PDFTOTEXT = shutil.which("pdftotext")
needs_poppler = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed")


def text_of(pdf: bytes) -> str:
    """The words of a PDF in reading order, blanks collapsed."""
    assert PDFTOTEXT is not None
    run = subprocess.run([PDFTOTEXT, "-", "-"], input=pdf, capture_output=True, check=True)
    lines = (re.sub(r"\s+", " ", line).strip() for line in run.stdout.decode().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def drafted(data: PaperBody, office: Office, by: Actor, at: datetime) -> Document:
    return draft_document(data, office=office, owner_kind="case", owner_id="tanjungraya:1", by=by, at=at)


def signed(data: PaperBody, office: Office, by: Actor, at: datetime) -> Document:
    document = drafted(data, office, by, at)
    Document.objects.filter(pk=document.pk).update(verify_token="7k2m4qx9rb8cdhj3w5tf")
    return sign_document(document, by=by, at=at)


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_paper_reads_as_agreed(name: str, office: Office, head: Actor, at: datetime) -> None:
    assert_agreed(name, text_of(render_paper(signed(PAPERS[name], office, head, at))))


def assert_agreed(name: str, text: str) -> None:
    """Delete the snapshot to accept a new wording; the next run writes it and fails once."""
    path = SNAPSHOTS / f"{name}.txt"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} is new: read it, then run again")
    assert text == path.read_text(encoding="utf-8")


@needs_poppler
@pytest.mark.parametrize("name", PRINTED)
def test_print_reads_as_agreed(name: str, office: Office) -> None:
    assert_agreed(name, text_of(render_data(PRINTED[name], office=office)))


ONE_PAGE = {
    **{name: data for name, data in PAPERS.items() if name.startswith("reply")},
    **{name: PAPERS[name] for name in ("assignment_letter", "memo", "handover_record")},
    **{f"sheet_{n}": dataclasses.replace(SHEET, blocks=(*BLOCKS, *BLOCKS[1:2])[:n]) for n in range(1, 5)},
}


@pytest.mark.parametrize("paper_size", ["A4", "F4"])
@pytest.mark.parametrize("name", ONE_PAGE)
def test_paper_stays_on_one_page(name: str, paper_size: str, office: Office, head: Actor, at: datetime) -> None:
    office.paper_size = paper_size
    office.save(update_fields=["paper_size"])

    pdf = render_paper(signed(ONE_PAGE[name], office, head, at))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        heights = [round(float(page.mediabox[3]) / 72 * 25.4) for page in opened.pages]
    assert heights == [{"A4": 297, "F4": 330}[paper_size]]


@needs_poppler
def test_an_office_has_its_own_margins_and_letters(office: Office, head: Actor, at: datetime) -> None:
    office.paper_margins, office.font_size = "30 20 25 40", 12
    office.full_clean(exclude=["weekly_hours"])
    office.save(update_fields=["paper_margins", "font_size"])

    def inked(data: PaperBody) -> tuple[float, float]:
        """Millimetres from the left and top edge to the first word."""
        pdf = render_paper(sign_document(drafted(data, office, head, at), by=head, at=at))
        words = [word for _width, _height, page in pages_of_words(pdf) for word in page]
        return tuple(round(min(word[side] for word in words) / 72 * 25.4) for side in (0, 1))

    assert inked(REPLIES["can"])[0] == 40
    assert inked(REPLIES["can"])[1] >= 30
    assert inked(SHEET)[0] < 25  # a form keeps its own


@pytest.mark.parametrize("wrong", ["14 20 20", "14 20 20 25 30", "a b c d", "5 20 20 25", "14 20 10 25", "14 20 20 90"])
def test_margins_that_no_paper_can_have_are_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        validate_margins(wrong)


def test_pdf_is_tagged_and_titled(office: Office, head: Actor, at: datetime) -> None:
    pdf = render_paper(signed(REPLIES["can"], office, head, at))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "id"
        assert str(opened.docinfo.Title) == "Surat tanggapan 000.1.4/001/DISKOMINFO/2026"
        with opened.open_metadata() as marks:
            assert (marks["pdfaid:part"], marks["pdfaid:conformance"], marks["pdfuaid:part"]) == ("1", "B", "1")
            assert marks["pdf:Keywords"] == str(opened.docinfo.Keywords)
        [intent] = opened.Root.OutputIntents
        assert (str(intent.S), intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
        assert opened.Root.StructTreeRoot.K
        fonts = {str(font.BaseFont).split("+")[-1] for font in opened.pages[0].Resources.Font.values()}
        described = [font.DescendantFonts[0].FontDescriptor for font in opened.pages[0].Resources.Font.values()]
        assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in described)
    assert fonts <= {"Liberation-Sans", "Liberation-Sans-Bold", "Liberation-Mono-Bold"}


def test_header_cells_say_what_they_head(office: Office, head: Actor, at: datetime) -> None:
    with pikepdf.open(io.BytesIO(render_paper(signed(REPORT, office, head, at)))) as opened:
        found = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
        scopes = [str(each.A.Scope) for each in found]

    assert (scopes.count("/Row"), scopes.count("/Column")) == (11, 15)  # labels of facts, heads of tables


def test_what_a_certificate_will_sign_bears_no_mark_of_pdf_a(office: Office, head: Actor, at: datetime) -> None:
    document = sign_document(drafted(REPLIES["can"], office, head, at), by=head, at=at, method=SigningMethod.TRIAL)

    with pikepdf.open(io.BytesIO(render_paper(document))) as opened, opened.open_metadata() as marks:
        assert marks.get("pdfaid:part") is None
        assert (marks["pdfuaid:part"], marks["pdf:Keywords"]) == ("1", str(opened.docinfo.Keywords))


@needs_poppler
def test_draft_says_that_it_is_none(office: Office, head: Actor, at: datetime) -> None:
    text = text_of(render_paper(drafted(REPLIES["can"], office, head, at)))

    assert "KONSEP. Belum bernomor dan belum disahkan" in text
    assert "Disahkan di Portal Vidcon dengan PIN" not in text


@needs_poppler
def test_pin_act_never_claims_a_certificate(office: Office, head: Actor, at: datetime) -> None:
    text = text_of(render_paper(signed(REPLIES["can"], office, head, at)))

    assert "bukan tanda tangan elektronik tersertifikasi" in text
    assert "Ditandatangani secara elektronik" not in text


@needs_poppler
def test_markup_is_printed_not_obeyed(office: Office, head: Actor, at: datetime) -> None:
    data = dataclasses.replace(REPLIES["cannot"], reason="<b>alat</b> & <script>x</script>")

    assert "<b>alat</b> & <script>x</script>" in text_of(render_paper(signed(data, office, head, at)))


def test_long_report_flows_over_pages(office: Office, head: Actor, at: datetime) -> None:
    session = dataclasses.replace(REPORT.sessions[0], log=REPORT.sessions[0].log * 30)

    assert pages_of(render_paper(signed(dataclasses.replace(REPORT, sessions=(session,)), office, head, at))) > 3


@needs_poppler
def test_report_names_the_officers_of_all_sessions_once(office: Office) -> None:
    [one] = REPORT.sessions
    other = dataclasses.replace(one, officers=one.officers[:1])

    def named(*sessions: ReportSession) -> list[int]:
        text = text_of(render_data(dataclasses.replace(REPORT, sessions=sessions), office=office))
        return [text.count(officer.name) for officer in one.officers[1:]]

    assert (named(one, one), named(one, other)) == ([1, 1], [1, 1])
    assert named(one, other, one) == [2, 2]


def test_report_shows_photos_and_leaves_lost_ones_out(office: Office, head: Actor, at: datetime) -> None:
    photo = store_file(SimpleUploadedFile("a.jpg", a_picture(size=(400, 300))), by=head, office=office)
    lost = "5f0c7d8e-0000-4000-8000-000000000000"
    data = dataclasses.replace(REPORT, photos=(Photo(str(photo.pk), "Suasana rapat"), Photo(lost, "Hilang")))

    pdf = render_paper(signed(data, office, head, at))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        shown = {image.objgen for page in opened.pages for image in page.get_images().values()}
    assert len(shown) == 1


@pytest.mark.parametrize(
    "address", ["http://localhost/", "https://example.org/a.png", "file:///etc/passwd", "data:text/css,*{}", "ftp://x/"]
)
def test_paper_may_load_nothing_from_elsewhere(address: str) -> None:
    with pytest.raises(RefusedURLError):
        GivenImages({}).fetch(address)

    assert issubclass(RefusedURLError, FatalURLFetchingError)
