"""What occupies an office's resources, for one reader, as plain values.

A page is read in two parts. ``Rows`` is what the database told: values that are equal as long as nothing has changed
for this reader, so that what was drawn of them can be kept by them (``vidcon_portal.ui.memo``). ``Rows.occupations``
makes of it what pages are drawn from. Titles appear only to those who may see the case; everybody else reads "Terpakai".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, SessionStatus, Status
from bookings.models import Booking, Resource, Session
from bookings.models.booking import address_of
from vidcon_portal.accounts.actors import Actor, Hat
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, fetch_planned, is_one_of, kept

from .days import day_span
from .occupancy import on_these
from .permissions import is_shown_behind_secrets
from .spans import MICROSECONDS, Span, merge, span_read

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

MOST_PER_DAY = 60

# A row per event, not per resource; a month of a large office stays a page. The status is looked up for the rows that are
# shown: joined, all sessions of all years would be read.
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
       (SELECT s.status FROM bookings_session s WHERE s.id = n.session_id)
FROM numbered n
WHERE n.number <= %s
ORDER BY lower(n.during), n.resource_id
"""  # noqa: S608 - as above


class Line(NamedTuple):
    """A resource as a line of a calendar."""

    pk: int
    kind: str
    code: str
    name: str
    capacity: int | None
    lanes: int
    asset_number: str
    condition: str


class Case(NamedTuple):
    """What a calendar says of a request."""

    pk: int
    ticket: str | None
    title: str
    hold: str
    leader_rank: int | None
    leader_confirmed_at: datetime | None
    agency: str

    @property
    def url(self) -> str:
        return address_of(self.ticket, self.pk)

    @property
    def leader_confirmed(self) -> bool:
        return self.leader_rank is not None and self.leader_confirmed_at is not None

    @property
    def hold_text(self) -> str:
        return str(Hold(self.hold).label)


COLUMNS = ("pk", "ticket", "title", "hold", "leader_rank", "leader_confirmed_at", "agency__name")
"""Of a ``Case``."""


class Waiting(NamedTuple):
    """A session without a place."""

    session_id: int
    span: Span
    case: Case


class Occupation(NamedTuple):
    """One live allocation as a calendar shows it; ``case`` is None where the reader may not know whose it is."""

    resource_id: int
    lane: int
    span: Span
    purpose: Purpose
    state: AllocationState
    booking_id: int | None
    session_id: int | None
    note: str
    session_status: SessionStatus | None
    case: Case | None


class Rows(NamedTuple):
    """What the database tells one reader of a stretch of time: hashable, equal as long as nothing has changed for him."""

    span: Span
    lines: tuple[Line, ...]
    taken: tuple[tuple[Any, ...], ...] = ()
    known: tuple[Case, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    @property
    def occupations(self) -> tuple[Occupation, ...]:
        known = {case.pk: case for case in self.known}
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
            for resource_id, lane, start, end, purpose, state, booking_id, session_id, note, status in self.taken
        )


@dataclass(frozen=True, slots=True)
class Day:
    """An office's day: its resources, what occupies them, and sessions that still wait for a place."""

    day: date
    span: Span
    resources: tuple[Line, ...]
    occupations: tuple[Occupation, ...]
    waiting: tuple[Waiting, ...]

    @classmethod
    def of(cls, day: date, rows: Rows) -> "Day":
        return cls(day, rows.span, rows.lines, rows.occupations, rows.waiting)


def day_of(office: Office, day: date, *, actor: Actor, with_people: bool = True) -> Day:
    """The day of an office for one reader; four queries, whatever the size of the calendar."""
    lines = lines_of(office, with_people=with_people)
    return Day.of(day, rows_of(office, lines, day_span(day, office.tz), actor))


def lines_of(office: Office, *, with_people: bool) -> tuple[Line, ...]:
    """What an office's calendars have lines for."""
    return tuple(map(Line._make, _lines(with_people).all(office=office.pk)))


@kept
def _lines(with_people: bool) -> QuerySet[Resource, Any]:
    kinds = Q() if with_people else ~Q(kind=ResourceKind.PERSON)
    return (
        Resource.objects.filter(kinds, office=Given("office"), is_active=True)
        .order_by("kind", "name", "pk")
        .values_list(*Line._fields)
    )


def rows_of(office: Office, lines: Iterable[Line], span: Span, actor: Actor) -> Rows:
    """What occupies the resources and what waits for a place, as far as the reader may know; at most three queries."""
    lines = tuple(lines)
    taken = _taken(_OCCUPATIONS, [line.pk for line in lines], span)
    return Rows(span, lines, taken, _known_of(taken, actor), waiting_in(office, span, actor))


def gatherings_of(
    resources: Collection[int], span: Span, actor: Actor, *, timezone: str, purposes: Iterable[Purpose]
) -> Rows:
    """Each event, trial or block once, whatever it occupies, at most ``MOST_PER_DAY`` a day; at most two queries.

    ``resource_id`` is one of those that it occupies; ``state`` is held while any of them is.
    """
    wanted = [str(purpose) for purpose in purposes]
    taken = _taken(_GATHERINGS, list(resources), span, wanted, span.start, timezone, MOST_PER_DAY)
    return Rows(span, (), taken, _known_of(taken, actor))


def shown_occupations_of(resource: Resource, span: Span) -> tuple[Occupation, ...]:
    """What occupies one resource, for readers of whom nothing is known but that they have the link; two queries."""
    taken = _taken(_OCCUPATIONS, [resource.pk], span)
    bookings = Booking.objects.filter(pk__in={row[6] for row in taken if row[6]}).select_related("agency")
    known = tuple(_case(booking) for booking in bookings if is_shown_behind_secrets(booking))
    return Rows(span, (), taken, known).occupations


def whole_trials(occupations: Sequence[Occupation]) -> Sequence[Occupation]:
    """Each trial as one stretch, though a unit that is set up meanwhile is taken for a part of it only."""
    spans: dict[int | None, list[Span]] = {}
    for one in occupations:
        if one.purpose == Purpose.TRIAL:
            spans.setdefault(one.booking_id, []).append(one.span)
    if not spans:
        return occupations
    whole = {booking: merge(found) for booking, found in spans.items()}
    return [
        one._replace(span=next(span for span in whole[one.booking_id] if span.overlaps(one.span)))
        if one.purpose == Purpose.TRIAL
        else one
        for one in occupations
    ]


def waiting_in(office: Office, span: Span, actor: Actor) -> tuple[Waiting, ...]:
    """Sessions without a place that the reader may see; one query."""
    rows = _waiting(Hat.of(actor)).all(of_office=office.pk, start=span.start, end=span.end, **actor.values())
    return tuple(Waiting(pk, Span(start, end), Case._make(case)) for pk, start, end, *case in rows)


@kept
def _waiting(hat: Hat) -> QuerySet[Session, Any]:
    visible = Booking.objects.visible_to(hat.actor()).filter(
        office=Given("of_office"), hold__in=(Hold.WAITING, Hold.PARTIAL), status__in=(Status.OPEN, Status.RETURNED)
    )
    return (
        Session.objects.filter(
            booking__in=visible, starts_at__lt=Given("end"), ends_at__gt=Given("start"), status=SessionStatus.PLANNED
        )
        .order_by("starts_at", "pk")
        .values_list("pk", "starts_at", "ends_at", *(f"booking__{name}" for name in COLUMNS))
    )


def cases_known(ids: Collection[int], actor: Actor) -> tuple[Case, ...]:
    """Those of the requests that the reader may see; at most one query."""
    if not ids:
        return ()
    rows = _known(Hat.of(actor)).all(ids=sorted(ids), **actor.values())
    return tuple(map(Case._make, rows))


@kept
def _known(hat: Hat) -> QuerySet[Booking, Any]:
    visible = Booking.objects.visible_to(hat.actor()).filter(is_one_of("pk", "ids"))
    return visible.order_by("pk").values_list(*COLUMNS)


def _known_of(taken: Iterable[tuple[Any, ...]], actor: Actor) -> tuple[Case, ...]:
    return cases_known({row[6] for row in taken if row[6]}, actor)


def _case(booking: Booking) -> Case:
    return Case(
        booking.pk,
        booking.ticket,
        booking.title,
        booking.hold,
        booking.leader_rank,
        booking.leader_confirmed_at,
        booking.agency.name,
    )


_PURPOSES = {each.value: each for each in Purpose}
_STATES = {each.value: each for each in AllocationState}
_STATUSES = {each.value: each for each in SessionStatus}


def _taken(sql: str, resource_ids: Collection[int], span: Span, *more: Any) -> tuple[tuple[Any, ...], ...]:
    if not resource_ids:
        return ()
    these, ids = on_these(resource_ids, "a")
    return tuple(fetch_planned(sql.format(these=these), [ids, span.start, span.end, *more]))
