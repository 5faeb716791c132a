"""Full calendars: so many allocations over so many resources, written by PostgreSQL itself.

The engine's own requests (``filling.py``) are some hundred; what stands here are closed cases with one session each,
copied from one of them, so that lists, clocks and calendars have as many rows to pass by as an office gathers in
years. Each uses a room, a unit, an account and a person, with buffers: ten allocations. The calendar is filled from
``LAST`` days ahead backwards, week by week, so that the measured days hold the same at every size.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from bookings.choices import ResourceKind
from bookings.models import Allocation, Booking, Resource, RowRun, Session, StepRun
from vidcon_portal.accounts.models import Agency, Office

AHEAD = dt.timedelta(days=35)
PARTS = 10
"""Allocations of a case."""

HOURS = ("08:00", "10:15", "13:00")
LONG = "90 minutes"
KINDS = (ResourceKind.ROOM, ResourceKind.EQUIPMENT, ResourceKind.ACCOUNT, ResourceKind.PERSON)


class Calendar:
    """The office whose calendar is filled; ``day`` is the Wednesday that is measured."""

    def __init__(self, office: Office, resources: int) -> None:
        self.office = office
        self.sets = give_resources(office, resources)
        ahead = timezone.localdate(timezone=office.tz) + AHEAD
        self.friday = ahead - dt.timedelta(days=(ahead.weekday() - 4) % 7)
        self.day = self.friday - dt.timedelta(days=2)
        self.cases = 0

    @property
    def per_day(self) -> int:
        """The last set is free in the afternoon, so that there is always another time."""
        return len(self.sets) * len(HOURS) - 1

    def fill(self, allocations: int) -> int:
        """Write closed cases until the office has so many allocations; returns how many there are."""
        present = Allocation.objects.count()
        missing = max(0, allocations - present) // PARTS
        if missing:
            self._write(self.cases, self.cases + missing)
            self.cases += missing
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
        return Allocation.objects.count()

    def _write(self, first: int, after: int) -> None:
        pattern = Booking.objects.filter(office=self.office, status="completed").order_by("pk")[0]
        base = _highest(Booking, Session, StepRun, RowRun)
        agencies = list(Agency.objects.filter(office=self.office).order_by("pk").values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
            cursor.execute("DROP TABLE IF EXISTS cases")
            cursor.execute(
                """
                CREATE TEMP TABLE cases AS
                SELECT n, %(base)s + n - %(first)s + 1 AS id, slot / 3 AS place, starts_at, starts_at + %(long)s::interval AS ends_at
                FROM (
                    SELECT n, slot, ((%(friday)s::date - 7 * (day / 5) - (day %% 5)) + (%(hours)s::time[])[slot %% 3 + 1])
                        AT TIME ZONE %(zone)s AS starts_at
                    FROM (SELECT n, n / %(per_day)s AS day, n %% %(per_day)s AS slot
                          FROM generate_series(%(first)s, %(after)s - 1) n) numbered
                ) timed
                """,
                {
                    "base": base,
                    "first": first,
                    "after": after,
                    "long": LONG,
                    "friday": self.friday,
                    "hours": list(HOURS),
                    "zone": self.office.timezone,
                    "per_day": self.per_day,
                },
            )
            times = {
                "id": "c.id",
                "ticket": "'UKUR-' || c.id",
                "title": "'Rapat koordinasi nomor ' || c.n",
                "agency_id": f"(ARRAY{agencies})[c.n % {len(agencies)} + 1]",
                "created_at": "c.starts_at - interval '7 days'",
                "submitted_at": "c.starts_at - interval '7 days'",
                "received_at": "c.starts_at - interval '7 days'",
                "closed_at": "c.ends_at + interval '1 day'",
                "first_session_start": "c.starts_at",
                "last_session_end": "c.ends_at",
            }
            _copy(cursor, Booking, pattern.pk, times)
            part = {"id": "c.id", "booking_id": "c.id"}
            _copy(cursor, Session, pattern.sessions.order_by("pk")[0].pk,
                  {**part, "number": "1", "starts_at": "c.starts_at", "ends_at": "c.ends_at"})  # fmt: skip
            worked = {**part, "due_at": "c.starts_at", "closed_at": "c.ends_at"}
            row_run = pattern.row_runs.order_by("pk")[0].pk
            _copy(cursor, RowRun, row_run, {**worked, "started_at": "c.starts_at", "paused_at": "NULL"})
            step_run = pattern.step_runs.order_by("pk")[0].pk
            closed = {
                **part,
                "row_run_id": "NULL",
                "resumes_id": "NULL",
                "opened_at": "c.starts_at",
                "closed_at": "c.ends_at",
            }
            _copy(cursor, StepRun, step_run, closed)
            self._allocate(cursor)
            for model in (Booking, Session, RowRun, StepRun):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608 - our own names
            cursor.execute("RESET synchronous_commit")

    def _allocate(self, cursor) -> None:  # type: ignore[no-untyped-def] # Django's cursor has no public type
        """The event on each of the four, and buffers on all but the account; in the order of the index."""
        rows = [
            (place, unit, kind != ResourceKind.ACCOUNT) for place, four in enumerate(self.sets) for kind, unit in four
        ]
        cursor.execute(
            """
            INSERT INTO bookings_allocation
                (resource_id, lane, during, booking_id, session_id, purpose, state, note, created_at)
            SELECT unit, 1, tstzrange(starts_at + below, starts_at + above, '[)'), id, id, purpose, 'confirmed', '', starts_at
            FROM cases
            JOIN unnest(%(places)s::int[], %(units)s::bigint[], %(buffered)s::bool[]) AS used(at_place, unit, buffered)
                ON at_place = place
            JOIN (VALUES ('setup', -%(before)s, interval '0', true), ('event', interval '0', %(long)s::interval, false),
                         ('setup', %(long)s::interval, %(long)s::interval + %(behind)s, true)) AS part(purpose, below, above, is_buffer)
                ON buffered OR NOT is_buffer
            ORDER BY unit, starts_at
            """,
            {
                "places": [row[0] for row in rows],
                "units": [row[1] for row in rows],
                "buffered": [row[2] for row in rows],
                "long": LONG,
                "before": dt.timedelta(minutes=self.office.setup_minutes),
                "behind": dt.timedelta(minutes=self.office.teardown_minutes),
            },
        )


def give_resources(office: Office, count: int) -> list[list[tuple[ResourceKind, int]]]:
    """Bring the office to so many resources; returns the new ones as sets of room, unit, account and person."""
    have = Resource.objects.filter(office=office, is_active=True).count()
    missing = max(0, count - have)
    Resource.objects.bulk_create(
        Resource(
            office=office,
            kind=KINDS[number % 4],
            code=f"ukur-{have + number}",
            name=f"{KINDS[number % 4].label} {have + number}",
            group="ukur",
            capacity=300 if KINDS[number % 4] in (ResourceKind.ROOM, ResourceKind.ACCOUNT) else None,
        )
        for number in range(missing)
    )
    units: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for pk, kind in Resource.objects.filter(office=office, group="ukur").order_by("pk").values_list("pk", "kind"):
        units[kind].append(pk)
    return [list(zip(KINDS, four, strict=True)) for four in zip(*units.values(), strict=False)]


def _highest(*models: type) -> int:
    return max(model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in models)  # type: ignore[attr-defined]


def _copy(cursor, model: type, pattern: int, changed: dict[str, str]) -> None:  # type: ignore[no-untyped-def] # as above
    columns = [field.column for field in model._meta.concrete_fields]  # type: ignore[attr-defined]
    values: Sequence[str] = [changed.get(name, f'p."{name}"') for name in columns]
    table = model._meta.db_table  # type: ignore[attr-defined]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} p, cases c WHERE p.id = {pattern}"  # noqa: S608 - our own names
    )
