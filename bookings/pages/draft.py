"""Beside the form of a draft: the lead time as days, what is free, what could be taken instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bookings.errors import Incomplete
from bookings.forms.booking import BookingForm
from bookings.forms.sessions import SessionTime, is_near
from bookings.models import Booking
from bookings.requests import needs_from
from bookings.rules import rule_problems
from bookings.scheduling.availability import (
    ResourceAvailability,
    Wish,
    availability,
    find_alternatives,
    is_available,
    label_of,
)
from bookings.scheduling.needs import Need, allocatable, needs_of
from bookings.scheduling.places import place_of
from bookings.scheduling.spans import Span
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.calendar import CalendarError
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.durations import format_date, format_short_date
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.parts import Finding

DAYS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LeadDay:
    label: str
    note: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class LeadDays:
    """``Hari ini Senin. Paling cepat Kamis, 26 November`` and the days between."""

    today: str
    earliest: str
    label: str
    days: tuple[LeadDay, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that is free, as a button's value."""

    value: str
    label: str
    differs: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the panel says about the times that stand in the form; ``free`` None while there are none."""

    free: bool | None = None
    title: str = ""
    alternatives: tuple[Choice, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()


def lead_days(procedure: Procedure | None, office: Office, *, at: datetime) -> LeadDays | None:
    """The lead-time rule drawn as days; None without a rule."""
    if procedure is None or procedure.lead_time is None:
        return None
    calendar = calendar_for(office)
    today = at.astimezone(office.tz).date()
    unit = LeadUnit(procedure.lead_unit)

    def in_time(day: date) -> bool:
        return last_submission_date(day, procedure.lead_time or 0, unit, calendar) >= today

    earliest = today
    while not in_time(earliest) and (earliest - today).days < 60:
        earliest += timedelta(days=1)
    shown = [today + timedelta(days=number) for number in range(min(max((earliest - today).days + 2, 3), DAYS_SHOWN))]
    if earliest not in shown:
        shown[-1] = earliest
    return LeadDays(
        today=format_date(today),
        earliest=format_date(earliest),
        label=_("Batas %(count)d %(unit)s")
        % {"count": procedure.lead_time, "unit": _("hari kerja") if unit == LeadUnit.WORKING else _("hari")},
        days=tuple(
            LeadDay(
                format_short_date(day),
                _("boleh") if in_time(day) else _("kirim") if day == today else _("belum"),
                in_time(day),
            )
            for day in shown
        ),
    )


def check_of(booking: Booking, form: BookingForm, *, at: datetime) -> Check:
    """What is free at the times of a form that has been cleaned leniently; nothing is held."""
    times: list[SessionTime] = form.cleaned_data.get("sessions") or []
    if not times:
        return Check()
    spans = tuple(Span(each.starts_at, each.ends_at) for each in times)
    needs = _needs(booking, form)
    place = place_of(booking, form.cleaned_data.get("place") or "", needs)
    wish = Wish(booking.office, needs, spans, procedure=form.procedure, submitted_at=at, places=(place,) * len(spans))
    title = label_of(spans[0], booking.office)
    if len(spans) > 1:
        title = _("%(first)s dan %(count)d sesi lain") % {"first": title, "count": len(spans) - 1}
    free = is_available(wish) if needs else True
    return Check(
        free=free,
        title=title,
        alternatives=() if free else choices_from(find_alternatives(wish, at=at)),
        findings=tuple(_findings(booking.office, spans, needs, bool(place))),
        problems=tuple(_problems(form.procedure, booking.office, spans, at=at)),
    )


def choices_from(alternatives: Iterable[object]) -> tuple[Choice, ...]:
    """Alternatives as clickable choices; the value is what ``times_from`` reads."""
    return tuple(
        Choice(value_of(each.sessions), each.label, each.differs)  # type: ignore[attr-defined]
        for each in alternatives
        if hasattr(each, "sessions")
    )


def value_of(spans: Sequence[Span]) -> str:
    return ";".join(f"{span.start.isoformat()}/{span.end.isoformat()}" for span in spans)


def times_from(value: str) -> list[SessionTime]:
    """What ``value_of`` wrote; empty when somebody wrote it himself and wrongly."""
    found = []
    for part in value.split(";")[:30]:
        start, _slash, end = part.partition("/")
        try:
            times = SessionTime(datetime.fromisoformat(start), datetime.fromisoformat(end))
        except ValueError:
            return []
        if times.starts_at.tzinfo is None or times.ends_at.tzinfo is None or times.ends_at <= times.starts_at:
            return []
        if not (is_near(times.starts_at) and is_near(times.ends_at)):
            return []
        found.append(times)
    return found


def _needs(booking: Booking, form: BookingForm) -> tuple[Need, ...]:
    """What the case would need if it were submitted as it stands; an unsaved copy, so nothing is written."""
    like = Booking(
        office=booking.office,
        mode=booking.mode,
        participants_online=form.cleaned_data.get("participants_online") or 0,
        participants_onsite=form.cleaned_data.get("participants_onsite") or 0,
        needs=needs_from(form),
    )
    try:
        return allocatable(needs_of(like, form.procedure))
    except Incomplete:
        return ()


def _findings(office: Office, spans: Sequence[Span], needs: Sequence[Need], away: bool) -> Iterable[Finding]:
    """Each need and how many units are free in the first session."""
    units = availability(office, spans[0].start, spans[0].end, needs=needs, away=away) if needs else []
    for need in needs:
        fitting = [unit for unit in units if _answers(unit, need)]
        free = sum(1 for unit in fitting if unit.is_free)
        if free >= max(need.required, 1) and need.resource_id is not None:
            yield Finding(_("%(need)s kosong") % {"need": need.label})
        elif free >= need.quantity > 0:
            yield Finding(_("%(need)s, %(count)d kosong") % {"need": need.label, "count": free})
        elif free >= need.required:
            yield Finding(_("%(need)s, tinggal %(count)d") % {"need": need.label, "count": free}, met=free > 0)
        else:
            yield Finding(_("%(need)s terpakai") % {"need": need.label}, met=False)


def _answers(unit: ResourceAvailability, need: Need) -> bool:
    if need.resource_id is not None:
        return unit.id == need.resource_id
    return unit.kind == need.kind and (not need.group or unit.group == need.group)


def _problems(procedure: Procedure | None, office: Office, spans: Sequence[Span], *, at: datetime) -> Iterable[str]:
    if procedure is None:
        return []
    try:
        calendar = calendar_for(office)
        found = rule_problems(procedure, calendar, [(span.start, span.end) for span in spans], submitted_at=at)
    except CalendarError as error:
        return [str(error)]
    return [f"{each.fact} {each.advice}" for each in found]
