"""The list of requests, newest first, page by page, however many there are."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from bookings.choices import SessionStatus
from bookings.models import Booking, Session, StepRun
from bookings.models.booking import address_of
from bookings.querysets import BookingQuerySet
from vidcon_portal.accounts.actors import Actor, Hat
from vidcon_portal.kept import kept

PAGE_SIZE = 25

AHEAD = 20
"""Pages that are counted beyond the one that is read: counting a hundred thousand cases would cost more than the page."""


class Line(NamedTuple):
    """What a line of the list prints of a request."""

    pk: int
    ticket: str | None
    title: str
    procedure_id: int | None
    status: str
    decision: str
    hold: str
    place: str
    created_at: datetime
    submitted_at: datetime | None
    first_session_start: datetime | None
    last_session_end: datetime | None
    leader_name: str
    leader_rank: int | None
    leader_confirmed_at: datetime | None
    agency: str
    open_kind: str | None
    is_running: bool

    @property
    def url(self) -> str:
        return address_of(self.ticket, self.pk)

    @property
    def leader_confirmed(self) -> bool:
        return self.leader_rank is not None and self.leader_confirmed_at is not None


def page_of_bookings(
    actor: Actor, number: str | None, *, statuses: frozenset[str] | None, mine: bool, words: str
) -> "Page[Line]":
    """One page of what the hat may see; two statements."""
    wanted = max(1, int(number)) if number and number.isascii() and number.isdigit() and len(number) < 7 else 1
    if words:
        found = _found(actor, statuses, mine).search(words)
        count = found.order_by()[: _most(wanted)].count()
        return _page(count, wanted, lambda first: _lines(found, first))
    hat, who = Hat.of(actor), actor.values()
    count = _keys(hat, statuses, mine, _most(wanted)).count(**who)
    return _page(count, wanted, lambda first: _kept_lines(hat, statuses, mine, first).all(**who))


def _page(count: int, wanted: int, read: Callable[[int], Iterable[tuple[Any, ...]]]) -> "Page[Line]":
    pages = max(1, -(-count // PAGE_SIZE))
    number = min(wanted, pages)
    return Page(tuple(map(Line._make, read((number - 1) * PAGE_SIZE))), number, _Counted(count))


class _Counted(Paginator):  # type: ignore[type-arg] # of no rows: they are read elsewhere
    """Knows how many rows there are and holds none."""

    def __init__(self, count: int) -> None:
        super().__init__((), PAGE_SIZE)
        self.count = count


def _most(wanted: int) -> int:
    return (wanted + AHEAD) * PAGE_SIZE


@kept
def _keys(hat: Hat, statuses: frozenset[str] | None, mine: bool, most: int) -> QuerySet[Booking, int]:
    return _found(hat.actor(), statuses, mine).order_by().values_list("pk", flat=True)[:most]


@kept
def _kept_lines(hat: Hat, statuses: frozenset[str] | None, mine: bool, first: int) -> QuerySet[Booking, Any]:
    return _lines(_found(hat.actor(), statuses, mine), first)


def _found(actor: Actor, statuses: Sequence[str] | frozenset[str] | None, mine: bool) -> BookingQuerySet:
    found = Booking.objects.visible_to(actor)
    if statuses is not None:
        found = found.filter(status__in=sorted(statuses))
    if mine and actor.user is not None:
        found = found.filter(applicant=actor.user.pk) | found.filter(entered_by=actor.user.pk)
    return found


def _lines(found: BookingQuerySet, first: int) -> QuerySet[Booking, Any]:
    run = StepRun.objects.filter(booking=OuterRef("pk"), closed_at__isnull=True).values("kind")[:1]
    running = Session.objects.filter(booking=OuterRef("pk"), status=SessionStatus.RUNNING)
    columns = ("agency__name" if name == "agency" else name for name in Line._fields)
    return (
        found.annotate(open_kind=Subquery(run), is_running=Exists(running))
        .order_by("-created_at", "-pk")
        .values_list(*columns)[first : first + PAGE_SIZE]
    )
