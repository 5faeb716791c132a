"""Photos: opened with care, turned upright, stripped of everything but pixels, bound into one PDF.

Pure: bytes in, bytes out. Raises FileRefusedError with the user's sentence.
"""

import io
from collections.abc import Sequence

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from vidcon_portal.documents.errors import FileRefusedError

JPEG, PNG, HEIC = "image/jpeg", "image/png", "image/heic"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
"""What iPhones write when they are not asked for JPEG."""

MAX_PIXELS = 40_000_000
MAX_PHOTOS = 20
PHOTO_EDGE = 2400
"""Longest side in pixels that a photo keeps: enough to read a letter on A4."""
TARGET_BYTES = 2 * 1024 * 1024
"""What a letter of photographed pages should not exceed: it travels through mail and WhatsApp."""
STEPS = ((150, 80), (150, 65), (120, 65), (100, 60), (100, 45), (75, 40))
"""Dots per inch of an A4 page and JPEG quality, tried until the letter is small enough; the last is still legible."""

pi_heif.register_heif_opener(thumbnails=False)


def is_heic(content: bytes) -> bool:
    """Whether the bytes begin like a still picture in a HEIF container."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def clean_picture(content: bytes, content_type: str) -> bytes:
    """The same picture upright and within ``PHOTO_EDGE``, without EXIF, place, comment or profile."""
    picture = open_upright(content)
    picture.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
    out = io.BytesIO()
    if content_type == JPEG:
        _bare(picture, "RGB").save(out, "JPEG", quality=85, optimize=True)
    else:
        mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
        _bare(picture, mode).save(out, "PNG", optimize=True)
    return out.getvalue()


def open_upright(content: bytes) -> Image.Image:
    """A decoded picture as it was held. Pillow reads the whole of it, so that a cut-off one is noticed."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "HEIF"]) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise FileRefusedError(_too_many_pixels())
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise FileRefusedError(_too_many_pixels()) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefusedError(_("Foto ini rusak dan tidak dapat dibuka. Ambil ulang, lalu unggah lagi.")) from error


def opaque(content: bytes) -> bytes:
    """The same picture for a paper: where something would shine through, white does. An honest JPEG stays as it is."""
    with Image.open(io.BytesIO(content)) as picture:
        if picture.mode in ("RGB", "L") and "transparency" not in picture.info:
            return content
        clear = picture.convert("RGBA")
    sheet = Image.new("RGBA", clear.size, "white")
    sheet.alpha_composite(clear)
    out = io.BytesIO()
    sheet.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _too_many_pixels() -> str:
    return _("Foto ini terlalu besar (lebih dari 40 megapiksel). Perkecil, lalu unggah lagi.")


def photos_to_pdf(photos: Sequence[bytes], *, title: str = "", at_most: int = TARGET_BYTES) -> bytes:
    """Photographed pages, in their order, as one PDF with an upright A4 page each.

    It is made as coarse as it must be to fit into ``at_most`` bytes, and no coarser; very many pages may exceed it.
    Raises FileRefusedError.
    """
    if not photos:
        raise FileRefusedError(_("Belum ada foto yang dipilih."))
    if len(photos) > MAX_PHOTOS:
        raise FileRefusedError(_("Paling banyak %(most)d foto sekali unggah.") % {"most": MAX_PHOTOS})
    pictures = [_page_picture(content) for content in photos]
    pdf = b""
    for dpi, quality in STEPS:
        pdf = _bound(pictures, dpi=dpi, quality=quality, title=title)
        if len(pdf) <= at_most:
            break
    return pdf


def _page_picture(content: bytes) -> Image.Image:
    picture = _bare(open_upright(content), "RGB")
    picture.thumbnail(_paper(picture, STEPS[0][0]))
    return picture


def _paper(picture: Image.Image, dpi: int) -> tuple[int, int]:
    """A4 in pixels, standing or lying as the picture is."""
    short, long = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    return (short, long) if picture.height >= picture.width else (long, short)


def _bound(pictures: Sequence[Image.Image], *, dpi: int, quality: int, title: str) -> bytes:
    pages = []
    for picture in pictures:
        paper = _paper(picture, dpi)
        fitted = picture.copy()
        fitted.thumbnail(paper)
        page = Image.new("RGB", paper, "white")
        page.paste(fitted, ((paper[0] - fitted.width) // 2, (paper[1] - fitted.height) // 2))
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=float(dpi), title=title, quality=quality
    )
    return out.getvalue()


def _bare(picture: Image.Image, mode: str) -> Image.Image:
    """Pixels only: no EXIF, no place, no comment, no colour profile."""
    converted = picture.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare
