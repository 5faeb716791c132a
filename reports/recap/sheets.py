"""The recap as a workbook and as CSV: dates are dates, numbers are numbers, totals are counted by the sheet itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from ..workbooks import Formula, Heading, SheetPlan, write_workbook
from .lines import RecapLine, RecapTotals, Tally
from .papers import figures_of, narrowed_to
from .queries import RecapFilter

SUMMED = {5: "F", 12: "M"}
"""Columns with a sum below, minutes and participants, and their letters."""


def headings() -> list[Heading]:
    """The columns of DOMAIN §2.8, with what a spreadsheet can count added."""
    return [
        Heading(_("No."), 6),
        Heading(_("Nomor permohonan"), 20),
        Heading(_("Tanggal"), 12),
        Heading(_("Mulai"), 8),
        Heading(_("Selesai"), 8),
        Heading(_("Menit"), 8),
        Heading(_("Nama kegiatan"), 42),
        Heading(_("OPD pemohon"), 30),
        Heading(_("Pimpinan rapat"), 24),
        Heading(_("Tempat"), 26),
        Heading(_("Aplikasi"), 14),
        Heading(_("Akun"), 18),
        Heading(_("Peserta"), 9),
        Heading(_("Petugas"), 28),
        Heading(_("Status"), 12),
        Heading(_("Kendala"), 32),
        Heading(_("Keterangan"), 32),
        Heading(_("Tepat waktu"), 12),
    ]


def cells(number: int, line: RecapLine) -> Sequence[Any]:
    minutes = int((line.ends_at - line.starts_at).total_seconds() // 60) if line.ends_at and line.is_held else None
    return (
        number,
        line.ticket,
        line.starts_at.date(),
        line.starts_at.time().replace(second=0, microsecond=0),
        line.ends_at.time().replace(second=0, microsecond=0) if line.ends_at else None,
        minutes,
        line.title,
        line.agency,
        line.leader,
        line.place,
        line.platform,
        line.account,
        line.participants,
        line.people,
        line.attendance,
        line.obstacles,
        line.remark,
        {True: _("Ya"), False: _("Tidak"), None: "-"}[line.is_in_time],
    )


def recap_workbook(wanted: RecapFilter, lines: Iterable[RecapLine], totals: RecapTotals) -> IO[bytes]:
    """Two sheets: the list with its sums, and the totals by agency, platform and way of serving."""
    title = f"REKAPITULASI FASILITASI VIDEO CONFERENCE {wanted.period.printed.upper()}"
    above = list(filter(None, [title, wanted.office.name, narrowed_to(wanted)]))
    first = len(above) + 3
    counted = _Counted(lines)
    return write_workbook(
        [
            SheetPlan(_("Rekap"), headings(), counted.rows(), above, below=_Sums(counted, first)),
            SheetPlan(
                _("Ringkasan"),
                [Heading(_("Rincian"), 44), Heading(_("Kegiatan"), 12), Heading(_("Menit"), 12)],
                list(_summary(totals)),
                above[:2],
            ),
        ],
        title=title,
        author=wanted.office.name,
    )


def csv_rows(lines: Iterable[RecapLine]) -> Iterator[Sequence[Any]]:
    return (cells(number, line) for number, line in enumerate(lines, start=1))


class _Counted:
    """Numbers the lines and remembers how many there were, how long, and for how many people."""

    def __init__(self, lines: Iterable[RecapLine]) -> None:
        self.lines, self.count = lines, 0
        self.sums = dict.fromkeys(SUMMED, 0)

    def rows(self) -> Iterator[Sequence[Any]]:
        for line in self.lines:
            self.count += 1
            row = cells(self.count, line)
            for place in SUMMED:
                self.sums[place] += row[place] or 0
            yield row


class _Sums(Sequence[Sequence[Any]]):
    """The row of sums: known only when the lines above it are written."""

    def __init__(self, counted: _Counted, first: int) -> None:
        self.counted, self.first = counted, first

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: Any) -> Any:
        if index != 0:
            raise IndexError(index)
        last = self.first + self.counted.count - 1
        if last < self.first:
            return [_("Jumlah"), 0]
        sums = {
            place: Formula(f"=SUM({column}{self.first}:{column}{last})", self.counted.sums[place])
            for place, column in SUMMED.items()
        }
        row: list[Any] = [_("Jumlah"), self.counted.count]
        return row + [sums.get(place) for place in range(2, 13)]


def _summary(totals: RecapTotals) -> Iterator[Sequence[Any]]:
    for figure in figures_of(totals):
        yield (figure.label[:1].upper() + figure.label[1:], _number(figure.value))
    for heading, tallies in (
        (_("Per OPD"), totals.by_agency),
        (_("Per aplikasi"), totals.by_platform),
        (_("Per status"), totals.by_attendance),
    ):
        yield ()
        yield (heading,)
        yield from (_tally(each) for each in tallies)


def _tally(each: Tally) -> Sequence[Any]:
    return (each.label, each.sessions, each.minutes)


def _number(words: str) -> float | int | str:
    """``1.284`` and ``121,5`` as numbers again; ``83%`` stays as it is."""
    whole, comma, part = words.replace(".", "").partition(",")
    if not whole.isdigit():
        return words
    return float(f"{whole}.{part}") if comma else int(whole)
