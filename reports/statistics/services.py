"""Filling ``RowTime`` from the clocks that have stopped."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from bookings.models import RowRun
from bookings.papers import actual_time
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import ClockType
from vidcon_portal.procedures.queries import usable_calendar_for

from ..models import RowTime

MEASURED = (ClockType.WORK_MINUTES, ClockType.WORK_DAYS, ClockType.CLOCK_HOURS)
"""Rows whose printed time is a promise; the others have nothing to compare with."""

BATCH = 1000


def measure_rows(*, limit: int = 5000, office: Office | None = None) -> int:
    """Work out the rows that were closed since the last time, in batches of a transaction each; returns how many."""
    done = 0
    while done < limit and (count := _measure_batch(office)):
        done += count
    return done


@transaction.atomic
def _measure_batch(office: Office | None) -> int:
    known = RowTime.objects.filter(
        booking=OuterRef("booking"), row=OuterRef("row"), closed_at__gte=OuterRef("closed_at")
    )
    fresh = RowRun.objects.filter(
        closed_at__isnull=False, due_at__isnull=False, office_addition=False, row__clock_type__in=MEASURED
    ).exclude(Exists(known))
    if office is not None:
        fresh = fresh.filter(booking__office=office)
    keys = list(fresh.order_by("pk").values_list("booking_id", "row_id")[:BATCH])
    if not keys:
        return 0
    visits: dict[tuple[int, int], list[RowRun]] = defaultdict(list)
    runs = RowRun.objects.filter(
        booking__in={booking for booking, _row in keys},
        row__in={row for _booking, row in keys},
        closed_at__isnull=False,
    ).select_related("row", "booking__office", "booking__procedure")
    wanted = set(keys)
    for run in runs.order_by("visit"):
        if (run.booking_id, run.row_id) in wanted:
            visits[run.booking_id, run.row_id].append(run)
    calendars: dict[int, WorkCalendar | None] = {}
    rows = [row for group in visits.values() if (row := _row_time(group, calendars)) is not None]
    RowTime.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["booking", "row"],
        update_fields=["closed_at", "seconds", "is_late"],
    )
    return len(rows)


def _row_time(runs: list[RowRun], calendars: dict[int, WorkCalendar | None]) -> RowTime | None:
    booking, last = runs[0].booking, runs[-1]
    if booking.office_id not in calendars:
        calendars[booking.office_id] = usable_calendar_for(booking.office)
    calendar = calendars[booking.office_id]
    closed_at: datetime | None = last.closed_at
    if calendar is None or closed_at is None:
        return None
    spent = actual_time(booking, runs, at=closed_at, calendar=calendar)
    return RowTime(
        office=booking.office,
        booking=booking,
        row=last.row,
        closed_at=max(run.closed_at for run in runs if run.closed_at is not None),
        seconds=max(0, int(spent.total_seconds())),
        is_late=any(
            run.due_at is not None and run.closed_at is not None and run.closed_at > run.due_at for run in runs
        ),
    )
