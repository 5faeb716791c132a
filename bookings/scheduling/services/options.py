"""An officer's offer: its options are held until the answer's deadline."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import AllocationState, Hold, Purpose
from bookings.errors import Clash
from bookings.models import Booking, Option
from bookings.models.resource import LIVE_STATES

from ..answers import join_words
from ..availability import find_alternatives, label_of, wish_of
from ..crowding import crowded_sittings
from ..ledger import (
    EVENT_PURPOSES,
    buffers_of,
    insert_rows,
    live_rows,
    office_needs,
    release_rows,
    sitting_of,
    standing_rows,
    windows_of,
)
from ..locks import lock_office
from ..needs import Need
from ..occupancy import Lane, read_occupancy
from ..placing import Buffers, Placement, Sitting, Unit, plan
from ..rows import Row
from ..spans import Span, merge, subtract
from .holds import HoldResult, promote, save_hold
from .times import move_sessions


@dataclass(frozen=True, slots=True)
class OptionsHold:
    """``gained`` are other cases that got what the case itself held before; the caller tells them."""

    hold: Hold
    held: tuple[Option, ...]
    gained: tuple[Booking, ...]


@transaction.atomic
def hold_options(booking: Booking, options: Sequence[Option], *, until: datetime, at: datetime) -> OptionsHold:
    """Free the case's own hold, then hold every option of an offer: per lane, the merged ranges.

    Units that serve several options are preferred, so an offer blocks as little as possible. ``until`` is when the
    engine's timer calls ``drop_options``; an offer that ended already is refused. Raises Clash, with what is free,
    when an option is not (any longer) free; nothing has changed then.
    """
    if until <= at:
        raise Clash(_("Batas jawaban sudah lewat. Tentukan batas jawaban yang baru."))
    held = hold_times(booking, options, at=at)
    for option in held.held:
        option.save(update_fields=["is_held"])
    return held


@transaction.atomic
def hold_times(booking: Booking, options: Sequence[Option], *, at: datetime) -> OptionsHold:
    """As ``hold_options``, for options that need not be saved yet."""
    units = lock_office(booking.office)
    freed = release_rows(row for row in live_rows(booking) if row.purpose in (*EVENT_PURPOSES, Purpose.OPTION))
    needs = office_needs(booking)
    if not needs or not options:
        save_hold(booking, Hold.NONE if not needs else Hold.WAITING)
        return OptionsHold(Hold(booking.hold), (), ())
    buffers = buffers_of(booking.office)
    choices = {option.number: sittings_of_option(option, booking) for option in options}
    windows = windows_of([sitting for sittings in choices.values() for sitting in sittings], buffers)
    others = read_occupancy(units, windows, exclude_booking=booking.pk)
    standing = standing_rows(booking)
    by_lane: dict[Lane, list[Span]] = defaultdict(list)
    for option in options:
        sittings = choices[option.number]
        preferred = {resource_id for resource_id, _lane in by_lane}
        crowded = crowded_sittings(booking, sittings)
        made = plan(
            needs, sittings, units, others, buffers=buffers, fixed=standing, preferred=preferred, closed=crowded
        )
        if not made.is_complete:
            raise _lost(booking, option, made.missing(needs), at=at)
        for placement in made.placements:
            by_lane[placement.unit, placement.lane].append(_whole(placement, sittings, units, buffers))
    rows = [
        Row(resource_id, lane, piece, 0, -1, Purpose.OPTION)
        for (resource_id, lane), spans in sorted(by_lane.items())
        for span in merge(spans)
        for piece in subtract(span, standing.get((resource_id, lane), ()))
    ]
    if insert_rows(booking, rows, AllocationState.HELD) is None:
        raise _lost(booking, options[0], needs, at=at)
    for option in options:
        option.is_held = True
    save_hold(booking, Hold.HELD)
    gained = promote(booking.office, freed, units, at=at, exclude=booking) if freed else []
    return OptionsHold(Hold.HELD, tuple(options), tuple(gained))


@transaction.atomic
def take_option(booking: Booking, option: Option, *, at: datetime) -> HoldResult:
    """Free what the offer held and hold the pick in its place; the sessions get its times.

    Raises Clash with fresh alternatives when the pick was lost (its deadline had passed), and nothing has changed.
    """
    return move_instead(booking, times_of(option), at=at)


@transaction.atomic
def move_instead(booking: Booking, new_times: Mapping[int, tuple[datetime, datetime]], *, at: datetime) -> HoldResult:
    """Free what an offer holds, if there is one, and hold these times in its place; Clash as in ``move_sessions``."""
    offered = [row for row in live_rows(booking) if row.purpose == Purpose.OPTION]
    result = move_sessions(booking, new_times, at=at, strict=True, release_first=offered)
    Option.objects.filter(step_run__booking=booking, is_held=True).update(is_held=False)
    return result


@transaction.atomic
def drop_options(booking: Booking, *, at: datetime) -> list[Booking]:
    """Free what an offer held: the deadline passed or all was declined. The case waits; returns who gained."""
    units = lock_office(booking.office)
    freed = release_rows(row for row in live_rows(booking) if row.purpose == Purpose.OPTION)
    Option.objects.filter(step_run__booking=booking, is_held=True).update(is_held=False)
    left = booking.allocations.filter(state__in=LIVE_STATES, purpose=Purpose.EVENT).exists()
    if not left:
        save_hold(booking, Hold.WAITING if office_needs(booking) else Hold.NONE)
    return promote(booking.office, freed, units, at=at, exclude=booking) if freed else []


def times_of(option: Option) -> dict[int, tuple[datetime, datetime]]:
    """Session id → start and end, as the offer wrote them."""
    return {
        int(line["session"]): (datetime.fromisoformat(line["starts_at"]), datetime.fromisoformat(line["ends_at"]))
        for line in option.sessions
    }


def sittings_of_option(option: Option, booking: Booking) -> list[Sitting]:
    """What an option asks for; sessions that it does not name stay as planned and are asked for too."""
    times = times_of(option)
    places = {}
    for session in booking.sessions.all():
        places[session.pk] = session.place
        if session.is_pending:
            times.setdefault(session.pk, (session.starts_at, session.ends_at))
    needs = office_needs(booking)
    sittings = [
        sitting_of(booking, session_id, Span(start, end), places.get(session_id, ""), needs)
        for session_id, (start, end) in times.items()
    ]
    return sorted(sittings, key=lambda sitting: (sitting.span, sitting.key))


def _whole(placement: Placement, sittings: Sequence[Sitting], units: dict[int, Unit], buffers: Buffers) -> Span:
    sitting = next(sitting for sitting in sittings if sitting.key == placement.sitting)
    return buffers.whole(sitting, units[placement.unit].kind)


def _lost(booking: Booking, option: Option, missing: Sequence[Need], *, at: datetime) -> Clash:
    span = min(Span(start, end) for start, end in times_of(option).values())
    return Clash(
        _("Pilihan %(number)d (%(when)s) tidak lagi kosong: %(needs)s. Ganti dengan jadwal lain yang masih kosong.")
        % {
            "number": option.number,
            "when": label_of(span, booking.office),
            "needs": join_words([need.label for need in missing]),
        },
        find_alternatives(wish_of(booking, at=at), at=at),
    )
