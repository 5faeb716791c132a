"""What a file is decides its content; what cannot be read is refused with a sentence."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from openpyxl import load_workbook

from bookings.history.columns import COLUMNS
from bookings.sheets.columns import guess_table, letter, place_of
from bookings.sheets.lines import Line, Outcome, Report, report_csv
from bookings.sheets.reading import MAX_ROWS, OLE, SheetRefused, read_sheets
from tests.bookings.sheets.workbooks import HEADINGS, csv_of, event_row, table_of, xlsx, zip_of


def test_a_workbook_keeps_its_dates_and_its_row_numbers():
    (sheet,) = read_sheets(xlsx([[], ["a", datetime.fromisoformat("2025-01-13")], [], ["b"]]))

    assert [(row.number, row.cells) for row in sheet.rows if not row.is_blank] == [
        (2, ("a", datetime.fromisoformat("2025-01-13"))),
        (4, ("b",)),
    ]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "cp1252"), (";", "utf-16")]
)
def test_a_csv_is_read_whatever_separates_it(delimiter, encoding):
    (sheet,) = read_sheets(csv_of([["No", "Nama, dan gelar"], ["1", "dua\nbaris – é"]], delimiter, encoding))

    assert [row.cells for row in sheet.rows] == [("No", "Nama, dan gelar"), ("1", "dua\nbaris – é")]


def test_the_separator_that_excel_names_is_obeyed():
    (sheet,) = read_sheets(b"sep=|\r\na|b;c;d\r\n")

    assert [row.cells for row in sheet.rows if not row.is_blank] == [("a", "b;c;d")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b" \r\n\t", "kosong"),
        (b";;;\r\n;;;\r\n", "tidak berisi satu baris pun"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "dilindungi kata sandi"),
        (OLE + b"\0" * 600, "Excel lama"),
        (b"%PDF-1.7\n...", "bukan lembar kerja"),
        (b"\x89PNG\r\n\x1a\n...", "bukan lembar kerja"),
        (b"a;b\0c;d", "bukan lembar kerja"),
        (b"<html><table><tr><td>No</td></tr></table></html>", "halaman web"),
        (b"PK\x03\x04 and no more", "rusak"),
        (zip_of(readme=b"hello"), "rusak"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<"}), "ODS"),
        (zip_of(**{"[Content_Types].xml": b"<x", "xl__workbook.xml": b"<"}), "rusak"),
        (zip_of(**{"[Content_Types].xml": b"", "xl__big.xml": b"\0" * 61 * 1024 * 1024}), "terlalu besar"),
        (b"x" * (10 * 1024 * 1024), "paling besar"),
        (b"a;b\r\n" * (MAX_ROWS + 1), "lebih dari 20000 baris"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value.replace(" ", "-"),
)
def test_a_bad_file_is_refused_with_its_reason(content, said):
    with pytest.raises(SheetRefused, match=said):
        read_sheets(content)


def test_headings_are_found_below_a_letterhead():
    table = table_of(xlsx([["DAFTAR KEGIATAN"], [], ["TAHUN 2025", None, "tempat"], HEADINGS, event_row()]), COLUMNS)

    assert (table.layout.heading_row, {name: letter(at) for name, at in table.layout.places.items()}) == (
        4,
        {
            "number": "A", "agency": "B", "letter": "C", "title": "D", "place": "E", "starts_on": "F", "ends_on": "G",
            "starts_at": "H", "ends_at": "I", "platform": "J", "officers": "K", "account": "L", "leader": "M",
            "remark": "N",
        },
    )  # fmt: skip


def test_other_words_in_another_order_are_understood():
    rows = [
        ["Hari/Tanggal", "Pukul", "Acara", "OPD", "Lokasi", "Petugas"],
        ["13/1/2025", "9", "Rapat", "Dinas", "", ""],
    ]

    table = table_of(csv_of(rows), COLUMNS)

    assert {name: table.headings[at] for name, at in table.layout.places.items()} == {
        "starts_on": "Hari/Tanggal",
        "starts_at": "Pukul",
        "title": "Acara",
        "agency": "OPD",
        "place": "Lokasi",
        "officers": "Petugas",
    }


def test_the_sheet_with_the_headings_is_chosen():
    content = xlsx([["Petunjuk", "isi"]], "Sampul", Data=[HEADINGS, event_row()])

    assert guess_table(read_sheets(content), COLUMNS).sheet.title == "Data"


def test_sheets_that_are_not_read_are_named_and_a_hidden_one_is_read_only_when_chosen():
    content = xlsx([HEADINGS, event_row()], "Januari", Februari=[HEADINGS, event_row()], Lama=[HEADINGS, event_row()])
    book = load_workbook(io.BytesIO(content))
    book["Januari"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    sheets = read_sheets(out.getvalue())

    guessed, chosen = guess_table(sheets, COLUMNS), guess_table(sheets, COLUMNS, title="Januari")

    assert (guessed.sheet.title, guessed.others) == ("Februari", ("Januari (tersembunyi)", "Lama"))
    assert (chosen.sheet.title, len(list(chosen.records()))) == ("Januari", 1)
    assert "Januari (tersembunyi), Lama" in guessed.notices[0]


def test_a_size_that_is_not_true_loses_no_row():
    content = xlsx([HEADINGS, event_row("Satu"), event_row("Dua")])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as again:
        for name in packed.namelist():
            again.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', packed.read(name)))

    (sheet,) = read_sheets(out.getvalue())

    assert [row.number for row in sheet.rows if not row.is_blank] == [1, 2, 3]


def test_rows_that_are_only_formatted_do_not_count():
    (sheet,) = read_sheets(b"a;b\r\n" + b";\r\n" * (MAX_ROWS + 5))

    assert [row.number for row in sheet.rows if not row.is_blank] == [1]


def test_a_merged_cell_speaks_for_each_of_its_rows():
    rows = [
        ["DAFTAR", ""],
        HEADINGS,
        event_row("Satu"),
        event_row("Dua", agency="", starts_on=""),
        [],
        ["", "", "Catatan"],
    ]
    book = load_workbook(io.BytesIO(xlsx(rows)))
    sheet = book["2025"]
    for cells in ("A1:N1", "B3:B5", "F3:F5", "L6:L9"):
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)

    table = table_of(out.getvalue(), COLUMNS)

    found = [(each.number, each.text("agency"), each.text("title"), each.text("starts_on")) for each in table.records()]
    assert found == [
        (3, "Dinas Contoh", "Satu", "Senin, 13 Januari 2025"),
        (4, "Dinas Contoh", "Dua", "Senin, 13 Januari 2025"),
        (6, "", "", ""),
    ]
    assert table.notices == ("Ada sel gabungan: isinya dibaca untuk setiap baris yang digabung.",)


def test_merged_cells_that_overlap_without_end_are_refused():
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:A20000"/>' * 61 + b"</mergeCells>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEADINGS]))) as packed, zipfile.ZipFile(out, "w") as again:
        for name in packed.namelist():
            again.writestr(name, packed.read(name).replace(b"</sheetData>", merged))

    with pytest.raises(SheetRefused, match="rusak"):
        read_sheets(out.getvalue())


def test_two_rows_of_headings_are_one():
    upper = ["No", "OPD", "Nama Kegiatan", "Tanggal", "", "Jam", "", "Ket"]
    lower = ["", "", "", "Mulai", "Selesai", "Mulai", "Selesai", ""]
    row = [1, "Dinas", "Rapat", "13 Januari 2025", "14 Januari 2025", "09.00", "10.00", "-"]
    table = table_of(xlsx([["DAFTAR KEGIATAN"], upper, lower, range(1, 9), row]), COLUMNS)

    assert (table.layout.upper_row, table.layout.heading_row, table.missing) == (2, 3, [])
    assert {name: table.headings[at] for name, at in table.layout.places.items()} == {
        "number": "No", "agency": "OPD", "title": "Nama Kegiatan", "starts_on": "Tanggal Mulai",
        "ends_on": "Tanggal Selesai", "starts_at": "Jam Mulai", "ends_at": "Jam Selesai", "remark": "Ket",
    }  # fmt: skip
    assert [table.is_heading_again(each) for each in table.records()] == [True, False]


def test_headings_and_their_numbers_are_no_rows():
    table = table_of(xlsx([HEADINGS, range(1, 15), event_row(), HEADINGS, ["2", "3", "2025"]]), COLUMNS)

    assert [table.is_heading_again(each) for each in table.records()] == [True, False, True, False]


@pytest.mark.parametrize(("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (59, "BH")])
def test_columns_are_named_as_in_a_spreadsheet(at, letters):
    assert (letter(at), place_of(letters)) == ((at and letters) or "A", at)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-2", "@SUM(A1)", "\t=1", " =HYPERLINK(0)"])
def test_no_cell_of_a_report_is_a_formula(text):
    report = Report.of([Line(2, Outcome.NEW, text, (text,))], [text])

    cells = [cell.strip('"') for line in report_csv(report).splitlines()[1:] for cell in line.split(";")]

    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))] == []
