"""Statistics as their page shows them: worded, with the bar's length and the address of the cases behind each figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verification.choices import Verdict
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.durations import day_name
from vidcon_portal.ui.parts import Tile
from vidcon_portal.ui.wording import say_duration

from ..periods import Period
from .figures import Counted, MonthFigure, OverallFigure, Overview, RowFigure
from .heat import FIRST_HOUR, LAST_HOUR, HeatRow
from .measures import MEASURES

TARGET = 90
"""Percent in time that the page holds rows against."""

HEAT = (15, 35, 55, 75)
"""Where the next step of the heat ladder begins (DESIGN-UI §3)."""

LinkTo = Callable[..., str]


@dataclass(frozen=True, slots=True)
class RowLine:
    number: int
    activity: str
    standard: str
    count: int
    count_url: str
    median: str
    median_before: str
    ninth: str
    late: int
    late_url: str
    percent: int
    state: str
    worst: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    label: str
    count: int
    percent: int
    url: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class MonthLine:
    label: str
    asked: int
    served: int
    refused: int
    width: int
    url: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    percent: int
    step: str


@dataclass(frozen=True, slots=True)
class HeatLine:
    label: str
    url: str
    cells: tuple[HeatCell, ...]


def link_maker(period: Period) -> LinkTo:
    """Addresses of the cases behind the figures of a period."""

    def link(measure: str, word: str = "") -> str:
        asked = {**period.asked, "ukuran": measure, **({"isi": word} if word else {})}
        return f"{reverse('reports:statistics_cases')}?{urlencode(asked)}"

    return link


def tiles_of(now: Overview, before: Overview, label: str, link: LinkTo) -> list[Tile]:
    """Each figure beside that of the period before; it opens the cases behind it."""
    tiles = [
        Tile(_("Permohonan"), str(now.asked), _versus(now.asked, before.asked, label), link("masuk")),
        Tile(_("Sesi terlaksana"), str(now.held), _versus(now.held, before.held, label), link("terlaksana")),
        Tile(_("Jam didampingi"), str(now.hours), _versus(now.hours, before.hours, label), link("terlaksana")),
    ]
    if now.in_time_percent is not None:
        earlier = before.in_time_percent
        note = _("target %(n)d%%") % {"n": TARGET}
        if earlier is not None:
            note += "; " + _("%(label)s %(n)d%%") % {"label": label, "n": earlier}
        tiles.append(
            Tile(
                _("Baris tepat waktu"),
                f"{now.in_time_percent}%",
                note,
                link("lewat") if now.late_rows else link("baris"),
            )
        )
    if now.decision_seconds is not None:
        tiles.append(
            Tile(
                _("Pengajuan sampai keputusan"),
                say_duration(now.decision_seconds),
                _("median, jam dinding"),
                link("putusan"),
            )
        )
    return tiles


def _versus(now: int, before: int, label: str) -> str:
    if now == before:
        return _("sama dengan %(label)s") % {"label": label}
    words = {"n": abs(now - before), "label": label}
    return _("naik %(n)d dari %(label)s") % words if now > before else _("turun %(n)d dari %(label)s") % words


def attention(rows: Iterable[RowFigure], overall: OverallFigure | None, heat: Iterable[HeatRow]) -> str:
    """One sentence on what needs looking at: the service, the row that is late most often, and what is full."""
    parts = []
    if overall is not None and overall.in_time_percent < TARGET:
        parts.append(
            _("pelayanan melewati %(hours)d jam pada %(late)d dari %(count)d permohonan")
            % {"hours": overall.hours, "late": overall.late, "count": overall.count}
        )
    late = [row for row in rows if row.in_time_percent < TARGET]
    if late:
        worst = min(late, key=lambda row: row.in_time_percent)
        parts.append(
            _("baris %(number)d terlambat pada %(late)d dari %(count)d permohonan")
            % {"number": worst.number, "late": worst.late, "count": worst.count}
        )
    full = [row for row in heat if row.percents and max(row.percents) >= HEAT[-1]]
    if full:
        busiest = max(full, key=lambda row: max(row.percents))
        hour = FIRST_HOUR + busiest.percents.index(max(busiest.percents))
        parts.append(
            _("%(name)s terpakai %(percent)d%% pada pukul %(hour)02d")
            % {"name": busiest.label, "percent": max(busiest.percents), "hour": hour}
        )
    if not parts:
        return _("Tidak ada yang menonjol: baris SOP memenuhi target dan tidak ada sumber daya yang penuh.")
    start = ngettext("Satu hal perlu perhatian", "%(n)d hal perlu perhatian", len(parts)) % {"n": len(parts)}
    return f"{start}: {'; '.join(parts)}."


def row_lines(rows: Iterable[RowFigure], link: LinkTo) -> list[RowLine]:
    return [
        RowLine(
            row.number,
            row.activity if len(row.activity) <= 90 else f"{row.activity[:89].rstrip()}…",
            row.standard,
            row.count,
            link("baris", str(row.number)),
            say_duration(row.median),
            say_duration(row.median_before) if row.median_before is not None else "",
            say_duration(row.ninth),
            row.late,
            link("lewat", str(row.number)),
            row.in_time_percent,
            "" if row.in_time_percent >= TARGET else "overdue",
            tuple((each.ticket, say_duration(each.seconds)) for each in row.worst),
        )
        for row in rows
    ]


def overall_line(figure: OverallFigure | None, link: LinkTo) -> RowLine | None:
    """The whole service as a line of the same table."""
    if figure is None:
        return None
    return RowLine(
        0,
        _("Seluruh pelayanan, sejak diterima sampai siap dilayani"),
        _("%(hours)d jam") % {"hours": figure.hours},
        figure.count,
        link("seluruh"),
        say_duration(figure.median),
        "",
        say_duration(figure.ninth),
        figure.late,
        link("seluruh-lewat"),
        figure.in_time_percent,
        "" if figure.in_time_percent >= TARGET else "overdue",
        tuple((each.ticket, say_duration(each.seconds)) for each in figure.worst),
    )


def count_lines(counted: Iterable[Counted], measure: str, link: LinkTo) -> list[CountLine]:
    counted = list(counted)
    most = max((each.count for each in counted), default=0)
    return [
        CountLine(
            _word(measure, each),
            each.count,
            100 * each.count // most if most else 0,
            link(measure, each.word) if each.count else "",
            each.before,
        )
        for each in counted
    ]


def _word(measure: str, each: Counted) -> str:
    if measure == "ragam":
        return str(Mode(each.label).label)
    if measure == "pimpinan":
        return _("Pimpinan urutan %(n)s") % {"n": each.label}
    return each.label or _("tanpa alasan tertulis")


def month_lines(months: Iterable[MonthFigure]) -> list[MonthLine]:
    """Widths on one scale; the address opens the statistics of the month."""
    months = list(months)
    most = max((max(each.asked, each.served + each.refused) for each in months), default=0) or 1
    return [
        MonthLine(
            format_date(each.month, "M Y"),
            each.asked,
            each.served,
            each.refused,
            most,
            f"{reverse('reports:statistics')}?{Period.month(each.month).query}",
        )
        for each in months
    ]


def answer_lines(found: dict[str, tuple[int, int]], link: LinkTo) -> list[CountLine]:
    """Around clashes: what was displaced, offered, taken; then flags, trials and incidents."""
    names: list[tuple[str, str, str]] = [
        (name, str(MEASURES[name][0]), "")
        for name in ("geser", "tawaran", "dipilih", "tawaran-ditolak", "pindah", "terlambat", "dispensasi", "gangguan")
    ]
    names += [
        ("uji", _("Uji coba: %(verdict)s") % {"verdict": str(verdict.label)}, verdict.value)
        for verdict in Verdict
        if verdict.value
    ]
    counted = [
        (name, label, word, *found.get(f"{name}:{word}" if word else name, (0, 0))) for name, label, word in names
    ]
    most = max(count for *_rest, count, _before in counted) or 1
    return [
        CountLine(label, count, 100 * count // most, link(name, word) if count else "", before)
        for name, label, word, count, before in counted
    ]


def heat_lines(rows: Iterable[HeatRow], *, by_weekday: bool, period: Period) -> list[HeatLine]:
    here = reverse("reports:statistics")
    return [
        HeatLine(
            day_name(int(row.label)) if by_weekday else row.label,
            f"{here}?{urlencode({**period.asked, 'sumber': row.word})}#panas" if row.word else "",
            tuple(HeatCell(percent, f"p{sum(percent >= limit for limit in HEAT)}") for percent in row.percents),
        )
        for row in rows
    ]


def hours() -> list[str]:
    return [f"{hour:02d}" for hour in range(FIRST_HOUR, LAST_HOUR)]


def title_of(measure: str, word: str) -> str:
    """What a list of cases is called."""
    label = str(MEASURES[measure][0])
    return f"{label}: {word}" if measure in ("lewat", "baris", "alasan") and word else label
