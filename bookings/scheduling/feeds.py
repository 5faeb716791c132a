"""What an ICS feed holds: the sessions of a person, a room or an office, from last month to next year."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.choices import BLOCKS, CalendarKind, Purpose, ResourceKind, SessionStatus, Status
from bookings.models import Allocation, Booking, CalendarSecret, Event, Session
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Appointment
from vidcon_portal.kept import is_one_of, kept

from .ics import Item, ItemStatus, describe, sequence_of, status_of, uid_of
from .ledger import as_range
from .meeting_links import link_of
from .permissions import is_shown_behind_secrets, leaves_the_house
from .spans import Span

BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
MOST_SESSIONS = 3000
"""A client that subscribes reads the whole file each time; beyond this it gets the first ones."""

_GONE = (Status.REFUSED, Status.CANCELLED, Status.LAPSED, Status.NOT_HELD)


@dataclass(frozen=True, slots=True)
class Feed:
    name: str
    items: tuple[Item, ...]

    @property
    def etag(self) -> str:
        """Changes with anything that the file would say."""
        return f'"{sha256(repr((self.name, self.items)).encode()).hexdigest()[:32]}"'

    @property
    def modified_at(self) -> datetime | None:
        return max((item.modified_at for item in self.items), default=None)


def find_secret(token: str, *kinds: CalendarKind) -> CalendarSecret | None:
    """The secret in force behind a token, unless what it shows is closed or its owner has left; one query."""
    seats = Appointment.objects.active_on(timezone.localdate()).filter(user=OuterRef("user"))
    still_there = Exists(seats.filter(position__office=OuterRef("office"))) | Exists(
        seats.filter(position__agency__office=OuterRef("office"))
    )
    secret = (
        CalendarSecret.objects.filter(token=token, kind__in=kinds, revoked_at__isnull=True)
        .filter(Q(user__isnull=True) | still_there)
        .select_related("office", "user", "resource")
        .first()
    )
    if secret is None or not secret.office.is_active:
        return None
    if secret.user is not None and not secret.user.is_active:
        return None
    if secret.resource is not None and not secret.resource.is_active:
        return None
    return secret


def feed_of(secret: CalendarSecret, *, at: datetime, site: str = "") -> Feed:
    """The items behind a secret; three queries, one more where somebody serves a trial alone. ``site`` is the address that links begin with."""
    window = Span(at - BEFORE, at + AHEAD)
    live = list(_live(secret, window))
    known = {row.session_id for row in live if row.purpose == Purpose.EVENT and row.session_id}
    sessions = {session.pk: session for session in _sessions(secret, known, window)}
    rooms = rooms_of(sessions)
    items = [
        _session_item(secret, session, ", ".join(rooms[session.pk]) or session.place or session.booking.place, site)
        for session in sessions.values()
    ]
    items += _block_items(secret, live)
    items += _trial_items(secret, _sessions_by_case(sessions.values(), live), live, site)
    items.sort(key=lambda item: (item.start, item.uid))
    return Feed(_name(secret), tuple(items))


def _live(secret: CalendarSecret, window: Span) -> QuerySet[Allocation]:
    """What occupies the person or room; of an office only the trials, for events come from its sessions."""
    rows = Allocation.objects.filter(state__in=LIVE_STATES, during__overlap=as_range(window))
    if secret.kind == CalendarKind.USER:
        rows = rows.filter(resource__user=secret.user, purpose__in=(Purpose.EVENT, Purpose.TRIAL, Purpose.LEAVE))
    elif secret.kind == CalendarKind.ROOM:
        rows = rows.filter(resource=secret.resource, purpose__in=(Purpose.EVENT, Purpose.TRIAL, Purpose.MAINTENANCE))
    else:
        rows = rows.filter(resource__office=secret.office, purpose=Purpose.TRIAL)
    return rows.select_related("block").order_by("pk")


def _sessions(secret: CalendarSecret, known: Collection[int], window: Span) -> Iterable[Session]:
    """With those that will not take place, so that clients which keep what they once read strike them out."""
    gone = Q(status__in=(SessionStatus.CANCELLED, SessionStatus.NOT_HELD)) | Q(booking__status__in=_GONE)
    if secret.kind == CalendarKind.USER:
        was = Allocation.objects.filter(resource__user=secret.user, purpose=Purpose.EVENT)
        wanted = Q(pk__in=known) | Q(booking__applicant=secret.user) | gone & Q(pk__in=was.values("session_id"))
    elif secret.kind == CalendarKind.ROOM:
        was = Allocation.objects.filter(resource=secret.resource, purpose=Purpose.EVENT)
        wanted = Q(pk__in=known) | gone & Q(pk__in=was.values("session_id"))
    else:
        wanted = Q(booking__office=secret.office)
    inside = Session.objects.filter(wanted, starts_at__lt=window.end, ends_at__gt=window.start)
    return _dated(inside.exclude(booking__status=Status.DRAFT))[:MOST_SESSIONS]


def _sessions_by_case(sessions: Iterable[Session], live: Iterable[Allocation]) -> dict[int, Session]:
    """The first session of each case: a trial is of the case, not of one session, and others may serve it alone."""
    first: dict[int, Session] = {}
    for session in sessions:
        first.setdefault(session.booking_id, session)
    missing = {row.booking_id for row in live if row.purpose == Purpose.TRIAL and row.booking_id} - first.keys()
    if missing:
        for session in _dated(Session.objects.filter(booking__in=missing)):
            first.setdefault(session.booking_id, session)
    return first


def _dated(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """In order, with when their case was changed last."""
    last = Event.objects.filter(booking=OuterRef("booking")).values("booking").annotate(at=Max("recorded_at"))
    return (
        sessions.select_related("booking__office", "booking__agency", "meeting")
        .annotate(modified_at=Coalesce(Subquery(last.values("at")), "booking__created_at"))
        .order_by("starts_at", "pk")
    )


def rooms_of(session_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the office's rooms in which sessions take place; one query."""
    found: dict[int, list[str]] = defaultdict(list)
    for session_id, name in _rooms().all(sessions=list(session_ids)):
        if session_id is not None:
            found[session_id].append(name)
    return found


@kept
def _rooms() -> QuerySet[Allocation, tuple[int | None, str]]:
    rows = Allocation.objects.filter(
        is_one_of("session", "sessions"),
        resource__kind=ResourceKind.ROOM,
        purpose=Purpose.EVENT,
        state__in=LIVE_STATES,
    )
    return rows.order_by("resource__name").values_list("session_id", "resource__name").distinct()


def _may_name(secret: CalendarSecret, booking: Booking) -> bool:
    if secret.kind == CalendarKind.USER:
        return leaves_the_house(booking)
    return is_shown_behind_secrets(booking)


def _session_item(secret: CalendarSecret, session: Session, place: str, site: str) -> Item:
    named = _may_name(secret, session.booking)
    modified_at = session.modified_at  # type: ignore[attr-defined]
    return Item(
        uid_of(session),
        sequence_of(session),
        session.booking.title if named else _("Terpakai"),
        session.starts_at,
        session.ends_at,
        status_of(session),
        stamped_at=modified_at,
        modified_at=modified_at,
        location=(place if named else secret.resource.name if secret.resource else ""),
        description=describe(session, link=link_of(session) if secret.kind == CalendarKind.USER else "")
        if named
        else "",
        url=_url(site, session.booking) if named else "",
    )


def _trial_items(
    secret: CalendarSecret, by_case: dict[int, Session], live: Iterable[Allocation], site: str
) -> Iterable[Item]:
    """One item per trial run, whatever it occupies. Its hour is part of its UID: another hour is another run."""
    runs: dict[int, dict[datetime, Allocation]] = defaultdict(dict)
    for row in sorted(live, key=lambda row: (row.during.lower, -row.during.upper.timestamp())):
        if row.purpose == Purpose.TRIAL and row.booking_id is not None:
            runs[row.booking_id].setdefault(row.during.lower, row)
    for pk, rows in runs.items():
        for row in rows.values():
            yield _trial_item(secret, by_case[pk], row, site)


def _trial_item(secret: CalendarSecret, session: Session, row: Allocation, site: str) -> Item:
    named = _may_name(secret, session.booking)
    modified_at = max(row.created_at, session.modified_at)  # type: ignore[attr-defined]
    return Item(
        uid_of(session, f"-uji-{_stamp(row)}"),
        sequence_of(session),
        _("Uji coba: %(title)s") % {"title": session.booking.title} if named else _("Terpakai"),
        row.during.lower,
        row.during.upper,
        ItemStatus.CONFIRMED,
        stamped_at=modified_at,
        modified_at=modified_at,
        location=secret.resource.name if secret.resource else "",
        description=describe(session) if named else "",
        url=_url(site, session.booking) if named else "",
    )


def _block_items(secret: CalendarSecret, live: Iterable[Allocation]) -> list[Item]:
    """One item per stretch of maintenance or leave, however many lanes it takes."""
    found: dict[str, Allocation] = {}
    for row in live:
        if row.purpose in BLOCKS:
            found.setdefault(f"blok-{row.block_id}-{_stamp(row)}" if row.block_id else f"blok-{row.pk}", row)
    return [_block_item(secret, row, uid) for uid, row in found.items()]


def _block_item(secret: CalendarSecret, row: Allocation, uid: str) -> Item:
    ended_at = row.block.ended_at if row.block is not None else None
    modified_at = ended_at or row.created_at
    return Item(
        f"{uid}@{secret.office.code}.portal-vidcon",
        int(ended_at is not None),
        str(Purpose(row.purpose).label),
        row.during.lower,
        row.during.upper,
        ItemStatus.CONFIRMED,
        stamped_at=modified_at,
        modified_at=modified_at,
        location=secret.resource.name if secret.resource else "",
    )


def _stamp(row: Allocation) -> str:
    return f"{row.during.lower.astimezone(UTC):%Y%m%d%H%M}"


def _name(secret: CalendarSecret) -> str:
    subject = secret.resource.name if secret.resource else secret.user.name if secret.user else ""
    return " · ".join(filter(None, [subject, secret.office.short_name]))


def _url(site: str, booking: Booking) -> str:
    return f"{site}{booking.get_absolute_url()}" if site else ""
