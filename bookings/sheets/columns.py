"""Which column means what: guessed from the headings, corrected by people."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .reading import MAX_ROWS, Cell, Row, Sheet, SheetRefused, said, too_long

SEARCHED_ROWS = 40
"""How far down a heading may stand: above it are letterheads and titles."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that we can read. ``words`` are regular expressions over a heading; earlier ones are surer."""

    name: str
    label: str | Promise
    words: tuple[str, ...]
    is_required: bool = False

    def fit(self, heading: str) -> int:
        """How sure we are that the heading means this; 0 is not at all."""
        for place, pattern in enumerate(self.words):
            if re.fullmatch(pattern, heading):
                return 100 - place
            if re.search(rf"\b(?:{pattern})\b", heading):
                return 50 - place
        return 0


@dataclass(frozen=True)
class Layout:
    """Where the headings stand (0: there are none) and which column, counted from 0, each name is read from.

    ``upper_row`` is the first of two rows of headings: "Tanggal" above "Mulai" and "Selesai".
    """

    heading_row: int
    places: Mapping[str, int]
    upper_row: int = 0

    @property
    def first_row(self) -> int:
        return self.upper_row or self.heading_row


@dataclass(frozen=True)
class Record:
    """One row below the headings, its cells by name; ``all_cells`` by heading, unused columns too."""

    number: int
    cells: Mapping[str, Cell]
    all_cells: Mapping[str, str]

    def text(self, name: str) -> str:
        return said(self.cells.get(name))

    def __getitem__(self, name: str) -> Cell:
        return self.cells.get(name)


@dataclass(frozen=True)
class Table:
    """A sheet and how it is read."""

    sheet: Sheet
    layout: Layout
    columns: tuple[Column, ...]
    others: tuple[str, ...] = ()
    """The sheets of the file that are not read here."""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """A name for each column, as printed, else by its letter."""
        width = max((len(row.cells) for row in self.sheet.rows), default=0)
        rows = {row.number: row for row in self.sheet.rows}
        lower, upper = rows.get(self.layout.heading_row), rows.get(self.layout.upper_row)
        printed = dict(enumerate(map(said, lower.cells))) if lower is not None else {}
        if upper is not None and lower is not None:
            printed = {at: joined for at, (joined, _alone) in _joined(upper, lower).items()}
        return tuple(printed.get(at) or _("Kolom %(letter)s") % {"letter": letter(at)} for at in range(width))

    @property
    def missing(self) -> list[Column]:
        return [column for column in self.columns if column.is_required and column.name not in self.layout.places]

    @property
    def unread(self) -> list[str]:
        """Headings of columns that hold something and are not read."""
        used = set(self.layout.places.values())
        filled = {at for row in self._below() for at, cell in enumerate(row.cells) if said(cell)}
        return [self.headings[at] for at in sorted(filled - used)]

    def records(self) -> Iterator[Record]:
        """Every row below the headings that holds something."""
        for row in self._below():
            if row.is_blank:
                continue
            cells = {name: row.cells[at] for name, at in self.layout.places.items() if at < len(row.cells)}
            named: dict[str, str] = {}
            for at, cell in enumerate(row.cells):
                if text := said(cell):
                    heading = self.headings[at]
                    named[heading if heading not in named else f"{heading} ({letter(at)})"] = text
            yield Record(row.number, cells, named)

    def is_heading_again(self, record: Record) -> bool:
        """A heading printed again, as on every page of a long list, or the numbers of the columns below it."""
        printed = [record.text(name) for name in self.layout.places]
        said_so = [self.headings[at] == text for text, at in zip(printed, self.layout.places.values(), strict=True)]
        numbers = [int(text) for text in record.all_cells.values() if text.isdecimal()]
        is_numbered = len(numbers) == len(record.all_cells) > 2 and numbers == [*range(numbers[0], numbers[-1] + 1)]
        return is_numbered or sum(said_so) >= max(2, len(said_so) // 2)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know of the file as a whole."""
        found = []
        if self.others:
            sentence = _("Lembar lain dalam berkas ini tidak dibaca: %(names)s. Baca satu per satu.")
            found.append(sentence % {"names": ", ".join(self.others)})
        if any(tall.first > self.layout.heading_row for tall in self.sheet.talls):
            found.append(_("Ada sel gabungan: isinya dibaca untuk setiap baris yang digabung."))
        return tuple(found)

    def _below(self) -> Iterator[Row]:
        """A merged cell speaks for each of its rows that holds something of its own."""
        rows = {row.number: row for row in self.sheet.rows if row.number > self.layout.heading_row}
        carried: dict[int, dict[int, Cell]] = defaultdict(dict)
        for tall in self.sheet.talls:
            top = rows.get(tall.first)
            if top is not None and tall.at < len(top.cells) and said(top.cells[tall.at]):
                for number in range(tall.first + 1, min(tall.last, self.sheet.rows[-1].number) + 1):
                    carried[number][tall.at] = top.cells[tall.at]
        for row in rows.values():
            yield _filled(row, carried[row.number]) if row.number in carried and not row.is_blank else row


def _filled(row: Row, carried: Mapping[int, Cell]) -> Row:
    cells = list(row.cells) + [None] * (max(carried) + 1 - len(row.cells))
    for at, cell in carried.items():
        cells[at] = cell
    return Row(row.number, tuple(cells))


def letter(at: int) -> str:
    """A column's letter in a spreadsheet program: 0 is A."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(letters: str) -> int | None:
    """The reverse of ``letter``; None for what is no column."""
    if not re.fullmatch(r"[A-Za-z]{1,2}", letters):
        return None
    place = 0
    for one in letters.upper():
        place = place * 26 + ord(one) - 64
    return place - 1


def guess_layout(sheet: Sheet, columns: Sequence[Column]) -> Layout:
    """The row among the first whose cells are understood best."""
    best, best_score = Layout(0, {}), 0
    searched = sheet.rows[:SEARCHED_ROWS]
    for row, below in zip(searched, (*searched[1:], None), strict=True):
        places, score = _guess(_texts(row), columns)
        if len(places) >= 2 and score > best_score:
            best, best_score = Layout(row.number, places), score
        if below is None or row.is_blank:
            continue
        places, score = _guess(_joined(row, below), columns)
        if len(places) >= 2 and score > best_score:
            best, best_score = Layout(below.number, places, row.number), score
    return best


def guess_table(sheets: Sequence[Sheet], columns: Sequence[Column], *, title: str = "") -> Table:
    """The named sheet, else the first shown one whose headings are understood best. Raises ``SheetRefused``."""
    shown = [sheet for sheet in sheets if not sheet.is_hidden] or sheets
    chosen = [sheet for sheet in sheets if sheet.title == title] if title else shown
    if not chosen:
        names = ", ".join(sheet.title for sheet in sheets)
        raise SheetRefused(_("Tidak ada lembar bernama itu. Yang ada: %(names)s.") % {"names": names})
    layouts = [(sheet, guess_layout(sheet, columns)) for sheet in chosen]
    sheet, layout = max(layouts, key=lambda pair: len(pair[1].places))
    if sheet.rows[-1].number > MAX_ROWS:
        raise too_long()
    others = [
        _("%(title)s (tersembunyi)") % {"title": each.title} if each.is_hidden else each.title
        for each in sheets
        if each is not sheet
    ]
    return Table(sheet, layout, tuple(columns), tuple(others))


def corrected(table: Table, *, heading_row: int | None, places: Mapping[str, int | None]) -> Table:
    """The table read as people say: a name without a place is not read."""
    kept = {name: at for name, at in places.items() if at is not None}
    row = table.layout.heading_row if heading_row is None else heading_row
    upper = table.layout.upper_row if row == table.layout.heading_row else 0
    return replace(table, layout=Layout(row, kept, upper))


Headings = Mapping[int, tuple[str, str]]
"""By column what a heading says, and what of it may also be read alone."""


def _texts(row: Row) -> Headings:
    texts = {at: cell for at, cell in enumerate(row.cells) if isinstance(cell, str) and len(cell) <= 80}
    return {at: (said(text), "") for at, text in texts.items() if said(text)}


def _joined(upper: Row, lower: Row) -> Headings:
    """Two rows as one: what stands above several columns is said of each that has a word of its own below."""
    above, below = _texts(upper), _texts(lower)
    found: dict[int, tuple[str, str]] = {}
    over = ""
    for at in range(max(len(upper.cells), len(lower.cells))):
        over = above[at][0] if at in above else over
        if at in below:
            found[at] = (f"{over} {below[at][0]}".strip(), below[at][0])
        elif at in above:
            found[at] = above[at]
    return found


def _guess(headings: Headings, columns: Sequence[Column]) -> tuple[dict[str, int], int]:
    fits = sorted(
        (
            (max(column.fit(plain_words(whole)), column.fit(plain_words(alone)) - 5 if alone else 0), -at, column.name)
            for at, (whole, alone) in headings.items()
            for column in columns
        ),
        reverse=True,
    )
    places: dict[str, int] = {}
    score = 0
    for fit, minus_at, name in fits:
        if fit > 0 and name not in places and -minus_at not in places.values():
            places[name] = -minus_at
            score += fit
    return places, score


def plain_words(text: str) -> str:
    """For comparison: lower case, letters and digits, single blanks."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def whole_number(cell: Any) -> int | None:
    """A count that is not negative; None for nothing. Raises ``ValueError``."""
    text = said(cell)
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?(?: *(?:orang|kursi|peserta|unit|buah))?", text.casefold())
    if not found:
        raise ValueError(text)
    return int(found[1])
