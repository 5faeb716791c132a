"""What an office's public front page says: what, when, how long, at what price, and when the office is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Fact, Tile

from .calendar import WorkCalendar
from .choices import ClockType, Kind, LeadUnit, Mode, Symbol
from .durations import day_name, format_short_date, zone_name
from .models import Procedure, Service
from .office_hours import read_week
from .preset_parts import EventHours, Preset, Row, as_plain

NEW_BOOKING = "/permohonan/baru/"
TRACKING = "/lacak/"
AVAILABILITY = "/{office}/ketersediaan/"
COMPLAINTS = "/{office}/pengaduan/"
SURVEY = "/{office}/skm/"
PLEDGE, OPEN_DATA, PRIVACY = "/{office}/maklumat/", "/{office}/data-terbuka/", "/{office}/privasi/"
"""Addresses that the wings above keep stable (DESIGN §5); this floor may not import them."""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office in the list of all."""

    url: str
    name: str
    agency: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Open or closed now, until or from when, and the week."""

    badge: Badge
    text: str
    week: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One row of the SOP in a few words."""

    number: int
    title: str
    lanes: str
    time: str
    shape: str


@dataclass(frozen=True, slots=True)
class ServicePart:
    """One service on the front page."""

    name: str
    summary: str
    lead_time: str
    modes: tuple[str, ...]
    promises: tuple[Tile, ...]
    steps: tuple[FlowStep, ...]
    new_url: str
    availability_url: str
    sop_url: str
    standard_url: str


def office_lines(services: Iterable[Service]) -> list[OfficeLine]:
    return [
        OfficeLine(office.get_absolute_url(), office.government, office.name, tuple(service.name for service in group))
        for office, group in groupby(services, key=lambda service: service.office)
    ]


def opening_hours(office: Office, calendar: WorkCalendar, *, at: datetime) -> OpeningHours:
    """Raises CalendarError only if the office never works again."""
    today = at.astimezone(office.tz).date()
    zone = zone_name(at, office.tz)
    if calendar.is_working_time(at):
        end = calendar.spans_on(today)[-1][1]
        badge = Badge(State.DONE, _("Buka"))
        text = _("sampai %(time)s %(zone)s") % {"time": f"{end:%H.%M}", "zone": zone}
    else:
        opens = calendar.next_working_moment(at)
        badge = Badge(State.NEUTRAL, _("Tutup"), icon="clock")
        when = _("hari ini") if opens.date() == today else format_short_date(opens.date())
        text = _("buka %(day)s, %(time)s %(zone)s") % {"day": when, "time": f"{opens:%H.%M}", "zone": zone}
        if today in calendar.holidays:
            text = f"{calendar.holidays[today]}; {text}"
    return OpeningHours(badge, text, tuple(week_facts(office.weekly_hours)))


def week_facts(weekly: object) -> Iterable[Fact]:
    """The hours of a week, days with the same hours together: "Senin–Kamis 07.30–12.00, 13.00–16.00"."""
    week = read_week(weekly, _("Jam kerja"))
    days = [(day, ", ".join(str(span) for span in week.get(day, ()))) for day in range(7)]
    for hours, group in groupby(days, key=lambda day: day[1]):
        named = [day for day, _hours in group]
        label = day_name(named[0]) + (f"–{day_name(named[-1])}" if len(named) > 1 else "")
        yield Fact(label, hours or _("Tutup"))


def service_part(office: Office, procedure: Procedure, preset: Preset) -> ServicePart:
    codes = {"office": office.code, "service": procedure.service.code}
    return ServicePart(
        name=procedure.service.name,
        summary=procedure.service.summary,
        lead_time=say_lead_time(preset),
        modes=tuple(str(Mode(mode).label) for mode in procedure.service.modes),
        promises=tuple(_promises(preset)),
        steps=tuple(flow_step(preset, row) for row in preset.rows),
        new_url=f"{NEW_BOOKING}?kantor={office.code}&layanan={procedure.service.code}",
        availability_url=AVAILABILITY.format(office=office.code),
        sop_url=reverse("procedures:procedure_of_service", kwargs=codes),
        standard_url=reverse("procedures:standard_of_service", kwargs=codes),
    )


def say_lead_time(preset: Preset) -> str:
    lead = preset.rules.lead_time
    if lead is None:
        return _("SOP tidak menetapkan batas waktu pengajuan; ajukan sedini mungkin.")
    unit = _("hari kerja") if lead.unit == LeadUnit.WORKING else _("hari")
    return _("Ajukan paling lambat %(number)d %(unit)s sebelum kegiatan.") % {"number": lead.number, "unit": unit}


def say_event_hours(hours: EventHours | None) -> str:
    """When events may take place; empty where the SOP does not limit them."""
    if hours is None or not hours.limit:
        return ""
    if hours.weekly is None:
        return _("Hanya pada jam kerja kantor, kecuali kegiatan pimpinan.")
    week = "; ".join(
        f"{fact.label} {fact.value}" for fact in week_facts(as_plain(hours.weekly)) if fact.value != _("Tutup")
    )
    return _("%(week)s, kecuali kegiatan pimpinan.") % {"week": week}


def _promises(preset: Preset) -> Iterable[Tile]:
    """The service time, or the printed times that somebody measures; then the price."""
    overall = preset.rules.overall_service_time
    if overall is not None:
        yield Tile(_("Siap dilayani"), _("%(hours)d jam") % {"hours": overall.hours}, _("sejak permohonan diterima"))
    timed = (ClockType.WORK_MINUTES, ClockType.WORK_DAYS, ClockType.CLOCK_HOURS)
    for row in [row for row in preset.rows if row.clock.type in timed][:4]:
        step = flow_step(preset, row)
        yield Tile(step.title, row.time_raw, step.lanes)
    yield Tile(_("Biaya"), _("Gratis"), _("tidak ada pungutan"))


def flow_step(preset: Preset, row: Row) -> FlowStep:
    """A row under the title of what is done first in it, the applicant's own sending aside."""
    office_steps = [step for step in row.steps if step.kind != Kind.SUBMIT] or list(row.steps)
    return FlowStep(
        number=row.number,
        title=office_steps[0].title if office_steps else row.activity,
        lanes=say_lanes(preset, row),
        time=row.time_raw,
        shape={Symbol.CAPSULE: "terminal", Symbol.DIAMOND: "decision"}.get(row.symbol, ""),
    )


def say_lanes(preset: Preset, row: Row) -> str:
    titles: Sequence[str] = [lane.title for code in row.lanes for lane in preset.lanes if lane.code == code]
    return ", ".join(titles)
