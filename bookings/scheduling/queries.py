"""What the public may know of the coming weeks, and where a person has to be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from bookings.choices import AllocationState, Purpose, ResourceKind
from bookings.models import Allocation, Booking, Resource, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

from .crowding import Crowd, read_crowd
from .days import day_span
from .ledger import as_range, buffers_of
from .locks import read_units
from .occupancy import Occupancy, read_stretches
from .placing import Buffers
from .shifts import Shift
from .spans import Span

BANDS = ((8, 10), (10, 12), (13, 15), (15, 16))
"""The hours that the public sees, local; a band outside the office's hours is closed."""

Lanes = Mapping[ResourceKind, Sequence[tuple[Shift | None, int, range]]]
"""The units of each kind: when they work, id, lanes."""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a public day; ``places`` is how many events can still be served, None when closed."""

    span: Span
    places: int | None


@dataclass(frozen=True, slots=True)
class PublicDay:
    day: date
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a person has to be at; his own duties carry their title, however secret."""

    span: Span
    purpose: Purpose
    is_confirmed: bool
    booking: Booking | None
    session: Session | None
    note: str


def public_fortnight(office: Office, *, at: datetime, days: int = 14) -> list[PublicDay]:
    """How many events each band of the next working days can still take: numbers only. Four queries."""
    calendar = calendar_for(office)
    kinds = (ResourceKind.ACCOUNT, ResourceKind.PERSON)
    units = read_units(Resource.objects.usable().filter(office=office, kind__in=kinds), office)
    today = at.astimezone(office.tz).date()
    dates = [today + timedelta(days=number) for number in range(days)]
    whole = Span(day_span(dates[0], office.tz).start, day_span(dates[-1], office.tz).end)
    others = read_stretches(units, whole.padded(timedelta(days=1), timedelta(days=1)))
    leads = list(
        Procedure.objects.filter(service__office=office, service__is_active=True, status=Procedure.Status.IN_FORCE)
        .values_list("lead_time", "lead_unit", "max_concurrent_events")
    )  # fmt: skip
    first = min((_first_day(today, lead, LeadUnit(unit), calendar) for lead, unit, _most in leads), default=today)
    limits = [most for _lead, _unit, most in leads]
    limit = max((most for most in limits if most is not None), default=None) if None not in limits else None
    crowd = read_crowd(office, [whole]) if limit is not None else Crowd()

    lanes = {
        kind: [(unit.shift, unit.id, unit.numbers) for unit in units.values() if unit.kind == kind] for kind in kinds
    }

    def left(span: Span) -> int | None:
        return max(0, limit - crowd.peak(span)) if limit is not None else None

    return [
        PublicDay(day, tuple(_bands(day, day >= first, lanes, others, calendar, buffers_of(office), at, left)))
        for day in dates
        if calendar.is_working_day(day)
    ]


def duties_of(user: User, *, at: datetime, days: int = 14) -> list[Duty]:
    """Where a person has to be from now on; one query."""
    window = Span(at, at + timedelta(days=days))
    rows = (
        Allocation.objects.filter(
            resource__user=user,
            state__in=LIVE_STATES,
            during__overlap=as_range(window),
            purpose__in=(Purpose.EVENT, Purpose.TRIAL, Purpose.TRAVEL, Purpose.LEAVE),
        )
        .select_related("booking__agency", "booking__office", "session")
        .order_by("during", "pk")
    )
    return [
        Duty(
            Span(row.during.lower, row.during.upper),
            Purpose(row.purpose),
            row.state == AllocationState.CONFIRMED,
            row.booking,
            row.session,
            row.note,
        )
        for row in rows
    ]


def coming_cases(resource: Resource, *, at: datetime) -> list[str]:
    """The tickets that still have a resource, the next first; one query."""
    rows = Allocation.objects.filter(
        resource=resource, state__in=LIVE_STATES, during__endswith__gt=at, booking__isnull=False
    ).order_by("during")
    return list(dict.fromkeys(ticket for ticket in rows.values_list("booking__ticket", flat=True) if ticket))


def lanes_in_use(resource: Resource, *, at: datetime) -> int:
    """How many at once requests still have of a resource; it cannot be given fewer."""
    rows = Allocation.objects.filter(
        resource=resource, state__in=LIVE_STATES, during__endswith__gt=at, booking__isnull=False
    )
    return rows.aggregate(most=Max("lane"))["most"] or 0


def _first_day(today: date, lead: int | None, unit: LeadUnit, calendar: WorkCalendar) -> date:
    """The first date for which a request filed today is in time."""
    if lead is None:
        return today
    day = today
    while last_submission_date(day, lead, unit, calendar) < today:
        day += timedelta(days=1)
    return day


def _bands(
    day: date,
    is_open: bool,
    lanes: Lanes,
    others: Occupancy,
    calendar: WorkCalendar,
    buffers: Buffers,
    at: datetime,
    left: Callable[[Span], int | None],
) -> Iterable[Band]:
    stretches = calendar.spans_on(day)
    midnight = day_span(day, calendar.tz).start
    for first, last in BANDS:
        span = Span(midnight + timedelta(hours=first), midnight + timedelta(hours=last))
        inside = bool(stretches) and stretches[0][0] <= span.start and span.end <= stretches[-1][1]
        if not is_open or not inside or span.start <= at:
            yield Band(span, None)
            continue
        most, places = left(span), _places(lanes, others, span, buffers)
        yield Band(span, places if most is None else min(places, most))


def _places(lanes: Lanes, others: Occupancy, span: Span, buffers: Buffers) -> int:
    """An event needs an account and a person; an office without accounts is limited by its people alone."""
    free = []
    for kind, found in lanes.items():
        if not found:
            continue
        around = buffers.around(span, kind)
        there = [(pk, numbers) for shift, pk, numbers in found if shift is None or shift.covers(span)]
        free.append(sum(others.is_free(pk, lane, around) for pk, numbers in there for lane in numbers))
    return min(free, default=0)
