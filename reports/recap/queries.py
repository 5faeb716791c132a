"""What was served: which sessions a recap counts, and their totals, counted by the database in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Now, NullIf
from django.utils.translation import gettext as _

from bookings.choices import Decision, Purpose, ResourceKind, Secrecy, SessionStatus
from bookings.models import Allocation, Booking, ImportedRow, Resource, RowRun, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.choices import Mode

from ..choices import Attendance
from ..periods import Period
from ..served import was_served
from .lines import RecapTotals, Tally

NO_PLATFORM = "Tidak disebut"


class Named(Protocol):
    """An agency or a resource: what a filter knows of it."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RecapFilter:
    """Which sessions of an office: those that begin within the period, of one agency, officer or platform."""

    office: Office
    period: Period
    agency: Named | None = None
    officer: Named | None = None
    platform: str = ""

    @property
    def is_whole(self) -> bool:
        """Everything of the period, as the signed recap prints it."""
        return self.agency is None and self.officer is None and not self.platform


def sessions_of(wanted: RecapFilter) -> QuerySet[Session]:
    """What was served, and what was prepared and not held, in the order of time."""
    span = wanted.period.span(wanted.office.tz)
    found = Session.objects.filter(
        was_served() | Q(status=SessionStatus.NOT_HELD),
        booking__office=wanted.office,
        starts_at__gte=span.start,
        starts_at__lt=span.end,
    ).annotate(platform=_platform())
    if wanted.agency is not None:
        found = found.filter(booking__agency=wanted.agency.pk)
    if wanted.officer is not None:
        found = found.filter(Exists(_serving(ResourceKind.PERSON).filter(resource=wanted.officer.pk)))
    if wanted.platform:
        found = found.filter(platform=wanted.platform)
    if wanted.agency is not None or wanted.officer is not None:
        found = found.exclude(booking__secrecy=Secrecy.SECRET)  # a filter must not tell what the line hides
    return found.order_by("starts_at", "pk")


_TOTALS = """
WITH sessions AS MATERIALIZED ({sessions})
SELECT grouping(agency, used, served) AS level, coalesce(agency, used, served),
       count(*) FILTER (WHERE held), count(*) FILTER (WHERE NOT held), count(*) FILTER (WHERE held AND led),
       extract(epoch FROM sum(length) FILTER (WHERE held)), sum(people) FILTER (WHERE held),
       count(*) FILTER (WHERE held AND late IS NOT NULL), count(*) FILTER (WHERE held AND NOT late)
FROM sessions
GROUP BY GROUPING SETS ((), (agency), (used), (served))
UNION ALL
SELECT 8, '', count(*), count(*) FILTER (WHERE was_refused), 0, NULL, NULL, 0, 0 FROM ({asked}) AS asked
ORDER BY level, 3 DESC, 2
"""
"""Every total and every sum by a name, in one pass over the sessions; level 8 counts requests and refusals."""

_WHOLE, _BY_AGENCY, _BY_PLATFORM, _BY_ATTENDANCE, _ASKED = 7, 3, 5, 6, 8
"""What ``grouping`` answers: a bit for each name that was not grouped by; and the line of requests."""


def totals_of(wanted: RecapFilter) -> RecapTotals:
    """One statement, which fetches no session."""
    held = ~Q(status=SessionStatus.NOT_HELD)
    sessions = (
        sessions_of(wanted)
        .order_by()
        .annotate(
            agency=_agency_name(),
            used=F("platform"),
            served=_attendance(),
            held=ExpressionWrapper(held, output_field=BooleanField()),
            led=ExpressionWrapper(Q(booking__leader_confirmed_at__isnull=False), output_field=BooleanField()),
            length=_length(),
            people=_participants(),
            late=any_late(),
        )
        .values("agency", "used", "served", "held", "led", "length", "people", "late")
    )
    sql, params = sessions.query.sql_with_params()
    asked, asked_params = _asked(wanted).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(sessions=sql, asked=asked), (*params, *asked_params))
        rows = cursor.fetchall()
    whole = next((row for row in rows if row[0] == _WHOLE), (_WHOLE, "", 0, 0, 0, None, None, 0, 0))
    _level, _label, is_held, not_held, leaders, lasted, participants, timed, in_time = whole
    by_attendance = _tallies(rows, _BY_ATTENDANCE)
    totals = RecapTotals(
        held=is_held,
        not_held=not_held,
        leaders=leaders,
        minutes=_minutes(lasted),
        participants=participants or 0,
        timed=timed,
        in_time=in_time,
        by_agency=_tallies(rows, _BY_AGENCY),
        by_platform=_tallies(rows, _BY_PLATFORM),
        by_attendance=tuple(replace(each, label=str(Attendance(each.label).label)) for each in by_attendance),
    )
    if wanted.officer is not None or wanted.platform:
        return totals
    requests, refused = next(row[2:4] for row in rows if row[0] == _ASKED)
    return replace(totals, asked=requests, refused=refused)


def _asked(wanted: RecapFilter) -> QuerySet[Booking, Any]:
    """Requests that came in through the portal within the period, and whether they were refused."""
    span = wanted.period.span(wanted.office.tz)
    found = Booking.objects.submitted().filter(
        office=wanted.office, submitted_at__gte=span.start, submitted_at__lt=span.end
    )
    found = found.filter(~Exists(ImportedRow.objects.filter(booking=OuterRef("pk"))))
    if wanted.agency is not None:
        found = found.filter(agency=wanted.agency.pk).exclude(secrecy=Secrecy.SECRET)
    refused = Q(decision__in=(Decision.REFUSED, Decision.FULL))
    flagged = found.order_by().annotate(was_refused=ExpressionWrapper(refused, output_field=BooleanField()))
    return flagged.values("was_refused")


@dataclass(frozen=True, slots=True)
class Choice:
    """An agency or an officer that a recap may be limited to."""

    pk: int
    name: str


def choices_of(office: Office) -> tuple[list[Choice], list[Choice]]:
    """The office's agencies and its officers, by name; one statement."""
    rows = sorted(_choices().all(office=office.pk), key=lambda row: (row[2].casefold(), row[1]))
    agencies = [Choice(pk, name) for sort, pk, name in rows if sort == "agency"]
    return agencies, [Choice(pk, name) for sort, pk, name in rows if sort == "officer"]


@kept
def _choices() -> "QuerySet[Any, Any]":
    agencies = Agency.objects.filter(office=Given("office"))
    officers = Resource.objects.filter(office=Given("office"), kind=ResourceKind.PERSON)
    first, second = (
        rows.order_by().values_list(Value(sort, TextField()), "pk", Cast("name", TextField()))
        for sort, rows in (("agency", agencies), ("officer", officers))
    )
    return first.union(second, all=True)


def platforms_of(wanted: RecapFilter, totals: RecapTotals) -> list[str]:
    """The platforms that were used, for the filter; asks only where ``totals`` are narrowed and do not tell."""
    if wanted.is_whole:
        return sorted(each.label for each in totals.by_platform if each.label != NO_PLATFORM)
    sessions = sessions_of(RecapFilter(wanted.office, wanted.period)).order_by()
    found = sessions.values_list("platform", flat=True).distinct()  # type: ignore[misc]  # annotated
    return sorted(name for name in found if name and name != NO_PLATFORM)


# --- Expressions ------------------------------------------------------------------------------------------------------


def _platform() -> Any:
    """What was really used, else what was asked for."""
    return Coalesce(
        NullIf("meeting__platform", Value("")),
        NullIf("booking__application", Value("")),
        Value(NO_PLATFORM),
        output_field=CharField(),
    )


def _serving(kind: ResourceKind) -> QuerySet[Allocation]:
    return Allocation.objects.filter(
        session=OuterRef("pk"), purpose=Purpose.EVENT, state__in=LIVE_STATES, resource__kind=kind
    )


def any_late() -> Subquery:
    """Whether a row of the session's case that its SOP times was closed after its due time, or is open past it.

    Empty where no row is timed; what the office added itself is no standard.
    """
    late = Q(closed_at__gt=F("due_at")) | Q(closed_at__isnull=True, due_at__lt=Now())
    timed = RowRun.objects.filter(booking=OuterRef("booking_id"), due_at__isnull=False, office_addition=False)
    told = Case(When(late, then=True), default=False, output_field=BooleanField())
    return Subquery(timed.order_by().values("booking_id").annotate(any=BoolOr(told)).values("any"))


def _attendance() -> Any:
    return Case(
        When(booking__mode=Mode.ACCOUNT, then=Value(Attendance.ACCOUNT.value)),
        When(Exists(_serving(ResourceKind.PERSON)), then=Value(Attendance.ONSITE.value)),
        default=Value(Attendance.ONCALL.value),
        output_field=CharField(),
    )


def _agency_name() -> Any:
    return Case(
        When(booking__secrecy=Secrecy.SECRET, then=Value(_("Dirahasiakan"))),
        default=F("booking__agency__name"),
        output_field=CharField(),
    )


def _length() -> Any:
    """How long it really lasted, else how long it was planned."""
    return ExpressionWrapper(
        Coalesce(F("execution__finished_at"), F("ends_at")) - Coalesce(F("execution__started_at"), F("starts_at")),
        output_field=DurationField(),
    )


def _participants() -> Any:
    return Coalesce(
        F("execution__participants_peak"), F("booking__participants_onsite") + F("booking__participants_online")
    )


def _tallies(rows: Iterable[Any], level: int) -> tuple[Tally, ...]:
    """Those of one name, most sessions first; what was not held counts nowhere."""
    return tuple(Tally(row[1], row[2], _minutes(row[5])) for row in rows if row[0] == level and row[2])


def _minutes(seconds: Any) -> int:
    return int(seconds // 60) if seconds else 0
