"""The recap as an official paper: words made of its lines and totals."""

from collections.abc import Iterable

from vidcon_portal.documents.papers import Fact, RecapData, RecapRow, RecapSum
from vidcon_portal.documents.wording import grouped
from vidcon_portal.procedures.durations import DAY_NAMES, MONTH_NAMES

from .lines import RecapLine, RecapTotals, Tally
from .queries import RecapFilter


def recap_paper(wanted: RecapFilter, lines: Iterable[RecapLine], totals: RecapTotals) -> RecapData:
    """Pure: the same lines make the same paper."""
    rows = tuple(_row(line) for line in lines)
    tz = wanted.office.tz
    return RecapData(
        period=wanted.period.printed,
        figures=tuple(figures_of(totals)),
        rows=rows,
        zone=wanted.period.span(tz).start.astimezone(tz).tzname() or "",
        narrowed=narrowed_to(wanted),
        by_agency=_sums(totals.by_agency),
        by_platform=_sums(totals.by_platform),
        by_attendance=_sums(totals.by_attendance),
        notes=_notes(totals),
    )


def figures_of(totals: RecapTotals) -> list[Fact]:
    """The figures above the table; what was not measured is left out."""
    figures = [
        Fact("permohonan masuk", grouped(totals.asked)) if totals.asked is not None else None,
        Fact("kegiatan difasilitasi", grouped(totals.held)),
        Fact("tidak terlaksana", grouped(totals.not_held)),
        Fact("tidak dapat difasilitasi", grouped(totals.refused)) if totals.refused is not None else None,
        Fact("kegiatan pimpinan", grouped(totals.leaders)),
        Fact("jam didampingi", hours(totals.minutes)),
        Fact("peserta", grouped(totals.participants)),
        Fact("memenuhi waktu baku", f"{totals.in_time_percent}%") if totals.in_time_percent is not None else None,
    ]
    return [figure for figure in figures if figure is not None]


def hours(minutes: int) -> str:
    """``121,5``: hours to the half, as people count them; half up."""
    halves = (minutes + 15) // 30
    return f"{grouped(halves // 2)}{',5' if halves % 2 else ''}"


def narrowed_to(wanted: RecapFilter) -> str:
    """What the recap is limited to, in words; empty for the whole."""
    parts = [
        f"OPD: {wanted.agency.name}" if wanted.agency else "",
        f"Petugas: {wanted.officer.name}" if wanted.officer else "",
        f"Aplikasi: {wanted.platform}" if wanted.platform else "",
    ]
    return ". ".join(filter(None, parts))


def _row(line: RecapLine) -> RecapRow:
    day = line.starts_at
    return RecapRow(
        day=f"{DAY_NAMES[day.weekday()]}, {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}",
        time=f"{day:%H.%M}–{line.ends_at:%H.%M}" if line.ends_at else f"{day:%H.%M} s.d. selesai",
        activity=line.title,
        applicant=line.agency,
        leader=line.leader,
        place=line.place,
        application=line.application,
        participants=grouped(line.participants) if line.participants is not None else "",
        officers=line.people,
        attendance=line.attendance,
        obstacles=line.obstacles,
        remark=line.remark,
    )


def _sums(tallies: Iterable[Tally]) -> tuple[RecapSum, ...]:
    return tuple(RecapSum(each.label, grouped(each.sessions), f"{hours(each.minutes)} jam") for each in tallies)


def _notes(totals: RecapTotals) -> tuple[str, ...]:
    if totals.in_time_percent is None:
        return ()
    return (
        f"Memenuhi waktu baku: {grouped(totals.in_time)} dari {grouped(totals.timed)} kegiatan yang seluruh langkah "
        "SOP-nya berwaktu baku selesai tidak lewat waktu.",
    )
