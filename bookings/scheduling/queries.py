"""Reads for calendars. Titles appear only to those who may see the case; everybody else reads "Terpakai"."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, SessionStatus, Status
from bookings.models import Allocation, Booking, Resource, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.actors import Actor, Hat
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.kept import Given, fetch, is_one_of, kept
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

from .crowding import Crowd, read_crowd
from .days import day_span
from .ledger import as_range, buffers_of
from .locks import read_units
from .occupancy import Occupancy, on_these, read_occupancy
from .permissions import is_shown_behind_secrets
from .placing import Buffers, Unit
from .spans import MICROSECONDS, Span, span_read

BANDS = ((8, 10), (10, 12), (13, 15), (15, 16))
"""The hours that the public sees, local; a band outside the office's hours is closed."""

_OCCUPATIONS = f"""
SELECT a.resource_id, a.lane, {MICROSECONDS.format("lower(a.during)")}, {MICROSECONDS.format("upper(a.during)")}, a.purpose, a.state, a.booking_id, a.session_id,
       a.note, s.status
FROM bookings_allocation a
LEFT JOIN bookings_session s ON s.id = a.session_id
WHERE {{these}}
  AND a.during && tstzrange(%s, %s, '[)')
  AND a.state IN ('held', 'confirmed')
ORDER BY lower(a.during), a.resource_id, a.lane
"""  # noqa: S608 - no value is written into it

NAMED = ("ticket", "title", "hold", "leader_rank", "leader_confirmed_at", "agency__name")
"""What a calendar prints of a case."""

MOST_PER_DAY = 60

# A row per event, not per resource; a month of a large office stays a page.
_GATHERINGS = f"""
WITH found AS (
    SELECT min(a.resource_id) AS resource_id, a.during, a.purpose, max(a.state) AS state, a.booking_id, a.session_id,
           max(a.note) AS note
    FROM bookings_allocation a
    WHERE {{these}}
      AND a.during && tstzrange(%s, %s, '[)')
      AND a.state IN ('held', 'confirmed')
      AND a.purpose = ANY(%s)
    GROUP BY a.during, a.purpose, a.booking_id, a.session_id, CASE WHEN a.booking_id IS NULL THEN a.resource_id END
), numbered AS (
    SELECT *, row_number() OVER (
        PARTITION BY (greatest(lower(during), %s) AT TIME ZONE %s)::date ORDER BY lower(during), booking_id, resource_id
    ) AS number
    FROM found
)
SELECT n.resource_id, 1, {MICROSECONDS.format("lower(n.during)")}, {MICROSECONDS.format("upper(n.during)")}, n.purpose, n.state, n.booking_id, n.session_id, n.note,
       s.status
FROM numbered n
LEFT JOIN bookings_session s ON s.id = n.session_id
WHERE n.number <= %s
ORDER BY lower(n.during), n.resource_id
"""  # noqa: S608 - as above


class Occupation(NamedTuple):
    """One live allocation as a calendar shows it; ``booking`` is None where the reader may not know whose it is."""

    resource_id: int
    lane: int
    span: Span
    purpose: Purpose
    state: AllocationState
    booking_id: int | None
    session_id: int | None
    note: str
    session_status: SessionStatus | None
    booking: Booking | None


@dataclass(frozen=True, slots=True)
class Day:
    """An office's day: its resources, what occupies them, and sessions that still wait for a place."""

    day: date
    span: Span
    resources: tuple[Resource, ...]
    occupations: tuple[Occupation, ...]
    waiting: tuple[Session, ...]


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


def day_of(office: Office, day: date, *, actor: Actor, with_people: bool = True) -> Day:
    """The day of an office for one reader; four queries, whatever the size of the calendar."""
    span = day_span(day, office.tz)
    resources = resources_of(office, with_people=with_people)
    occupations = occupations_of(resources, span, actor)
    return Day(day, span, resources, occupations, waiting_sessions(office, span, actor))


def resources_of(office: Office, *, with_people: bool) -> tuple[Resource, ...]:
    """What an office's calendars have lines for."""
    return tuple(_lines(with_people).all(office=office.pk))


@kept
def _lines(with_people: bool) -> QuerySet[Resource]:
    kinds = Q() if with_people else ~Q(kind=ResourceKind.PERSON)
    columns = ("kind", "code", "name", "capacity", "lanes", "asset_number", "condition")
    return (
        Resource.objects.filter(kinds, office=Given("office"), is_active=True)
        .only(*columns)
        .order_by("kind", "name", "pk")
    )


def occupations_of(resources: Iterable[Resource], span: Span, actor: Actor) -> tuple[Occupation, ...]:
    """What occupies the resources, as far as the reader may know; at most two queries."""
    rows = _rows(_OCCUPATIONS, [resource.pk for resource in resources], span)
    return _occupations(rows, known_bookings({row[6] for row in rows if row[6]}, actor))


def shown_occupations_of(resource: Resource, span: Span) -> tuple[Occupation, ...]:
    """What occupies one resource, for readers of whom nothing is known but that they have the link; two queries."""
    rows = _rows(_OCCUPATIONS, [resource.pk], span)
    bookings = Booking.objects.filter(pk__in={row[6] for row in rows if row[6]}).select_related("agency")
    return _occupations(rows, {booking.pk: booking for booking in bookings if is_shown_behind_secrets(booking)})


def gatherings_of(
    resources: Iterable[Resource], span: Span, actor: Actor, *, tz: ZoneInfo, purposes: Iterable[Purpose]
) -> tuple[Occupation, ...]:
    """Each event, trial or block once, whatever it occupies, at most ``MOST_PER_DAY`` a day; at most two queries.

    ``resource_id`` is one of those that it occupies; ``state`` is held while any of them is.
    """
    ids = [resource.pk for resource in resources]
    rows = _rows(_GATHERINGS, ids, span, [str(purpose) for purpose in purposes], span.start, str(tz), MOST_PER_DAY)
    return _occupations(rows, known_bookings({row[6] for row in rows if row[6]}, actor))


def public_fortnight(office: Office, *, at: datetime, days: int = 14) -> list[PublicDay]:
    """How many events each band of the next working days can still take: numbers only. Four queries."""
    calendar = calendar_for(office)
    kinds = (ResourceKind.ACCOUNT, ResourceKind.PERSON)
    units = read_units(Resource.objects.usable().filter(office=office, kind__in=kinds), office)
    today = at.astimezone(office.tz).date()
    dates = [today + timedelta(days=number) for number in range(days)]
    whole = Span(day_span(dates[0], office.tz).start, day_span(dates[-1], office.tz).end)
    others = read_occupancy(units, [whole.padded(timedelta(days=1), timedelta(days=1))])
    leads = list(
        Procedure.objects.filter(service__office=office, service__is_active=True, status=Procedure.Status.IN_FORCE)
        .values_list("lead_time", "lead_unit", "max_concurrent_events")
    )  # fmt: skip
    first = min((_first_day(today, lead, LeadUnit(unit), calendar) for lead, unit, _most in leads), default=today)
    limits = [most for _lead, _unit, most in leads]
    limit = max((most for most in limits if most is not None), default=None) if None not in limits else None
    crowd = read_crowd(office, [whole]) if limit is not None else Crowd()

    def left(span: Span) -> int | None:
        return max(0, limit - crowd.peak(span)) if limit is not None else None

    return [
        PublicDay(day, tuple(_bands(day, day >= first, units.values(), others, calendar, buffers_of(office), at, left)))
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


_PURPOSES = {each.value: each for each in Purpose}
_STATES = {each.value: each for each in AllocationState}
_STATUSES = {each.value: each for each in SessionStatus}


def _rows(sql: str, resource_ids: Collection[int], span: Span, *more: Any) -> list[tuple[Any, ...]]:
    if not resource_ids:
        return []
    these, ids = on_these(resource_ids, "a")
    return fetch(sql.format(these=these), [ids, span.start, span.end, *more])


def _occupations(rows: Iterable[tuple[Any, ...]], known: dict[int, Booking]) -> tuple[Occupation, ...]:
    return tuple(
        Occupation(
            resource_id,
            lane,
            span_read(start, end),
            _PURPOSES[purpose],
            _STATES[state],
            booking_id,
            session_id,
            note,
            _STATUSES.get(status),
            known.get(booking_id),
        )
        for resource_id, lane, start, end, purpose, state, booking_id, session_id, note, status in rows
    )


def known_bookings(ids: Collection[int], actor: Actor) -> dict[int, Booking]:
    """Those of the bookings that the reader may see, by id; at most one query."""
    if not ids:
        return {}
    rows = _known(Hat.of(actor)).all(ids=list(ids), **actor.values())
    return {booking.pk: booking for booking in rows}


@kept
def _known(hat: Hat) -> QuerySet[Booking]:
    visible = Booking.objects.visible_to(hat.actor()).filter(is_one_of("pk", "ids"))
    return visible.select_related("agency").only(*NAMED)


def waiting_sessions(office: Office, span: Span, actor: Actor) -> tuple[Session, ...]:
    """Sessions without a place that the reader may see; one query."""
    rows = _waiting(Hat.of(actor)).all(of_office=office.pk, start=span.start, end=span.end, **actor.values())
    return tuple(rows)


@kept
def _waiting(hat: Hat) -> QuerySet[Session]:
    visible = Booking.objects.visible_to(hat.actor()).filter(
        office=Given("of_office"), hold__in=(Hold.WAITING, Hold.PARTIAL), status__in=(Status.OPEN, Status.RETURNED)
    )
    return (
        Session.objects.filter(
            booking__in=visible, starts_at__lt=Given("end"), ends_at__gt=Given("start"), status=SessionStatus.PLANNED
        )
        .select_related("booking__agency")
        .only("starts_at", "ends_at", *(f"booking__{name}" for name in NAMED))
        .order_by("starts_at", "pk")
    )


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
    units: Iterable[Unit],
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
        most, places = left(span), _places(units, others, span, buffers)
        yield Band(span, places if most is None else min(places, most))


def _places(units: Iterable[Unit], others: Occupancy, span: Span, buffers: Buffers) -> int:
    """An event needs an account and a person; an office without accounts is limited by its people alone."""
    free = {ResourceKind.ACCOUNT: 0, ResourceKind.PERSON: 0}
    known = set()
    for unit in units:
        known.add(unit.kind)
        if unit.shift is not None and not unit.shift.covers(span):
            continue
        lanes = [lane for lane in unit.numbers if others.is_free(unit.id, lane, buffers.around(span, unit.kind))]
        free[unit.kind] += len(lanes)
    return min((free[kind] for kind in known), default=0)
