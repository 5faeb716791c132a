"""The inbox as the page shows it: tasks in the order in which they are best done, in three groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bookings.choices import SessionStatus
from bookings.inbox import FieldSession, Inbox, Matter
from bookings.models import Booking, BookingPaper, StepAssignment, StepRun
from bookings.models.booking import address_of
from bookings.queries.handed_on import Hanging
from bookings.workflow.graph import graph_of
from vidcon_portal.accounts.choices import Role
from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.procedures.calendar import CalendarError, WorkCalendar
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.choices import Shape, State
from vidcon_portal.ui.memo import drawn_once
from vidcon_portal.ui.parts import Action, Badge, TaskRow, TimeLeft, Turn
from vidcon_portal.ui.wording import say_clock, say_short_date, say_span

from .badges import badge, leader_badge
from .clock import deadline_left, overall_time_left, row_time_left
from .words import deed_of, task_of

SOON = timedelta(hours=1)
LEADER_AHEAD = timedelta(hours=24)
GROUPS = ("now", "today", "later")
DECISIONS = frozenset({Kind.CHECK_DATA, Kind.CHECK_RESOURCES, Kind.TRIAL})


@dataclass(frozen=True, slots=True)
class Task:
    """One task with what its order and the filters depend on; ``sort`` is the step's kind or the matter's name."""

    row: TaskRow
    heading: str
    sort: str
    agency: str
    due_at: datetime | None
    overdue: bool
    leader: bool
    leader_soon: bool

    def order(self, at: datetime) -> tuple[int, bool, bool, bool, float]:
        """Group by group; in each the overdue first, then leaders, then what has the least time left."""
        left = self.due_at.timestamp() if self.due_at else float("inf")
        return (GROUPS.index(_when(self, at)), not self.overdue, not self.leader_soon, not self.leader, left)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class HangingRow:
    """A case that waits for somebody else: whom, for what, since when, and whether it was opened there."""

    task: TaskRow
    who: str
    what: str
    since: str
    read: str
    may_recall: bool


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A session of today or tomorrow beside the inbox."""

    at: datetime
    day: str
    title: str
    detail: str
    url: str
    badge: Badge


def tasks_of(inbox: Inbox, *, at: datetime) -> list[Task]:
    """In the order in which they are best done; one query for the calendar."""
    calendars: dict[int, WorkCalendar | None] = {}
    found = [
        _step_task(run, at=at, calendar=_calendar(run.booking, calendars), why=_why_here(run, inbox))
        for run in inbox.steps
    ]
    found += [_paper_task(link, at=at) for link in inbox.papers]
    found += [task for matter in inbox.matters for task in _matter_tasks(matter, at=at)]
    return sorted(found, key=lambda task: task.order(at))


def groups_of(tasks: list[Task], *, at: datetime) -> list[Group]:
    """Sekarang, Hari ini, Besok dan sesudahnya; empty groups are left out."""
    named: dict[str, list[TaskRow]] = {name: [] for name in GROUPS}
    for task in tasks:
        named[_when(task, at)].append(task.row)
    titles = {"now": _("Sekarang"), "today": _("Hari ini"), "later": _("Besok dan sesudahnya")}
    return [Group(titles[name], tuple(rows)) for name, rows in named.items() if rows]


def first_turn(tasks: list[Task]) -> Turn | None:
    """The one task to start with."""
    if not tasks:
        return None
    first = tasks[0]
    clock = first.row.clock
    line = _("Kerjakan ini dulu. %(left)s.") % {"left": clock.text} if clock else _("Kerjakan ini dulu.")
    text = " · ".join(filter(None, [first.row.title, first.row.when]))
    return Turn(line, first.heading, text, yours=True, action=Action(first.row.deed, first.row.url))


@drawn_once
def draw_field(sessions: tuple[FieldSession, ...], today: date) -> SafeString:
    """The sessions beside the inbox: the person's own, or the whole field of the day."""
    template = get_template("bookings/parts/field.html")
    return mark_safe(template.render({"lines": field_lines(sessions, today=today)}))


def field_lines(sessions: Iterable[FieldSession], *, today: date) -> list[FieldLine]:
    return [
        FieldLine(
            at=each.starts_at,
            day=_("Hari ini") if timezone.localdate(each.starts_at) <= today else _("Besok"),
            title=each.title,
            detail=". ".join(filter(None, [each.agency, each.place or each.usual_place])),
            url=address_of(each.ticket, each.booking_id),
            badge=session_badge(each.status),
        )
        for each in sessions
    ]


def session_badge(session_status: str) -> Badge:
    looks = {
        SessionStatus.PLANNED: State.CONFIRMED,
        SessionStatus.RUNNING: State.LIVE,
        SessionStatus.FINISHED: State.DONE,
        SessionStatus.NOT_HELD: State.NEUTRAL,
        SessionStatus.CANCELLED: State.NEUTRAL,
    }
    status = SessionStatus(session_status)
    return badge(looks[status], str(status.label))


def _calendar(booking: Booking, known: dict[int, WorkCalendar | None]) -> WorkCalendar | None:
    if booking.office_id not in known:
        try:
            known[booking.office_id] = calendar_for(booking.office)
        except CalendarError:
            known[booking.office_id] = None
    return known[booking.office_id]


def _why_here(run: StepRun, inbox: Inbox) -> str:
    """Why somebody has a task that was not his: its position is empty. The deed says the rest."""
    vacant = inbox.vacant.get(run.pk, "")
    return _("Jabatan %(title)s kosong, dinaikkan kepada Anda.") % {"title": vacant} if vacant else ""


def _step_task(run: StepRun, *, at: datetime, calendar: WorkCalendar | None, why: str) -> Task:
    booking = run.booking
    clock: TimeLeft | None = None
    due = run.deadline_at
    number: int | str = ""
    partner = ""
    if booking.procedure_id is not None:
        graph = graph_of(booking.procedure_id)
        step = graph.step(run.step_id)
        partner = step.options.get("partner", "") if step else ""
        row = next((row for row in graph.rows if row.pk == run.row_id), None)
        number = row.number if row else ""
        if run.deadline_at is not None:
            clock = deadline_left(run.deadline_at, at, tz=booking.office.tz)
        elif row is not None and calendar is not None:
            clock = row_time_left(booking, run.row_run, row, at=at, calendar=calendar)
            due = run.row_run.due_at if run.row_run and clock and not run.row_run.paused_at else None
            service = overall_time_left(run.overall_run, graph, at=at, calendar=calendar)
            if service is not None and run.overall_run is not None and _sooner(run.overall_run.due_at, due):
                clock, due = service, run.overall_run.due_at
    begins: datetime | None = run.begins_at  # type: ignore[attr-defined] # annotated
    if begins is not None:  # a row's clock stands still or counts to the report: this work has its hour
        clock, due = _begins(begins, run.kind), begins
    elif due is None and run.kind in (Kind.EXECUTE, Kind.TRIAL) and booking.first_session_start is not None:
        due = booking.first_session_start
        clock = clock or _begins(due, Kind.EXECUTE)
    shape = Shape.DECISION if run.kind in DECISIONS else Shape.PROCESS
    heading = task_of(run.kind, booking.agency.name, partner)
    return _task(
        booking,
        run.kind,
        deed_of(run.kind),
        heading,
        at=at,
        clock=clock,
        due=due,
        number=number,
        shape=shape,
        anchor="#kerjakan",
        why=why,
        has_hour=begins is not None,
    )


def _sooner(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)


def _paper_task(link: BookingPaper, *, at: datetime) -> Task:
    signs = _("Paraf atau tanda tangani")
    if link.document.kind == DocumentKind.ASSIGNMENT_LETTER:
        heading = _("Surat tugas untuk kegiatan %(agency)s menunggu Anda")
    else:
        heading = _("Surat tanggapan untuk %(agency)s menunggu Anda")
    heading = heading % {"agency": link.booking.agency.name}
    why = _("Dikembalikan: %(note)s") % {"note": link.document.return_note} if link.document.is_returned else ""
    return _task(link.booking, "paper", signs, heading, at=at, anchor="#dokumen", why=why)


def _matter_tasks(matter: Matter, *, at: datetime) -> list[Task]:
    booking, agency = matter.booking, matter.booking.agency.name
    found = []
    if matter.leader_to_confirm:
        heading = _("Pastikan kehadiran pimpinan pada kegiatan %(agency)s") % {"agency": agency}
        found.append(_task(booking, "leader", _("Konfirmasi pimpinan"), heading, at=at, anchor="#kerjakan"))
    if matter.to_dispense:
        heading = _("Putuskan dispensasi permohonan %(agency)s") % {"agency": agency}
        found.append(_task(booking, "dispensation", _("Putuskan dispensasi"), heading, at=at, anchor="#kerjakan"))
    if matter.letter_owed:
        heading = _("Catat surat susulan dari %(agency)s") % {"agency": agency}
        found.append(_task(booking, "letter", _("Catat surat susulan"), heading, at=at, anchor="#surat"))
    if matter.to_read:
        heading = _("Baca disposisi untuk permohonan %(agency)s") % {"agency": agency}
        found.append(_task(booking, "read", _("Baca disposisi"), heading, at=at, anchor="#disposisi"))
    return found


def _task(
    booking: Booking,
    sort: str,
    deed: str,
    heading: str,
    *,
    at: datetime,
    clock: TimeLeft | None = None,
    due: datetime | None = None,
    number: int | str = "",
    shape: Shape = Shape.PROCESS,
    anchor: str = "",
    why: str = "",
    has_hour: bool = False,
) -> Task:
    """``has_hour``: what is due then begins then, and is not late a minute later."""
    start, end = booking.first_session_start, booking.last_session_end
    leader = leader_badge(booking)
    row = TaskRow(
        url=f"{booking.get_absolute_url()}{anchor}",
        title=booking.title,
        deed=deed,
        number=number,
        shape=shape,
        clock=clock,
        agency=booking.agency.name,
        ticket=booking.ticket or "",
        when=say_span(start, end) if start and end else "",
        place=booking.place,
        badges=(leader,) if leader else (),
        why=why,
    )
    soon = leader is not None and start is not None and at <= start <= at + LEADER_AHEAD
    late = due is not None and due < at and not has_hour
    return Task(
        row, heading, sort, str(booking.agency_id), due, overdue=late, leader=leader is not None, leader_soon=soon
    )


def _begins(at: datetime, kind: str) -> TimeLeft:
    what = _("waktu uji coba") if kind == Kind.TRIAL else _("mulai kegiatan")
    local = timezone.localtime(at)
    return TimeLeft(State.CONFIRMED, 0, f"{say_short_date(local)}, {say_clock(local)}", what)


def _when(task: Task, at: datetime) -> str:
    if task.overdue or task.leader_soon or (task.due_at is not None and task.due_at - at <= SOON):
        return "now"
    if task.due_at is None or task.due_at.astimezone(at.tzinfo).date() <= at.date():
        return "today"
    return "later"


def hanging_rows(hanging: Sequence[Hanging], *, at: datetime) -> list[HangingRow]:
    """Where each case hangs, with the clock of whoever has it now; one query for the calendar."""
    calendars: dict[int, WorkCalendar | None] = {}
    rows = []
    for each in hanging:
        run = each.run
        task = _step_task(run, at=at, calendar=_calendar(run.booking, calendars), why="")
        since = timezone.localtime(run.opened_at)
        rows.append(
            HangingRow(
                task=replace(task.row, url=run.booking.get_absolute_url(), deed="", number=""),
                who=", ".join(dict.fromkeys(_asked(each) for each in each.waits_for)) or _("Belum ada pejabat"),
                what=deed_of(run.kind),
                since=f"{say_short_date(since)} {say_clock(since)}",
                read=_("belum dibaca") if each.is_unread else _("sudah dibaca"),
                may_recall=each.may_recall,
            )
        )
    return rows


def _asked(assignment: StepAssignment) -> str:
    named = assignment.position.title if assignment.position else assignment.agency or assignment.user
    return str(named or Role(assignment.role).label)
