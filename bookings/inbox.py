"""Kotak tugas: everything that waits for a hat, in a bounded number of queries whatever the size of the office."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES, AppointmentKind, Role
from vidcon_portal.accounts.models import Position
from vidcon_portal.accounts.queries import ESCALATION_LIMIT, local_day
from vidcon_portal.documents.choices import OPEN_STATUSES, DocumentKind
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
from .services.papers import INITIALLERS

MATTERS = ("to_read", "letter_owed", "to_dispense", "leader_to_confirm")

MOST = 300
"""So many tasks of one sort are read at most; nobody works through more in a day."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which positions' and roles' tasks reach a hat now: its own, and the empty ones below it.

    Empty while a Plt. or Plh. holds the inbox of the hat's position.
    """

    positions: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    has_head: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """Something beside the SOP's steps that a case asks of the hat; several may hold at once."""

    booking: Booking
    to_read: bool = False
    letter_owed: bool = False
    to_dispense: bool = False
    leader_to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """``steps`` are open and wait for the hat; ``sessions`` are today's and tomorrow's."""

    steps: list[StepRun] = field(default_factory=list)
    papers: list[BookingPaper] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.papers) + sum(_weight(each) for each in self.matters)


def inbox_of(actor: Actor, *, at: datetime) -> Inbox:
    """Everything that waits for the hat; at most five queries."""
    reach = reach_of(actor, at=at)
    runs: dict[int, StepRun] = {}
    for assignment in _assignments(actor, reach).select_related(
        "step_run__booking__agency",
        "step_run__booking__office",
        "step_run__booking__procedure",
        "step_run__step",
        "step_run__row_run",
        "step_run__overall_run",
    )[:MOST]:
        runs.setdefault(assignment.step_run_id, assignment.step_run)
    return Inbox(
        steps=list(runs.values()),
        papers=list(
            _papers(actor, reach)
            .select_related("document", "booking__agency", "booking__office", "booking__procedure")
            .defer("document__context", "document__provider_answer")[:MOST]
        ),
        matters=[
            Matter(
                booking,
                booking.to_read,  # type: ignore[attr-defined] # annotated
                booking.letter_owed,  # type: ignore[attr-defined] # annotated
                booking.to_dispense,  # type: ignore[attr-defined] # annotated
                booking.leader_to_confirm,  # type: ignore[attr-defined] # annotated
            )
            for booking in _matters(actor, reach).select_related("agency", "office", "procedure")[:MOST]
        ],
        sessions=field_sessions(actor, at=at),
    )


def inbox_count(actor: Actor, *, at: datetime) -> int:
    """How many tasks ``inbox_of`` shows; two queries."""
    reach = reach_of(actor, at=at)
    parts: list[QuerySet[Any, Any]] = [_named(_assignments(actor, reach), "step_run", "step").distinct()]
    if reach.positions:
        parts.append(_named(_papers(actor, reach), "pk", "paper"))
        matters = _matters(actor, reach)
        parts += [_named(matters.filter(**{name: True}), "pk", name) for name in MATTERS]
    first, *others = parts
    return (first.union(*others, all=True) if others else first).count()


def waiting_cases(actor: Actor, *, at: datetime) -> QuerySet[Booking]:
    """Cases whose open step waits for the hat; one query besides the list."""
    waiting = _assignments(actor, reach_of(actor, at=at)).order_by()
    return Booking.objects.filter(pk__in=waiting.values("step_run__booking"))


def reach_of(actor: Actor, *, at: datetime) -> Reach:
    """One query over the office's chart; the same answer as ``officials_for`` gives case by case."""
    position = actor.position
    if position is None or position.office_id is None or actor.appointment is None:
        return Reach()
    chart = _chart(position, at)
    if actor.on_behalf_of is not None:
        return Reach(frozenset({position.pk}), frozenset({position.role}), position.role == Role.OFFICE_HEAD)
    mine = chart.get(position.pk)
    if mine is None or actor.appointment.pk not in mine.in_office:
        return Reach()
    reached = frozenset(pk for pk in chart if _first_held(pk, chart) == position.pk)
    by_role: dict[str, list[_Post]] = {}
    for post in chart.values():
        by_role.setdefault(post.role, []).append(post)
    roles = {
        role
        for role, posts in by_role.items()
        if {post.pk for post in ([p for p in posts if p.in_office] or posts)} & reached
    }
    if Role.OFFICE_HEAD in roles:
        roles |= {role.value for role in Role if role not in by_role and role not in APPLICANT_ROLES}
    return Reach(reached, frozenset(roles), any(chart[pk].role == Role.OFFICE_HEAD for pk in reached))


def field_sessions(actor: Actor, *, at: datetime) -> list[Session]:
    """Today's and tomorrow's sessions that the hat may see; ``is_mine`` marks those the person is allocated to."""
    if actor.office is None or actor.user is None:
        return []
    tz = actor.office.tz
    midnight = datetime.combine(at.astimezone(tz).date(), time.min, tz)
    mine = Allocation.objects.filter(session=OuterRef("pk"), resource__user=actor.user, state__in=LIVE_STATES)
    return list(
        Session.objects.filter(
            starts_at__lt=midnight + timedelta(days=2),
            ends_at__gt=midnight,
            status__in=(SessionStatus.PLANNED, SessionStatus.RUNNING, SessionStatus.FINISHED),
            booking__in=Booking.objects.visible_to(actor).filter(status__in=(*LIVE, Status.COMPLETED)),
        )
        .annotate(is_mine=Exists(mine))
        .select_related("booking__agency")
        .order_by("starts_at", "pk")[:50]
    )


def _assignments(actor: Actor, reach: Reach) -> QuerySet[StepAssignment]:
    """Unconfirmed assignments of open steps that are the hat's."""
    mine = Q(user=actor.user)
    position = actor.position
    if position is None:
        return StepAssignment.objects.none()
    if position.agency_id is not None:
        if position.role in APPLICANT_ROLES:
            mine |= Q(agency=position.agency_id, role__in=(Role.APPLICANT, position.role))
    elif reach.positions:
        open_role = Q(position__isnull=True, agency__isnull=True, user__isnull=True, role__in=reach.roles)
        mine |= (Q(position__in=reach.positions) | open_role) & Q(step_run__booking__office=position.office_id)
    found = StepAssignment.objects.filter(mine, confirmed_at__isnull=True, step_run__closed_at__isnull=True)
    if actor.on_behalf_of is not None:
        found = (
            found.filter(step_run__kind__in=actor.scope)
            if actor.scope
            else found.exclude(step_run__kind=Kind.SEND_REPLY)
        )
    return found.order_by("step_run__opened_at", "pk")


def _papers(actor: Actor, reach: Reach) -> QuerySet[BookingPaper]:
    """Reply letters beside their cases: drafts to initial, for the head to sign."""
    if not reach.positions or actor.position is None:
        return BookingPaper.objects.none()
    links = (
        BookingPaper.objects.filter(
            booking__office=actor.office,
            document__status__in=sorted(OPEN_STATUSES),
            document__kind=DocumentKind.REPLY_LETTER,
            step_run__isnull=True,
        )
        .exclude(booking__status__in=(Status.CANCELLED, Status.LAPSED))
        .exclude(booking__decision="")
        .order_by("document__created_at")
    )
    if actor.role in INITIALLERS:
        return links.exclude(document__initials__position=actor.position, document__initials__withdrawn_at__isnull=True)
    signs = reach.has_head and (actor.on_behalf_of is None or Kind.SEND_REPLY in actor.scope)
    return links if signs else links.none()


def _matters(actor: Actor, reach: Reach) -> QuerySet[Booking]:
    """Cases with unread dispositions for information, owed letters, open flags, leaders to be confirmed."""
    if not reach.positions or actor.on_behalf_of is not None:
        return Booking.objects.none()
    unread = DispositionRecipient.objects.filter(
        disposition__booking=OuterRef("pk"),
        disposition__recalled_at__isnull=True,
        position__in=reach.positions,
        is_responsible=False,
        read_at__isnull=True,
    )
    owed = BookingLetter.objects.filter(booking=OuterRef("pk"), letter__is_owed=True)
    flags = Flag.objects.filter(booking=OuterRef("pk"), result=FlagResult.OPEN)
    registrar, protocol = Role.REGISTRAR in reach.roles, Role.PROTOCOL in reach.roles
    return (
        Booking.objects.visible_to(actor)
        .filter(office=actor.office, status__in=LIVE)
        .annotate(
            to_read=Exists(unread),
            letter_owed=Exists(owed) if registrar else Exists(owed.none()),
            to_dispense=Exists(flags.filter(booking__procedure__dispensation_role__in=reach.roles)),
            leader_to_confirm=Q(leader_rank__isnull=False, leader_confirmed_at__isnull=True) & Q(Value(protocol)),
        )
        .filter(Q(to_read=True) | Q(letter_owed=True) | Q(to_dispense=True) | Q(leader_to_confirm=True))
        .order_by("submitted_at", "pk")
    )


def _named(rows: QuerySet[Any], key: str, name: str) -> QuerySet[Any, Any]:
    """Two plain columns, so that rows of several tables can be counted in one statement."""
    return rows.order_by().values_list(Cast(key, CharField()), Value(name))


def _weight(matter: Matter) -> int:
    return matter.to_read + matter.letter_owed + matter.to_dispense + matter.leader_to_confirm


@dataclass(slots=True)
class _Post:
    """A position of the chart and who is in office there, as appointment ids."""

    pk: int
    role: str
    superior: int | None
    definitive: set[int] = field(default_factory=set)
    acting: set[int] = field(default_factory=set)

    @property
    def in_office(self) -> set[int]:
        return self.acting or self.definitive


def _chart(position: Position, at: datetime) -> dict[int, _Post]:
    day = local_day(position, at)
    rows: Iterable[Any] = Position.objects.filter(office=position.office_id, is_active=True).values(
        "pk",
        "role",
        "superior_id",
        "appointments__pk",
        "appointments__kind",
        "appointments__starts_on",
        "appointments__ends_on",
        "appointments__ended_at",
        "appointments__user__is_active",
    )
    chart: dict[int, _Post] = {}
    for row in rows:
        post = chart.setdefault(row["pk"], _Post(row["pk"], row["role"], row["superior_id"]))
        starts_on, ends_on = row["appointments__starts_on"], row["appointments__ends_on"]
        if starts_on is None or row["appointments__ended_at"] is not None or not row["appointments__user__is_active"]:
            continue
        if starts_on <= day and (ends_on is None or ends_on >= day):
            definitive = row["appointments__kind"] == AppointmentKind.DEFINITIVE
            (post.definitive if definitive else post.acting).add(row["appointments__pk"])
    return chart


def _first_held(pk: int, chart: dict[int, _Post]) -> int | None:
    """The position whose holders a task of ``pk`` reaches."""
    current: int | None = pk
    for _step in range(ESCALATION_LIMIT + 1):
        if current is None or current not in chart:
            return None
        if chart[current].in_office:
            return current
        current = chart[current].superior
    return None
