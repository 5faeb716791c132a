"""The hour of a trial: planned beside the events, for the same units where they are free."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.choices import Purpose
from bookings.models import Booking

from .needs import Need
from .occupancy import Lane, Occupancy
from .placing import Buffers, Sitting, Unit, plan
from .rows import Row, rows_of
from .spans import Span, subtract

DEFAULT_TRIAL = timedelta(minutes=60)
"""How long a trial occupies when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """What a trial takes; ``clashed`` needs have nothing free at its hour."""

    rows: tuple[Row, ...]
    clashed: tuple[Need, ...]


def wished_trial(booking: Booking, *, at: datetime) -> Span | None:
    """The hour at which the applicant wants to try, as long as it is to come and before the event."""
    wish, first = booking.connection_test_at, booking.first_session_start
    if wish is None or first is None or not at < wish < first:
        return None
    return Span(wish, wish + DEFAULT_TRIAL)


def plan_trial(
    needs: Sequence[Need],
    sitting: Sitting,
    units: Mapping[int, Unit],
    others: Occupancy,
    own: Iterable[tuple[Lane, Span]],
    *,
    travel: timedelta,
    preferred: Collection[int],
) -> TrialPlan:
    """The units of the event come first, another of the pool stands in where one is busy.

    No buffers but the way to the agency's place and back: the set-up is part of a trial. What the case occupies
    anyway (``own``: its event, its set-up) is not taken twice.
    """
    buffers = Buffers(travel=travel)
    made = plan(needs, [sitting], units, others, buffers=buffers, preferred=preferred)
    mine: dict[Lane, list[Span]] = defaultdict(list)
    for lane, span in own:
        mine[lane].append(span)
    rows = tuple(
        row._replace(span=piece, purpose=Purpose.TRIAL)
        if row.purpose == Purpose.EVENT
        else row._replace(span=piece, session_id=0)
        for row in rows_of(made.placements, [sitting], units, buffers=buffers, occupied={})
        for piece in subtract(row.span, mine[row.resource_id, row.lane])
    )
    return TrialPlan(rows, made.missing(needs))
