"""The program that draws the first page of a file: bytes on standard input, a JPEG on standard output.

It runs in a process of its own (``first_pages.draw_first_page``), because it reads what strangers upload: what makes
it crash, hang or swell ends nobody else's work. It imports nothing of ours.
"""

import io
import resource
import sys

import pypdfium2
from PIL import Image

WIDTH, HEIGHT = 800, 1131
"""A4 upright in pixels: the reader's page knows its size before the picture has come."""
QUALITY = 60
MOST_MEMORY = 1024**3
MOST_SECONDS = 10


def draw(content: bytes) -> bytes:
    """The first page, whole, on a white sheet of A4."""
    page = _page_of_pdf(content) if content.startswith(b"%PDF-") else Image.open(io.BytesIO(content)).convert("RGB")
    page.thumbnail((WIDTH, HEIGHT))
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    sheet.paste(page, ((WIDTH - page.width) // 2, 0))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _page_of_pdf(content: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(content)[0]
    width, height = page.get_size()
    picture: Image.Image = page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil().convert("RGB")
    return picture


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read()))
