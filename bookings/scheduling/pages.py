"""What the calendar pages show, as plain values for their templates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bookings.choices import BLOCKS, AllocationState, Condition, Purpose, ResourceKind, SessionStatus
from bookings.models import Resource
from vidcon_portal.procedures.written_hours import say_hours
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.timeline import Timeline, TimelineGroup, TimelineResource, TimelineSlot

from .occupations import Day, Line, Occupation, whole_trials
from .spans import Span

AROUND = (Purpose.SETUP, Purpose.TRAVEL)
"""What surrounds an event; a list of events leaves it out."""

FIRST_HOUR, LAST_HOUR = 7, 17
"""The hours that a day always shows; events outside widen it."""

KIT_KINDS = (ResourceKind.EQUIPMENT, ResourceKind.KIT)
KINDS = (ResourceKind.ROOM, ResourceKind.KIT, ResourceKind.EQUIPMENT, ResourceKind.ACCOUNT, ResourceKind.PERSON)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One event, trial or block of the list that phones get; ``icon`` says the state without colour."""

    start: datetime
    end: datetime
    title: str
    detail: str
    state: State
    state_text: str
    icon: str
    url: str = ""
    priority: bool = False


def timeline_of(day: Day, tz: ZoneInfo, *, now: datetime | None) -> Timeline:
    """The day as a grid; a resource with several lanes has a line for each."""
    by_lane: dict[tuple[int, int], list[TimelineSlot]] = defaultdict(list)
    for occupation in day.occupations:
        by_lane[occupation.resource_id, occupation.lane].append(_slot(occupation, day.span))
    groups = []
    for kind in KINDS:
        lines = [
            TimelineResource(_line_name(resource, lane), note_of(resource), tuple(by_lane[resource.pk, lane]), url)
            for resource in day.resources
            if resource.kind == kind
            for url in (url_of(resource),)
            for lane in range(1, resource.lanes + 1)
        ]
        if lines:
            groups.append(TimelineGroup(str(kind.label), tuple(lines)))
    start, end = _window(day, tz)
    return Timeline(start, end, tuple(groups), now if now and day.span.start <= now < day.span.end else None)


def agenda_of(day: Day) -> list[AgendaLine]:
    """Events, trials and blocks by time, each once with all it occupies; then what still waits for a place."""
    names = {resource.pk: resource.name for resource in day.resources}
    together: dict[tuple[object, ...], list[Occupation]] = defaultdict(list)
    for occupation in whole_trials(day.occupations):
        if occupation.purpose in AROUND:
            continue
        whose: object = occupation.booking_id or ("block", occupation.resource_id)
        together[whose, occupation.session_id, occupation.purpose, occupation.span].append(occupation)
    lines = []
    for found in together.values():
        first = found[0]
        used = ", ".join(dict.fromkeys(names[one.resource_id] for one in found))
        lines.append(
            AgendaLine(
                first.span.start,
                first.span.end,
                title_of(first),
                used,
                state_of(first),
                state_text_of(first),
                icon_of(first),
                first.case.url if first.case else "",
                bool(first.case and first.case.leader_confirmed),
            )
        )
    lines += [
        AgendaLine(
            each.span.start,
            each.span.end,
            each.case.title,
            each.case.agency,
            State.WAITING,
            each.case.hold_text,
            State.WAITING.value,
            each.case.url,
            each.case.leader_confirmed,
        )
        for each in day.waiting
    ]
    return sorted(lines, key=lambda line: (line.start, line.title))


def summary_of(lines: Iterable[AgendaLine]) -> str:
    """The sentence on top: what the day holds and what is still open."""
    found = list(lines)
    waiting = sum(line.state == State.WAITING for line in found)
    trials = sum(line.state == State.TRIAL for line in found)
    events = sum(line.state not in (State.WAITING, State.TRIAL, State.NEUTRAL) for line in found)
    if not events and not trials and not waiting:
        return _("Belum ada kegiatan pada hari ini.")
    parts = [ngettext("%(n)d kegiatan", "%(n)d kegiatan", events) % {"n": events}]
    if trials:
        parts.append(ngettext("%(n)d uji coba", "%(n)d uji coba", trials) % {"n": trials})
    text = ", ".join(parts) + "."
    if waiting:
        text += " " + ngettext(
            "%(n)d kegiatan menunggu tempat kosong.", "%(n)d kegiatan menunggu tempat kosong.", waiting
        ) % {"n": waiting}
    return text


def title_of(occupation: Occupation) -> str:
    """The event's name for those who may know it."""
    if occupation.purpose in BLOCKS:
        return str(occupation.purpose.label)
    return occupation.case.title if occupation.case else _("Terpakai")


def state_of(occupation: Occupation) -> State:
    if occupation.purpose == Purpose.TRIAL:
        return State.TRIAL
    if occupation.purpose in (*BLOCKS, Purpose.TRAVEL):
        return State.NEUTRAL
    if occupation.session_status == SessionStatus.RUNNING:
        return State.LIVE
    if occupation.session_status == SessionStatus.FINISHED:
        return State.DONE
    return State.CONFIRMED if occupation.state == AllocationState.CONFIRMED else State.HELD


def icon_of(occupation: Occupation) -> str:
    """What is out of use has the lock of the legend."""
    state = state_of(occupation)
    return "lock" if state == State.NEUTRAL else state.value


def state_text_of(occupation: Occupation) -> str:
    return _state_text(occupation.purpose, occupation.state, occupation.session_status, get_language())


@lru_cache
def _state_text(purpose: Purpose, state: AllocationState, session: SessionStatus | None, _language: str | None) -> str:
    """A full day asks for each text a hundred times."""
    if purpose != Purpose.EVENT:
        return str(purpose.label)
    if session in (SessionStatus.RUNNING, SessionStatus.FINISHED):
        return str(session.label)
    return str(state.label)


def _slot(occupation: Occupation, day: Span) -> TimelineSlot:
    start, end = max(occupation.span.start, day.start), min(occupation.span.end, day.end)
    if occupation.purpose in AROUND:
        words = str(occupation.purpose.label) if occupation.purpose == Purpose.TRAVEL else ""
        return TimelineSlot(start, end, title=words, is_buffer=True)
    case = occupation.case
    return TimelineSlot(
        start,
        end,
        title=title_of(occupation),
        state=state_of(occupation).value,
        state_text=state_text_of(occupation),
        detail=case.agency if case else "",
        url=case.url if case else "",
        priority=bool(case and case.leader_confirmed),
    )


def _window(day: Day, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Full local hours that show everything of the day."""
    midnight = day.span.start.astimezone(tz)
    start, end = midnight + timedelta(hours=FIRST_HOUR), midnight + timedelta(hours=LAST_HOUR)
    for occupation in day.occupations:
        start = min(start, max(occupation.span.start, day.span.start).astimezone(tz))
        end = max(end, min(occupation.span.end, day.span.end).astimezone(tz))
    start = start.replace(minute=0, second=0, microsecond=0)
    if end.minute or end.second or end.microsecond:
        end = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return start, end


def _line_name(resource: Line, lane: int) -> str:
    return f"{resource.name} · {lane}" if resource.lanes > 1 else resource.name


def facts_of(resource: Resource, parts: Sequence[Resource] = ()) -> list[Fact]:
    """What a resource's own page says about it."""
    wanted = [
        Fact(_("Jenis"), str(ResourceKind(resource.kind).label)),
        Fact(_("Kapasitas"), note_of(resource) if resource.capacity is not None else ""),
        Fact(_("Tata letak"), ", ".join(resource.layouts)),
        Fact(_("Fasilitas"), ", ".join(resource.features)),
        Fact(_("Paket"), resource.plan),
        Fact(
            _("Dipakai serentak"),
            ngettext("%(n)d kegiatan", "%(n)d kegiatan", resource.lanes) % {"n": resource.lanes}
            if resource.lanes > 1
            else "",
        ),
        Fact(_("Kelompok"), resource.group),
        Fact(_("Nomor aset"), resource.asset_number),
        Fact(_("Kondisi"), str(resource.get_condition_display()) if resource.kind in KIT_KINDS else ""),
        Fact(_("Bagian dari"), resource.kit.name if resource.kit else "", url=url_of(resource.kit)),
        Fact(_("Isi set"), ", ".join(part.name if part.is_usable else _unusable(part) for part in parts)),
        Fact(_("Keahlian"), ", ".join(resource.skills)),
        Fact(_("Jam kerja"), say_hours(resource.working_hours)),
        Fact(_("Keterangan"), resource.note),
    ]
    return [fact for fact in wanted if fact.value]


def url_of(resource: Resource | Line | None) -> str:
    return reverse("scheduling:resource", args=[resource.code]) if resource else ""


def _unusable(part: Resource) -> str:
    return _("%(name)s (tidak dapat dipakai)") % {"name": part.name}


def note_of(resource: Resource | Line) -> str:
    """The small line beside its name."""
    if resource.condition == Condition.BROKEN:
        return str(Condition.BROKEN.label)
    if resource.capacity is None:
        return resource.asset_number
    if resource.kind == ResourceKind.ACCOUNT:
        return _("%(n)d peserta") % {"n": resource.capacity}
    return _("%(n)d kursi") % {"n": resource.capacity}
