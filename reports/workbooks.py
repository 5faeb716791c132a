"""Spreadsheets of results: real dates, numbers and totals, written row by row so that memory does not grow."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, CLOCK, NUMBER = "dd/mm/yyyy", "hh:mm", "#,##0"
IN_MEMORY = 4 * 1024 * 1024
"""Bytes; a larger file waits on the disk."""

_HEADING = PatternFill("solid", fgColor="FFE9EEF3")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def write_workbook(sheets: Iterable[SheetPlan], *, title: str, author: str) -> IO[bytes]:
    """An open file, at its beginning, that holds the workbook; it vanishes when closed."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, author
    for plan in sheets:
        _write_sheet(book, plan)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return out


def _write_sheet(book: Workbook, plan: SheetPlan) -> None:
    sheet = book.create_sheet(plan.title[:31])
    for place, heading in enumerate(plan.headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = heading.width
    sheet.page_setup.orientation = "landscape" if plan.is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    heading_row = len(plan.above) + (2 if plan.above else 1)
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    for number, text in enumerate(plan.above):
        line = _cell(sheet, text)
        line.font = Font(bold=number == 0, size=12 if number == 0 else 11)
        sheet.append([line])
    if plan.above:
        sheet.append([])
    sheet.append([_heading(sheet, heading.label) for heading in plan.headings])
    for row in plan.rows:
        sheet.append([_value(sheet, value) for value in row])
    for row in plan.below:
        cells = [_cell(sheet, value) for value in row]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)


def _heading(sheet: Any, label: str) -> Any:
    cell = _cell(sheet, label)
    cell.font, cell.fill = Font(bold=True), _HEADING
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours. Text of people never becomes one."""

    text: str


def _cell(sheet: Any, value: Any) -> Any:
    """A styled cell."""
    made = _value(sheet, value)
    return made if isinstance(made, Cell) else WriteOnlyCell(sheet, made)


def _value(sheet: Any, value: Any) -> Any:
    """What a row appends: bare where nothing needs saying, since styling each cell costs most of an export's time."""
    if isinstance(value, str):
        if not value.startswith("="):
            return value
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"  # what people typed is never a formula
        return cell
    if isinstance(value, Formula):
        cell = WriteOnlyCell(sheet, value.text)
        cell.number_format = NUMBER
        return cell
    if isinstance(value, date | time):
        plain: Any = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        cell = WriteOnlyCell(sheet, plain)
        cell.number_format = CLOCK if isinstance(value, time) else DAY
        return cell
    return value


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
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value
