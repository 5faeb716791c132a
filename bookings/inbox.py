"""Kotak tugas: everything that waits for a hat, in a bounded number of queries whatever the size of the office."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import CharField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from vidcon_portal.accounts.actors import Actor, Hat
from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import OPEN_STATUSES
from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.procedures.choices import Kind

from .choices import LIVE, FlagResult, SessionStatus, Status
from .models import (
    Allocation,
    Booking,
    BookingLetter,
    BookingPaper,
    DispositionRecipient,
    Flag,
    Session,
    StepAssignment,
    StepRun,
)
from .models.resource import LIVE_STATES
from .paper_permissions import INITIALLERS
from .queries.hours import begins_at
from .queries.papers import beside_the_case, comes_back
from .reach import Reach, reach_of

MATTERS = ("to_read", "letter_owed", "to_dispense", "leader_to_confirm")

MOST = 300
"""So many tasks of one sort are read at most; nobody works through more in a day."""

MOST_SESSIONS = 50

LINE = (
    *("ticket", "title", "office", "procedure", "place", "first_session_start", "last_session_end"),
    *("leader_name", "leader_rank", "leader_confirmed_at", "agency__name"),
)
"""What a line of the inbox prints of its case."""


Weight = tuple[str, str, int]
"""A task's sort and key, and how often it counts."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something beside the SOP's steps that a case asks of the hat; several may hold at once."""

    booking: Booking
    to_read: bool = False
    letter_owed: bool = False
    to_dispense: bool = False
    leader_to_confirm: bool = False


class FieldSession(NamedTuple):
    """A session of today or tomorrow as the inbox prints it; ``is_mine`` where the person is allocated to it."""

    starts_at: datetime
    place: str
    status: str
    is_mine: bool
    booking_id: int
    ticket: str | None
    title: str
    usual_place: str
    agency: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """``steps`` are open and wait for the hat; ``sessions`` are today's and tomorrow's.

    ``vacant`` names, by step, the empty position below for which the hat stands in.
    """

    steps: list[StepRun] = field(default_factory=list)
    papers: list[BookingPaper] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    sessions: tuple[FieldSession, ...] = ()
    vacant: dict[int, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.papers) + sum(_weight(each) for each in self.matters)

    @property
    def weights(self) -> list[Weight]:
        """As ``inbox_weights`` reads them."""
        return sorted(
            [
                *(("step", str(each.pk), 1) for each in self.steps),
                *(("paper", str(each.pk), 1) for each in self.papers),
                *(("matter", str(each.booking.pk), _weight(each)) for each in self.matters),
            ]
        )


def inbox_of(actor: Actor, *, at: datetime) -> Inbox:
    """Everything that waits for the hat; at most five queries, one more where another office's case is among it."""
    reach = reach_of(actor, at=at)
    hat, who = Hat.of(actor), _who(actor, reach)
    runs: dict[int, StepRun] = {}
    papers: list[BookingPaper] = []
    matters: list[Matter] = []
    vacant: dict[int, str] = {}
    for assignment in _step_lines(hat).all(**who):
        run = runs.setdefault(assignment.step_run_id, assignment.step_run)
        run.begins_at = assignment.begins_at  # type: ignore[attr-defined] # annotated
        asked = assignment.position
        if asked is not None and actor.position is not None and asked.pk != actor.position.pk:
            vacant[assignment.step_run_id] = asked.title
    if reach.positions:
        papers = _paper_lines(hat, reach.has_head).all(**who)
        matters = [
            Matter(
                booking,
                booking.to_read,  # type: ignore[attr-defined] # annotated
                booking.letter_owed,  # type: ignore[attr-defined] # annotated
                booking.to_dispense,  # type: ignore[attr-defined] # annotated
                booking.leader_to_confirm,  # type: ignore[attr-defined] # annotated
            )
            for booking in _matter_lines(hat, *_asked(reach)).all(**who)
        ]
    _give_offices(
        [each.booking for part in (runs.values(), papers, matters) for each in part],
        actor.office,
    )
    return Inbox(list(runs.values()), papers, matters, field_sessions(actor, at=at), vacant)


def inbox_count(actor: Actor, *, at: datetime) -> int:
    """How many tasks ``inbox_of`` shows; two queries."""
    return sum(weight for _sort, _key, weight in inbox_weights(actor, at=at))


def inbox_weights(actor: Actor, *, at: datetime) -> list[Weight]:
    """Which tasks ``inbox_of`` shows, without what it says of them: whether anything changed; two queries."""
    reach = reach_of(actor, at=at)
    rows = _weights(Hat.of(actor), bool(reach.positions), reach.has_head, *_asked(reach)).all(**_who(actor, reach))
    return sorted(tuple(row) for row in rows)


def steps_of(actor: Actor, *, at: datetime) -> list[StepRun]:
    """The open steps that wait for the hat; two queries."""
    rows = _step_lines(Hat.of(actor)).all(**_who(actor, reach_of(actor, at=at)))
    return list({each.step_run_id: each.step_run for each in rows}.values())


def waiting_cases(actor: Actor, *, at: datetime) -> QuerySet[Booking]:
    """Cases whose open step waits for the hat; one query besides the list."""
    reach = reach_of(actor, at=at)
    reached = Q(position__in=reach.positions), Q(role__in=reach.roles)
    waiting = _assignments(actor, *reached).order_by()
    return Booking.objects.filter(pk__in=waiting.values("step_run__booking"))


def field_sessions(actor: Actor, *, at: datetime) -> tuple[FieldSession, ...]:
    """Today's and tomorrow's sessions that the hat may see; one query."""
    if actor.office is None or actor.user is None:
        return ()
    tz = actor.office.tz
    midnight = datetime.combine(at.astimezone(tz).date(), time.min, tz)
    rows = _field_lines(Hat.of(actor)).all(start=midnight, end=midnight + timedelta(days=2), **actor.values())
    return tuple(map(FieldSession._make, rows))


@kept
def _step_lines(hat: Hat) -> QuerySet[StepAssignment]:
    columns = ("kind", "deadline_at", "opened_at", "step", "row", *(f"booking__{name}" for name in LINE))
    clock = ("due_at", "paused_at", "closed_at")
    return (
        _assignments(hat.actor(), is_one_of("position", "positions"), is_one_of("role", "roles"))
        .annotate(begins_at=begins_at("step_run__"))
        .select_related("position", "step_run__booking__agency", "step_run__row_run", "step_run__overall_run")
        .only(
            "position__title",
            *(f"step_run__{name}" for name in columns),
            *(f"step_run__row_run__{name}" for name in (*clock, "office_addition")),
            *(f"step_run__overall_run__{name}" for name in clock),
        )[:MOST]
    )


@kept
def _paper_lines(hat: Hat, has_head: bool) -> QuerySet[BookingPaper]:
    lines = _papers(hat.actor(), has_head).select_related("booking__agency", "document")
    columns = ("kind", "status", "return_note")
    return lines.only(*(f"document__{name}" for name in columns), *(f"booking__{name}" for name in LINE))[:MOST]


@kept
def _matter_lines(hat: Hat, registrar: bool, protocol: bool) -> QuerySet[Booking]:
    return _matters(hat.actor(), registrar, protocol).select_related("agency").only(*LINE)[:MOST]


@kept
def _field_lines(hat: Hat) -> QuerySet[Session, Any]:
    actor = hat.actor()
    mine = Allocation.objects.filter(session=OuterRef("pk"), resource__user=Given("user"), state__in=LIVE_STATES)
    seen = Booking.objects.visible_to(actor).filter(status__in=(*LIVE, Status.COMPLETED))
    return (
        Session.objects.alias(during=_range(F("starts_at"), F("ends_at")))
        .filter(
            during__overlap=_range(Given("start"), Given("end")),
            status__in=(SessionStatus.PLANNED, SessionStatus.RUNNING, SessionStatus.FINISHED),
            booking__in=seen,
        )
        .annotate(is_mine=Exists(mine))
        .order_by("during", "pk")  # by its start, yet not by the index of starts: that is read through all the past
        .values_list(
            *("starts_at", "place", "status", "is_mine", "booking", "booking__ticket", "booking__title"),
            *("booking__place", "booking__agency__name"),
        )[:MOST_SESSIONS]
    )


def _range(start: F | Given, end: F | Given) -> Func:
    """As the index ``session_by_time`` has it: of a day's sessions it finds those alone."""
    return Func(start, end, function="tstzrange", output_field=DateTimeRangeField())


@kept
def _weights(hat: Hat, reaches: bool, has_head: bool, registrar: bool, protocol: bool) -> QuerySet[Any, Any]:
    """A row per task of any sort, and how often it counts."""
    actor = hat.actor()
    steps = _assignments(actor, is_one_of("position", "positions"), is_one_of("role", "roles"))
    parts: list[QuerySet[Any, Any]] = [_weighed(steps.distinct(), "step", "step_run_id")]
    if reaches:
        parts.append(_weighed(_papers(actor, has_head), "paper", "pk"))
    if reaches and not hat.lent:  # nothing beside the steps is lent: there is nothing to weigh
        asked = [Cast(name, IntegerField()) for name in MATTERS]
        parts.append(_weighed(_matters(actor, registrar, protocol), "matter", "pk", sum(asked[1:], start=asked[0])))
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _weighed(rows: QuerySet[Any], sort: str, key: str, weight: Any = None) -> QuerySet[Any, Any]:
    """Plain columns, so that rows of several tables can be read in one statement."""
    one = Value(1, IntegerField()) if weight is None else weight
    return rows.order_by().values_list(Value(sort, CharField()), Cast(key, CharField()), one)


def _who(actor: Actor, reach: Reach) -> dict[str, Any]:
    return {**actor.values(), "positions": list(reach.positions), "roles": list(reach.roles)}


def _asked(reach: Reach) -> tuple[bool, bool]:
    """Whether owed letters and unconfirmed leaders are the hat's to see to."""
    return Role.REGISTRAR in reach.roles, Role.PROTOCOL in reach.roles


def _give_offices(bookings: list[Booking], own: Office | None) -> None:
    """The office of each, which is nearly always the reader's own and known already."""
    known = {own.pk: own} if own is not None else {}
    if missing := {booking.office_id for booking in bookings} - known.keys():
        known |= Office.objects.in_bulk(missing)
    for booking in bookings:
        booking.office = known[booking.office_id]


def _assignments(actor: Actor, in_positions: Any, in_roles: Any) -> QuerySet[StepAssignment]:
    """Unconfirmed assignments of open steps that are the hat's."""
    position = actor.position
    if position is None or actor.user is None:
        return StepAssignment.objects.none()
    mine = Q(user=actor.user.pk)
    if position.agency_id is not None:
        if position.role in APPLICANT_ROLES:
            mine |= Q(agency=position.agency_id, role__in=(Role.APPLICANT, position.role))
    else:
        open_role = Q(position__isnull=True, agency__isnull=True, user__isnull=True) & Q(in_roles)
        mine |= (Q(in_positions) | open_role) & Q(step_run__booking__office=position.office_id)
    found = StepAssignment.objects.filter(mine, confirmed_at__isnull=True, step_run__closed_at__isnull=True)
    if actor.on_behalf_of is not None:
        found = (
            found.filter(step_run__kind__in=actor.scope)
            if actor.scope
            else found.exclude(step_run__kind=Kind.SEND_REPLY)
        )
    return found.order_by("step_run__opened_at", "pk")


def _papers(actor: Actor, has_head: bool) -> QuerySet[BookingPaper]:
    """Letters beside their cases: drafts to initial, for the head to sign."""
    position = actor.position
    if position is None:
        return BookingPaper.objects.none()
    links = (
        BookingPaper.objects.filter(
            booking__office=position.office_id,
            document__status__in=sorted(OPEN_STATUSES),
            step_run__isnull=True,
        )
        .filter(beside_the_case())
        .exclude(booking__status__in=(Status.CANCELLED, Status.LAPSED))
        .order_by("document__created_at")
    )
    if actor.role in INITIALLERS:
        return links.exclude(document__initials__position=position.pk, document__initials__withdrawn_at__isnull=True)
    signs = has_head and (actor.on_behalf_of is None or Kind.SEND_REPLY in actor.scope)
    return links.exclude(comes_back()) if signs else links.none()


def _matters(actor: Actor, registrar: bool, protocol: bool) -> QuerySet[Booking]:
    """Cases with unread dispositions for information, owed letters, open flags, leaders to be confirmed."""
    position = actor.position
    if position is None or actor.on_behalf_of is not None:
        return Booking.objects.none()
    unread = DispositionRecipient.objects.filter(
        is_one_of("position", "positions"),
        disposition__booking=OuterRef("pk"),
        disposition__recalled_at__isnull=True,
        is_responsible=False,
        read_at__isnull=True,
    )
    owed = BookingLetter.objects.filter(booking=OuterRef("pk"), letter__is_owed=True)
    flags = Flag.objects.filter(
        is_one_of("booking__procedure__dispensation_role", "roles"), booking=OuterRef("pk"), result=FlagResult.OPEN
    )
    return (
        Booking.objects.visible_to(actor)
        .filter(office=position.office_id, status__in=LIVE)
        .annotate(
            to_read=Exists(unread),
            letter_owed=Exists(owed) if registrar else Exists(owed.none()),
            to_dispense=Exists(flags),
            leader_to_confirm=Q(leader_rank__isnull=False, leader_confirmed_at__isnull=True) & Q(Value(protocol)),
        )
        .filter(Q(to_read=True) | Q(letter_owed=True) | Q(to_dispense=True) | Q(leader_to_confirm=True))
        .order_by("submitted_at", "pk")
    )


def _weight(matter: Matter) -> int:
    return matter.to_read + matter.letter_owed + matter.to_dispense + matter.leader_to_confirm
