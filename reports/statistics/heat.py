"""How much of each working hour a resource is in use: the heat map, by resource and by weekday."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from bookings.choices import Purpose, ResourceKind
from bookings.models import Resource
from bookings.models.resource import LIVE_STATES

from .measures import Scope

FIRST_HOUR, LAST_HOUR = 7, 18
"""Columns of the heat map; what lies outside is not drawn."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A resource, or a weekday of one: percent of each hour in use."""

    label: str
    word: str
    percents: tuple[int, ...] = field(default=())


def heat_of(scope: Scope, working_days: Iterable[date], *, resource: Resource | None = None) -> list[HeatRow]:
    """Percent of each hour in use, on working days. By resource, or one resource by weekday; one statement.

    Overlapping lanes count once each against all lanes of a resource.
    """
    days = list(working_days)
    things: dict[int, tuple[str, str, int]] = {}
    minutes: dict[tuple[int, int], float] = defaultdict(float)
    for key, name, kind, lanes, weekday, hour, used in _used(scope, days, resource):
        things[key] = (name, kind, lanes)
        if used is not None:
            minutes[(weekday if resource else key, hour)] += used
    hours = range(FIRST_HOUR, LAST_HOUR)
    if resource is not None:
        per_day = [sum(1 for day in days if day.weekday() == weekday) for weekday in range(7)]
        return [
            HeatRow(
                str(weekday),
                "",
                tuple(_share(minutes[weekday, hour], per_day[weekday] * resource.lanes) for hour in hours),
            )
            for weekday in range(7)
            if per_day[weekday]
        ]
    order = {kind: place for place, kind in enumerate(ResourceKind.values)}
    return [
        HeatRow(name, str(key), tuple(_share(minutes[key, hour], len(days) * lanes) for hour in hours))
        for key, (name, kind, lanes) in sorted(things.items(), key=lambda pair: (order[pair[1][1]], pair[1][0]))
    ]


def _share(minutes: float, hours: int) -> int:
    return min(100, int((minutes / 60 / hours) * 100 + 0.5)) if hours else 0


def _used(scope: Scope, days: list[date], resource: Resource | None) -> list[tuple[Any, ...]]:
    """Each thing with weekday (Monday 0), local hour and minutes in use, empty for one that was not used.

    Allocations are cut at full hours by the database.
    """
    span = scope.period.span(scope.office.tz)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.id, r.name, r.kind, r.lanes, hours.weekday, hours.hour, hours.minutes
            FROM bookings_resource r
            LEFT JOIN (
                SELECT used.resource_id, extract(isodow FROM slot)::int - 1 AS weekday, extract(hour FROM slot)::int AS hour,
                       sum(extract(epoch FROM least(used.until, slot + interval '1 hour') - greatest(used.since, slot)) / 60)
                           ::float AS minutes
                FROM (
                    SELECT a.resource_id,
                           lower(a.during * tstzrange(%(start)s, %(end)s)) AT TIME ZONE %(tz)s AS since,
                           upper(a.during * tstzrange(%(start)s, %(end)s)) AT TIME ZONE %(tz)s AS until
                    FROM bookings_allocation a JOIN bookings_resource u ON u.id = a.resource_id
                    WHERE u.office_id = %(office)s AND (%(resource)s::bigint IS NULL OR u.id = %(resource)s)
                      AND a.purpose = %(purpose)s AND a.state = ANY(%(states)s)
                      AND a.during && tstzrange(%(start)s, %(end)s)
                ) used
                CROSS JOIN LATERAL generate_series(
                    date_trunc('hour', used.since), used.until - interval '1 microsecond', interval '1 hour'
                ) slot
                WHERE slot::date = ANY(%(days)s) AND extract(hour FROM slot) BETWEEN %(first)s AND %(last)s
                GROUP BY 1, 2, 3
            ) hours ON hours.resource_id = r.id
            WHERE r.office_id = %(office)s AND CASE WHEN %(resource)s::bigint IS NULL THEN r.is_active ELSE r.id = %(resource)s END
            """,
            {
                "start": span.start,
                "end": span.end,
                "tz": scope.office.timezone,
                "office": scope.office.pk,
                "resource": resource.pk if resource else None,
                "purpose": Purpose.EVENT.value,
                "states": [state.value for state in LIVE_STATES],
                "days": days,
                "first": FIRST_HOUR,
                "last": LAST_HOUR - 1,
            },
        )
        return cursor.fetchall()
