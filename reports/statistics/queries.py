"""The figures. Every function is a fixed number of statements that the database aggregates."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Max,
    Min,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from bookings.choices import Decision, FlagKind, FlagResult
from bookings.models import Booking

from .figures import Counted, Figures, OverallFigure, Overview, Requests, RowFigure, Rows, Served, Worst
from .measures import (
    LEAD_BUCKETS,
    Scope,
    asked,
    decisions,
    events,
    flags,
    incidents,
    lead_filter,
    overall_runs,
    row_times,
    sessions,
    trials,
)

WORST = 3
TOP = 15


class Percentile(Aggregate):
    """``percentile_cont``: the value below which the given share lies, interpolated."""

    function = "PERCENTILE_CONT"
    name = "Percentile"
    output_field = FloatField()
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: str, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)


def requests_of(scope: Scope) -> Requests:
    """What came in, beside the period before, and how long before the event; one statement."""
    now, before = _sides(scope, "submitted_at")
    refused = Q(decision__in=(Decision.REFUSED, Decision.FULL))
    found = asked(scope.with_before).aggregate(
        asked=Count("pk", filter=now),
        refused=Count("pk", filter=now & refused),
        asked_before=Count("pk", filter=before),
        refused_before=Count("pk", filter=before & refused),
        **{f"b{name}": Count("pk", filter=now & lead_filter(name)) for name, *_rest in LEAD_BUCKETS},
        **{f"p{name}": Count("pk", filter=before & lead_filter(name)) for name, *_rest in LEAD_BUCKETS},
    )
    return Requests(
        found["asked"],
        found["refused"],
        found["asked_before"],
        found["refused_before"],
        tuple(Counted(str(label), found[f"b{name}"], name, found[f"p{name}"]) for name, label, *_rest in LEAD_BUCKETS),
    )


_SERVED = """
SELECT grouping(agency, mode, rank), coalesce(agency::text, mode, rank::text), agency_name,
       count(*) FILTER (WHERE is_now), extract(epoch FROM sum(length) FILTER (WHERE is_now)),
       count(*) FILTER (WHERE NOT is_now), extract(epoch FROM sum(length) FILTER (WHERE NOT is_now))
FROM ({sessions}) AS sessions
GROUP BY GROUPING SETS ((), (agency, agency_name), (mode), (rank))
"""
_WHOLE, _BY_AGENCY, _BY_MODE, _BY_RANK = 7, 3, 5, 6
"""What ``grouping`` answers: a bit for each name that was not grouped by."""


def served_of(scope: Scope) -> Served:
    """What was held, beside the period before, and by agency, mode and rank of the leader; one statement."""
    now, _before = _sides(scope, "starts_at")
    confirmed = When(booking__leader_confirmed_at__isnull=False, then=F("booking__leader_rank"))
    held = (
        sessions(scope.with_before)
        .order_by()
        .annotate(
            agency=F("booking__agency"),
            agency_name=F("booking__agency__name"),
            mode=F("booking__mode"),
            rank=Case(confirmed, default=None),
            is_now=ExpressionWrapper(now, output_field=BooleanField()),
            length=_length(),
        )
        .values("agency", "agency_name", "mode", "rank", "is_now", "length")
    )
    sql, params = held.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_SERVED.format(sessions=sql), params)
        rows = cursor.fetchall()
    whole = next((row[3:] for row in rows if row[0] == _WHOLE), (0, None, 0, None))

    def counted(level: int) -> tuple[Counted, ...]:
        found = [
            Counted(name or word, count, word, before)
            for at, word, name, count, _length, before, _length_before in rows
            if at == level and word is not None  # None: no leader
        ]
        return _most(found)

    return Served(
        whole[0],
        _hours(whole[1]),
        whole[2],
        _hours(whole[3]),
        counted(_BY_AGENCY),
        counted(_BY_MODE),
        counted(_BY_RANK),
    )


def decision_time(scope: Scope) -> float | None:
    """Seconds from submission to the first answer, the median; one statement."""
    firsts = (
        decisions(scope)
        .order_by()
        .values("booking_id")
        .annotate(first=Min("occurred_at") - F("booking__submitted_at"))
        .values("first")
    )
    sql, params = firsts.query.sql_with_params()
    median = f"SELECT extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY first)) FROM ({sql}) waits"  # noqa: S608 - Django wrote it
    with connection.cursor() as cursor:
        cursor.execute(median, params)
        found = cursor.fetchone()[0]
    return None if found is None else float(found)


def rows_of(scope: Scope) -> Rows:
    """Each printed row, its percentiles and its slowest cases, beside the whole of the period before; one statement."""
    now, before = _sides(scope, "closed_at")
    late = Q(is_late=True)
    found = (
        row_times(scope.with_before)
        .order_by()
        .values("row__number")
        .annotate(
            activity=Min("row__activity"),
            standard=Min("row__time_raw"),
            count=Count("pk", filter=now),
            median=Percentile("seconds", share=0.5, filter=now),
            ninth=Percentile("seconds", share=0.9, filter=now),
            median_before=Percentile("seconds", share=0.5, filter=before),
            late=Count("pk", filter=now & late),
            cases=_worst("booking_id", filter=now & late),
            lasted=_worst("seconds", filter=now & late),
            before=Count("pk", filter=before),
            late_before=Count("pk", filter=before & late),
        )
        .order_by("row__number")
    )
    rows = list(found)
    return Rows(
        tuple(
            RowFigure(
                each["row__number"],
                each["activity"],
                each["standard"],
                each["count"],
                each["median"],
                each["ninth"],
                each["late"],
                tuple(Worst(*pair) for pair in zip(each["cases"] or (), each["lasted"] or (), strict=True)),
                each["median_before"],
            )
            for each in rows
            if each["count"]
        ),
        sum(each["before"] for each in rows),
        sum(each["late_before"] for each in rows),
    )


def figures_of(scope: Scope) -> Figures:
    """The period, and the one before it beside that; six statements, whatever the number of cases."""
    requests, served, rows, overall = requests_of(scope), served_of(scope), rows_of(scope), overall_of(scope)
    worst = [each.booking for figure in rows.figures for each in figure.worst]
    worst += [each.booking for each in overall.worst] if overall else []
    tickets = dict(Booking.objects.filter(pk__in=worst).values_list("pk", "ticket")) if worst else {}
    return Figures(
        Overview(
            requests.asked,
            requests.refused,
            served.held,
            served.hours,
            decision_time(scope),
            sum(each.count for each in rows.figures),
            sum(each.late for each in rows.figures),
        ),
        Overview(
            requests.asked_before,
            requests.refused_before,
            served.held_before,
            served.hours_before,
            None,
            rows.before,
            rows.late_before,
        ),
        requests.leads,
        served,
        tuple(figure.named(tickets) for figure in rows.figures),
        overall.named(tickets) if overall else None,
    )


def _sides(scope: Scope, field: str) -> tuple[Q, Q]:
    """Within the period; before it."""
    start = scope.period.span(scope.office.tz).start
    return Q(**{f"{field}__gte": start}), Q(**{f"{field}__lt": start})


def _hours(seconds: Any) -> int:
    return int(seconds // 3600) if seconds else 0


def _worst(field: str, *, filter: Q) -> Func:  # noqa: A002 - as Django calls it
    """The first values, the longest first."""
    values = ArrayAgg(field, filter=filter, order_by=("-seconds", "booking_id"))
    return Func(values, template=f"(%(expressions)s)[1:{WORST}]")


class _Ran(Func):
    """Seconds during which a clock has run: the sum of its stretches."""

    output_field = FloatField()
    template = (
        "(SELECT coalesce(sum(extract(epoch FROM (each ->> 1)::timestamptz - (each ->> 0)::timestamptz)), 0)::float"
        " FROM jsonb_array_elements(%(expressions)s) each)"
    )


def overall_of(scope: Scope) -> OverallFigure | None:
    """None where the SOP promises no such time, or nothing was measured; one statement."""
    late = Q(closed_at__gt=F("due_at"))
    found = (
        overall_runs(scope)
        .annotate(seconds=_Ran(F("stretches")))
        .aggregate(
            count=Count("pk"),
            hours=Max("booking__procedure__overall_hours"),
            median=Percentile("seconds", share=0.5),
            ninth=Percentile("seconds", share=0.9),
            late=Count("pk", filter=late),
            cases=_worst("booking_id", filter=late),
            lasted=_worst("seconds", filter=late),
        )
    )
    if not found["count"]:
        return None
    worst = zip(found["cases"] or (), found["lasted"] or (), strict=True)
    return OverallFigure(
        found["hours"] or 0,
        found["count"],
        found["median"],
        found["ninth"],
        found["late"],
        tuple(Worst(booking, int(seconds)) for booking, seconds in worst),
    )


def reasons_of(scope: Scope) -> list[Counted]:
    """Why requests could not be served, beside the period before; one statement."""
    return list(_most(Counted(name, now, name, before) for name, now, before in _reasons(scope)))


def answers_of(scope: Scope) -> tuple[dict[str, tuple[int, int]], list[Counted]]:
    """What happened around clashes, trials and sessions, by the names of measures; and why not. One statement.

    Each beside the period before.
    """
    names = {
        "displace": "geser",
        "offer": "tawaran",
        "choose": "dipilih",
        "decline": "tawaran-ditolak",
        "reschedule": "pindah",
    }
    trial, reason, wide = "uji:", "alasan:", scope.with_before
    late, granted = flags(wide).filter(kind=FlagKind.LATE), flags(wide).filter(result=FlagResult.GRANTED)
    acted, decided, happened, flagged = (
        _sides(scope, field) for field in ("occurred_at", "decided_at", "occurred_at", "opened_at")
    )
    rows = _named(events(wide, *names), F("action"), acted).union(
        _named(trials(wide), Concat(Value(trial), F("verdict")), decided),
        _named(incidents(wide), Value("gangguan"), happened, "execution__session__booking"),
        _named(late, Value("terlambat"), flagged),
        _named(granted, Value("dispensasi"), flagged),
        _reasons(scope, reason),
        all=True,
    )
    found = dict.fromkeys((*names.values(), "gangguan", "terlambat", "dispensasi"), (0, 0))
    reasons = []
    for name, now, before in rows:
        if name.startswith(reason):
            word = name.removeprefix(reason)
            reasons.append(Counted(word, now, word, before))
        else:
            found[names.get(name, name)] = (now, before)
    return found, list(_most(reasons))


def _most(counted: Iterable[Counted]) -> tuple[Counted, ...]:
    """The largest of now first, then those of before; what is in neither is left out."""
    found = sorted(counted, key=lambda each: (-each.count, -each.before, each.label))
    return tuple(each for each in found if each.count or each.before)[:TOP]


def _named(rows: Any, name: Any, sides: tuple[Q, Q], case: str = "booking") -> QuerySet[Any, Any]:
    """How many cases stand behind each name, within the period and before it."""
    office = f"{case}__office"  # the same for all: a name that is a constant cannot be grouped by
    named = rows.order_by().annotate(name=Cast(name, TextField())).values(office, "name")
    now, before = (Count(case, distinct=True, filter=side) for side in sides)
    found: QuerySet[Any, Any] = named.annotate(now=now, past=before).values_list("name", "now", "past")
    return found


def _reasons(scope: Scope, prefix: str = "") -> QuerySet[Any, Any]:
    refused = asked(scope.with_before).filter(decision__in=(Decision.REFUSED, Decision.FULL)).order_by()
    named = refused.annotate(name=Concat(Value(prefix), F("decision_note"), output_field=TextField())).values("name")
    now, before = (Count("pk", filter=side) for side in _sides(scope, "submitted_at"))
    found: QuerySet[Any, Any] = named.annotate(now=now, past=before).values_list("name", "now", "past")
    return found


def _length() -> Any:
    return ExpressionWrapper(
        Coalesce(F("execution__finished_at"), F("ends_at")) - Coalesce(F("execution__started_at"), F("starts_at")),
        output_field=DurationField(),
    )
