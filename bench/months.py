"""`python -m bench.months`: the recap, the statistics page and each of its charts, at few and at a million sessions.

    DATABASE_URL=… python -m bench.months --sizes 1000,1000000 --plans bench/months.md

The database is throw-away and filled with invented requests first (`bench.filling`). The measured month, the one before
this, always holds a thousand sessions of the office. All others lie before it, about a thousand a month, however many years
that takes: what grows is what a month must pass by. Rows are written by PostgreSQL itself, as in ``calendars.py``;
allocations only for the measured month.

Compared are buffers (pages that PostgreSQL touched, in memory or not) and its own time, from ``EXPLAIN (ANALYZE, BUFFERS)``
of every statement, beside the processor time of this process: a busy machine disturbs these least.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .run import set_up

PER_MONTH = 1000
YEARS = 83
LONG = "90 minutes"


@dataclass(frozen=True, slots=True)
class Cost:
    """One page or chart: statements, pages that PostgreSQL touched, its time and ours, in milliseconds."""

    name: str
    statements: int
    buffers: int
    database: float
    processor: float


def fill(office: Any, sessions: int) -> int:
    """Write closed cases of one session each until there are so many; returns how many sessions there are."""
    from django.db import connection

    from bookings.models import Booking, RowRun, Session, StepRun
    from vidcon_portal.accounts.models import Agency

    from .calendars import _copy, _highest

    present = Session.objects.filter(booking__ticket__startswith="BULAN-").count()
    if present >= sessions:
        return Session.objects.count()
    pattern = Booking.objects.filter(office=office, status="completed", row_runs__isnull=False).order_by("pk")[0]
    agencies = list(Agency.objects.filter(office=office).order_by("pk").values_list("pk", flat=True))
    base = _highest(Booking, Session, StepRun, RowRun)
    month = measured_month(office)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        cursor.execute("DROP TABLE IF EXISTS cases")
        cursor.execute(
            """
            CREATE TEMP TABLE cases AS
            SELECT n, %(base)s + n - %(first)s + 1 AS id, starts_at, starts_at + %(long)s::interval AS ends_at
            FROM (
                SELECT n, ((CASE WHEN n < %(month)s THEN %(start)s::date + n %% 28
                                 ELSE %(start)s::date - 1 - n %% %(days)s END)
                           + make_interval(hours => 8 + n %% 8)) AT TIME ZONE %(zone)s AS starts_at
                FROM generate_series(%(first)s, %(after)s - 1) n
            ) timed
            """,
            {
                "base": base,
                "first": present,
                "after": sessions,
                "month": PER_MONTH,
                "start": month,
                "days": YEARS * 365,
                "long": LONG,
                "zone": office.timezone,
            },
        )
        times = {
            "id": "c.id",
            "ticket": "'BULAN-' || c.id",
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
        session = {**part, "number": "1", "starts_at": "c.starts_at", "ends_at": "c.ends_at", "status": "'finished'"}
        _copy(cursor, Session, pattern.sessions.order_by("pk")[0].pk, session)
        clock = {"started_at": "c.starts_at", "paused_at": "NULL", "due_at": "c.ends_at", "closed_at": "c.ends_at"}
        _copy(cursor, RowRun, pattern.row_runs.order_by("pk")[0].pk, {**part, **clock})
        _write_results(cursor, office, pattern.row_runs.order_by("pk")[0].row_id)
        for model in (Booking, Session, RowRun):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608 - our own names
        cursor.execute("RESET synchronous_commit")
        cursor.execute("VACUUM (ANALYZE)")
    return Session.objects.count()


def _write_results(cursor: Any, office: Any, row: int) -> None:
    """How each session ran, how long its row took, and who served it in the measured month."""
    cursor.execute(
        """
        INSERT INTO reports_execution
            (session_id, started_at, started_early, finished_at, not_held_reason, participants_peak, connection)
        SELECT id, starts_at, false, ends_at, '', 20 + n % 60, '' FROM cases
        """
    )
    cursor.execute(
        """
        INSERT INTO reports_rowtime (office_id, booking_id, row_id, closed_at, seconds, is_late)
        SELECT %s, id, %s, ends_at, 600 + n %% 5000, n %% 9 = 0 FROM cases
        """,
        [office.pk, row],
    )
    cursor.execute(
        """
        INSERT INTO bookings_resource (office_id, kind, code, name, "group", lanes, layouts, features, asset_number,
                                       condition, plan, skills, working_hours, note, is_active)
        SELECT %s, 'person', 'bulan-' || n, 'Petugas bulan ' || n, '', 1, '{}', '{}', '', 'good', '', '{}', '{}', '', true
        FROM generate_series(0, 9) n ON CONFLICT DO NOTHING
        """,
        [office.pk],
    )
    cursor.execute(
        """
        INSERT INTO bookings_allocation
            (resource_id, lane, during, booking_id, session_id, purpose, state, note, created_at)
        SELECT r.id, 1, tstzrange(c.starts_at, c.ends_at), c.id, c.id, 'event', 'confirmed', '', c.starts_at
        FROM (SELECT *, row_number() OVER (PARTITION BY starts_at ORDER BY n) AS place FROM cases WHERE n < %s) c
        JOIN bookings_resource r ON r.office_id = %s AND r.code = 'bulan-' || (2 * ((c.place - 1) %% 5) + c.n %% 2)
        ON CONFLICT DO NOTHING
        """,
        [PER_MONTH, office.pk],
    )


def measured_month(office: Any) -> dt.date:
    """The first day of the month before this."""
    from django.utils import timezone

    from reports.periods import Period

    return Period.month(timezone.localdate(timezone=office.tz)).before.first


def things(office: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured: two pages and an export through the whole stack, then each chart by itself."""
    from django.core.cache import cache
    from django.test import Client
    from django.utils import timezone

    from reports.periods import Period
    from reports.recap.queries import RecapFilter, totals_of
    from reports.statistics import heat, queries
    from reports.statistics.measures import Scope
    from reports.statistics.months import months_until
    from vidcon_portal.accounts.models import User

    period = Period.month(measured_month(office))
    scope, today = Scope(office, period), timezone.localdate(timezone=office.tz)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=f"kadis.{office.code}"))

    def page(address: str) -> Callable[[], object]:
        def ask() -> object:
            response = client.get(f"{address}?{period.query}")
            assert response.status_code == 200, (address, response.status_code)
            return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]

        return ask

    def months() -> object:
        cache.clear()
        return months_until(scope, today=today)

    yield "Rekap sebulan", page("/laporan/rekap/")
    yield "Rekap sebulan, Excel", page("/laporan/rekap/unduh.xlsx")
    yield "Rekap sebulan, CSV", page("/laporan/rekap/unduh.csv")
    yield "Jumlah rekap", lambda: totals_of(RecapFilter(office, period))
    yield "Statistik", page("/laporan/statistik/")
    yield "Andaikata", page("/laporan/andaikata/")
    yield "Permohonan dan jaraknya", lambda: queries.requests_of(scope)
    yield "Terlaksana, per OPD, ragam, pimpinan", lambda: queries.served_of(scope)
    yield "Sampai keputusan", lambda: queries.decision_time(scope)
    yield "Waktu per baris", lambda: queries.rows_of(scope)
    yield "Seluruh pelayanan", lambda: queries.overall_of(scope)
    yield "Dua belas bulan, tanpa simpanan", months
    yield "Jalannya permohonan, alasan", lambda: queries.answers_of(scope)
    yield "Peta panas", lambda: heat.heat_of(scope, [])


def measure(office: Any, times: int, plans: dict[str, str] | None = None) -> list[Cost]:
    from django.db import connection

    from .plans import _explain, _listener

    costs = []
    for name, ask in things(office):
        ask()
        spent = []
        for _turn in range(times):
            started = time.process_time()
            ask()
            spent.append(time.process_time() - started)
        asked: list[tuple[str, Any]] = []
        with connection.execute_wrapper(_listener(asked)):
            ask()
        buffers, database = 0, 0.0
        for sql, params in asked:
            if not sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
                continue
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
                found = cursor.fetchone()[0]
            plan = (json.loads(found) if isinstance(found, str) else found)[0]
            buffers += plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
            database += plan["Execution Time"]
            if plans is not None and plan["Execution Time"] > 5:
                plans[f"{name}: {' '.join(sql.split())[:300]}"] = _explain(sql, params)
        costs.append(Cost(name, len(asked), buffers, round(database, 1), round(1000 * min(spent), 1)))
    return costs


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.months", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,1000000", help="sessions, from few to many")
    parser.add_argument("--office", default="kalbar")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--plans", type=Path, help="a file for the plans of slow statements at the last size")
    options = parser.parse_args(arguments)
    set_up()
    from django.core.management import call_command

    from vidcon_portal.accounts.models import Office

    from .filling import seed

    call_command("collectstatic", interactive=False, verbosity=0)
    seed((options.office,), past=3, processes=1)
    office = Office.objects.get(code=options.office)
    plans: dict[str, str] = {}
    for size in sorted(int(each) for each in options.sizes.split(",")):
        started = time.monotonic()
        print(f"\n{fill(office, size):,} sesi, diisi dalam {time.monotonic() - started:.0f} detik")
        plans.clear()
        print(f"{'':36}{'SQL':>5}{'halaman':>9}{'basis data ms':>15}{'CPU ms':>9}")
        for cost in measure(office, options.times, plans):
            print(f"{cost.name:36}{cost.statements:5}{cost.buffers:9}{cost.database:15.1f}{cost.processor:9.1f}")
        sys.stdout.flush()
    if options.plans:
        options.plans.write_text("\n\n".join(f"## {name}\n\n```\n{plan}\n```" for name, plan in plans.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
