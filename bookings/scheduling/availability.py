"""When everything that is needed is free: exactly as wished, or at the nearest other times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.calendar import CalendarError, WorkCalendar
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.durations import format_day_and_clock, format_range
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.queries import calendar_for

from .crowding import Crowd, read_crowd
from .days import day_span, local_days
from .ledger import buffers_of, office_needs, pending_sessions, standing_rows
from .locks import usable_units
from .needs import Need
from .occupancy import Occupancy, read_stretches
from .places import place_of
from .placing import Buffers, Plan, Sitting, Unit, can_place, plan, required_slots
from .spans import Span, merge

if TYPE_CHECKING:
    from vidcon_portal.procedures.models import Procedure

STEP = timedelta(minutes=30)
"""Alternatives start at whole and half hours of the office's day."""

APART = timedelta(minutes=60)
"""Two alternatives of the same day start at least so far apart, or they would be one."""

WAVES = ((0, 1), (2, 5))
"""Days around the wish that are read together, the nearest first; the rest of the horizon is the last wave."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Times at which everything needed is free.

    ``sessions`` stand in the order of the wish, ``session_ids`` beside them (empty without a booking); sessions that
    were free already keep their time. ``differs`` says in words what is other than wished.
    """

    sessions: tuple[Span, ...]
    label: str
    differs: str
    session_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: needs at times, for a case or before there is one."""

    office: Office
    needs: tuple[Need, ...]
    spans: tuple[Span, ...]
    procedure: "Procedure | None" = None
    booking_id: int | None = None
    session_ids: tuple[int, ...] = ()
    submitted_at: datetime | None = None
    places: tuple[str, ...] = ()
    """Where each of the spans is served, if not at the office (``places.place_of``)."""


def wish_of(booking: Booking, *, at: datetime, times: Mapping[int, Span] | None = None) -> Wish:
    """A case's own wish, at its planned times or at other ``times`` by session id."""
    sessions = pending_sessions(booking, at)
    spans = [(times or {}).get(session.pk, Span(session.starts_at, session.ends_at)) for session in sessions]
    needs = office_needs(booking)
    return Wish(
        office=booking.office,
        needs=needs,
        spans=tuple(spans),
        procedure=booking.procedure,
        booking_id=booking.pk,
        session_ids=tuple(session.pk for session in sessions),
        submitted_at=booking.submitted_at,
        places=tuple(place_of(booking, session.place, needs) for session in sessions),
    )


def is_available(wish: Wish) -> bool:
    """Whether everything is free exactly as wished; at most three queries."""
    return plan_of(wish).is_complete


def plan_of(wish: Wish) -> Plan:
    """What would answer the wish exactly as it stands, sitting by sitting; at most three queries."""
    finder = _Finder(wish, None)
    finder.read(wish.spans)
    return finder.plan(wish.spans)


def crowded_spans(wish: Wish) -> list[Span]:
    """The wished times at which the office serves as many events as its SOP allows; at most two queries."""
    limit = wish.procedure.max_concurrent_events if wish.procedure else None
    if limit is None or not wish.needs:
        return []
    crowd = read_crowd(wish.office, wish.spans, exclude_booking=wish.booking_id)
    return [span for span in wish.spans if crowd.peak(span) >= limit]


def find_alternatives(
    booking_or_needs: Booking | Wish, *, at: datetime, count: int = 3, horizon_days: int = 14
) -> list[Alternative]:
    """The nearest times at which every need is really free, buffers included; nothing is held.

    The same day at another hour first, then the nearest days at the nearest hour; within the office's hours, not
    earlier than the lead time allows (or than the wish itself), never in the past. At most seven queries.
    """
    wish = booking_or_needs if isinstance(booking_or_needs, Wish) else wish_of(booking_or_needs, at=at)
    if not wish.spans or count < 1:
        return []
    try:
        calendar = calendar_for(wish.office)
        earliest = _earliest_day(wish, calendar, at)
    except CalendarError:
        return []
    finder = _Finder(wish, calendar)
    found: list[Alternative] = []
    finder.read(span.padded(timedelta(days=1), timedelta(days=1)) for span in wish.spans)
    stay = [finder.is_free([span], wish.places[key : key + 1]) for key, span in enumerate(wish.spans)]
    moved = [span for span, keeps in zip(wish.spans, stay, strict=True) if not keeps] or list(wish.spans)
    anchor = min(moved)
    for distances in _waves(horizon_days):
        days = [day for distance in distances for day in finder.days_at(anchor, distance) if day >= earliest]
        candidates = [(day, list(finder.starts_on(day, anchor, at))) for day in days]
        moves = [start - anchor.start for _, starts in candidates for start in starts]
        if not moves:
            continue
        finder.read(span.shifted(by) for by in (min(moves), max(moves)) for span in moved)
        for _day, starts in candidates:
            picked: list[datetime] = []
            for start in starts:
                if any(abs(start - other) < APART for other in picked):
                    continue
                sessions = _shift(wish.spans, moved, start - anchor.start)
                if sessions == wish.spans or not finder.fits_hours(sessions, moved) or not finder.is_free(sessions):
                    continue
                picked.append(start)
                found.append(_alternative(wish, sessions, anchor.shifted(start - anchor.start), anchor))
                if len(found) == count:
                    return found
                if start.date() != anchor.start.astimezone(wish.office.tz).date():
                    break  # one per other day, so that the choice is real
    return found


class _Finder:
    """Asks the calendar and what is occupied; reads each stretch of time once."""

    def __init__(self, wish: Wish, calendar: WorkCalendar | None) -> None:
        self.wish = wish
        self.calendar = calendar
        self.tz = wish.office.tz
        self.buffers: Buffers = buffers_of(wish.office)
        self.units: dict[int, Unit] = usable_units(wish.office, wish.needs)
        self.slots = required_slots(wish.needs, self.units)
        self.others = Occupancy()
        self.standing = standing_rows(wish.booking_id) if wish.booking_id is not None else {}
        self.limit = wish.procedure.max_concurrent_events if wish.procedure else None
        self.crowd = Crowd()
        self._known: Span | None = None

    def read(self, spans: Iterable[Span]) -> None:
        """Make sure that what others occupy around the spans is known."""
        travel = self.buffers.travel if any(self.wish.places) else timedelta(0)
        before, after = self.buffers.before + travel, self.buffers.after + travel
        days = [local_days(span.padded(before, after), self.tz) for span in spans]
        whole = Span(min(day.start for day in days), max(day.end for day in days))
        if self._known is not None:
            if self._known.contains(whole):
                return
            whole = Span(min(whole.start, self._known.start), max(whole.end, self._known.end))
        self.others = read_stretches(self.units, whole, exclude_booking=self.wish.booking_id)
        if self.limit is not None:
            self.crowd = read_crowd(self.wish.office, [whole], exclude_booking=self.wish.booking_id)
        self._known = whole

    def plan(self, spans: Sequence[Span], places: Sequence[str] | None = None) -> Plan:
        """``places`` of the spans, if they are not all that are wished."""
        at = places if places is not None else self.wish.places
        sittings = [
            Sitting(key, span, local_days(span, self.tz), at[key] if key < len(at) else "")
            for key, span in enumerate(spans)
        ]
        limit = self.limit
        crowded = {each.key for each in sittings if limit is not None and self.crowd.peak(each.span) >= limit}
        return plan(
            self.wish.needs, sittings, self.units, self.others,
            buffers=self.buffers, fixed=self.standing, closed=crowded,
        )  # fmt: skip

    def is_free(self, spans: Sequence[Span], places: Sequence[str] | None = None) -> bool:
        """As ``plan(…).is_complete``; sittings that cannot stand in each other's way are asked one by one."""
        at = places if places is not None else self.wish.places
        if len(set(at)) > 1 or len(at) not in (0, len(spans)) or len(merge(spans)) < len(spans):
            return self.plan(spans, places).is_complete
        if self.limit is not None and any(self.crowd.peak(span) >= self.limit for span in spans):
            return not self.slots
        place = at[0] if at else ""
        return all(
            can_place(self.slots, Sitting(0, span, span, place), self.others, buffers=self.buffers, fixed=self.standing)
            for span in spans
        )

    def days_at(self, anchor: Span, distance: int) -> Iterator[date]:
        """The local dates so many days after and before the wish."""
        day = anchor.start.astimezone(self.tz).date()
        yield day + timedelta(days=distance)
        if distance:
            yield day - timedelta(days=distance)

    def starts_on(self, day: date, anchor: Span, at: datetime) -> list[datetime]:
        """Starts on a working day at which the wish fits the office's hours, the nearest hour first.

        What is longer than the office's day keeps its hour.
        """
        assert self.calendar is not None
        stretches = self.calendar.spans_on(day)
        if not stretches:
            return []
        local = anchor.start.astimezone(self.tz)
        wished = local.replace(year=day.year, month=day.month, day=day.day)
        opening, close = stretches[0][0], stretches[-1][1]
        length = anchor.end - anchor.start
        if length > close - opening:
            return [wished] if wished > at else []
        starts = {opening + STEP * number for number in range((close - length - opening) // STEP + 1)}
        if opening <= wished <= close - length:
            starts.add(wished)
        return sorted(
            (start for start in starts if start > at), key=lambda start: (abs(start - wished), -start.timestamp())
        )

    def fits_hours(self, sessions: Iterable[Span], moved: Sequence[Span]) -> bool:
        """Whether what was moved lies within a working day, unless it never could."""
        assert self.calendar is not None
        if len(moved) == 1:
            return True  # its starts were chosen so
        for span in sessions:
            if span in self.wish.spans:
                continue
            stretches = self.calendar.spans_on(span.start.astimezone(self.tz).date())
            if not stretches:
                return False
            opening, close = stretches[0][0], stretches[-1][1]
            if span.end - span.start <= close - opening and not (opening <= span.start and span.end <= close):
                return False
        return True


def _waves(horizon_days: int) -> Iterator[range]:
    """Near days are read first, so that the usual answer costs one short query."""
    for first, last in WAVES:
        if first <= horizon_days:
            yield range(first, min(last, horizon_days) + 1)
    if WAVES[-1][1] < horizon_days:
        yield range(WAVES[-1][1] + 1, horizon_days + 1)


def _shift(spans: Sequence[Span], moved: Sequence[Span], by: timedelta) -> tuple[Span, ...]:
    return tuple(span.shifted(by) if span in moved else span for span in spans)


def _earliest_day(wish: Wish, calendar: WorkCalendar, at: datetime) -> date:
    """The first local date that the lead time permits, unless the wish is earlier itself."""
    today = at.astimezone(calendar.tz).date()
    procedure = wish.procedure
    if procedure is None or procedure.lead_time is None:
        return today
    filed = (wish.submitted_at or at).astimezone(calendar.tz).date()
    unit = LeadUnit(procedure.lead_unit)
    day = max(today, filed)
    while last_submission_date(day, procedure.lead_time, unit, calendar) < filed:
        day += timedelta(days=1)
    wished = min(wish.spans).start.astimezone(calendar.tz).date()
    return max(today, min(day, wished))


def _alternative(wish: Wish, sessions: tuple[Span, ...], moved: Span, anchor: Span) -> Alternative:
    tz = wish.office.tz
    labels = [label_of(span, wish.office) for span in sessions]
    shown = labels if len(labels) <= 3 else [*labels[:2], _("dan %(count)d sesi lain") % {"count": len(labels) - 2}]
    days = (moved.start.astimezone(tz).date() - anchor.start.astimezone(tz).date()).days
    if days == 0:
        differs = _("Hari yang sama, jam lain")
    elif days > 0:
        differs = ngettext("%(days)d hari sesudahnya", "%(days)d hari sesudahnya", days) % {"days": days}
    else:
        differs = ngettext("%(days)d hari sebelumnya", "%(days)d hari sebelumnya", -days) % {"days": -days}
    return Alternative(sessions, "; ".join(shown), differs, wish.session_ids)


def label_of(span: Span, office: Office) -> str:
    """How people read a time: "Senin, 17 Agustus 2026 pukul 09.00–11.00 WITA"."""
    tz = office.tz
    local = span.start.astimezone(tz)
    text = format_range(span.start, span.end, tz)
    is_one_day = local_days(span, tz) == day_span(local.date(), tz)
    return format_day_and_clock(local.date(), text) if is_one_day else text
