"""Who stands where a running session would go on, and what of that could move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.choices import LIVE, Purpose, ResourceKind, Status
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.procedures.durations import format_zoned_clock

from .answers import join_words, occupant
from .availability import find_alternatives, label_of
from .ledger import allocations_of, span_of
from .replacing import replaceable_units
from .spans import Span

ALL_KINDS = tuple(ResourceKind)


@dataclass(frozen=True, slots=True)
class Follower:
    """One occupant of the extra time; ``ways`` are sentences: other units that are free for it, other times."""

    title: str
    when: str
    units: str
    ways: tuple[str, ...]


def followers_of(found: Iterable[Allocation], more: Span, *, booking: Booking, at: datetime) -> tuple[Follower, ...]:
    """The occupants of ``more``, each with what could move; a secret event has no name, and neither have its times."""
    by_case: dict[int | None, list[Allocation]] = {}
    for row in found:
        by_case.setdefault(row.booking_id if row.booking_id is not None else -row.pk, []).append(row)
    return tuple(_follower(rows, more, booking=booking, at=at) for rows in by_case.values())


def free_until(session: Session) -> datetime | None:
    """When somebody else first needs a unit of a session after its planned end; None when nobody does.

    One query, another where nobody has read the case's allocations. Moments are those of set-up too: it belongs to who
    follows.
    """
    lanes = Q()
    for row in allocations_of(session.booking_id):
        if row.session_id == session.pk and row.purpose == Purpose.EVENT:
            lanes |= Q(resource=row.resource_id, lane=row.lane)
    if not lanes:
        return None
    following = (
        Allocation.objects.filter(lanes, state__in=LIVE_STATES, during__startswith__gte=session.ends_at)
        .exclude(booking=session.booking_id, session=session)
        .order_by("during")
        .values_list("during", flat=True)
        .first()
    )
    return following.lower if following is not None else None


def _follower(rows: Sequence[Allocation], more: Span, *, booking: Booking, at: datetime) -> Follower:
    first = rows[0]
    other: Booking | None = first.booking
    ways: list[str] = []
    if other is not None and other.pk != booking.pk and other.status in LIVE | {Status.COMPLETED}:
        ways = [*_units(rows, other, at=at), *_times(other, more, at=at)]
    return Follower(
        title=occupant(first) if other is None or other.pk != booking.pk else _("Sesi berikutnya dari permohonan ini"),
        when=_("mulai pukul %(clock)s")
        % {"clock": format_zoned_clock(min(span_of(row).start for row in rows), booking.office.tz)},
        units=join_words(list(dict.fromkeys(row.resource.name for row in rows))),
        ways=tuple(ways),
    )


def _units(rows: Sequence[Allocation], other: Booking, *, at: datetime) -> Iterable[str]:
    """Units that could serve the follower instead of those that are wanted."""
    wanted = {(row.resource_id, row.session_id) for row in rows}
    for work in replaceable_units(other, at=at, kinds=ALL_KINDS):
        if (work.allocation.resource_id, work.allocation.session_id) in wanted and work.substitutes:
            yield _("%(unit)s dapat diganti %(others)s.") % {
                "unit": work.allocation.resource.name,
                "others": " / ".join(unit.name for unit in work.substitutes[:3]),
            }


def _times(other: Booking, more: Span, *, at: datetime) -> Iterable[str]:
    """Times that are free for all that the follower needs, beside what the extension would take."""
    free = [each for each in find_alternatives(other, at=at) if not any(span.overlaps(more) for span in each.sessions)]
    if free:
        labels = [label_of(each.sessions[0], other.office) for each in free[:2]]
        yield _("Waktu lain yang kosong untuknya: %(times)s.") % {"times": "; ".join(labels)}
