"""What an upload really is, judged by its bytes; pictures are made anew, so that nothing hidden in them survives.

Pure: bytes in, bytes out. Raises FileRefusedError with the user's sentence.
"""

import io
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _

from vidcon_portal.documents.errors import FileRefusedError
from vidcon_portal.documents.pictures import HEIC, JPEG, PNG, clean_picture, is_heic

PDF = "application/pdf"
MAGIC = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
MAX_PAGES = 200

REFUSED_KEYS = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"})
REFUSED_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"})


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """Bytes that may be stored, and what they are."""

    content: bytes
    content_type: str


def kind_of(content: bytes) -> str:
    """The content type by magic bytes; FileRefusedError for anything but PDF, JPEG, PNG and HEIC."""
    for magic, content_type in MAGIC.items():
        if content.startswith(magic):
            return content_type
    if is_heic(content):
        return HEIC
    raise FileRefusedError(
        _("Berkas ini bukan PDF, JPG, PNG, atau HEIC. Simpan sebagai PDF atau foto, lalu unggah lagi.")
    )


def check_content(content: bytes) -> CheckedContent:
    """Accept a sound PDF as it is, and a picture upright, without its metadata; a HEIC photo becomes a JPEG."""
    if not content:
        raise FileRefusedError(_("Berkas ini kosong. Pilih berkas lain."))
    content_type = kind_of(content)
    if content_type == PDF:
        check_pdf(content)
        return CheckedContent(content, PDF)
    kept_as = PNG if content_type == PNG else JPEG
    return CheckedContent(clean_picture(content, kept_as), kept_as)


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
