"""A book of letters as a table that can be exported."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.retention import Schedule, schedule_of
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language

from ..choices import ExportForm
from ..workbooks import as_file, stream_csv
from .queries import BOOKS, incoming_letters, incoming_lines, numbered_papers, outgoing_lines, units_of
from .sheets import Line, book_paper, book_title, book_workbook, cells, headings

CHUNK = 500


def wanted_year(asked: Mapping[str, str], office: Office) -> int:
    """The year of an address, this year for anything else."""
    word, today = asked.get("tahun", ""), timezone.now().astimezone(office.tz).date()
    year = int(word) if word.isascii() and word.isdigit() and len(word) == 4 else today.year
    return year if today.min.year < year < today.max.year else today.year


def wanted_unit(asked: Mapping[str, str], units: list[str]) -> str:
    """A unit that keeps this book; the office's own for every other word."""
    word = asked.get("unit", "")
    return word if word in units else ""


def book_query(year: int, unit: str) -> str:
    return urlencode({"tahun": year, **({"unit": unit} if unit else {})})


def open_register(by: Actor, asked: Mapping[str, str]) -> "RegisterTable | None":
    assert by.office is not None
    book = asked.get("buku", "")
    if book not in BOOKS:
        return None
    year = wanted_year(asked, by.office)
    return RegisterTable(by.office, book, year, wanted_unit(asked, units_of(by.office, book, year)))


@dataclass(frozen=True, slots=True)
class RegisterTable:
    office: Office
    book: str
    year: int
    unit: str

    @property
    def asked(self) -> dict[str, str]:
        return {"buku": self.book, "tahun": str(self.year), **({"unit": self.unit} if self.unit else {})}

    @property
    def title(self) -> str:
        return book_title(self.book, self.year, self.unit)

    @property
    def stem(self) -> str:
        parts = ["register", self.book, self.office.code, slugify(self.unit), str(self.year)]
        return "-".join(filter(None, parts))

    @property
    def back(self) -> str:
        return f"{reverse('reports:register_book', args=[self.book])}?{book_query(self.year, self.unit)}"

    def rows(self) -> "QuerySet[Any]":
        if self.book == RegisterKind.INCOMING:
            return incoming_letters(self.office, self.year)
        return numbered_papers(self.office, self.book, self.year, self.unit)

    def lines(self, rows: Iterable[Any], *, schedule: Schedule | None = None) -> Iterable[Line]:
        if self.book == RegisterKind.INCOMING:
            return incoming_lines(rows, self.office, schedule=schedule)
        return outgoing_lines(rows, schedule=schedule)

    def count(self) -> int:
        return self.rows().count()

    def write(self, form: ExportForm, counting: Callable[[Iterable[Any]], Iterable[Any]]) -> IO[bytes]:
        lines = counting(self.lines(self.rows().iterator(chunk_size=CHUNK), schedule=schedule_of(self.office)))
        if form == ExportForm.CSV:
            return as_file(stream_csv([each.label for each in headings(self.book)], (cells(line) for line in lines)))
        if form == ExportForm.XLSX:
            return book_workbook(self.book, self.year, lines, self.office, unit=self.unit)
        with official_language():
            data = book_paper(self.book, self.year, lines, unit=self.unit)
        return as_file([render_data(data, office=self.office)])
