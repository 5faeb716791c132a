"""From the bytes of a CSV or XLSX file to rows of cells. The name of a file says nothing; its content decides."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from bookings.errors import DomainError

Cell = str | int | float | bool | datetime | date | time | timedelta | None

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_UNPACKED = 60 * 1024 * 1024
"""An XLSX is a ZIP: what it unpacks to is limited before anything is unpacked."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
SIGNATURES: tuple[bytes, ...] = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)
MARKUP: tuple[str, ...] = ("<!doctype", "<html", "<table", "<?xml", "<script")
DELIMITERS = (";", ",", "\t", "|")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # XML that does not parse
    TypeError,
    ValueError,
)
"""What openpyxl raises when a file only looks like a workbook."""


class SheetRefused(DomainError):
    """The file cannot be read at all; nothing was written."""

    type = "sheet-refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the spreadsheet program numbers it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(said(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Tall:
    """A merged cell over several rows; ``at`` counts its column from 0. The file holds its value in the first row only."""

    first: int
    last: int
    at: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; blank rows stay, so that numbers are those that people see."""

    title: str
    rows: tuple[Row, ...]
    talls: tuple[Tall, ...] = ()
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        return all(row.is_blank for row in self.rows)


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of a workbook that holds something, or the one of a CSV. Raises ``SheetRefused``."""
    limit = max_bytes()
    if len(content) > limit:
        sentence = _("Berkas ini %(size)s; paling besar %(limit)s. Bagi menjadi beberapa berkas.")
        raise SheetRefused(sentence % {"size": filesizeformat(len(content)), "limit": filesizeformat(limit)})
    if not content.strip():
        raise SheetRefused(_("Berkas ini kosong. Pilih berkas XLSX atau CSV yang berisi."))
    if content.startswith(OLE):
        if ENCRYPTED_STREAM in content:
            raise SheetRefused(_("Berkas ini dilindungi kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."))
        raise SheetRefused(_("Berkas ini berbentuk Excel lama (XLS). Simpan ulang sebagai XLSX, lalu unggah lagi."))
    if content.startswith(b"PK\x03\x04"):
        found = _read_workbook(content)
    elif content.startswith(SIGNATURES):
        raise SheetRefused(_("Isi berkas ini bukan lembar kerja, apa pun namanya. Pilih berkas XLSX atau CSV."))
    else:
        found = (Sheet("CSV", tuple(_read_csv(_decoded(content)))),)
    kept = tuple(sheet for sheet in found if not sheet.is_blank)
    if not kept:
        raise SheetRefused(_("Berkas ini tidak berisi satu baris pun."))
    return kept


def max_bytes() -> int:
    """The size limit of one spreadsheet."""
    return int(getattr(settings, "FILE_MAX_BYTES", 5 * 1024 * 1024))


def said(cell: Cell) -> str:
    """A cell as one line of text; line breaks and runs of blanks become one blank."""
    match cell:
        case None:
            return ""
        case bool():
            return "ya" if cell else "tidak"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case time():
            return f"{cell:%H.%M}"
    return " ".join(str(cell).replace("\x00", "").split())


def _read_workbook(content: bytes) -> tuple[Sheet, ...]:
    unreadable = SheetRefused(_("Berkas ini rusak atau bukan XLSX. Simpan ulang sebagai XLSX, lalu unggah lagi."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            unpacked = sum(info.file_size for info in packed.infolist())
            is_locked = any(info.flag_bits & 0x1 for info in packed.infolist())
    except BROKEN as error:
        raise unreadable from error
    if is_locked:
        raise SheetRefused(_("Berkas ini dilindungi kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."))
    if unpacked > MAX_UNPACKED:
        raise SheetRefused(_("Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas."))
    if "mimetype" in names and "content.xml" in names:
        raise SheetRefused(
            _("Berkas ini berbentuk ODS (LibreOffice, OpenOffice). Simpan ulang sebagai XLSX, lalu unggah lagi.")
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise unreadable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return tuple(_read_sheet(sheet, content) for sheet in book.worksheets)
            finally:
                book.close()
    except SheetRefused:
        raise
    except BROKEN as error:
        raise unreadable from error


def _read_sheet(sheet: Any, content: bytes) -> Sheet:
    is_hidden = sheet.sheet_state != "visible"
    sheet.reset_dimensions()  # some programs write a size that is not true, and rows beyond it would be lost
    rows = tuple(_limited(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), is_hidden=is_hidden))
    # The path is not public, but a sheet that is read row by row knows nothing of its merged cells.
    return Sheet(str(sheet.title), rows, _talls(content, sheet._worksheet_path), is_hidden)


def _talls(content: bytes, path: str) -> tuple[Tall, ...]:
    """Merged cells never overlap; a file in which they cover more than there is would cost without end."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        xml = packed.read(path)
    found = []
    for left, top, bottom in MERGED.findall(xml, max(xml.rfind(b"</sheetData>"), 0)):
        tall = Tall(int(top), min(int(bottom), MAX_ROWS), column_index_from_string(left.decode()) - 1)
        if tall.first < tall.last and tall.at < MAX_COLUMNS:
            found.append(tall)
    if sum(tall.last - tall.first for tall in found) > MAX_ROWS * MAX_COLUMNS:
        raise ValueError("merged cells overlap")
    return tuple(found)


def _read_csv(text: str) -> Iterator[Row]:
    if text.lstrip().lower().startswith(MARKUP):
        raise SheetRefused(_("Isi berkas ini halaman web, bukan lembar kerja. Simpan ulang sebagai XLSX atau CSV."))
    delimiter, text = _delimiter_of(text)
    try:
        # Numbers are those of records: a cell with line breaks makes the file longer, not the sheet.
        yield from _limited(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetRefused(_("Berkas CSV ini tidak dapat dibaca. Simpan ulang sebagai XLSX.")) from error


def too_long() -> SheetRefused:
    return SheetRefused(_("Lembar ini lebih dari %(limit)d baris. Bagi menjadi beberapa berkas.") % {"limit": MAX_ROWS})


def _limited(records: Iterable[Sequence[Any]], *, is_hidden: bool = False) -> Iterator[Row]:
    """A hidden sheet is refused only when it is chosen: offices hide long lists that others look things up in."""
    for number, record in enumerate(records, start=1):
        cells = list(record[:MAX_COLUMNS])
        while cells and not said(cells[-1]):
            cells.pop()
        if number > MAX_ROWS:
            if not cells:
                continue  # rows that are only formatted
            if not is_hidden:
                raise too_long()
            yield Row(number, ())
            return
        yield Row(number, tuple(cells))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise SheetRefused(_("Isi berkas ini bukan lembar kerja, apa pun namanya. Pilih berkas XLSX atau CSV."))


def _delimiter_of(text: str) -> tuple[str, str]:
    """The one that splits the first lines into most cells; Excel's own first line ``sep=;`` is obeyed."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], "\n" + rest
    sample = text[:20_000]

    def cells(delimiter: str) -> int:
        try:
            return sum(len(record) - 1 for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells), text
