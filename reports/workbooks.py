"""Spreadsheets of results: real dates, numbers and totals, written row by row so that memory does not grow.

The workbook is written here, part by part, into a stream: a download begins with its first row, and a line of twenty
cells costs some microseconds. Tests read what is written with openpyxl.
"""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 4 * 1024 * 1024
"""Bytes; a larger file waits on the disk."""

CHUNK = 64 * 1024
"""Bytes that are gathered before they are sent."""

LONGEST_TEXT = 32_767
"""Characters that a cell may hold."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = date(1899, 12, 30).toordinal()

PLAIN, DAY, CLOCK, NUMBER, HEADING, TITLE, BOLD, BOLD_NUMBER = range(8)
"""Places in the table of styles below."""

_STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="hh:mm"/></numFmts>\
<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="12"/><name val="Calibri"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE9EEF3"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="3" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


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
    """A formula of ours. Text of people never becomes one."""

    text: str


def write_workbook(sheets: Iterable[SheetPlan], *, title: str, author: str) -> IO[bytes]:
    """An open file, at its beginning, that holds the workbook; it vanishes when closed."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    for part in stream_workbook(sheets, title=title, author=author):
        out.write(part)
    out.seek(0)
    return out


def stream_workbook(sheets: Iterable[SheetPlan], *, title: str, author: str) -> Iterator[bytes]:
    """The workbook in parts, each row as it is read; ``sheets`` may be a generator, too."""
    pipe = _Pipe()
    plans: list[SheetPlan] = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for number, plan in enumerate(sheets, start=1):
            plans.append(plan)
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
                text: list[str] = []
                size = 0
                for piece in _sheet(plan):
                    text.append(piece)
                    size += len(piece)
                    if size >= CHUNK:
                        sheet.write("".join(text).encode())
                        text, size = [], 0
                        yield from pipe.parts()
                sheet.write("".join(text).encode())
        for name, content in _frame(plans, title, author):
            book.writestr(name, content)
    yield from pipe.parts()


class _Pipe(io.RawIOBase):
    """What the archive writes, until somebody takes it. It cannot be sought, so nothing is kept."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def parts(self) -> Iterator[bytes]:
        taken, self._parts = self._parts, []
        if taken:
            yield b"".join(taken)


def _sheet(plan: SheetPlan) -> Iterator[str]:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{heading.width}" customWidth="1"/>'
        for place, heading in enumerate(plan.headings, start=1)
    )
    below = plan.heading_row + 1
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView '
        f'workbookViewId="0"><pane ySplit="{below - 1}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )
    number = 0
    for number, line in enumerate(plan.above, start=1):
        yield _row(number, [line], TITLE if number == 1 else BOLD)
    number = plan.heading_row
    yield _row(number, [heading.label for heading in plan.headings], HEADING)
    for row in plan.rows:
        number += 1
        yield _row(number, row)
    for row in plan.below:
        number += 1
        yield _row(number, row, BOLD)
    turned = "landscape" if plan.is_landscape else "portrait"
    yield f'</sheetData><pageSetup orientation="{turned}" fitToWidth="1" fitToHeight="0"/></worksheet>'


def _row(number: int, values: Sequence[Any], style: int = PLAIN) -> str:
    cells = [
        _cell(f"{_letter(place)}{number}", value, style)
        for place, value in enumerate(values)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


_LETTERS = tuple(get_column_letter(place) for place in range(1, 101))


def _letter(place: int) -> str:
    return _LETTERS[place]


def _cell(place: str, value: Any, style: int) -> str:
    if isinstance(value, str):  # in the sheet itself: what people typed is never a formula
        text = escape(_UNPRINTABLE.sub("", value[:LONGEST_TEXT]))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Formula):
        return (
            f'<c r="{place}" s="{BOLD_NUMBER if style == BOLD else NUMBER}"><f>{escape(value.text.lstrip("="))}</f></c>'
        )
    if isinstance(value, datetime):
        moment = value.toordinal() - _EPOCH + _share(value.time())
        return f'<c r="{place}" s="{DAY}"><v>{moment}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{value.toordinal() - _EPOCH}</v></c>'
    if isinstance(value, time):
        return f'<c r="{place}" s="{CLOCK}"><v>{_share(value)}</v></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _share(clock: time) -> float:
    """Of a day."""
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400


def _frame(plans: Sequence[SheetPlan], title: str, author: str) -> Iterator[tuple[str, str]]:
    """The parts of a workbook around its sheets."""
    numbered = list(enumerate(plans, start=1))
    quoted = [(number, plan.name.replace("'", "''"), plan.heading_row) for number, plan in numbered]
    sheets = "".join(
        f'<sheet name="{_attribute(plan.name)}" sheetId="{number}" r:id="rId{number}"/>' for number, plan in numbered
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
        f"'{escape(name)}'!${row}:${row}</definedName>"
        for number, name, row in quoted
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>",
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _plan in numbered
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship Id="rId{len(plans) + 1}" '
        f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", _STYLES
    yield (
        "docProps/core.xml",
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{escape(author)}</dc:creator></cp:coreProperties>",
    )
    yield (
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number, _plan in numbered
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>',
    )


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


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
