"""The scanned letters of the demo: one small text page each, made by hand because two hundred must cost nothing."""

import textwrap
from collections.abc import Iterable, Sequence

from vidcon_portal.accounts.models import Agency

PAGE = "/MediaBox[0 0 595 842]"


def request_letter(agency: Agency, *, title: str, days: Sequence[str]) -> bytes:
    """The letter with which an invented agency asks its office."""
    office = agency.office
    return letter_pdf(
        [
            agency.name.upper(),
            office.government,
            "",
            f"Kepada Yth. Kepala {office.name}",
            "Hal: Permohonan fasilitasi video conference",
            "",
            f"Dengan hormat, bersama ini kami mohon fasilitasi video conference untuk kegiatan {title} "
            f"pada {', '.join(days)}. Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.",
            "",
            f"{agency.head_title} {agency.name}",
            "",
            "CONTOH - surat ini dibuat untuk peragaan portal",
        ]
    )


def letter_pdf(lines: Iterable[str]) -> bytes:
    """An A4 page with the lines in Helvetica, wrapped at the margin; what Latin-1 lacks becomes a question mark."""
    wrapped = [part for line in lines for part in textwrap.wrap(line, 84) or [""]]
    text = "".join(f"({_escaped(line)}) Tj T*\n" for line in wrapped)
    stream = f"BT /F1 11 Tf 15 TL 64 770 Td\n{text}ET".encode("latin-1", "replace")
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{PAGE}/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    return _assembled(bodies)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(bodies: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)
