"""What the clock tells: tomorrow's events, the check an hour before, time running out, time run out. Each once."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from vidcon_portal.accounts.models import Office, User
from vidcon_portal.notifications.services import not_yet_told, note_told, tell

from .choices import LIVE, Decision, Purpose, SessionStatus, Status
from .messages import said_moment, said_when, values_about
from .models import Allocation, Booking, OverallRun, RowRun, Session
from .models.resource import LIVE_STATES
from .officials import agency_users, officials_for
from .scheduling.spans import Span
from .urgency import duty_people, is_urgent_now, remind_urgent

DAY_BEFORE_AT = time(8, 0)
"""On the office's clock; whoever is late for something then still has a working day for it."""

READY_CHECK = timedelta(minutes=60)
DUE_SOON = timedelta(minutes=60)
LONG_ROW = timedelta(hours=2)
"""Rows with less time than this are not reminded before their end: there is nothing between turn and end."""

REFUSED = (Decision.REFUSED, Decision.FULL)


def remind(*, at: datetime) -> int:
    """Everything that is due to be told; safe to repeat and to run in several workers. Returns how many were told."""
    return (
        remind_overdue(at=at)
        + remind_urgent(at=at)
        + remind_due_soon(at=at)
        + remind_tomorrow(at=at)
        + remind_ready_check(at=at)
    )


def remind_overdue(*, at: datetime, limit: int = 100, office: Office | None = None) -> int:
    """Notify holder and superior (urgent: the duty officer too) for each running clock that is past due."""
    told = 0
    for run, kind, values, key in [*_late_rows(at, limit, office), *_late_services(at, limit, office)]:
        booking = run.booking
        urgent = is_urgent_now(booking, at)
        on_duty = duty_people(booking, at) if urgent else []
        tell(
            [*_holders(booking, at), *_superiors(booking, at), *on_duty],
            kind,
            values={**values_about(booking), **values},
            url=booking.get_absolute_url(),
            dedupe_key=key,
            office=booking.office,
            at=at,
            urgent=urgent,
        )
        run.overdue_told_at = at
        run.save(update_fields=["overdue_told_at"])
        told += 1
    return told


Late = tuple[RowRun | OverallRun, str, dict[str, Any], str]
"""A clock, the kind of message about it, what fills its gaps, and the message's key."""


def _late_rows(at: datetime, limit: int, office: Office | None) -> Iterator[Late]:
    late = RowRun.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, due_at__lt=at, overdue_told_at__isnull=True
    )
    if office is not None:
        late = late.filter(booking__office=office)
    for run in _with_booking(late)[:limit]:
        yield run, "lewat_waktu", {"baris": run.row.number}, f"overdue-{run.pk}"


def _late_services(at: datetime, limit: int, office: Office | None) -> Iterator[Late]:
    late = OverallRun.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, due_at__lt=at, overdue_told_at__isnull=True
    )
    if office is not None:
        late = late.filter(booking__office=office)
    late = late.select_related(
        "booking__office", "booking__agency", "booking__applicant", "booking__procedure"
    ).order_by("due_at")
    for run in late[:limit]:
        assert run.booking.procedure is not None
        hours = run.booking.procedure.overall_hours or 0
        yield run, "janji_lewat", {"jam": hours}, f"overdue-service-{run.pk}"


def remind_due_soon(*, at: datetime, limit: int = 100) -> int:
    """Tell the holder of a long row in its last hour."""
    soon = RowRun.objects.filter(
        closed_at__isnull=True,
        paused_at__isnull=True,
        due_at__gt=at,
        due_at__lte=at + DUE_SOON,
        due_at__gte=F("running_since") + LONG_ROW,
    )
    rows = {f"due-{each.pk}-{each.due_at:%Y%m%d%H%M}": each for each in _with_booking(soon)[:limit]}
    for key in (fresh := not_yet_told(rows)):
        row_run = rows[key]
        booking = row_run.booking
        assert row_run.due_at is not None
        with transaction.atomic():
            if not note_told(key, at=at):
                continue
            tell(
                _holders(booking, at),
                "hampir_lewat",
                values={
                    **values_about(booking),
                    "baris": row_run.row.number,
                    "batas": said_moment(row_run.due_at, booking.office.tz),
                },
                url=booking.get_absolute_url(),
                dedupe_key=key,
                office=booking.office,
                at=at,
            )
    return len(fresh)


def remind_tomorrow(*, at: datetime) -> int:
    """On the day before, to the applicant's side and to the officers on duty."""
    told = 0
    for office in Office.objects.filter(is_active=True):
        local = at.astimezone(office.tz)
        if local.time().replace(tzinfo=None) < DAY_BEFORE_AT:
            continue
        start = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=office.tz)
        told += _remind_sessions(
            "besok", office=office, between=(start, start + timedelta(days=1)), at=at, with_applicant=True
        )
    return told


def remind_ready_check(*, at: datetime) -> int:
    """An hour before, to the officers on duty and whoever holds the case; nobody's quiet hours count then."""
    told = 0
    for office in Office.objects.filter(is_active=True):
        told += _remind_sessions(
            "periksa_kesiapan", office=office, between=(at, at + READY_CHECK), at=at, with_applicant=False
        )
    return told


def _remind_sessions(
    kind: str, *, office: Office, between: tuple[datetime, datetime], at: datetime, with_applicant: bool
) -> int:
    sessions = {
        f"{kind}-{each.pk}-{each.starts_at:%Y%m%d%H%M}": each
        for each in Session.objects.filter(
            booking__office=office, status=SessionStatus.PLANNED, starts_at__gte=between[0], starts_at__lt=between[1]
        )
        .filter(booking__status__in=[*LIVE, Status.COMPLETED])
        .exclude(booking__decision__in=REFUSED)
        .select_related("booking__office", "booking__agency", "booking__applicant")
    }
    fresh = not_yet_told(sessions) if sessions else set[str]()
    for key in fresh:
        session = sessions[key]
        booking = session.booking
        with transaction.atomic():
            if not note_told(key, at=at):
                continue
            people = [*_on_duty(session), *_holders(booking, at)]
            if with_applicant:
                people += [booking.applicant, *agency_users(booking.agency, at=at)]
            tell(
                people,
                kind,
                values={
                    **values_about(booking),
                    "waktu": said_when(Span(session.starts_at, session.ends_at), session.booking),
                    "tempat": session.place or booking.place,
                },
                url=booking.get_absolute_url(),
                dedupe_key=key,
                office=office,
                at=at,
                urgent=not with_applicant,
            )
    return len(fresh)


def _with_booking(rows: QuerySet[RowRun]) -> QuerySet[RowRun]:
    return rows.select_related("booking__office", "booking__agency", "booking__applicant", "row").order_by("due_at")


def _holders(booking: Booking, at: datetime) -> list[User]:
    return [user for official in officials_for(booking, at=at) for user in official.people]


def _superiors(booking: Booking, at: datetime) -> Iterator[User]:
    day = at.astimezone(booking.office.tz).date()
    for official in officials_for(booking, at=at):
        position = official.assignment.position
        if position is not None and position.superior is not None:
            active = position.superior.appointments.active_on(day).select_related("user")
            yield from (appointment.user for appointment in active)


def _on_duty(session: Session) -> list[User]:
    """The officers with an account of their own who are allocated to the event."""
    duties = Allocation.objects.filter(
        session=session, state__in=LIVE_STATES, purpose=Purpose.EVENT, resource__user__isnull=False
    ).select_related("resource__user")
    return [duty.resource.user for duty in duties if duty.resource.user is not None]
