"""The recap as its page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vidcon_portal.ui.parts import Tile
from vidcon_portal.ui.wording import say_duration, say_hour, say_short_date

from .lines import RecapLine, RecapTotals, Tally


@dataclass(frozen=True, slots=True)
class RecapRow:
    """One line, worded."""

    number: int
    line: RecapLine
    day: str
    time: str
    participants: str
    notes: str


@dataclass(frozen=True, slots=True)
class TotalLine:
    label: str
    sessions: str
    length: str
    percent: int


@dataclass(frozen=True, slots=True)
class TotalTable:
    heading: str
    lines: tuple[TotalLine, ...]


def recap_rows(lines: Iterable[RecapLine], *, first: int) -> list[RecapRow]:
    return [
        RecapRow(
            number,
            line,
            say_short_date(line.starts_at.date()),
            f"{say_hour(line.starts_at.time())}–{say_hour(line.ends_at.time())}"
            if line.ends_at
            else _("%(start)s s.d. selesai") % {"start": say_hour(line.starts_at.time())},
            number_format(line.participants) if line.participants is not None else "",
            "; ".join(filter(None, [line.obstacles.rstrip(". "), line.remark])),
        )
        for number, line in enumerate(lines, start=first)
    ]


def tiles_of(totals: RecapTotals) -> list[Tile]:
    tiles = []
    if totals.asked is not None:
        note = _("%(n)s tidak dapat difasilitasi") % {"n": number_format(totals.refused or 0)}
        tiles.append(Tile(_("Permohonan masuk"), number_format(totals.asked), note))
    note = _("%(n)s tidak terlaksana") % {"n": number_format(totals.not_held)}
    tiles.append(Tile(_("Kegiatan difasilitasi"), number_format(totals.held), note))
    tiles.append(Tile(_("Kegiatan pimpinan"), number_format(totals.leaders)))
    tiles.append(
        Tile(
            _("Jam didampingi"),
            number_format((totals.minutes + 30) // 60),
            _("%(n)s peserta") % {"n": number_format(totals.participants)},
        )
    )
    if totals.in_time_percent is not None:
        note = _("%(n)s dari %(all)s kegiatan") % {"n": totals.in_time, "all": totals.timed}
        tiles.append(Tile(_("Memenuhi waktu baku"), f"{totals.in_time_percent}%", note))
    return tiles


def total_tables(totals: RecapTotals) -> list[TotalTable]:
    tables = (
        (_("Per OPD"), totals.by_agency),
        (_("Per aplikasi"), totals.by_platform),
        (_("Per status"), totals.by_attendance),
    )
    return [TotalTable(heading, tuple(_lines(tallies))) for heading, tallies in tables if tallies]


def _lines(tallies: tuple[Tally, ...]) -> Iterator[TotalLine]:
    most = max(each.sessions for each in tallies)
    for each in tallies:
        length = say_duration(each.minutes * 60) if each.minutes else "0"
        yield TotalLine(each.label, number_format(each.sessions), length, 100 * each.sessions // most)
