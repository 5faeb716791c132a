"""The path of SOP symbols and its table: each printed row with standard and actual time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from bookings.choices import SessionStatus
from bookings.models import Booking, OverallRun, RowRun, Session, StepRun
from bookings.workflow.graph import Graph, RowNode
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import ClockType, Kind, Symbol
from vidcon_portal.procedures.clocks import elapsed, time_within
from vidcon_portal.procedures.durations import humanize_minutes
from vidcon_portal.procedures.models import Lane, Row
from vidcon_portal.ui.choices import Shape
from vidcon_portal.ui.parts import PathStep

SHAPES = {Symbol.CAPSULE: Shape.TERMINAL, Symbol.DIAMOND: Shape.DECISION, Symbol.BOX: Shape.PROCESS}


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """What of a row is only printed: who, which symbol, what comes out."""

    lanes: str
    symbol: str
    output: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One line of the table of standard and actual times; ``number`` 0: no row, but the whole service."""

    number: int
    title: str
    activity: str
    lane: str
    standard: str
    actual: str
    output: str
    current: bool
    late: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    path: list[PathStep]
    rows: list[RowLine]
    position: int
    total: int


@lru_cache(maxsize=64)
def printed_rows(procedure_id: int) -> dict[int, PrintedRow]:
    """By row id; a published procedure never changes, so one read per process is enough."""
    titles = dict(Lane.objects.filter(procedure=procedure_id).values_list("code", "title"))
    return {
        row.pk: PrintedRow(", ".join(titles.get(code, code) for code in row.lanes), row.symbol, "; ".join(row.output))
        for row in Row.objects.filter(procedure=procedure_id)
    }


def progress_of(
    booking: Booking,
    graph: Graph,
    runs: Iterable[StepRun],
    row_runs: Iterable[RowRun],
    overall_runs: Iterable[OverallRun],
    sessions: Iterable[Session],
    *,
    at: datetime,
    calendar: WorkCalendar,
) -> Progress:
    """How far the case is on its SOP; no query of its own once the printed rows are known."""
    printed = printed_rows(graph.procedure_id)
    runs, row_runs, sessions = list(runs), list(row_runs), list(sessions)
    current = next((run for run in runs if run.is_open), None)
    path, rows = [], []
    for row in graph.rows:
        mine = [run for run in row_runs if run.row_id == row.pk]
        is_current = current is not None and current.row_id == row.pk
        closed = any(run.row_id == row.pk and not run.is_open and not run.interrupted for run in runs)
        late = any(run.is_late(at) for run in mine)
        spent = _actual(row, mine, sessions, at=at, calendar=calendar)
        is_event = row.standard.type == ClockType.EVENT
        actual = say_actual(spent) if mine and (closed or is_current) and (spent or not is_event) else ""
        open_step = graph.step(current.step_id) if current is not None and is_current else None
        title = open_step.title if open_step is not None else _title(graph, row, booking.mode)
        path.append(
            PathStep(
                number=row.number,
                label=title,
                lane=printed[row.pk].lanes,
                time=_short(actual, row, is_current=is_current),
                shape=SHAPES.get(Symbol(printed[row.pk].symbol), Shape.PROCESS),
                done=closed and not is_current,
                late=closed and not is_current and late,
                current=is_current,
            )
        )
        rows.append(
            RowLine(
                number=row.number,
                title=title,
                activity=row.activity,
                lane=printed[row.pk].lanes,
                standard=row.time_raw or "–",
                actual=(_("%(time)s, lama acara") % {"time": actual} if actual and is_event else actual)
                or (_("selesai") if closed else _("berjalan") if is_current else _("belum")),
                output=printed[row.pk].output,
                current=is_current,
                late=late,
                steps=tuple(
                    step.title
                    for step in graph.steps.values()
                    if step.row.pk == row.pk and step.applies_to(booking.mode)
                ),
            )
        )
    rows += [_overall_line(graph, run, at=at, calendar=calendar) for run in overall_runs]
    position = next((number for number, step in enumerate(path, start=1) if step.current), 0)
    return Progress(path, rows, position, len(path))


def _overall_line(graph: Graph, run: OverallRun, *, at: datetime, calendar: WorkCalendar) -> RowLine:
    """The time promised for the whole service beside the time it took; one line per visit."""
    assert graph.overall is not None
    since = _("sejak permohonan diterima") if run.visit == 1 else _("sejak jadwal berubah atau dibuka kembali")
    spent = elapsed(graph.overall.standard, run.stretches_until(at), calendar)
    if run.closed_at is not None:
        output = _("siap melayani") if run.reached else _("berakhir sebelum siap")
    else:
        output = _("waktu berhenti, menunggu pemohon") if run.paused_at is not None else _("berjalan")
    return RowLine(
        number=0,
        title=_("Seluruh pelayanan"),
        activity=_("%(since)s sampai langkah %(row)d selesai") % {"since": since, "row": graph.overall.until_row},
        lane="–",
        standard=_("%(hours)d jam") % {"hours": int(graph.overall.standard.value or 0)},
        actual=say_actual(spent),
        output=output,
        current=False,
        late=run.is_late(at),
        steps=(),
    )


def say_actual(spent: timedelta) -> str:
    return humanize_minutes(max(1, int(spent.total_seconds() // 60)))


def _actual(
    row: RowNode, mine: list[RowRun], sessions: list[Session], *, at: datetime, calendar: WorkCalendar
) -> timedelta:
    """What the row took; one that follows the event, how long that was."""
    stretches = [stretch for run in mine for stretch in run.stretches_until(at)]
    if row.standard.type == ClockType.EVENT:
        held = [each for each in sessions if each.status != SessionStatus.CANCELLED]
        return time_within(stretches, [(each.starts_at, each.ends_at) for each in held])
    return elapsed(row.standard, stretches, calendar)


def _title(graph: Graph, row: RowNode, mode: str) -> str:
    """What the row is about: its first step, the applicant's own sending aside; the table prints its sentence."""
    steps = [step for step in graph.steps.values() if step.row.pk == row.pk]
    fitting = [step for step in steps if step.applies_to(mode)] or steps
    shown = next((step for step in fitting if step.kind != Kind.SUBMIT), fitting[0] if fitting else None)
    return shown.title if shown is not None else row.activity


def _short(actual: str, row: RowNode, *, is_current: bool) -> str:
    if is_current:
        raw = row.time_raw
        return _("baku %(time)s") % {"time": raw[:1].lower() + raw[1:]} if raw and Kind.EXECUTE not in row.kinds else ""
    return actual.replace(" jam", " j").replace(" menit", " mnt")
