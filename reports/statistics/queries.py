"""The figures. Every function is a fixed number of statements that the database aggregates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Max,
    Min,
    Q,
    Sum,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber, TruncMonth

from bookings.choices import Decision
from vidcon_portal.accounts.models import Office

from ..periods import Period
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
KEPT_FOR = 60 * 60


class Percentile(Aggregate):
    """``percentile_cont``: the value below which the given share lies, interpolated."""

    function = "PERCENTILE_CONT"
    name = "Percentile"
    output_field = FloatField()
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: str, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)


@dataclass(frozen=True, slots=True)
class Worst:
    ticket: str
    seconds: int


@dataclass(frozen=True, slots=True)
class RowFigure:
    """One printed row of the SOP against what happened."""

    number: int
    activity: str
    standard: str
    count: int
    median: float
    ninth: float
    late: int
    worst: tuple[Worst, ...] = ()

    @property
    def in_time_percent(self) -> int:
        return (200 * (self.count - self.late) + self.count) // (2 * self.count)


@dataclass(frozen=True, slots=True)
class OverallFigure:
    """The whole service against what the SOP promises, from receipt until ready to serve. Seconds, pauses left out."""

    hours: int
    count: int
    median: float
    ninth: float
    late: int
    worst: tuple[Worst, ...] = ()

    @property
    def in_time_percent(self) -> int:
        return (200 * (self.count - self.late) + self.count) // (2 * self.count)


@dataclass(frozen=True, slots=True)
class Counted:
    """A name, how many, and the word that its list is asked with."""

    label: str
    count: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class MonthFigure:
    month: date
    asked: int
    served: int
    refused: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures on top."""

    asked: int
    refused: int
    held: int
    hours: int
    decision_seconds: float | None
    rows: int
    late_rows: int

    @property
    def in_time_percent(self) -> int | None:
        return (200 * (self.rows - self.late_rows) + self.rows) // (2 * self.rows) if self.rows else None


def overview_of(scope: Scope) -> Overview:
    """Four statements."""
    counted = asked(scope).aggregate(
        asked=Count("pk"), refused=Count("pk", filter=Q(decision__in=(Decision.REFUSED, Decision.FULL)))
    )
    held = sessions(scope).aggregate(count=Count("pk"), lasted=Sum(_length()))
    decided = (
        decisions(scope)
        .values("booking_id")
        .annotate(first=Min("occurred_at") - F("booking__submitted_at"))
        .values_list("first", flat=True)
    )
    waits = sorted(each.total_seconds() for each in decided[:5000] if each is not None)
    rows = row_times(scope).aggregate(rows=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
    return Overview(
        counted["asked"],
        counted["refused"],
        held["count"],
        int(held["lasted"].total_seconds() // 3600) if held["lasted"] else 0,
        waits[len(waits) // 2] if waits else None,
        rows["rows"],
        rows["late"],
    )


def row_figures(scope: Scope) -> list[RowFigure]:
    """Two statements: the percentiles of each row, and its three slowest cases."""
    worst: dict[int, list[Worst]] = defaultdict(list)
    ranked = row_times(scope).annotate(
        place=Window(RowNumber(), partition_by=F("row__number"), order_by=F("seconds").desc())
    )
    for number, ticket, seconds in (
        ranked.filter(place__lte=WORST, is_late=True)
        .order_by("row__number", "place")
        .values_list("row__number", "booking__ticket", "seconds")
    ):
        worst[number].append(Worst(ticket or "", seconds))
    found = (
        row_times(scope)
        .values("row__number")
        .annotate(
            activity=Min("row__activity"),
            standard=Min("row__time_raw"),
            count=Count("pk"),
            median=Percentile("seconds", share=0.5),
            ninth=Percentile("seconds", share=0.9),
            late=Count("pk", filter=Q(is_late=True)),
        )
        .order_by("row__number")
    )
    return [
        RowFigure(
            each["row__number"],
            each["activity"],
            each["standard"],
            each["count"],
            each["median"],
            each["ninth"],
            each["late"],
            tuple(worst[each["row__number"]]),
        )
        for each in found
    ]


class _Ran(Func):
    """Seconds during which a clock has run: the sum of its stretches."""

    output_field = FloatField()
    template = (
        "(SELECT coalesce(sum(extract(epoch FROM (each ->> 1)::timestamptz - (each ->> 0)::timestamptz)), 0)::float"
        " FROM jsonb_array_elements(%(expressions)s) each)"
    )


def overall_of(scope: Scope) -> OverallFigure | None:
    """None where the SOP promises no such time, or nothing was measured; two statements."""
    runs = overall_runs(scope).annotate(seconds=_Ran(F("stretches")))
    late = Q(closed_at__gt=F("due_at"))
    found = runs.aggregate(
        count=Count("pk"),
        hours=Max("booking__procedure__overall_hours"),
        median=Percentile("seconds", share=0.5),
        ninth=Percentile("seconds", share=0.9),
        late=Count("pk", filter=late),
    )
    if not found["count"]:
        return None
    worst = runs.filter(late).order_by("-seconds", "pk").values_list("booking__ticket", "seconds")[:WORST]
    return OverallFigure(
        found["hours"] or 0,
        found["count"],
        found["median"],
        found["ninth"],
        found["late"],
        tuple(Worst(ticket or "", int(seconds)) for ticket, seconds in worst),
    )


def months_until(scope: Scope, *, today: date, count: int = 12) -> list[MonthFigure]:
    """The months up to the period's last day, from the first in which anything happened.

    Months that are over are kept for an hour: their figures hardly move, and a year of them costs most of the page.
    """
    last = scope.period.last.replace(day=1)
    months = [last]
    for _turn in range(count - 1):
        months.append(Period.month(months[-1]).before.first)
    keys = {f"reports:month:{scope.office.pk}:{month:%Y-%m}": month for month in months}
    found: dict[str, MonthFigure] = cache.get_many(keys)
    missing = sorted(month for key, month in keys.items() if key not in found)
    if missing:
        counted = _count_months(scope.office, missing[0], missing[-1])
        fresh = {key: counted[month] for key, month in keys.items() if key not in found}
        cache.set_many({key: each for key, each in fresh.items() if Period.month(each.month).last < today}, KEPT_FOR)
        found |= fresh
    figures = sorted(found.values(), key=lambda each: each.month)
    begun = next((n for n, each in enumerate(figures) if each.asked or each.served), len(figures) - 1)
    return figures[begun:]


def _count_months(office: Office, first: date, last: date) -> dict[date, MonthFigure]:
    """Two statements."""
    wide = Scope(office, Period(first, Period.month(last).last))
    came = {
        month.date(): (count, refused)
        for month, count, refused in asked(wide)
        .annotate(month=TruncMonth("submitted_at", tzinfo=office.tz))
        .values("month")
        .annotate(n=Count("pk"), refused=Count("pk", filter=Q(decision__in=(Decision.REFUSED, Decision.FULL))))
        .values_list("month", "n", "refused")
    }
    held = {
        month.date(): count
        for month, count in sessions(wide)
        .annotate(month=TruncMonth("starts_at", tzinfo=office.tz))
        .values("month")
        .annotate(n=Count("pk"))
        .values_list("month", "n")
    }
    figures = {}
    month = first
    while month <= last:
        count, refused = came.get(month, (0, 0))
        figures[month] = MonthFigure(month, count, held.get(month, 0), refused)
        month = Period.month(month).after.first
    return figures


def counted_by(scope: Scope, name: str) -> list[Counted]:
    """``agency``, ``mode`` or ``leader_rank`` of what was held, most first; one statement."""
    held = sessions(scope)
    if name == "leader_rank":
        held = held.filter(booking__leader_confirmed_at__isnull=False)
    label = "booking__agency__name" if name == "agency" else f"booking__{name}"
    rows = held.values(f"booking__{name}", label).annotate(n=Count("pk")).order_by("-n", label)[:TOP]
    return [Counted(str(each[label]), each["n"], str(each[f"booking__{name}"])) for each in rows]


def reasons_of(scope: Scope) -> list[Counted]:
    """Why requests could not be served; one statement."""
    rows = (
        asked(scope)
        .filter(decision__in=(Decision.REFUSED, Decision.FULL))
        .values("decision_note")
        .annotate(n=Count("pk"))
        .order_by("-n", "decision_note")[:TOP]
    )
    return [Counted(each["decision_note"], each["n"], each["decision_note"]) for each in rows]


def leads_of(scope: Scope) -> list[Counted]:
    """How long before the event requests came in; one statement."""
    found = asked(scope).aggregate(
        **{f"b{name}": Count("pk", filter=lead_filter(name)) for name, *_rest in LEAD_BUCKETS}
    )
    return [Counted(str(label), found[f"b{name}"], name) for name, label, *_rest in LEAD_BUCKETS]


def answers_of(scope: Scope) -> dict[str, int]:
    """What happened around clashes, trials and sessions; four statements. Keys are the names of measures."""
    names = {
        "displace": "geser",
        "offer": "tawaran",
        "choose": "dipilih",
        "decline": "tawaran-ditolak",
        "reschedule": "pindah",
    }
    found = dict.fromkeys(names.values(), 0)
    rows = events(scope, *names).order_by().values("action").annotate(n=Count("booking", distinct=True))
    found |= {names[each["action"]]: each["n"] for each in rows}
    found |= {
        f"uji:{each['verdict']}": each["n"]
        for each in trials(scope).order_by().values("verdict").annotate(n=Count("booking", distinct=True))
    }
    found["gangguan"] = incidents(scope).values("execution__session__booking").distinct().count()
    flagged = flags(scope).aggregate(
        late=Count("booking", filter=Q(kind="late"), distinct=True),
        granted=Count("booking", filter=Q(result="granted"), distinct=True),
    )
    return {**found, "terlambat": flagged["late"], "dispensasi": flagged["granted"]}


def _length() -> Any:
    return ExpressionWrapper(
        Coalesce(F("execution__finished_at"), F("ends_at")) - Coalesce(F("execution__started_at"), F("starts_at")),
        output_field=DurationField(),
    )
