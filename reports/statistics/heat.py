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
    span = scope.period.span(scope.office.tz)
    rows = _hours(scope, span.start, span.end, days, resource)
    minutes: dict[tuple[int, int], float] = defaultdict(float)
    for key, weekday, hour, used in rows:
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
    things = Resource.objects.filter(office=scope.office, is_active=True).order_by("kind", "name")
    order = {kind: place for place, kind in enumerate(ResourceKind.values)}
    return [
        HeatRow(
            each.name,
            str(each.pk),
            tuple(_share(minutes[each.pk, hour], len(days) * each.lanes) for hour in hours),
        )
        for each in sorted(things, key=lambda each: (order[each.kind], each.name))
    ]


def _share(minutes: float, hours: int) -> int:
    return min(100, int((minutes / 60 / hours) * 100 + 0.5)) if hours else 0


def _hours(
    scope: Scope, start: Any, end: Any, days: list[date], resource: Resource | None
) -> list[tuple[int, int, int, float]]:
    """Resource, weekday (Monday 0), local hour, minutes in use: each allocation cut at full hours by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT used.resource_id, extract(isodow FROM slot)::int - 1, extract(hour FROM slot)::int,
                   sum(extract(epoch FROM least(used.until, slot + interval '1 hour') - greatest(used.since, slot)) / 60)
            FROM (
                SELECT a.resource_id,
                       lower(a.during * tstzrange(%(start)s, %(end)s)) AT TIME ZONE %(tz)s AS since,
                       upper(a.during * tstzrange(%(start)s, %(end)s)) AT TIME ZONE %(tz)s AS until
                FROM bookings_allocation a JOIN bookings_resource r ON r.id = a.resource_id
                WHERE r.office_id = %(office)s AND (%(resource)s::bigint IS NULL OR r.id = %(resource)s)
                  AND a.purpose = %(purpose)s AND a.state = ANY(%(states)s)
                  AND a.during && tstzrange(%(start)s, %(end)s)
            ) used
            CROSS JOIN LATERAL generate_series(
                date_trunc('hour', used.since), used.until - interval '1 microsecond', interval '1 hour'
            ) slot
            WHERE slot::date = ANY(%(days)s) AND extract(hour FROM slot) BETWEEN %(first)s AND %(last)s
            GROUP BY 1, 2, 3
            """,
            {
                "start": start,
                "end": end,
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
        return [(key, weekday, hour, float(used)) for key, weekday, hour, used in cursor.fetchall()]
