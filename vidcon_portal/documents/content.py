"""What an upload really is, judged by its bytes; pictures are made anew, so that nothing hidden in them survives.

Pure: bytes in, bytes out. Raises FileRefusedError with the user's sentence.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from vidcon_portal.documents.errors import FileRefusedError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
MAGIC = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
MAX_PIXELS = 40_000_000
MAX_PAGES = 200
PHOTO_EDGE = 2400
"""Longest side in pixels that a photo keeps: enough to read a letter on A4."""
PAGE_EDGE = 1754
"""Longest side of a photographed page in a PDF: A4 at 150 dpi."""

REFUSED_KEYS = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"})
REFUSED_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"})


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """Bytes that may be stored, and what they are."""

    content: bytes
    content_type: str


def kind_of(content: bytes) -> str:
    """The content type by magic bytes; FileRefusedError for anything but PDF, JPEG and PNG."""
    for magic, content_type in MAGIC.items():
        if content.startswith(magic):
            return content_type
    raise FileRefusedError(_("Berkas ini bukan PDF, JPG, atau PNG. Simpan sebagai PDF atau foto, lalu unggah lagi."))


def check_content(content: bytes) -> CheckedContent:
    """Accept a sound PDF as it is, and a picture upright, without its metadata."""
    if not content:
        raise FileRefusedError(_("Berkas ini kosong. Pilih berkas lain."))
    content_type = kind_of(content)
    if content_type == PDF:
        check_pdf(content)
        return CheckedContent(content, PDF)
    return CheckedContent(_clean_picture(content, content_type), content_type)


def check_pdf(content: bytes) -> None:
    """Refuse PDFs that are broken, locked, endless, or that carry scripts, programs or other files."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise FileRefusedError(_("PDF ini terkunci. Hapus kata sandinya, lalu unggah lagi."))
            pages = len(pdf.pages)
            if not 0 < pages <= MAX_PAGES:
                raise FileRefusedError(
                    _("PDF harus berisi 1 sampai %(most)d halaman. Berkas ini berisi %(pages)d.")
                    % {"most": MAX_PAGES, "pages": pages}
                )
            if any(_is_active(item) for item in pdf.objects):
                raise FileRefusedError(
                    _("PDF ini memuat skrip, formulir aktif, atau lampiran. Cetak ke PDF biasa, lalu unggah lagi.")
                )
    except pikepdf.PasswordError as error:
        raise FileRefusedError(_("PDF ini terkunci. Hapus kata sandinya, lalu unggah lagi.")) from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise FileRefusedError(_("PDF ini rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi.")) from error


def _is_active(item: pikepdf.Object, depth: int = 0) -> bool:
    """Whether an object, or one that lies directly inside it, does something when opened."""
    if depth > 12:
        return True
    if isinstance(item, pikepdf.Array):
        return any(_is_active(each, depth + 1) for each in _direct(item))
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return False
    entries = dict(item.items())
    if REFUSED_KEYS & entries.keys() or str(entries.get("/S", "")) in REFUSED_ACTIONS:
        return True
    if str(entries.get("/Type", "")) == "/EmbeddedFile" or str(entries.get("/Subtype", "")) == "/FileAttachment":
        return True
    return any(_is_active(value, depth + 1) for value in _direct(entries.values()))


def _direct(values: object) -> list[pikepdf.Object]:
    """The containers among the values that are no references: references are looked at in their own turn."""
    return [
        value
        for value in values  # type: ignore[attr-defined]
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect
    ]


def _opened(content: bytes) -> Image.Image:
    """A decoded, upright picture. Pillow reads the whole of it, so that a cut-off one is noticed."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise FileRefusedError(
                    _("Foto ini terlalu besar (lebih dari 40 megapiksel). Perkecil, lalu unggah lagi.")
                )
            picture.load()
            return ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefusedError(_("Foto ini rusak dan tidak dapat dibuka. Ambil ulang, lalu unggah lagi.")) from error


def _clean_picture(content: bytes, content_type: str) -> bytes:
    picture = _opened(content)
    picture.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
    out = io.BytesIO()
    if content_type == JPEG:
        _bare(picture, "RGB").save(out, "JPEG", quality=85, optimize=True)
    else:
        mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
        _bare(picture, mode).save(out, "PNG", optimize=True)
    return out.getvalue()


def _bare(picture: Image.Image, mode: str) -> Image.Image:
    """Pixels only: no EXIF, no place, no comment, no colour profile."""
    converted = picture.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def photos_to_pdf(photos: Sequence[bytes], *, title: str = "") -> bytes:
    """Photographed pages, in their order, as one PDF with an A4 page each. Raises FileRefusedError."""
    if not photos:
        raise FileRefusedError(_("Belum ada foto yang dipilih."))
    if len(photos) > MAX_PAGES:
        raise FileRefusedError(_("Paling banyak %(most)d foto sekali unggah.") % {"most": MAX_PAGES})
    pages = []
    for content in photos:
        if kind_of(content) == PDF:
            raise FileRefusedError(_("Pilih foto saja, atau satu PDF saja."))
        picture = _bare(_opened(content), "RGB")
        picture.thumbnail((PAGE_EDGE, PAGE_EDGE))
        size = (1240, 1754) if picture.height >= picture.width else (1754, 1240)
        picture.thumbnail(size)
        page = Image.new("RGB", size, "white")
        page.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150.0, title=title, quality=80)
    return out.getvalue()
