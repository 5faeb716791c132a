"""A leader's event takes what lower ones hold, and each of these gets an answer in the same transaction (DESIGN §3.4)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.choices import LIVE, AllocationState, Hold, Purpose, ResourceKind, SessionStatus, Status
from bookings.errors import Clash, NotLegal
from bookings.models import Allocation, Booking, Option, Resource, Session
from bookings.models.resource import LIVE_STATES

from ..answers import followers_sentence
from ..availability import Alternative, find_alternatives
from ..crowding import limit_of, read_crowd
from ..ledger import (
    as_range,
    buffers_of,
    is_of_trial,
    live_rows,
    office_needs,
    pending_sessions,
    release_rows,
    settle,
    sittings_of,
    span_of,
)
from ..locks import lock_office, which_units
from ..occupancy import Lane
from ..placing import Unit
from ..spans import Span, merge
from .holds import promote, save_hold
from .options import hold_times

NOTICE = timedelta(hours=2)
"""What is offered to a displaced agency does not start sooner than this."""


NO_RANK = 1_000


class Fate(StrEnum):
    """What becomes of a displaced case."""

    OFFERED = "offered"
    """Its time is gone; other times are held for it."""
    WAITING = "waiting"
    """Its time is gone and nothing can be offered now: it waits, and its office has it."""
    KEPT = "kept"
    """Another unit of the same kind was free: its time stays."""
    TRIAL = "trial"
    """Only its trial gives way."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """One case that gives way: ``freed`` is what the leader took from it, ``lost`` all that it gave up for that,
    ``gained`` what it got instead."""

    booking: Booking
    fate: Fate
    freed: tuple[Allocation, ...]
    lost: tuple[Allocation, ...]
    gained: tuple[Allocation, ...] = ()
    options: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Displacement:
    """Whom a leader's event displaces, the case most worth keeping first."""

    victims: tuple[Displaced, ...]

    @property
    def digest(self) -> str:
        """Equal for equal consequences: whom it displaces from what, and what each is offered."""
        facts = [
            [
                each.booking.pk,
                each.fate.value,
                sorted([row.resource_id, row.lane, *_moments(span_of(row))] for row in each.freed),
                sorted([row.resource_id, row.lane, *_moments(span_of(row))] for row in each.gained),
                [[_moments(span) for span in option.sessions] for option in each.options],
            ]
            for each in self.victims
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def may_give_way(leader: Booking, *, at: datetime) -> list[Booking]:
    """The cases that stand in the leader's way and may be displaced, the one most worth keeping first.

    Never one of an equal or higher rank, be it confirmed or only claimed, and never one in session.
    """
    found = {row.booking_id: row.booking for row in in_the_way(leader, at=at) if row.booking is not None}
    in_session = set(
        Session.objects.filter(
            Q(status=SessionStatus.RUNNING) | Q(status=SessionStatus.PLANNED, starts_at__lte=at, ends_at__gt=at),
            booking__in=found,
        ).values_list("booking_id", flat=True)
    )
    lower = [
        booking
        for booking in found.values()
        if booking.pk not in in_session and _is_lower(booking, leader) and booking.status in LIVE | {Status.COMPLETED}
    ]
    return sorted(lower, key=_worth)


def in_the_way(leader: Booking, *, at: datetime) -> list[Allocation]:
    """What others occupy, around the leader's sessions, of the units that may answer its needs.

    Where the office serves as many events then as the SOP allows, each of them stands in the way, whatever it occupies.
    """
    needs = office_needs(leader)
    buffers = buffers_of(leader.office)
    sittings = sittings_of(leader, pending_sessions(leader, at), needs)
    spans = merge(buffers.whole(sitting, ResourceKind.PERSON) for sitting in sittings)
    wanted = which_units(needs)
    if not wanted or not spans:
        return []
    units = Resource.objects.usable().filter(wanted, office=leader.office)
    in_the_way = _touches(spans) & Q(resource__in=units)
    if crowded := _crowded_spans(leader, at=at):
        in_the_way |= _touches(crowded) & Q(resource__office=leader.office, purpose__in=(Purpose.EVENT, Purpose.OPTION))
    return list(
        Allocation.objects.filter(in_the_way, state__in=LIVE_STATES)
        .exclude(booking=leader)
        .select_related("resource", "booking__agency", "booking__procedure", "booking__office")
        .order_by("during", "pk")
    )


def _touches(spans: Iterable[Span]) -> Q:
    touched = Q(pk__in=())
    for span in spans:
        touched |= Q(during__overlap=as_range(span))
    return touched


def _crowded_spans(leader: Booking, *, at: datetime) -> list[Span]:
    """The leader's sessions during which the others alone are as many events as its SOP allows at once."""
    limit = limit_of(leader)
    if limit is None:
        return []
    spans = [Span(session.starts_at, session.ends_at) for session in pending_sessions(leader, at)]
    crowd = read_crowd(leader.office, spans, exclude_booking=leader.pk)
    return [span for span in spans if crowd.peak(span) >= limit]


@transaction.atomic
def displace(
    leader: Booking, others: Sequence[Booking], *, at: datetime, can_answer: Callable[[Booking], bool]
) -> Displacement:
    """Hold everything that the leader's event needs, at the cost of as few of ``others`` as possible.

    ``others`` are locked and may give way (``may_give_way``, in its order). Each that does keeps its time on other
    units where such are free; else, if it ``can_answer`` now, up to three other times are held for it (the leader's
    own already taken); else it waits. What is left over goes to the waiting list. Raises Clash, and changes nothing,
    when even all of them are not enough; NotLegal when nobody need give way.
    """
    units = lock_office(leader.office)
    rows = _rows_of(others, at)
    chosen = _fewest(leader, others, rows, units, at=at)
    states = {row.pk: row.state for booking in chosen for row in rows[booking.pk]}
    release_rows(row for booking in chosen for row in rows[booking.pk])
    save_hold(leader, settle(leader, units, at=at).hold)
    taken: dict[Lane, list[Span]] = defaultdict(list)
    for row in live_rows(leader):
        taken[row.resource_id, row.lane].append(span_of(row))
    for booking in chosen:
        spared = [row for row in rows[booking.pk] if not _meets(row, taken)]
        _restore(spared, states)
        if crowded := _crowded_spans(leader, at=at):  # its event would be one too many beside the leader's
            release_rows(_of_events_at(spared, crowded))
    victims = []
    for booking in chosen:
        freed = [row for row in rows[booking.pk] if row.state == AllocationState.RELEASED]
        if freed:
            victims.append(_answer(leader, booking, rows[booking.pk], freed, units, at=at, can_answer=can_answer))
    spans = [span_of(row) for victim in victims for row in victim.lost]
    losers = [victim.booking for victim in victims if victim.fate == Fate.WAITING]
    for booking in losers:  # off the list, were it on it with a part: it does not wait for what it has just lost
        save_hold(booking, Hold.RELEASED)
    promote(leader.office, [span for span in spans if span.end > at], units, at=at, exclude=leader)
    for booking in losers:
        save_hold(booking, Hold.WAITING)
    return Displacement(tuple(victims))


def _fewest(
    leader: Booking,
    others: Sequence[Booking],
    rows: Mapping[int, Sequence[Allocation]],
    units: Mapping[int, Unit],
    *,
    at: datetime,
) -> list[Booking]:
    """A smallest set whose displacement is enough: each is spared if the rest suffice, the worthiest first."""

    def suffices(chosen: Iterable[Booking]) -> bool:
        with transaction.atomic():
            gone = [row.pk for booking in chosen for row in rows[booking.pk]]
            Allocation.objects.filter(pk__in=gone).update(state=AllocationState.RELEASED)
            is_enough = not settle(leader, units, at=at).missing
            transaction.set_rollback(True)
        return is_enough

    if suffices(()):
        raise NotLegal(_("Semua kebutuhannya sekarang kosong: tidak ada yang perlu digeser. Lanjutkan langkah ini."))
    if not suffices(others):
        raise _not_enough(leader, others, at=at)
    chosen = list(others)
    for each in others:
        rest = [booking for booking in chosen if booking.pk != each.pk]
        if len(chosen) > 1 and suffices(rest):
            chosen = rest
    return chosen


def _of_events_at(rows: Sequence[Allocation], spans: Sequence[Span]) -> list[Allocation]:
    """All rows of the sessions (or of the offer) that fall into one of the spans."""
    counted = {
        (row.session_id, row.purpose == Purpose.OPTION)
        for row in rows
        if row.purpose in (Purpose.EVENT, Purpose.OPTION) and any(span_of(row).overlaps(span) for span in spans)
    }
    return [row for row in rows if not is_of_trial(row) and (row.session_id, row.purpose == Purpose.OPTION) in counted]


def _answer(
    leader: Booking,
    booking: Booking,
    rows: Sequence[Allocation],
    freed: Sequence[Allocation],
    units: Mapping[int, Unit],
    *,
    at: datetime,
    can_answer: Callable[[Booking], bool],
) -> Displaced:
    """What a displaced case gets instead of what the leader took. A trial gives way as a whole."""
    lost = list(freed)
    if any(is_of_trial(row) for row in freed):
        rest = [row for row in rows if is_of_trial(row) and row.state != AllocationState.RELEASED]
        release_rows(rest)
        lost += rest
    if all(is_of_trial(row) for row in freed):
        return Displaced(booking, Fate.TRIAL, tuple(freed), tuple(lost))
    is_offered = any(row.purpose == Purpose.OPTION for row in freed)
    if not is_offered and (gained := _on_other_units(leader, booking, rows, units, at=at)) is not None:
        return Displaced(booking, Fate.KEPT, tuple(freed), tuple(lost), gained=gained)
    if can_answer(booking):
        found = tuple(find_alternatives(booking, at=at + NOTICE))
        if found:
            hold_times(booking, [_as_option(number, each) for number, each in enumerate(found, start=1)], at=at)
            return Displaced(booking, Fate.OFFERED, tuple(freed), tuple(rows), options=found)
    release_rows(row for row in rows if row.state != AllocationState.RELEASED)
    return Displaced(booking, Fate.WAITING, tuple(freed), tuple(rows))


def _on_other_units(
    leader: Booking, booking: Booking, rows: Sequence[Allocation], units: Mapping[int, Unit], *, at: datetime
) -> tuple[Allocation, ...] | None:
    """The same time on other units, as confirmed as it was; None when not everything that it had can be had."""
    is_confirmed = booking.hold == Hold.CONFIRMED
    had = {row.need for row in rows if row.purpose == Purpose.EVENT}
    struck = frozenset(need.index for need in office_needs(booking) if need.index not in had)
    state = AllocationState.CONFIRMED if is_confirmed else AllocationState.HELD
    with transaction.atomic():
        settled = settle(booking, units, at=at, state=state, struck=struck if is_confirmed else ())
        if settled.missing or _crowded_spans(leader, at=at):
            transaction.set_rollback(True)
            return None
    save_hold(booking, settled.hold)
    return settled.taken


def _rows_of(bookings: Iterable[Booking], at: datetime) -> dict[int, list[Allocation]]:
    """What each case still occupies from now on; what was really used stays out of it."""
    by_booking: dict[int, list[Allocation]] = {booking.pk: [] for booking in bookings}
    live = (
        Allocation.objects.filter(booking__in=by_booking, state__in=LIVE_STATES)
        .exclude(session__status=SessionStatus.FINISHED)
        .select_related("resource__user", "session")
        .order_by("pk")
    )
    for row in live:
        if span_of(row).end > at and row.booking_id is not None:
            by_booking[row.booking_id].append(row)
    return by_booking


def _restore(rows: Iterable[Allocation], states: Mapping[int, str]) -> None:
    """Take back what the leader did not need after all."""
    restored = list(rows)
    for state in LIVE_STATES:
        Allocation.objects.filter(pk__in=[row.pk for row in restored if states[row.pk] == state]).update(state=state)
    for row in restored:
        row.state = states[row.pk]


def _meets(row: Allocation, taken: Mapping[Lane, Collection[Span]]) -> bool:
    return any(span_of(row).overlaps(span) for span in taken.get((row.resource_id, row.lane), ()))


def _as_option(number: int, alternative: Alternative) -> Option:
    return Option(
        number=number,
        sessions=[
            {"session": session, "starts_at": span.start.isoformat(), "ends_at": span.end.isoformat()}
            for session, span in zip(alternative.session_ids, alternative.sessions, strict=True)
        ],
    )


def _is_lower(booking: Booking, leader: Booking) -> bool:
    """Rank 1 is the highest; a rank that is only claimed protects as well, until somebody says no."""
    return leader.leader_rank is not None and (booking.leader_rank is None or booking.leader_rank > leader.leader_rank)


def _worth(booking: Booking) -> tuple[int, bool, float, int]:
    """The order in which cases are spared: by rank, confirmed before held, the first submitted first."""
    rank = booking.leader_rank if booking.leader_rank is not None else NO_RANK
    submitted = booking.submitted_at.timestamp() if booking.submitted_at is not None else 0.0
    return rank, booking.hold != Hold.CONFIRMED, submitted, booking.pk


def _not_enough(leader: Booking, others: Sequence[Booking], *, at: datetime) -> Clash:
    may = {booking.pk for booking in others}
    stays = [row for row in in_the_way(leader, at=at) if row.booking_id not in may]
    if not stays:
        return Clash(
            _(
                "Sumber daya kantor tidak mencukupi, juga bila kegiatan lain digeser. Kurangi kebutuhan atau ganti waktu."
            ),
            find_alternatives(leader, at=at),
        )
    return Clash(
        _(
            "Tidak cukup yang boleh digeser: %(who)s. Yang setingkat atau lebih tinggi, yang sedang berlangsung, dan "
            "perawatan tidak digeser. Pilih jadwal lain."
        )
        % {"who": followers_sentence(stays[:3], leader.office)},
        find_alternatives(leader, at=at),
    )


def _moments(span: Span) -> list[str]:
    return [span.start.isoformat(), span.end.isoformat()]
