"""Uploads judged by their bytes: what may come in, and what each refused one is told."""

import base64
import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image
from pytest_django import Settings

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.content import PDF, check_content
from vidcon_portal.documents.errors import DocumentError, FileRefusedError, FileTooLargeError
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.pictures import JPEG, PNG, photos_to_pdf
from vidcon_portal.documents.rendering import document_style  # noqa: F401  # whatever it switches on, cut-off pictures are noticed
from vidcon_portal.documents.services.files import attach_file, safe_name, store_file, store_photos


def a_pdf(**root: pikepdf.Object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def a_locked_pdf(user: str = "rahasia") -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(owner="pemilik", user=user))
    return out.getvalue()


def a_pdf_with_attachment() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["jahat.exe"] = b"MZ"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def a_pdf_with_script_on_a_page() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pdf.make_indirect(script))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), orientation: int = 1) -> bytes:
    picture = Image.new("RGB", size, "navy")
    picture.paste("white", (0, 0, size[0] // 2, size[1]))
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif[0x010E] = "Rumah Bapak Budi"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAABkAAgAAAAAB+wABAAAAAAAAADYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAV21kYXQAAAAVKAGvC2D15YOv"
    "//q4db3MI8ZU/1DgAAAABkV4aWYAAE1NACoAAAAIAAEBDgACAAAAEQAAABoAAAAAUnVtYWggQmFwYWsgQnVkaQAA"
)
"""64 × 48 navy pixels, as a telephone writes them; its EXIF names "Rumah Bapak Budi"."""

REFUSED = {
    "empty": (b"", "kosong"),
    "program": (b"MZ\x90\x00" + b"\0" * 200, "bukan PDF, JPG, PNG, atau HEIC"),
    "page_named_pdf": (b"<html><script>alert(1)</script></html>", "bukan PDF, JPG, PNG, atau HEIC"),
    "drawing_with_script": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "bukan PDF, JPG, PNG, atau HEIC",
    ),
    "pdf_in_name_only": (b"%PDF-1.7\nbukan apa-apa", "rusak"),
    "pdf_cut_off": (a_pdf()[:60], "rusak"),
    "pdf_locked": (a_locked_pdf(), "terkunci"),
    "pdf_locked_against_printing": (a_locked_pdf(user=""), "terkunci"),
    "pdf_with_script_at_opening": (a_pdf(OpenAction=SCRIPT), "skrip"),
    "pdf_that_starts_a_program": (a_pdf(OpenAction=LAUNCH), "skrip"),
    "pdf_with_hidden_script": (a_pdf_with_script_on_a_page(), "skrip"),
    "pdf_with_attachment": (a_pdf_with_attachment(), "lampiran"),
    "jpeg_in_name_only": (b"\xff\xd8\xff\xe0" + b"\0" * 300, "rusak"),
    "jpeg_cut_off": (a_picture(size=(800, 800))[:900], "rusak"),
    "png_cut_off": (a_picture("PNG")[:50], "rusak"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_check_content_refuses(case: str) -> None:
    content, word = REFUSED[case]

    with pytest.raises(FileRefusedError, match=word):
        check_content(content)


@pytest.mark.parametrize("edge", [9_000, 14_000])  # Pillow itself refuses the second
def test_check_content_refuses_a_picture_bomb(edge: int) -> None:
    out = io.BytesIO()
    Image.new("1", (edge, edge)).save(out, "PNG")

    with pytest.raises(FileRefusedError, match="terlalu besar"):
        check_content(out.getvalue())


def test_check_content_keeps_a_sound_pdf_as_it_is() -> None:
    content = a_pdf()

    checked = check_content(content)

    assert (checked.content_type, checked.content) == (PDF, content)


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", JPEG), ("PNG", PNG)])
def test_check_content_strips_what_a_picture_tells_about_its_maker(kind: str, content_type: str) -> None:
    checked = check_content(a_picture(kind))

    picture = Image.open(io.BytesIO(checked.content))
    assert checked.content_type == content_type
    assert dict(picture.getexif()) == {}
    assert b"Budi" not in checked.content


def test_check_content_turns_a_photo_upright() -> None:
    checked = check_content(a_picture(size=(60, 40), orientation=6))

    assert Image.open(io.BytesIO(checked.content)).size == (40, 60)


def test_check_content_turns_a_photo_of_an_iphone_into_a_jpeg() -> None:
    checked = check_content(HEIC)

    assert b"Budi" in HEIC
    assert (checked.content_type, checked.content[:3]) == (JPEG, b"\xff\xd8\xff")
    assert b"Budi" not in checked.content


def test_photos_to_pdf_makes_a_page_of_each() -> None:
    content = photos_to_pdf([a_picture(), a_picture("PNG", size=(40, 60))], title="Surat masuk")

    with pikepdf.open(io.BytesIO(content)) as pdf:
        sizes = [tuple(round(float(v)) for v in page.mediabox[2:]) for page in pdf.pages]
    assert sizes == [(842, 595), (595, 842)]


def test_photos_to_pdf_is_small_enough_to_send() -> None:
    noise = Image.effect_noise((1700, 2400), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=92)

    content = photos_to_pdf([out.getvalue()] * 6)

    assert len(out.getvalue()) * 6 > 10 * 2**20
    assert len(content) <= 2 * 2**20
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [round(float(page.mediabox[3])) for page in pdf.pages] == [842] * 6


def test_store_photos_refuses_a_pdf_among_photos(staff: Actor, office: Office) -> None:
    uploads = [SimpleUploadedFile("a.jpg", a_picture()), SimpleUploadedFile("b.pdf", a_pdf())]

    with pytest.raises(FileRefusedError, match="foto saja"):
        store_photos(uploads, name="Surat", by=staff, office=office)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Surat Permohonan.pdf", "Surat Permohonan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\budi\\surat.PDF", "surat.pdf"),
        ("surat.pdf.exe", "surat.pdf.pdf"),
        ("a\x00b\r\n\u202efdp.exe", "abfdp.pdf"),
        ("", "berkas.pdf"),
        ("...", "berkas.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_safe_name(given: str, kept: str) -> None:
    assert safe_name(given, PDF) == kept


def test_store_file_keeps_it_privately(staff: Actor, office: Office, settings: Settings) -> None:
    upload = SimpleUploadedFile("Surat.pdf", a_pdf(), content_type="text/html")

    stored = store_file(upload, by=staff, office=office, purpose="letter")

    assert (stored.name, stored.content_type, stored.uploaded_by) == ("Surat.pdf", PDF, staff.user)
    assert stored.content.name == f"stored/{stored.pk.hex[:2]}/{stored.pk.hex}.pdf"
    with stored.content.open("rb") as file:
        assert len(file.read()) == stored.size


def test_store_file_refuses_one_that_is_too_large(staff: Actor, office: Office, settings: Settings) -> None:
    settings.FILE_MAX_BYTES = 100

    with pytest.raises(FileTooLargeError, match="paling besar"):
        store_file(SimpleUploadedFile("a.pdf", a_pdf()), by=staff, office=office)

    assert not StoredFile.objects.exists()


def test_a_photo_may_be_larger_than_a_pdf(staff: Actor, office: Office, settings: Settings) -> None:
    settings.FILE_MAX_BYTES, settings.FILE_PHOTO_MAX_BYTES = 100, 1024 * 1024

    stored = store_file(SimpleUploadedFile("surat.jpg", a_picture()), by=staff, office=office)
    with pytest.raises(FileTooLargeError):
        store_file(SimpleUploadedFile("surat.jpg", a_pdf()), by=staff, office=office)

    assert stored.content_type == JPEG


def test_store_photos_stores_one_pdf(staff: Actor, office: Office) -> None:
    uploads = [SimpleUploadedFile(f"{n}.jpg", a_picture()) for n in range(3)]

    stored = store_photos(uploads, name="Surat masuk", by=staff, office=office)

    assert (stored.name, stored.content_type) == ("Surat masuk.pdf", PDF)


def test_attach_file_only_by_its_uploader_and_once(staff: Actor, head: Actor, office: Office) -> None:
    stored = store_file(SimpleUploadedFile("a.pdf", a_pdf()), by=staff, office=office)

    with pytest.raises(DocumentError):
        attach_file(stored, owner_kind="case", owner_id="tanjungraya:1", by=head)
    attach_file(stored, owner_kind="case", owner_id="tanjungraya:1", by=staff)
    attach_file(stored, owner_kind="case", owner_id="tanjungraya:1", by=staff)
    with pytest.raises(DocumentError):
        attach_file(stored, owner_kind="case", owner_id="tanjungraya:2", by=staff)


def test_database_refuses_to_swap_bytes(staff: Actor, office: Office) -> None:
    stored = store_file(SimpleUploadedFile("a.pdf", a_pdf()), by=staff, office=office)

    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)
