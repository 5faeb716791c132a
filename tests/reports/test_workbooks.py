"""What is written here is read by others: openpyxl stands for them."""

import io
from datetime import UTC, date, datetime, time
from weakref import WeakSet

from openpyxl import load_workbook

from reports.workbooks import Formula, Heading, SheetPlan, write_workbook


def plan(rows, **changes):
    given = {"above": ["REKAP <&>", "Kantor"], "below": [["Jumlah", Formula("=SUM(B5:B5)", 12)]], **changes}
    return SheetPlan("Rekap: Oktober", [Heading("Nama", 30), Heading('Nilai "x"')], rows, **given)


def read(plans):
    with write_workbook(plans, title="Judul & lain", author="Dinas") as file:
        return load_workbook(io.BytesIO(file.read()))


def test_values_keep_their_kind_and_text_is_never_a_formula():
    row = [
        "=1+1",
        12,
        date(2026, 10, 5),
        datetime(2026, 10, 5, 9, 30, tzinfo=UTC),
        time(9, 30),
        None,
        "a\x00b <i>&\n c ",
        2.5,
    ]

    sheet = read([plan([row])]).worksheets[0]

    found = [cell.value for cell in sheet[5]]
    assert found[:2] == ["=1+1", 12]
    assert sheet["A5"].data_type == "s"
    assert found[2].date() == date(2026, 10, 5)
    assert found[3].isoformat() == "2026-10-05T09:30:00"
    assert found[4:] == [time(9, 30), None, "ab <i>&\n c ", 2.5]
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=SUM(B5:B5)", "f")


def test_the_sheet_prints_and_scrolls_well():
    book = read([plan([["a", 1]])])
    sheet = book.worksheets[0]

    assert book.properties.title == "Judul & lain"
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("Rekap  Oktober", "A5", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert (int(sheet.column_dimensions["A"].width), sheet["A4"].font.b, sheet["B4"].value) == (30, True, 'Nilai "x"')


def test_rows_are_not_kept_while_they_are_written():
    kept = WeakSet()

    class Line(list):
        """A row that can be watched."""

        __hash__ = object.__hash__

    def rows():
        for number in range(2_000):
            line = Line([f"baris {number}", number])
            kept.add(line)
            assert len(kept) < 5
            yield line

    with write_workbook([plan(rows())], title="", author="") as book:
        assert load_workbook(book).worksheets[0].max_row == 2_005
