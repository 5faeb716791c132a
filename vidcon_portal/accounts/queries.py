"""Who holds what, whom a task reaches, and which hats somebody may wear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.once import once

from .actors import Actor
from .choices import AppointmentKind, Role
from .errors import NotYourHat
from .models import Agency, Appointment, Delegation, DutyRoster, Office, Position, User

ESCALATION_LIMIT = 12
"""Superiors followed at most; deeper than any organisation chart of an office."""

_OWNERS = ("position__office", "position__agency__office")


@dataclass(frozen=True, slots=True)
class Responsible:
    """Whom a task of a position reaches on a day.

    ``position`` is the one whose inbox holds it, ``escalated_from`` the empty ones passed on the way, the addressed
    position first. Nobody up the line: ``appointments`` is empty and ``position`` the addressed one.
    """

    appointments: tuple[Appointment, ...]
    position: Position
    escalated_from: tuple[Position, ...] = ()

    @property
    def is_vacant(self) -> bool:
        return not self.appointments


def _in_office(appointments: Iterable[Appointment]) -> tuple[Appointment, ...]:
    """Those whom tasks reach: acting officials if there are any, else the definitive holders."""
    active = tuple(appointments)
    acting = tuple(each for each in active if each.kind != AppointmentKind.DEFINITIVE)
    return acting or active


def _active_by_position(position_ids: Iterable[int], on: date) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = {}
    wanted = sorted(set(position_ids))
    for appointment in once(("active", on, *wanted), lambda: _active_appointments().all(day=on, positions=wanted)):
        found.setdefault(appointment.position_id, []).append(appointment)
    return found


@kept
def _active_appointments() -> QuerySet[Appointment]:
    active = Appointment.objects.active_on(Given("day"))  # type: ignore[arg-type] # told when it is read
    rows = active.filter(is_one_of("position", "positions"), position__is_active=True)
    return rows.select_related("user", *_OWNERS).order_by("pk")


def holders(position: Position, *, on: date) -> list[Appointment]:
    """Who takes the position's inbox on a local date: an active Plt. or Plh., else the definitive holder."""
    return list(_in_office(_active_by_position([position.pk], on).get(position.pk, [])))


def acting_holder(position: Position, on: date) -> Appointment | None:
    """The active Plt. or Plh., for the sentence "Plh. X sedang menjabat"."""
    active = _active_by_position([position.pk], on).get(position.pk, [])
    return next((each for each in active if each.kind != AppointmentKind.DEFINITIVE), None)


def definitive_holder(position: Position, on: date) -> Appointment | None:
    """The definitive holder, also while somebody acts for him."""
    active = _active_by_position([position.pk], on).get(position.pk, [])
    return next((each for each in active if each.kind == AppointmentKind.DEFINITIVE), None)


def responsible_for(position: Position, *, on: date) -> Responsible:
    """The holders of the position or, when it is empty, of the nearest superior that is held."""
    return responsible_for_many([position], on)[position.pk]


def responsible_for_many(positions: Iterable[Position], on: date) -> dict[int, Responsible]:
    """``responsible_for`` of each position by its id, in one query, three when a position is empty."""
    wanted = {position.pk: position for position in positions}
    if not wanted:
        return {}
    active = _active_by_position(wanted, on)
    empty = [pk for pk in wanted if pk not in active]
    known = dict(wanted)
    if empty:
        superiors = _superiors_of(empty)
        known.update({pk: position for pk, position in superiors.items() if pk not in known})
        active.update(_active_by_position([pk for pk in superiors if pk not in wanted], on))
    return {pk: _escalate(position, known, active) for pk, position in wanted.items()}


def _escalate(position: Position, known: dict[int, Position], active: dict[int, list[Appointment]]) -> Responsible:
    passed: list[Position] = []
    current: Position | None = position
    while current is not None and current not in passed and len(passed) <= ESCALATION_LIMIT:
        if current.pk in active:
            return Responsible(_in_office(active[current.pk]), current, tuple(passed))
        passed.append(current)
        current = known.get(current.superior_id) if current.superior_id else None
    return Responsible((), position)


def _superiors_of(position_ids: Sequence[int]) -> dict[int, Position]:
    """The positions and everyone above them, bounded, so that a circle in the chart ends."""
    line = RawSQL(
        "WITH RECURSIVE line(id, superior_id, depth) AS ("
        " SELECT id, superior_id, 0 FROM accounts_position WHERE id = ANY(%s)"
        " UNION SELECT p.id, p.superior_id, line.depth + 1 FROM accounts_position p"
        " JOIN line ON p.id = line.superior_id WHERE line.depth < %s"
        ") SELECT DISTINCT id FROM line",
        (list(position_ids), ESCALATION_LIMIT),
    )
    rows = Position.objects.filter(pk__in=line).select_related("office", "agency__office")
    return {position.pk: position for position in rows}


def positions_for_role(
    role: Role | str, *, office: Office | None = None, agency: Agency | None = None
) -> list[Position]:
    """The active positions that play a role in an office, or in an agency, in printed order."""
    if (office is None) == (agency is None):
        raise ValueError("Name an office or an agency, not both.")
    owner = office or agency
    assert owner is not None
    side = "office" if office is not None else "agency"
    return list(
        once(("playing", side, owner.pk, str(role)), lambda: _playing(side).all(role=str(role), owner=owner.pk))
    )


@kept
def _playing(side: str) -> QuerySet[Position]:
    positions = Position.objects.filter(role=Given("role"), is_active=True, **{side: Given("owner")})
    return positions.select_related("office", "agency__office").order_by("order", "pk")


def duty_officers(office: Office, *, on: date) -> list[Appointment]:
    """Whom urgent cases reach on a local date: who stands in the duty roster, else the division head.

    An office without a division head, or with nobody in that office, reaches the head of office.
    """
    rostered = Appointment.objects.active_on(on).filter(
        pk__in=DutyRoster.objects.filter(office=office, starts_on__lte=on, ends_on__gte=on).values("appointment"),
        position__is_active=True,
        user__is_active=True,
    )
    found = list(rostered.select_related("user", *_OWNERS).order_by("pk"))
    if found:
        return found
    for role in (Role.DIVISION_HEAD, Role.OFFICE_HEAD):
        reached = responsible_for_many(positions_for_role(role, office=office), on)
        found = list(dict.fromkeys(each for responsible in reached.values() for each in responsible.appointments))
        if found:
            return found
    return []


def user_with_appointments(user_id: int, *, at: datetime) -> User | None:
    """Who signed in, and in ``read_appointments`` what ``hats`` asks first; one query, two for whoever has none."""
    appointments = _own_appointments().all(user=user_id, **_around(at))
    user = appointments[0].user if appointments else _by_id().first(pk=user_id)
    if user is not None:
        user.read_appointments = appointments
    return user


@kept
def _by_id() -> QuerySet[User]:
    return User.objects.filter(pk=Given("pk"))


def hats(user: User, *, at: datetime, appointments: list[Appointment] | None = None) -> list[Actor]:
    """Every hat the user may wear at a moment, the default one first; one query, two where something was lent.

    Each active appointment gives one, each active delegation received another. Dates count in the time zone of the
    hat's office. Whoever has just read the user with his ``appointments`` hands them in.
    """
    if not user.pk or not user.is_active:
        return []
    if appointments is None:
        appointments = _own_appointments().all(user=user.pk, **_around(at))
    own = [
        Actor(user=user, appointment=appointment)
        for appointment in appointments
        if _counts(appointment.position) and _is_active(appointment, at)
    ]
    is_delegate = any(each.is_delegate for each in appointments)  # type: ignore[attr-defined] # annotated
    delegations = _received_delegations().all(user=user.pk, **_around(at)) if is_delegate else []
    lent = [
        Actor(
            user=user,
            appointment=delegation.delegate,
            on_behalf_of=delegation.position,
            scope=tuple(delegation.scope),
            delegation=delegation,
        )
        for delegation in delegations
        if _counts(delegation.position)
        and delegation.is_active_on(local_day(delegation.position, at))
        and _is_active(delegation.delegate, at)
    ]
    return sorted([*own, *lent], key=_hat_order)


def _around(at: datetime) -> dict[str, date]:
    return {"tomorrow": _day(at, 1), "yesterday": _day(at, -1)}


def _perhaps_active() -> Q:
    """In force somewhere on earth; ``_is_active`` then asks the office's own date."""
    return Q(starts_on__lte=Given("tomorrow"), ended_at__isnull=True) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=Given("yesterday"))
    )


@kept
def _own_appointments() -> QuerySet[Appointment]:
    lent = Delegation.objects.filter(_perhaps_active(), delegate=OuterRef("pk"))
    mine = Appointment.objects.filter(_perhaps_active(), user=Given("user")).annotate(is_delegate=Exists(lent))
    return mine.select_related("user", *_OWNERS)


@kept
def _received_delegations() -> QuerySet[Delegation]:
    return Delegation.objects.filter(_perhaps_active(), delegate__user=Given("user")).select_related(
        *_OWNERS, "through", "delegate__user", "delegate__position__office", "delegate__position__agency__office"
    )


def default_hat(user: User, *, at: datetime) -> Actor:
    """The hat worn until another is chosen: one's own definitive position first; none leaves a bare user."""
    return next(iter(hats(user, at=at)), Actor(user=user))


def actor_for(user: User, acting_as: str | None, *, at: datetime) -> Actor:
    """The hat with this key, or the default one without a key; raises NotYourHat."""
    return choose_hat(hats(user, at=at), acting_as, user=user)


def choose_hat(worn: Sequence[Actor], acting_as: str | None, *, user: User) -> Actor:
    """``actor_for``, for whoever has read the user's hats already."""
    if not acting_as:
        return worn[0] if worn else Actor(user=user)
    for actor in worn:
        if hat_key(actor) == acting_as:
            return actor
    raise NotYourHat


def acting_around(user: User, *, worn: Sequence[Actor], at: datetime, kept: Office | None = None) -> list[Appointment]:
    """Acting terms that concern the user: those he serves, those on positions that he holds himself, and all of the office
    whose people he keeps.

    ``worn`` are his hats.
    """
    own = [actor.position.pk for actor in worn if _holds_definitively(actor) and actor.position]
    terms = Appointment.objects.filter(
        Q(user=user) | Q(position__in=own) | (Q(position__office=kept) if kept else Q(pk__in=[])),
        ended_at__isnull=True,
        ends_on__gte=_day(at, -1),
    ).exclude(kind=AppointmentKind.DEFINITIVE)
    rows = terms.select_related("user", *_OWNERS).order_by("starts_on", "pk")
    return [term for term in rows if term.ends_on and term.ends_on >= local_day(term.position, at)]


def delegations_around(user: User, *, worn: Sequence[Actor], at: datetime) -> list[Delegation]:
    """Delegations not yet over that the user received, or that lend a position that he holds; ``worn`` are his hats."""
    own = [actor.position.pk for actor in worn if not actor.on_behalf_of and actor.position]
    terms = Delegation.objects.filter(
        Q(delegate__user=user) | Q(position__in=own), ended_at__isnull=True, ends_on__gte=_day(at, -1)
    )
    rows = terms.select_related(*_OWNERS, "delegate__user", "delegate__position").order_by("starts_on", "pk")
    return [term for term in rows if term.ends_on >= local_day(term.position, at)]


def possible_delegates(positions: Iterable[Position], *, without: User, on: date) -> QuerySet[Appointment]:
    """Who may receive a delegation of these positions: holders in the same office or agency, other people."""
    places = positions_between(positions)
    rows = Appointment.objects.active_on(on).filter(position__in=places).exclude(user=without)
    return rows.select_related("user", "position").order_by("position__order", "pk")


def positions_between(positions: Iterable[Position]) -> QuerySet[Position]:
    """Positions in the same offices or agencies: through which a delegation may have been passed on (u.b.)."""
    owners = Q(pk__in=[])
    for position in positions:
        owners |= Q(office=position.office_id) if position.office_id else Q(agency=position.agency_id)
    return Position.objects.filter(owners, is_active=True)


def _holds_definitively(actor: Actor) -> bool:
    appointment = actor.appointment
    return actor.on_behalf_of is None and appointment is not None and appointment.kind == AppointmentKind.DEFINITIVE


def hat_key(actor: Actor) -> str:
    """How forms, sessions and the header ``X-Acting-As`` name a hat; empty without one."""
    if actor.delegation is not None:
        return f"d{actor.delegation.pk}"
    return str(actor.appointment.pk) if actor.appointment else ""


def office_of(position: Position) -> Office:
    """The office of the position, or the one that serves its agency."""
    office = position.office or (position.agency.office if position.agency else None)
    if office is None:
        raise ValueError("A position belongs to an office or to an agency.")
    return office


def local_day(position: Position, at: datetime) -> date:
    """The date at the position's office."""
    return at.astimezone(office_of(position).tz).date()


def _day(at: datetime, offset: int) -> date:
    """A date that is certainly past (or not yet reached) in every time zone; the exact test follows in Python."""
    return at.astimezone(UTC).date() + timedelta(days=offset)


def _counts(position: Position) -> bool:
    return position.is_active and office_of(position).is_active


def _is_active(appointment: Appointment, at: datetime) -> bool:
    return appointment.is_active_on(local_day(appointment.position, at))


def _hat_order(actor: Actor) -> tuple[bool, bool, int, int]:
    appointment = actor.appointment
    if appointment is None:
        raise ValueError("A hat has an appointment.")
    return (
        actor.on_behalf_of is not None,
        appointment.kind != AppointmentKind.DEFINITIVE,
        appointment.position.order,
        appointment.pk,
    )
