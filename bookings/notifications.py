"""Which deliveries an accepted action causes. Sending is the worker's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.notifications.channels import absolute_url
from vidcon_portal.notifications.services import tell
from vidcon_portal.procedures.choices import Kind

from .choices import Audience, Repercussion, Secrecy
from .messages import APPLICANT_WORDS, for_applicant, values_about
from .models import Allocation, Booking, Event, Resource, StepRun
from .officials import agency_users, officials_for
from .scheduling.invitations import lines_of, planned_files
from .services.invitations import Change, tell_calendars
from .urgency import is_urgent_now, tell_urgent

LEADER_CONFIRMED = "confirm_leader"
"""The move that can make a waiting case urgent."""

SUBSTITUTES = (Role.COORDINATOR, Role.TECHNICAL_TEAM)
"""Who swaps officers and kit (move ``adjust``)."""


def announce(booking: Booking, event: Event, *, opened: StepRun | None, also: Sequence[User] = ()) -> None:
    """Tell the next holders that it is their turn, urgent cases the duty officer, the applicant what happened to his
    request, and who ``also`` must know: people whose duty begins or ends. Whoever had the step of a case that was
    displaced hears of it too.
    """
    key = f"event-{event.pk}"
    at = event.recorded_at
    if opened is not None:
        holders = [user for official in officials_for(booking, at=at, run=opened) for user in official.people]
        tell(
            _without(holders, event.actor_id),
            "giliran",
            values={**values_about(booking), "langkah": Kind(opened.kind).label},
            url=booking.get_absolute_url(),
            dedupe_key=f"{key}-turn",
            office=booking.office,
            at=at,
            urgent=is_urgent_now(booking, at),
        )
        tell_urgent(booking, opened, at=at, holders=False)
    elif event.action == LEADER_CONFIRMED:
        run = booking.step_runs.filter(closed_at__isnull=True).first()
        if run is not None:
            tell_urgent(booking, run, at=at)
    changes = tell_calendars(booking, at=at, url=absolute_url(booking.get_absolute_url()))
    _tell_applicant(booking, event, changes.applicant, key=key)
    _tell_inside(booking, event, also, changes.officers, key=f"{key}-office")
    rest = {user: own for user, own in changes.officers.items() if user not in also}
    _tell_officers(booking, rest, key=key, at=at)


def announce_calendars(booking: Booking, *, key: str, at: datetime, say: str = "") -> None:
    """Outside of any action: what became of the meeting or of its rule changes what calendars say.

    ``booking`` is locked. ``say`` is a kind of message that the applicant's side gets in any case.
    """
    changes = tell_calendars(booking, at=at, url=absolute_url(booking.get_absolute_url()))
    if changes.applicant or say:
        tell(
            [booking.applicant, *agency_users(booking.agency, at=at)],
            say or for_applicant("calendar"),
            values=values_about(booking),
            after=lambda: lines_of(changes.applicant),
            url=booking.get_absolute_url(),
            dedupe_key=f"{key}-applicant",
            office=booking.office,
            at=at,
            attachments=planned_files(changes.applicant),
        )
    _tell_officers(booking, changes.officers, key=key, at=at)


def _tell_officers(booking: Booking, changes: Mapping[User, Sequence[Change]], *, key: str, at: datetime) -> None:
    """Each officer his own duty, as an invitation for his calendar."""
    for user, own in changes.items():
        tell(
            [user],
            "jadwal_petugas",
            values=values_about(booking),
            after=partial(lines_of, own, duty=True),
            url=booking.get_absolute_url(),
            dedupe_key=f"{key}-duty",
            office=booking.office,
            at=at,
            attachments=planned_files(own),
        )


def _tell_applicant(booking: Booking, event: Event, changes: Sequence[Change], *, key: str) -> None:
    """What happened to his request, with the invitation that his calendar needs now.

    Who does something himself is told nothing, unless his calendar changes by it.
    """
    at = event.recorded_at
    # A meeting that the worker makes is told when it is there.
    told_now = (
        event.action in APPLICANT_WORDS and not event.data.get("automatic") and not _is_kept_inside(booking, event)
    )
    action = event.action if told_now else "calendar"
    if action == "calendar" and not changes:
        return
    people = [booking.applicant, *agency_users(booking.agency, at=at)]
    tell(
        list(dict.fromkeys(people)) if changes else _without(people, event.actor_id),
        for_applicant(action),
        values={**values_about(booking), **_reasons(event)},
        after=lambda: [*_details(event), *lines_of(changes)],
        url=booking.get_absolute_url(),
        dedupe_key=f"{key}-applicant",
        office=booking.office,
        at=at,
        attachments=planned_files(changes),
    )


def _is_kept_inside(booking: Booking, event: Event) -> bool:
    """Of a meeting that the office opens alone the applicant is told no link."""
    return event.action in ("provide", "set_meeting", "hand_over") and booking.audience == Audience.OFFICE


def _tell_inside(
    booking: Booking, event: Event, also: Sequence[User], duties: Mapping[User, Sequence[Change]], *, key: str
) -> None:
    """Who ``also`` must know; whose duty begins or ends by it gets that for his calendar in the same message."""
    at, run = event.recorded_at, event.step_run
    people = list(also)
    is_displaced = event.action in Repercussion.values
    if is_displaced and run is not None and not run.is_side_step:
        people += [user for official in officials_for(booking, at=at, run=run) for user in official.people]
    if not people:
        return
    what = Repercussion(event.action).label if is_displaced else APPLICANT_WORDS[event.action][2]
    values = {**values_about(booking), **_reasons(event), "peristiwa": what}
    for user in dict.fromkeys(people):
        own = duties.get(user, ()) if user in also else ()
        if user.pk == event.actor_id and not own:
            continue
        tell(
            [user],
            "kabar_petugas",
            values=values,
            after=partial(_inside_lines, event, own),
            url=booking.get_absolute_url(),
            dedupe_key=key,
            office=booking.office,
            at=at,
            attachments=planned_files(own),
        )


def _inside_lines(event: Event, own: Sequence[Change]) -> list[str]:
    return [*_details(event), *lines_of(own, duty=True)]


def announce_gained(bookings: list[Booking], *, at: datetime) -> None:
    """A freed slot was held for these waiting cases: tell both sides."""
    for booking in bookings:
        holders = [user for official in officials_for(booking, at=at) for user in official.people]
        tell(
            dict.fromkeys([booking.applicant, *holders]),
            "jadwal_didapat",
            values=values_about(booking),
            url=booking.get_absolute_url(),
            dedupe_key=f"gained-{booking.pk}-{at.isoformat()}",
            office=booking.office,
            at=at,
        )


def announce_absence(resource: Resource, left: Sequence[Allocation], *, by: Actor, at: datetime) -> None:
    """A person or thing is out of use while events still count on it: tell who can find another for each of them.

    Those are the holders of its step and, unless it is secret, the office's coordinators and technical team.
    """
    office = resource.office
    bookings = {row.booking_id: row.booking for row in left if row.booking is not None}
    if not bookings:
        return
    positions = [each for role in SUBSTITUTES for each in positions_for_role(role, office=office)]
    reached = responsible_for_many(positions, at.astimezone(office.tz).date()).values()
    team = [appointment.user for each in reached for appointment in each.appointments]
    for booking in bookings.values():
        holders = [user for official in officials_for(booking, at=at) for user in official.people]
        told = holders if booking.secrecy == Secrecy.SECRET else [*holders, *team]
        tell(
            _without(told, by.user.pk if by.user else None),
            "tidak_tersedia",
            values={**values_about(booking), "nama": resource.name},
            url=booking.get_absolute_url(),
            dedupe_key=f"absent-{resource.pk}-{booking.pk}-{at.isoformat()}",
            office=office,
            at=at,
            urgent=is_urgent_now(booking, at),
        )


def _reasons(event: Event) -> dict[str, str]:
    """Why, as far as it concerns the applicant; a note inside the office stays there."""
    reason = event.data.get("reason") or (event.data.get("note") if event.action in ("return", "offer") else "")
    return {"alasan": str(reason or ""), "perlu_disiapkan": ", ".join(event.data.get("gaps") or ())}


def _details(event: Event) -> list[str]:
    """What was taken, given and offered when units or times changed."""
    data = event.data
    lines = [gettext("%(session)s: %(before)s diganti %(after)s.") % swap for swap in data.get("swaps", ())]
    if event.action in Repercussion.values:
        names = {"before": ", ".join(data["units"]), "after": ", ".join(data["gained"])}
        lines.append(
            gettext("Semula %(before)s, kini %(after)s.") % names
            if data["gained"]
            else gettext("Yang dilepas: %(before)s.") % names
        )
        if data["options"]:
            lines.append(gettext("Pilihan jadwal: %(options)s.") % {"options": "; ".join(data["options"])})
    return lines


def _without(users: list[User], actor_id: int | None) -> list[User]:
    return [user for user in dict.fromkeys(users) if user.pk != actor_id]
