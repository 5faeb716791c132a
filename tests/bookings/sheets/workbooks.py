"""Small invented spreadsheets."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from bookings.sheets.columns import Column, Table, guess_table
from bookings.sheets.reading import read_sheets

HEADINGS = (
    "No", "Nama Instansi\nPemohon", "Nomor Surat", "Judul Kegiatan", "Tempat", "Tanggal Mulai", "Tanggal Selesai",
    "Jam Mulai", "Jam Selesai", "Platform", "Operator", "Akun Zoom", "Pimpinan", "Ket",
)  # fmt: skip


def xlsx(rows: Iterable[Sequence[Any]], title: str = "2025", **others: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name, more in others.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(rows: Iterable[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def event_row(title: str = "Rapat koordinasi", **cells: Any) -> list[Any]:
    """One row of a list of past events; cells by a part of their heading."""
    known = {
        "number": 1, "agency": "Dinas Contoh", "letter": "005/12", "title": title, "place": "Ruang Gubernur",
        "starts_on": "Senin, 13 Januari 2025", "ends_on": "", "starts_at": "10.00", "ends_at": "Selesai",
        "platform": "Zoom", "officers": "", "account": "", "leader": "", "remark": "",
    }  # fmt: skip
    assert cells.keys() <= known.keys()
    return list({**known, **cells}.values())


def table_of(content: bytes, columns: Sequence[Column]) -> Table:
    return guess_table(read_sheets(content), columns)


def zip_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()
