"""Who must act: answered once, for inbox, notices, buttons and "menunggu …"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.models import Agency, Appointment, Office, Position, User
from vidcon_portal.accounts.queries import (
    positions_for_role,
    responsible_for_many,
)

from .models import Booking, Disposition, StepAssignment, StepRun


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


def assign(booking: Booking, run: StepRun, roles: Iterable[Role]) -> None:
    """Write who must act in a step that opens.

    The responsible recipient of the latest standing disposition goes before the procedure's role →
    position binding; a role that several positions play is left open to each of them.
    """
    assignments = []
    for role in roles:
        if role in APPLICANT_ROLES:
            assignments.append(StepAssignment(step_run=run, role=role, agency=booking.agency))
            continue
        position = disposed_to(booking, role)
        if position is None:
            candidates = positions_for_role(role, office=booking.office)
            position = candidates[0] if len(candidates) == 1 else None
        assignments.append(StepAssignment(step_run=run, role=role, position=position))
    StepAssignment.objects.bulk_create(assignments)


def disposed_to(booking: Booking, role: Role) -> Position | None:
    """The position with this role that the latest standing disposition made responsible."""
    disposition = (
        Disposition.objects.filter(
            booking=booking,
            recalled_at__isnull=True,
            recipients__is_responsible=True,
            recipients__position__role=role,
            recipients__position__is_active=True,
        )
        .order_by("-given_at", "-pk")
        .first()
    )
    if disposition is None:
        return None
    recipient = disposition.recipients.select_related("position").get(is_responsible=True)
    return recipient.position


def officials_for(booking: Booking, *, at: datetime, run: StepRun | None = None) -> list[Official]:
    """The officials of the open step, unconfirmed ones only; empty when no step is open."""
    if run is None:
        run = booking.step_runs.filter(closed_at__isnull=True).first()
    if run is None:
        return []
    assignments = list(run.assignments.filter(confirmed_at__isnull=True).select_related("position", "agency", "user"))
    return officials_of_assignments(booking, assignments, at=at)


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
    active = Appointment.objects.active_on(day).filter(position__agency=agency, position__role__in=APPLICANT_ROLES)
    return list(User.objects.filter(pk__in=active.values("user")).order_by("name"))
