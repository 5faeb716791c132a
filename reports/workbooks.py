"""Spreadsheets of results: real dates, numbers and totals, written row by row so that memory does not grow."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 4 * 1024 * 1024
"""Bytes; a larger file waits on the disk."""

LONGEST_TEXT = 32_767
"""Characters that a cell may hold."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMATS: dict[str, dict[str, Any]] = {
    "day": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm"},
    "clock": {"num_format": "hh:mm"},
    "number": {"num_format": "#,##0"},
    "hundredths": {"num_format": "0.00"},
    "thousandths": {"num_format": "0.000"},
    "heading": {"bold": True, "bg_color": "#E9EEF3", "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 12},
    "bold": {"bold": True},
    "sum": {"bold": True, "num_format": "#,##0"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what stands above it, and how wide it is in characters."""

    label: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: lines above the table, the headings, the rows, lines below. Rows may be a generator."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    below: Sequence[Sequence[Any]] = ()
    is_landscape: bool = True

    @property
    def heading_row(self) -> int:
        return len(self.above) + (2 if self.above else 1)

    @property
    def name(self) -> str:
        """As a sheet may be called."""
        return re.sub(r"[\[\]:*?/\\]", " ", self.title)[:31]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours. Text of people never becomes one. ``look`` is how its number is shown.

    ``value`` is what it comes to, for whoever shows the sheet without counting: a telephone's preview.
    """

    text: str
    value: float
    look: str = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with decimals that are always shown: ``hundredths`` or ``thousandths``."""

    value: Decimal
    look: str = "hundredths"


def write_workbook(sheets: Iterable[SheetPlan], *, title: str, author: str) -> IO[bytes]:
    """An open file, at its beginning, that holds the workbook; it vanishes when closed.

    ``sheets`` and their rows may be generators: each row is on the disk before the next is read.
    """
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        with Workbook(out, {"constant_memory": True, "use_zip64": True, "remove_timezone": True}) as book:
            book.set_properties({"title": title, "author": author})
            formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
            for plan in sheets:
                _Sheet(book.add_worksheet(plan.name), formats).write(plan)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


class _Sheet:
    """A worksheet that is filled from its top to its bottom."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Any]) -> None:
        self.sheet, self.formats = sheet, formats

    def write(self, plan: SheetPlan) -> None:
        sheet, heading_row = self.sheet, plan.heading_row - 1
        (sheet.set_landscape if plan.is_landscape else sheet.set_portrait)()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(heading_row + 1, 0)
        sheet.repeat_rows(heading_row)
        for place, heading in enumerate(plan.headings):
            sheet.set_column(place, place, heading.width)
        for number, text in enumerate(plan.above):
            self._row(number, [text], "bold" if number else "title")
        numbers = count(heading_row)
        self._row(next(numbers), [heading.label for heading in plan.headings], "heading")
        for row in plan.rows:
            self._row(next(numbers), row)
        for row in plan.below:
            self._row(next(numbers), row, "bold")

    def _row(self, number: int, values: Sequence[Any], look: str | None = None) -> None:
        for place, value in enumerate(values):
            self._cell(number, place, value, look)

    def _cell(self, row: int, place: int, value: Any, look: str | None) -> None:
        """Text goes in as text: what people typed is never a formula, a link or a number."""
        given = self.formats.get(look or "")
        match value:
            case None | "":
                pass
            case str():
                self.sheet.write_string(row, place, _UNPRINTABLE.sub("", value[:LONGEST_TEXT]), given)
            case bool():
                self.sheet.write_boolean(row, place, value, given)
            case Formula():
                given = self.formats["sum" if look else value.look]
                self.sheet.write_formula(row, place, value.text, given, value.value)
            case Figure():
                self.sheet.write_number(row, place, float(value.value), self.formats[value.look])
            case time():
                self.sheet.write_datetime(row, place, value, self.formats["clock"])
            case datetime():
                self.sheet.write_datetime(row, place, value, self.formats["moment"])
            case date():
                self.sheet.write_datetime(row, place, value, self.formats["day"])
            case _:
                self.sheet.write_number(row, place, value, given)


def as_file(parts: Iterable[str | bytes]) -> IO[bytes]:
    """An open file, at its beginning, that holds the parts one after the other; it vanishes when closed."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        for part in parts:
            out.write(part.encode() if isinstance(part, str) else part)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


class _Echo:
    def write(self, text: str) -> str:
        return text


def stream_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV that spreadsheets open rightly: UTF-8 with mark, ISO dates; no cell becomes a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([_plain(value) for value in headings])
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value
