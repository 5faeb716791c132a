"""A trial is scheduled work: it takes the same rooms, kit, accounts and people."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import AllocationState, Hold, Purpose
from bookings.errors import Incomplete
from bookings.models import Allocation, Booking, Session

from ..ledger import (
    buffers_of,
    insert_rows,
    is_of_trial,
    live_rows,
    office_needs,
    release_rows,
    sitting_of,
    span_of,
    windows_of,
)
from ..locks import lock_office
from ..needs import Need
from ..occupancy import read_occupancy
from ..spans import Span
from ..trial_hours import plan_trial
from .holds import promote


@dataclass(frozen=True, slots=True)
class TrialHold:
    """``clashed`` needs have nothing free at that hour; ``gained`` are cases that got an older trial's time."""

    taken: tuple[Allocation, ...]
    clashed: tuple[Need, ...]
    gained: tuple[Booking, ...]


@transaction.atomic
def hold_trial(
    booking: Booking, trial_start: datetime, trial_end: datetime, *, at: datetime, session: Session | None = None
) -> TrialHold:
    """Allocate the case's units for the trial, as far as they are free; a coming trial of the case moves.

    Raises Incomplete when the trial ends before it starts.
    """
    if trial_end <= trial_start:
        raise Incomplete(_("Waktu selesai uji coba harus sesudah waktu mulai."))
    units = lock_office(booking.office)
    own = live_rows(booking)
    freed = release_rows(row for row in own if is_of_trial(row) and span_of(row).end > at)
    own = [row for row in own if row.state != AllocationState.RELEASED]
    span = Span(trial_start, trial_end)
    needs, buffers = office_needs(booking), buffers_of(booking.office)
    sitting = sitting_of(booking, session.pk if session else 0, span, session.place if session else "", needs)
    planned = plan_trial(
        needs,
        sitting,
        units,
        read_occupancy(units, windows_of([sitting], buffers), exclude_booking=booking.pk),
        [((row.resource_id, row.lane), span_of(row)) for row in own],
        travel=buffers.travel,
        preferred={row.resource_id for row in own if row.purpose == Purpose.EVENT},
    )
    state = AllocationState.CONFIRMED if booking.hold == Hold.CONFIRMED else AllocationState.HELD
    taken = insert_rows(booking, planned.rows, state)
    clashed = planned.clashed if taken is not None else needs
    gained = promote(booking.office, freed, units, at=at, exclude=booking) if freed else []
    return TrialHold(tuple(taken or ()), clashed, tuple(gained))
