"""How many events an office serves at once, where the SOP sets a limit (``Procedure.max_concurrent_events``).

An event counts from the first minute of its session to the last, whatever it occupies; set-up, travel and trials do
not. What is offered counts once, as one event. The limit binds cases of the SOP that states it; it counts all events of
the office.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from bookings.models import Booking, Resource
from vidcon_portal.accounts.models import Office

from .occupancy import on_these, time_multirange
from .placing import Placement, Sitting
from .spans import Span, merge

_READ = """
SELECT DISTINCT booking_id, session_id, lower(during), upper(during)
FROM bookings_allocation
WHERE {these}
  AND during && %s::tstzmultirange
  AND state IN ('held', 'confirmed')
  AND purpose IN ('event', 'option')
  AND booking_id <> %s
"""


class Crowd:
    """The events of others in some windows."""

    def __init__(self, events: Iterable[Span] = ()) -> None:
        self._events = sorted(events)

    def peak(self, span: Span) -> int:
        """The most events at one moment of the span."""
        moments = []
        for event in self._events:
            if event.overlaps(span):
                moments += [(max(event.start, span.start), 1), (min(event.end, span.end), -1)]
        most = now = 0
        for _moment, change in sorted(moments):  # at one moment ends come before starts: back to back is no crowd
            now += change
            most = max(most, now)
        return most


def limit_of(booking: Booking) -> int | None:
    return booking.procedure.max_concurrent_events if booking.procedure else None


def read_crowd(office: Office, windows: Iterable[Span], *, exclude_booking: int | None = None) -> Crowd:
    """The held and confirmed events of an office that touch the windows; two queries."""
    merged = merge(windows)
    ids = list(Resource.objects.filter(office=office).values_list("pk", flat=True))
    if not merged or not ids:
        return Crowd()
    with connection.cursor() as cursor:
        these, units = on_these(ids)
        cursor.execute(_READ.format(these=these), [units, time_multirange(merged), exclude_booking or 0])
        rows = cursor.fetchall()
    events: dict[tuple[int, int | None], list[Span]] = defaultdict(list)
    for booking_id, session_id, start, end in rows:
        events[booking_id, session_id].append(Span(start, end))
    return Crowd(span for spans in events.values() for span in merge(spans))


def crowded_sittings(
    booking: Booking, sittings: Collection[Sitting], *, kept: Iterable[Placement] = ()
) -> frozenset[int]:
    """The sittings for which the office serves as many events as its SOP allows; what is ``kept`` has its place."""
    limit = limit_of(booking)
    if limit is None:
        return frozenset()
    placed = {placement.sitting for placement in kept}
    open_sittings = [sitting for sitting in sittings if sitting.key not in placed]
    if not open_sittings:
        return frozenset()
    crowd = read_crowd(booking.office, [sitting.span for sitting in open_sittings], exclude_booking=booking.pk)
    return frozenset(sitting.key for sitting in open_sittings if crowd.peak(sitting.span) >= limit)
