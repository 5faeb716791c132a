"""New times for sessions: reschedule, and the meeting that runs longer than planned."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, SessionStatus
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.procedures.durations import format_zoned_clock

from ..answers import as_wish_times, clash, crowded_sentence, followers_sentence
from ..availability import label_of, wish_of
from ..crowding import limit_of, read_crowd
from ..followers import followers_of
from ..ledger import (
    EVENT_PURPOSES,
    as_range,
    buffers_of,
    insert_rows,
    is_of_trial,
    live_rows,
    office_needs,
    release_rows,
    settle,
    sitting_of,
    span_of,
)
from ..locks import lock_office
from ..occupancy import Lane, read_occupancy
from ..placing import Placement, Unit
from ..quotas import has_quota_left
from ..rows import Row, rows_of
from ..spans import Span
from .holds import HoldResult, promote, save_hold, wait

A_MOMENT = timedelta(microseconds=1)

YIELDING = (Purpose.SETUP, Purpose.TRAVEL, Purpose.OPTION)
"""What a running session of the same case may take over when it runs longer."""


@transaction.atomic
def move_sessions(
    booking: Booking,
    new_times: Mapping[int, tuple[datetime, datetime]],
    *,
    at: datetime,
    strict: bool,
    release_first: Collection[Allocation] = (),
) -> HoldResult:
    """Give sessions (by id) new times and allocate again, with the same units where they are free.

    Everything is held afterwards, not confirmed: a new time is decided anew. The calendar sequence of each moved
    session goes up; a trial that would then come after the event is none. With ``strict`` a need without a place raises
    Clash with alternatives and nothing has changed; without, it waits. Raises Incomplete when a session ends before it
    starts or is not this case's.
    """
    units = lock_office(booking.office)
    own = live_rows(booking)
    dropped = {row.pk for row in release_first}
    freed = release_rows(row for row in own if row.pk in dropped)
    own = [row for row in own if row.pk not in dropped]
    apply_times(booking, new_times)
    first = booking.first_session_start
    freed += release_rows(row for row in own if first is not None and is_of_trial(row) and span_of(row).start >= first)
    own = [row for row in own if row.state != AllocationState.RELEASED]
    restate(own)
    if not own and not release_first and not has_quota_left(booking):
        return wait(booking)
    settled = settle(booking, units, at=at, own=own, preferred={row.resource_id for row in own})
    if strict and settled.missing:
        wish = wish_of(booking, at=at, times=as_wish_times(new_times))
        raise clash(wish, settled.missing, settled.short, at=at, crowded=settled.crowded)
    save_hold(booking, settled.hold)
    freed += settled.freed
    gained = promote(booking.office, freed, units, at=at, exclude=booking) if freed else []
    return HoldResult(settled.hold, settled.missing, settled.taken, tuple(gained))


@transaction.atomic
def extend_session(session: Session, new_end: datetime, *, at: datetime) -> list[Allocation]:
    """Let a session end later on the units it has; returns the longer allocations.

    Only its own tear-down and way home give way. Raises Clash, naming who follows, when another case stands in between; Incomplete
    when the new end is not later.
    """
    booking = session.booking
    office = booking.office
    if new_end <= session.ends_at:
        raise Incomplete(_("Waktu selesai yang baru harus sesudah waktu selesai semula."))
    units = lock_office(office)
    rows = live_rows(booking)
    events = _still_serving(rows, session)
    more = Span(session.ends_at, new_end)
    _refuse_followers(events, rows, more, session, at=at)
    _refuse_crowd(booking, more)
    lanes = {(row.resource_id, row.lane) for row in events}
    release_rows(
        row
        for row in rows
        if (row.resource_id, row.lane) in lanes
        and row.purpose in YIELDING
        and (span_of(row).overlaps(more) or (row.session_id == session.pk and span_of(row).start >= session.ends_at))
    )
    _write_longer(events, new_end)
    session.ends_at = new_end
    session.sequence += 1
    session.save(update_fields=["ends_at", "sequence"])
    refresh_bounds(booking)
    add_teardown(booking, session, events, units, ended_at=new_end)
    return events


def _still_serving(rows: Collection[Allocation], session: Session) -> list[Allocation]:
    """The units that serve a session to its end; whoever was swapped on the way is done."""
    return [
        row
        for row in rows
        if row.session_id == session.pk and row.purpose == Purpose.EVENT and span_of(row).end >= session.ends_at
    ]


def apply_times(booking: Booking, new_times: Mapping[int, tuple[datetime, datetime]]) -> None:
    """Write new times and sequences; the case's own bounds follow."""
    sessions = {session.pk: session for session in booking.sessions.all()}
    for session_id, (start, end) in new_times.items():
        session = sessions.get(session_id)
        if session is None:
            raise Incomplete(_("Sesi tidak ditemukan pada permohonan ini. Muat ulang halaman, lalu coba lagi."))
        if end <= start:
            raise Incomplete(_("Waktu selesai harus sesudah waktu mulai."))
        if (session.starts_at, session.ends_at) == (start, end):
            continue
        session.starts_at, session.ends_at = start, end
        session.sequence += 1
        session.save(update_fields=["starts_at", "ends_at", "sequence"])
    _forget_prefetched(booking)
    refresh_bounds(booking)


def refresh_bounds(booking: Booking) -> None:
    """Keep ``first_session_start`` and ``last_session_end`` true; a cancelled session of a series no longer counts."""
    sessions = list(Session.objects.filter(booking=booking))
    held = [session for session in sessions if session.status != SessionStatus.CANCELLED] or sessions
    times = [(session.starts_at, session.ends_at) for session in held]
    booking.first_session_start = min((start for start, _end in times), default=None)
    booking.last_session_end = max((end for _start, end in times), default=None)
    booking.save(update_fields=["first_session_start", "last_session_end"])


def restate(rows: Collection[Allocation]) -> None:
    """Events and buffers that were confirmed are only held until somebody decides again."""
    confirmed = [row for row in rows if row.state == AllocationState.CONFIRMED and row.purpose in EVENT_PURPOSES]
    if confirmed:
        Allocation.objects.filter(pk__in=[row.pk for row in confirmed]).update(state=AllocationState.HELD)
        for row in confirmed:
            row.state = AllocationState.HELD


def _forget_prefetched(booking: Booking) -> None:
    getattr(booking, "_prefetched_objects_cache", {}).pop("sessions", None)


def _refuse_followers(
    events: Collection[Allocation], own: Collection[Allocation], more: Span, session: Session, *, at: datetime
) -> None:
    """What already stands in the extra time, of others or of the case's own next session, refuses it by name.

    The refusal says until when the session could go on, and what of those who follow could move.
    """
    booking = session.booking
    others = read_occupancy({row.resource_id for row in events}, [more], exclude_booking=booking.pk)
    blocked = [row for row in events if not others.is_free(row.resource_id, row.lane, more)]
    found: list[Allocation] = []
    for row in blocked:
        found += (
            Allocation.objects.filter(
                resource=row.resource_id, lane=row.lane, state__in=LIVE_STATES, during__overlap=as_range(more)
            )
            .exclude(booking=booking)
            .select_related("resource", "booking__office", "booking__procedure")
            .order_by("during")
        )
    lanes = {(row.resource_id, row.lane) for row in events}
    found += [
        row
        for row in own
        if (row.resource_id, row.lane) in lanes and row.purpose not in YIELDING and span_of(row).overlaps(more)
    ]
    if found:
        until = min(span_of(row).start for row in found)
        advice = (
            _("Paling lama sampai pukul %(until)s, atau pindahkan kegiatan berikutnya.")
            % {"until": format_zoned_clock(until, booking.office.tz)}
            if until > session.ends_at
            else _("Akhiri tepat waktu, atau pindahkan kegiatan berikutnya.")
        )
        raise Clash(
            _("Tidak dapat diperpanjang: %(followers)s. %(advice)s")
            % {"followers": followers_sentence(found, booking.office), "advice": advice},
            followers=followers_of(found, more, booking=booking, at=at),
        )


def _refuse_crowd(booking: Booking, more: Span) -> None:
    limit = limit_of(booking)
    if limit is None or read_crowd(booking.office, [more], exclude_booking=booking.pk).peak(more) < limit:
        return
    sentence = crowded_sentence(limit, label_of(more, booking.office))
    raise Clash(_("Tidak dapat diperpanjang. %(sentence)s Persingkat perpanjangan.") % {"sentence": sentence})


def _write_longer(events: Collection[Allocation], new_end: datetime) -> None:
    try:
        with transaction.atomic():
            for row in events:
                row.during = as_range(Span(span_of(row).start, new_end))
                row.save(update_fields=["during"])
    except (IntegrityError, OperationalError) as error:
        raise Clash(
            _("Tidak dapat diperpanjang: waktu sesudahnya baru saja terpakai. Muat ulang halaman, lalu coba lagi.")
        ) from error


def add_teardown(
    booking: Booking,
    session: Session,
    events: Collection[Allocation],
    units: Mapping[int, Unit],
    *,
    ended_at: datetime,
) -> None:
    """The buffer and the way home after the real end, as far as nobody stands there."""
    buffers = buffers_of(booking.office)
    span = Span(min(session.starts_at, ended_at - A_MOMENT), ended_at)
    sitting = sitting_of(booking, session.pk, span, session.place, office_needs(booking))
    whole = buffers.whole(sitting, ResourceKind.PERSON)
    if not events or whole.end == span.end:
        return
    tail = Span(span.end, whole.end)
    others = read_occupancy({row.resource_id for row in events}, [tail])
    placed = [row for row in events if row.resource_id in units]
    occupied: dict[Lane, list[Span]] = {
        (row.resource_id, row.lane): [
            Span(whole.start, span.start),
            *others.within(row.resource_id, row.lane, tail),
        ]
        for row in placed
    }
    placements = [Placement(session.pk, row.need or 0, row.resource_id, row.lane) for row in placed]
    rows: list[Row] = rows_of(placements, [sitting], units, buffers=buffers, occupied=occupied)
    state = AllocationState.CONFIRMED if booking.hold == Hold.CONFIRMED else AllocationState.HELD
    insert_rows(booking, [row for row in rows if row.purpose in YIELDING], state)
