"""Hold, confirm, release; and hand what was freed to the first case that waits for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from bookings.choices import AllocationState, FlagKind, FlagResult, Hold, Purpose, SessionStatus, Status
from bookings.errors import DomainError
from bookings.models import Allocation, Booking, Flag, Session
from bookings.models.resource import LIVE_STATES
from bookings.notifications import announce_gained
from vidcon_portal.accounts.models import Office

from ..answers import clash
from ..availability import wish_of
from ..crowding import limit_of
from ..ledger import EVENT_PURPOSES, buffers_of, is_of_trial, live_rows, office_needs, release_rows, settle, span_of
from ..locks import lock_office, lock_units
from ..needs import Need
from ..placing import Unit
from ..quotas import has_quota_left
from ..spans import Span, merge
from ..trial_hours import wished_trial
from .filling import fill_blocks

WAITING_HOLDS = (Hold.WAITING, Hold.PARTIAL)


@dataclass(frozen=True, slots=True)
class HoldResult:
    """What a case has now: ``missing`` needs are on the waiting list, ``taken`` was allocated by this call.

    ``gained`` are other cases that got what this call freed; the caller tells them. ``trial_short`` needs have nothing
    free at the hour of the trial.
    """

    hold: Hold
    missing: tuple[Need, ...]
    taken: tuple[Allocation, ...]
    gained: tuple[Booking, ...] = ()
    trial_short: tuple[Need, ...] = ()


@transaction.atomic(savepoint=False)
def hold_booking(
    booking: Booking, *, at: datetime, is_new: bool = False, with_wished_trial: bool = False
) -> HoldResult:
    """Hold what is free for every pending session; the rest waits. Never refuses, and twice is the same as once.

    After needs or sessions were edited it frees what is no longer asked for. Sets and saves ``booking.hold``; of a case
    that ``is_new`` it only sets it, and whoever submits saves the whole. ``with_wished_trial``: no other hour was
    agreed yet, so that the trial's is the one that the applicant wishes.
    """
    own = [] if is_new else live_rows(booking)
    # What is counted for the whole office is decided by one case at a time.
    is_counted = limit_of(booking) is not None or booking.office.open_holds_limit is not None
    units = lock_office(booking.office) if own or is_counted else lock_units(booking.office, office_needs(booking))
    if not own and not has_quota_left(booking):
        return wait(booking, is_new=is_new)
    trial = wished_trial(booking, at=at) if with_wished_trial else None
    freed = release_rows(row for row in own if is_of_trial(row) and span_of(row).end > at) if with_wished_trial else []
    own = [row for row in own if row.state != AllocationState.RELEASED]
    settled = settle(booking, units, at=at, own=own, trial=trial)
    if trial is not None and settled.hold == Hold.CONFIRMED:
        _confirm_held(booking, Purpose.TRIAL, Purpose.TRAVEL)
    save_hold(booking, settled.hold, is_new=is_new)
    freed += settled.freed
    gained = promote(booking.office, freed, units, at=at, exclude=booking) if freed else ()
    return HoldResult(settled.hold, settled.missing, settled.taken, tuple(gained), settled.trial_short)


def wait(booking: Booking, *, is_new: bool = False) -> HoldResult:
    """Join the waiting list with every need: the agency holds as much as it may (``quotas``)."""
    needs = office_needs(booking)
    save_hold(booking, Hold.WAITING if needs else Hold.NONE, is_new=is_new)
    return HoldResult(Hold(booking.hold), needs, ())


@transaction.atomic
def confirm_booking(booking: Booking, *, at: datetime, struck: Collection[int] = ()) -> HoldResult:
    """Turn what is held into confirmed, after trying to hold what is missing. ``struck`` needs are given up.

    Raises Clash, and changes nothing, while a need that was not struck lacks its place.
    """
    units = lock_office(booking.office)
    settled = settle(booking, units, at=at, state=AllocationState.CONFIRMED, struck=struck)
    if settled.missing:
        raise clash(wish_of(booking, at=at), settled.missing, settled.short, at=at, crowded=settled.crowded)
    _confirm_held(booking, *EVENT_PURPOSES, Purpose.TRIAL)
    save_hold(booking, Hold.CONFIRMED if settled.has_events else Hold.NONE)
    gained = promote(booking.office, settled.freed, units, at=at, exclude=booking) if settled.freed else ()
    return HoldResult(Hold(booking.hold), (), settled.taken, tuple(gained))


@transaction.atomic
def release_booking(booking: Booking, *, at: datetime, sessions: Collection[Session] | None = None) -> list[Booking]:
    """Free a case, or only some of its sessions; returns the cases that gained, for the caller to tell.

    What was really used (finished sessions) stays on record. With ``sessions`` the case's hold stays as it is.
    """
    return _release(booking, at=at, sessions=sessions, then=None if sessions is not None else Hold.RELEASED)


@transaction.atomic
def lapse_hold(booking: Booking, *, at: datetime) -> list[Booking]:
    """Free a case that keeps its wish and joins the waiting list: the applicant missed his deadline, or was displaced."""
    return _release(booking, at=at, sessions=None, then=Hold.WAITING if office_needs(booking) else Hold.NONE)


@transaction.atomic
def hold_waiting(
    office: Office, freed: Sequence[Span] | None, *, at: datetime, exclude: Booking | None = None
) -> list[Booking]:
    """Hold freed time for the first open case that waits for it; returns the cases that gained.

    Without ``freed`` the whole list is tried: the worker's sweep, for a case that was busy when its time came free.
    """
    return promote(office, freed, lock_office(office), at=at, exclude=exclude)


def promote(
    office: Office,
    freed: Sequence[Span] | None,
    units: Mapping[int, Unit],
    *,
    at: datetime,
    exclude: Booking | None = None,
) -> list[Booking]:
    """As ``hold_waiting``, with the office's units locked already. Whoever is away and what is in repair comes first."""
    fill_blocks(office, freed, at=at)
    gained = []
    for waiting in _waiting(office, freed, at=at, exclude=exclude):
        if waiting.hold == Hold.WAITING and not has_quota_left(waiting):
            continue
        try:
            settled = settle(waiting, units, at=at)
        except DomainError:  # its needs cannot be read; the next in line must not suffer
            continue
        if settled.taken:
            save_hold(waiting, settled.hold)
            gained.append(waiting)
    announce_gained(gained, at=at)
    return gained


def _confirm_held(booking: Booking, *purposes: Purpose) -> None:
    held = Allocation.objects.filter(booking=booking, state=AllocationState.HELD, purpose__in=purposes)
    held.update(state=AllocationState.CONFIRMED)


def save_hold(booking: Booking, hold: Hold, *, is_new: bool = False) -> None:
    if booking.hold != hold:
        booking.hold = hold
        if not is_new:
            booking.save(update_fields=["hold"])


def _waiting(office: Office, freed: Sequence[Span] | None, *, at: datetime, exclude: Booking | None) -> list[Booking]:
    """Open cases on the waiting list whose time was touched, in the order of the list.

    Whose applicant let his deadline pass waits for him first: his hold has lapsed until he answers.
    A case that somebody else works on at this moment is passed over, never waited for: bookings are locked before
    resources.
    """
    touched = Q(starts_at__isnull=False)
    if freed is not None:
        buffers = buffers_of(office)
        touched = Q(pk__in=())
        around = (buffers.after + buffers.travel, buffers.before + buffers.travel)
        for span in merge(span.padded(*around) for span in freed):
            touched |= Q(starts_at__lt=span.end, ends_at__gt=span.start)
    sessions = Session.objects.filter(
        touched,
        booking=OuterRef("pk"),
        status__in=(SessionStatus.PLANNED, SessionStatus.RUNNING),
        ends_at__gt=at,
    )
    silent = Flag.objects.filter(booking=OuterRef("pk"), kind=FlagKind.MISSED_DEADLINE, result=FlagResult.OPEN)
    waiting = Booking.objects.filter(
        Exists(sessions),
        ~Exists(silent),
        office=office,
        status__in=(Status.OPEN, Status.RETURNED),
        hold__in=WAITING_HOLDS,
    )
    if exclude is not None:
        waiting = waiting.exclude(pk=exclude.pk)
    locked = waiting.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return list(locked.select_related("office", "procedure").in_waiting_order())


def _release(
    booking: Booking, *, at: datetime, sessions: Collection[Session] | None, then: Hold | None
) -> list[Booking]:
    units = lock_office(booking.office)
    rows = Allocation.objects.filter(booking=booking, state__in=LIVE_STATES)
    if sessions is not None:
        rows = rows.filter(session__in=[session.pk for session in sessions])
    else:
        rows = rows.filter(~Q(session__status=SessionStatus.FINISHED) | Q(session__isnull=True))
    freed = _still_useful(release_rows(rows), at)
    if then is not None:
        save_hold(booking, then)
    return promote(booking.office, freed, units, at=at, exclude=booking) if freed else []


def _still_useful(freed: Iterable[Span], at: datetime) -> list[Span]:
    return [span for span in freed if span.end > at]
