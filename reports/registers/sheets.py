"""A book of letters as a workbook and on paper, with the columns that TU knows."""

from collections.abc import Iterable
from typing import IO, Any

from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.papers import RegisterBookData, RegisterRow

from ..workbooks import Heading, SheetPlan, write_workbook
from .queries import IncomingLine, OutgoingLine

Line = IncomingLine | OutgoingLine


def headings(book: str) -> list[Heading]:
    if book == RegisterKind.INCOMING:
        return [
            Heading(_("No. agenda"), 12),
            Heading(_("Diterima"), 17),
            Heading(_("Nomor surat"), 28),
            Heading(_("Tanggal surat"), 13),
            Heading(_("Pengirim"), 32),
            Heading(_("Hal"), 44),
            Heading(_("Sifat"), 12),
            Heading(_("Jalur"), 20),
            *_kept(),
            Heading(_("Keterangan"), 22),  # the ticket of a request, which nobody wants broken
        ]
    return [
        Heading(_("No. urut"), 9),
        Heading(_("Nomor"), 32),
        Heading(_("Tanggal"), 13),
        Heading(_("Jenis"), 24),
        Heading(_("Hal"), 44),
        Heading(_("Penanda tangan"), 34),
        Heading(_("Permohonan"), 22),
        Heading(_("Status"), 20),
        *_kept(),
        Heading(_("Keterangan"), 30),
    ]


def _kept() -> tuple[Heading, Heading]:
    return Heading(_("Klasifikasi"), 13), Heading(_("Retensi"), 24)


def cells(line: Line) -> tuple[Any, ...]:
    if isinstance(line, IncomingLine):
        return (
            line.agenda,
            line.received,
            line.number,
            line.dated,
            line.sender,
            line.subject,
            line.nature,
            line.channel,
            line.classification,
            line.retention,
            line.note,
        )
    return (
        line.serial,
        line.number,
        line.date,
        line.kind,
        line.subject,
        line.signatory,
        line.ticket,
        line.status,
        line.classification,
        line.retention,
        line.note,
    )


def book_title(book: str, year: int, unit: str = "") -> str:
    return " ".join(filter(None, [str(RegisterKind(book).label), unit, str(year)]))


def book_workbook(book: str, year: int, lines: Iterable[Line], office: Office, *, unit: str = "") -> IO[bytes]:
    """One sheet; dates are dates, serial numbers are numbers."""
    title = book_title(book, year, unit)
    plan = SheetPlan(str(year), headings(book), (cells(line) for line in lines), [title.upper(), office.name])
    return write_workbook([plan], title=title, author=office.name)


def book_paper(book: str, year: int, lines: Iterable[Line], *, unit: str = "") -> RegisterBookData:
    """The same on paper."""
    return RegisterBookData(
        book=book_title(book, year, unit),
        headings=tuple(heading.label for heading in headings(book)),
        rows=tuple(RegisterRow(tuple(_printed(value) for value in cells(line))) for line in lines),
        widths=tuple(_width(heading) for heading in headings(book)),
    )


def _width(heading: Heading) -> str:
    """A width of the style sheet; the texts share what dates, tickets and short words leave."""
    steps = ((14, "narrow"), (21, "middle"), (23, "ticket"), (25, "middle"))
    return next((name for below, name in steps if heading.width < below), "")


def _printed(value: Any) -> str:
    if value is None:
        return "-"
    if hasattr(value, "hour"):
        return f"{value:%d-%m-%Y %H.%M}"
    return f"{value:%d-%m-%Y}" if hasattr(value, "year") else str(value) or "-"
