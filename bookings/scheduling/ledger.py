"""Brings a case's allocations to what its needs and sessions ask for: keeps what still fits, frees the rest, takes
what is free. Callers hold the locks (``locks``) and the booking's row.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from bookings.models.session import sessions_of
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page

from .crowding import crowded_sittings
from .days import local_days
from .needs import Need, allocatable, needs_of
from .occupancy import Lane, Occupancy, read_occupancy
from .places import place_of
from .placing import Buffers, Placement, Plan, Sitting, Unit, plan
from .rows import Row, rows_of
from .spans import EARLIEST, LATEST, Span
from .trial_hours import plan_trial

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often an insert that met a stranger's (who took no lock) is planned again."""

EXCLUSION_VIOLATION = "23P01"
DEADLOCK_DETECTED = "40P01"
EVENT_PURPOSES = (Purpose.EVENT, Purpose.SETUP, Purpose.TRAVEL)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a case stands after ``settle``."""

    needs: tuple[Need, ...]
    missing: tuple[Need, ...]
    short: Mapping[tuple[int, int], int]
    taken: tuple[Allocation, ...]
    freed: tuple[Span, ...]
    has_events: bool
    is_confirmed: bool
    crowded: frozenset[int] = frozenset()
    trial_short: tuple[Need, ...] = ()

    @property
    def hold(self) -> Hold:
        if not self.needs:
            return Hold.NONE
        if self.missing:
            return Hold.PARTIAL if self.has_events else Hold.WAITING
        if not self.has_events:
            return Hold.NONE
        return Hold.CONFIRMED if self.is_confirmed else Hold.HELD


def office_needs(booking: Booking) -> tuple[Need, ...]:
    """What the office must provide for a case."""
    return allocatable(needs_of(booking, booking.procedure))


def buffers_of(office: Office) -> Buffers:
    before, after, travel = office.setup_minutes, office.teardown_minutes, office.travel_minutes
    return Buffers(timedelta(minutes=before), timedelta(minutes=after), timedelta(minutes=travel))


def pending_sessions(booking: Booking, at: datetime) -> list[Session]:
    """Sessions still to be served; what is over needs no place any more."""
    return [session for session in sessions_of(booking) if session.is_pending and session.ends_at > at]


def sittings_of(booking: Booking, sessions: Iterable[Session], needs: Collection[Need]) -> list[Sitting]:
    sittings = [
        sitting_of(booking, session.pk, Span(session.starts_at, session.ends_at), session.place, needs)
        for session in sessions
    ]
    return sorted(sittings, key=lambda sitting: (sitting.span, sitting.key))


def sitting_of(booking: Booking, key: int, span: Span, place: str, needs: Iterable[Need]) -> Sitting:
    return Sitting(key, span, local_days(span, booking.office.tz), place_of(booking, place, needs))


def windows_of(sittings: Iterable[Sitting], buffers: Buffers) -> list[Span]:
    """What must be read of others: the spans with buffers, and their whole days to count load."""
    windows = []
    for sitting in sittings:
        whole = buffers.whole(sitting, ResourceKind.PERSON)
        windows.append(Span(min(sitting.day.start, whole.start), max(sitting.day.end, whole.end)))
    return windows


def live_rows(booking: Booking) -> list[Allocation]:
    return _live().all(booking=booking.pk)


@kept
def _live() -> QuerySet[Allocation]:
    return Allocation.objects.filter(booking=Given("booking"), state__in=LIVE_STATES).order_by("pk")


def allocations_of(booking: Booking | int) -> list[Allocation]:
    """``live_rows`` with what and who they are, and their sessions; one query, one a page."""
    pk = booking if isinstance(booking, int) else booking.pk
    return on_page(("allocations", pk), lambda: _live_units().all(booking=pk))


@kept
def _live_units() -> QuerySet[Allocation]:
    rows = Allocation.objects.filter(booking=Given("booking"), state__in=LIVE_STATES)
    return rows.select_related("resource__user", "session").order_by("pk")


def standing_rows(booking: Booking | int) -> dict[Lane, list[Span]]:
    """What a case keeps while its events move (a trial), by lane: its own events never overlap it. One query."""
    found: dict[Lane, list[Span]] = defaultdict(list)
    for row in allocations_of(booking):
        if row.purpose not in (*EVENT_PURPOSES, Purpose.OPTION):
            found[row.resource_id, row.lane].append(span_of(row))
    return found


def is_of_trial(row: Allocation) -> bool:
    """The trial, and the way to it: the only travel that belongs to no session."""
    return row.purpose == Purpose.TRIAL or (row.purpose == Purpose.TRAVEL and row.session_id is None)


def span_of(allocation: Allocation) -> Span:
    during = allocation.during
    return Span(during.lower or EARLIEST, during.upper or LATEST)


def as_range(span: Span) -> DateTimeTZRange:
    return DateTimeTZRange(span.start, span.end, "[)")


def settle(
    booking: Booking,
    units: Mapping[int, Unit],
    *,
    at: datetime,
    state: AllocationState = AllocationState.HELD,
    own: Sequence[Allocation] | None = None,
    struck: Collection[int] = (),
    preferred: Collection[int] = (),
    trial: Span | None = None,
) -> Settled:
    """Allocate all needs of all pending sessions as far as units are free; new rows get ``state``.

    Rows that are right stay untouched, so calling twice changes nothing. Needs that were ``struck`` lose their rows.
    A ``trial`` is taken along with the events, where any could be placed; nothing waits for its hour.
    """
    needs = tuple(need for need in office_needs(booking) if need.index not in struck)
    buffers = buffers_of(booking.office)
    sittings = sittings_of(booking, pending_sessions(booking, at), needs)
    keys = {sitting.key for sitting in sittings}
    rows = live_rows(booking) if own is None else own
    freed = [row for row in rows if is_of_trial(row) and row.need in struck]
    if freed:
        release_rows(freed)
        rows = [row for row in rows if row not in freed]
    movable = [row for row in rows if row.session_id in keys and row.purpose in EVENT_PURPOSES]
    fixed: dict[Lane, list[Span]] = defaultdict(list)
    for row in rows:
        if row.session_id not in keys or row.purpose not in EVENT_PURPOSES:
            fixed[row.resource_id, row.lane].append(span_of(row))
    existing = {row_of(row): row for row in movable}
    kept = _kept(movable, needs, sittings, units)
    trying = sitting_of(booking, 0, trial, "", needs) if trial is not None else None
    windows = windows_of([*sittings, trying] if trying is not None else sittings, buffers)
    taken: list[Allocation] = []
    trial_short: tuple[Need, ...] = ()
    crowded: frozenset[int] = frozenset()
    for attempt in range(ATTEMPTS + 1):
        others = read_occupancy(units, windows, exclude_booking=booking.pk)
        if attempt < ATTEMPTS:
            crowded = crowded_sittings(booking, sittings, kept=kept)
            made = plan(
                needs, sittings, units, others,
                buffers=buffers, kept=kept, fixed=fixed, preferred=preferred, closed=crowded,
            )  # fmt: skip
        else:
            made = Plan(tuple(kept), _all_short(needs, sittings, kept))
            trial_short = needs if trying is not None else ()
        occupied = _with_others(fixed, kept, sittings, units, others, buffers)
        wanted = rows_of(made.placements, sittings, units, buffers=buffers, occupied=occupied)
        keep = set(wanted)
        stale = [row for key, row in existing.items() if key not in keep]
        if stale:
            release_rows(stale)
            freed += stale
            existing = {key: row for key, row in existing.items() if key in keep}
        new = [key for key in wanted if key not in existing]
        if trying is not None and made.placements and attempt < ATTEMPTS:
            lanes = [((row.resource_id, row.lane), row.span) for row in wanted]
            placed = [placement.unit for placement in made.placements]
            planned = plan_trial(needs, trying, units, others, lanes, travel=buffers.travel, preferred=placed)
            new += planned.rows
            trial_short = planned.clashed
        inserted = insert_rows(booking, new, state)
        if inserted is not None:
            taken = inserted
            break
        logger.warning("%s: somebody allocated without a lock, planned again", booking.ticket)
    left = [row for row in (*existing.values(), *taken) if row.purpose == Purpose.EVENT]
    return Settled(
        needs=needs,
        missing=made.missing(needs),
        short=made.short,
        taken=tuple(taken),
        freed=tuple(span_of(row) for row in freed),
        has_events=bool(left),
        is_confirmed=all(row.state == AllocationState.CONFIRMED for row in left),
        crowded=crowded,
        trial_short=trial_short,
    )


def row_of(allocation: Allocation) -> Row:
    return Row(
        allocation.resource_id,
        allocation.lane,
        span_of(allocation),
        allocation.session_id or 0,
        allocation.need if allocation.need is not None else -1,
        Purpose(allocation.purpose),
    )


def release_rows(rows: Iterable[Allocation]) -> list[Span]:
    """Free allocations; returns what they occupied."""
    released = list(rows)
    if released:
        Allocation.objects.filter(pk__in=[row.pk for row in released]).update(state=AllocationState.RELEASED)
        for row in released:
            row.state = AllocationState.RELEASED
    return [span_of(row) for row in released]


def insert_rows(booking: Booking, rows: Iterable[Row], state: AllocationState) -> list[Allocation] | None:
    """Write allocations, or None when a range was taken by somebody who does not lock; nothing is written then."""
    made = [
        Allocation(
            resource_id=row.resource_id,
            lane=row.lane,
            during=as_range(row.span),
            booking=booking,
            session_id=row.session_id or None,
            need=row.need if row.need >= 0 else None,
            purpose=row.purpose,
            state=state,
        )
        for row in rows
    ]
    if not made:
        return []
    try:
        with transaction.atomic():
            return Allocation.objects.bulk_create(made)
    except (IntegrityError, OperationalError) as error:
        if getattr(error.__cause__, "sqlstate", None) not in (EXCLUSION_VIOLATION, DEADLOCK_DETECTED):
            raise
        return None


def _kept(
    rows: Iterable[Allocation], needs: Iterable[Need], sittings: Iterable[Sitting], units: Mapping[int, Unit]
) -> list[Placement]:
    """Event rows that still answer their need at the right time.

    A confirmed row stays with its unit as long as the kind is right: an officer may have swapped it.
    """
    by_index = {need.index: need for need in needs}
    spans = {sitting.key: sitting.span for sitting in sittings}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    kept = []
    for row in rows:
        need, unit = by_index.get(row.need if row.need is not None else -1), units.get(row.resource_id)
        session_id = row.session_id or 0
        if row.purpose != Purpose.EVENT or need is None or unit is None or span_of(row) != spans[session_id]:
            continue
        swapped = ResourceKind.EQUIPMENT if need.is_kit else need.kind
        fits = unit.answers(need) or (row.state == AllocationState.CONFIRMED and unit.kind == swapped)
        is_full = counts[session_id, need.index] >= need.quantity and not need.is_kit
        if not fits or row.lane > unit.lanes or is_full:
            continue
        counts[session_id, need.index] += 1
        kept.append(Placement(session_id, need.index, unit.id, row.lane))
    return kept


def _with_others(
    fixed: Mapping[Lane, Sequence[Span]],
    kept: Iterable[Placement],
    sittings: Iterable[Sitting],
    units: Mapping[int, Unit],
    others: Occupancy,
    buffers: Buffers,
) -> dict[Lane, list[Span]]:
    """What the buffers of kept events give way to, should others stand there by now."""
    occupied = {lane: list(spans) for lane, spans in fixed.items()}
    by_key = {sitting.key: sitting for sitting in sittings}
    for placement in kept:
        whole = buffers.whole(by_key[placement.sitting], units[placement.unit].kind)
        found = others.within(placement.unit, placement.lane, whole)
        occupied.setdefault((placement.unit, placement.lane), []).extend(found)
    return occupied


def _all_short(
    needs: Iterable[Need], sittings: Iterable[Sitting], kept: Iterable[Placement]
) -> dict[tuple[int, int], int]:
    have: dict[tuple[int, int], int] = defaultdict(int)
    for placement in kept:
        have[placement.sitting, placement.need] += 1
    short = {}
    for sitting in sittings:
        for need in needs:
            lacking = need.required - have[sitting.key, need.index]
            if lacking > 0:
                short[sitting.key, need.index] = lacking
    return short
