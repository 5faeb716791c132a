"""What the import commands share: their arguments, and the report on a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from vidcon_portal.accounts.models import Office

from .columns import Column, Table, corrected, guess_table, place_of
from .lines import Outcome, Report, report_csv
from .reading import Sheet, read_sheets


def add_sheet_arguments(parser: CommandParser, columns: Sequence[Column]) -> None:
    names = ", ".join(column.name for column in columns)
    parser.add_argument("file", type=Path, help="CSV or XLSX.")
    parser.add_argument("--office", required=True, help="Code of the office.")
    parser.add_argument("--sheet", default="", help="Name of the sheet; default: the one that is understood best.")
    parser.add_argument("--heading-row", type=int, help="Row of the headings; default: guessed.")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=LETTER", help=f"Correct a guess; names: {names}."
    )
    parser.add_argument("--report", type=Path, help="Also write the report as CSV here.")


def office_named(code: str) -> Office:
    office = Office.objects.filter(code=code).first()
    if office is None:
        known = ", ".join(Office.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"Tidak ada kantor berkode {code}. Yang ada: {known}.")
    return office


def read_table(options: Mapping[str, Any], columns: Sequence[Column]) -> Table:
    """The file as guessed and corrected. Raises ``SheetRefused``."""
    return _corrected(guess_table(_sheets(options), columns, title=options["sheet"]), options, columns)


def read_tables(options: Mapping[str, Any], columns: Sequence[Column]) -> list[Table]:
    """Every sheet that is shown and has the headings, in the file's order. Raises ``SheetRefused``."""
    sheets = _sheets(options)
    guessed = [guess_table(sheets, columns, title=sheet.title) for sheet in sheets if not sheet.is_hidden]
    read = [table for table in guessed if not table.missing] or [guess_table(sheets, columns)]
    titles = {table.sheet.title for table in read}
    left = tuple(each for each in read[0].others if each not in titles)
    return [_corrected(replace(table, others=left), options, columns) for table in read]


def _sheets(options: Mapping[str, Any]) -> Sequence[Sheet]:
    try:
        content = options["file"].read_bytes()
    except OSError as error:
        raise CommandError(f"Berkas {options['file']} tidak dapat dibuka.") from error
    return read_sheets(content)


def _corrected(table: Table, options: Mapping[str, Any], columns: Sequence[Column]) -> Table:
    places: dict[str, int | None] = dict(table.layout.places)
    known = {column.name for column in columns}
    for given in options["column"]:
        name, _equals, letters = given.partition("=")
        if name not in known or (letters and place_of(letters) is None):
            raise CommandError(f"--column {given}: tulis NAMA=HURUF, misalnya title=D; NAMA= berarti tidak dibaca.")
        places[name] = place_of(letters) if letters else None
    return corrected(table, heading_row=options["heading_row"], places=places)


def report_path(path: Path | None, table: Table, *, several: bool) -> Path | None:
    """Where the report of a sheet goes: each of several has a file of its own."""
    if path is None or not several:
        return path
    return path.with_stem(f"{path.stem}-{slugify(table.sheet.title) or 'lembar'}")


def print_report(command: BaseCommand, table: Table, report: Report, *, written: bool, to: Path | None) -> None:
    """Every row but the plainly new ones, then the counts; the whole of it into the file ``to``."""
    if to is not None:
        to.write_text(report_csv(report), encoding="utf-8", newline="")
    out = command.stdout
    out.write(f"Lembar “{table.sheet.title}”, judul kolom di baris {table.layout.heading_row}.")
    for column in table.columns:
        if (at := table.layout.places.get(column.name)) is not None:
            out.write(f"  {column.label}: {table.headings[at]}")
    for notice in report.notices:
        out.write(notice)
    for line in report.lines:
        if line.outcome != Outcome.NEW or line.remarks:
            out.write(f"{line.row:>6}  {line.outcome.label:<16}{line.subject[:60]}  {' '.join(line.remarks)}".rstrip())
    out.write(report.summary or "Tidak ada baris.")
    if written:
        out.write(f"{report.adds} baris ditulis.")
    else:
        out.write("Belum ada yang ditulis. Ulangi dengan --commit untuk menulis.")
