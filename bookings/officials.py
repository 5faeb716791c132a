"""Who must act: answered once, for inbox, notices, buttons and "menunggu …"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.models import Agency, Appointment, Office, Position, User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.once import on_page, once

from .models import Booking, DispositionRecipient, StepAssignment, StepRun


@dataclass(frozen=True, slots=True)
class Official:
    """One assignment of an open step, with the people whom it reaches now.

    ``escalated_from`` names the empty positions that were passed. ``people`` is empty when nobody
    up the line is in office: the page says so.
    """

    assignment: StepAssignment
    title: str
    appointments: tuple[Appointment, ...]
    users: tuple[User, ...]
    escalated_from: tuple[Position, ...] = ()

    @property
    def people(self) -> tuple[User, ...]:
        return self.users or tuple(each.user for each in self.appointments)


def assign(
    booking: Booking,
    run: StepRun,
    roles: Iterable[Role],
    *,
    is_new: bool = False,
    confirmed_at: datetime | None = None,
) -> None:
    """Write who must act in a step that opens.

    The responsible recipient of the latest standing disposition goes before the procedure's role →
    position binding; a role that several positions play is left open to each of them. A case that ``is_new`` has no
    disposition. With ``confirmed_at`` they have acted already.
    """
    wanted = list(roles)
    inside = [role for role in wanted if role not in APPLICANT_ROLES]
    disposed = disposed_to(booking, inside) if inside and not is_new else {}
    assignments = []
    for role in wanted:
        if role in APPLICANT_ROLES:
            assignments.append(
                StepAssignment(step_run=run, role=role, agency=booking.agency, confirmed_at=confirmed_at)
            )
            continue
        position = disposed.get(role)
        if position is None:
            candidates = positions_for_role(role, office=booking.office)
            position = candidates[0] if len(candidates) == 1 else None
        assignments.append(StepAssignment(step_run=run, role=role, position=position, confirmed_at=confirmed_at))
    StepAssignment.objects.bulk_create(assignments)


def disposed_to(booking: Booking, roles: Iterable[Role]) -> dict[str, Position]:
    """By role, the position that the latest standing disposition made responsible; one query."""
    found: dict[str, Position] = {}
    for recipient in _responsible().all(booking=booking.pk, roles=[str(role) for role in roles]):
        found.setdefault(recipient.position.role, recipient.position)
    return found


@kept
def _responsible() -> QuerySet[DispositionRecipient]:
    recipients = DispositionRecipient.objects.filter(
        is_one_of("position__role", "roles"),
        disposition__booking=Given("booking"),
        disposition__recalled_at__isnull=True,
        is_responsible=True,
        position__is_active=True,
    )
    return recipients.select_related("position").order_by("-disposition__given_at", "-disposition_id")


def officials_for(booking: Booking, *, at: datetime, run: StepRun | None = None) -> list[Official]:
    """The officials of the open step, unconfirmed ones only; empty when no step is open."""
    if run is None:
        run = booking.step_runs.filter(closed_at__isnull=True).first()
    if run is None:
        return []
    return officials_of_assignments(booking, unconfirmed_of(run), at=at)


def unconfirmed_of(run: StepRun) -> list[StepAssignment]:
    """The assignments of a step that still wait, with whom they name; one query, one a page."""
    return on_page(("unconfirmed", run.pk), lambda: _read_unconfirmed(run))


def _read_unconfirmed(run: StepRun) -> list[StepAssignment]:
    assignments = _unconfirmed().all(run=run.pk)
    for each in assignments:
        each.step_run = run
    return assignments


@kept
def _unconfirmed() -> QuerySet[StepAssignment]:
    waiting = StepAssignment.objects.filter(step_run=Given("run"), confirmed_at__isnull=True)
    return waiting.select_related("position", "agency", "user")


def officials_of_assignments(booking: Booking, assignments: list[StepAssignment], *, at: datetime) -> list[Official]:
    day = at.astimezone(booking.office.tz).date()
    positions: dict[int, list[Position]] = {}
    for each in assignments:
        if each.agency_id is None and each.user_id is None:
            positions[each.pk] = (
                [each.position] if each.position else positions_for_role(Role(each.role), office=booking.office)
            )
    reached = responsible_for_many([p for group in positions.values() for p in group], day)
    found = []
    for each in assignments:
        if each.user is not None:
            found.append(Official(each, each.user.name, (), (each.user,)))
        elif each.agency is not None:
            found.append(Official(each, each.agency.name, (), (booking.applicant,)))
        else:
            group = positions[each.pk]
            if not group:
                group_reached = responsible_for_many(_heads(booking.office), day)
                appointments = tuple(a for r in group_reached.values() for a in r.appointments)
                found.append(Official(each, str(Role(each.role).label), appointments, ()))
                continue
            held = [r for p in group if (r := reached[p.pk]).appointments and not r.escalated_from]
            chosen = held or [reached[p.pk] for p in group]
            appointments = tuple(dict.fromkeys(a for r in chosen for a in r.appointments))
            title = each.position.title if each.position else " / ".join(dict.fromkeys(p.title for p in group))
            found.append(
                Official(
                    each,
                    title,
                    appointments,
                    (),
                    tuple(dict.fromkeys(p for r in chosen for p in r.escalated_from)) if not held else (),
                )
            )
    return found


def _heads(office: Office) -> list[Position]:
    return positions_for_role(Role.OFFICE_HEAD, office=office)


def agency_users(agency: Agency, *, at: datetime) -> list[User]:
    """Everyone who acts for an agency at a moment."""
    day = at.astimezone(agency.office.tz).date()
    return list(once(("agency", agency.pk, day), lambda: _acting_for().all(agency=agency.pk, day=day)))


@kept
def _acting_for() -> QuerySet[User]:
    active = Appointment.objects.active_on(Given("day"))  # type: ignore[arg-type] # told when it is read
    held = active.filter(position__agency=Given("agency"), position__role__in=sorted(APPLICANT_ROLES))
    return User.objects.filter(pk__in=held.values("user")).order_by("name")
