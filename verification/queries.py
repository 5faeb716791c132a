"""What of a request is held, missing, tried and prepared: reads for panels, letters and guards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from bookings.choices import Hold, Purpose, ResourceKind, SessionStatus
from bookings.errors import Incomplete
from bookings.models import Allocation, Booking, Resource, Session
from bookings.models.resource import LIVE_STATES
from bookings.models.session import sessions_of
from bookings.scheduling.availability import Alternative, find_alternatives
from bookings.scheduling.ledger import allocations_of
from bookings.scheduling.needs import Need, allocatable, needs_of
from bookings.scheduling.windows import availability
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page

from .choices import AT_PROVIDER, TO_DO, TROUBLED, Verdict
from .models import Check, LeftoverMeeting, Meeting, MeetingAccount, MeetingPlatform, Trial


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need of the office and the units that answer it; ``is_held`` when every pending session has its share."""

    index: int
    label: str
    quantity: int
    units: tuple[str, ...]
    is_held: bool


def office_needs(booking: Booking) -> tuple[Need, ...]:
    """What the office is asked for; nothing where the stored list cannot be read."""
    try:
        return allocatable(needs_of(booking, booking.procedure))
    except Incomplete:
        return ()


def event_allocations(booking: Booking) -> list[Allocation]:
    """What the event itself occupies, by session and resource."""
    rows = [row for row in allocations_of(booking) if row.purpose == Purpose.EVENT]
    return sorted(rows, key=_by_session_and_unit)


def _by_session_and_unit(row: Allocation) -> tuple[int, str, str]:
    return row.session.number if row.session is not None else 0, row.resource.kind, row.resource.name


def answers_of(booking: Booking) -> list[Check]:
    """Every answer to a criterion, the oldest first; one query, one a page."""
    return on_page(("checks", booking.pk), lambda: _checks().all(booking=booking.pk))


@kept
def _checks() -> QuerySet[Check]:
    return Check.objects.filter(booking=Given("booking")).order_by("pk")


def need_lines(booking: Booking) -> list[NeedLine]:
    """Each need with the units that are held for it; two queries."""
    rows = event_allocations(booking)
    pending = [session.pk for session in sessions_of(booking) if session.is_pending]
    lines = []
    for need in office_needs(booking):
        mine = [row for row in rows if row.need == need.index]
        is_held = bool(pending) and all(
            sum(1 for row in mine if row.session_id == session) >= need.required for session in pending
        )
        units = tuple(dict.fromkeys(row.resource.name for row in mine))
        lines.append(NeedLine(need.index, need.label, need.quantity, units, is_held))
    return lines


def names_of(booking: Booking, kind: ResourceKind, *, session: Session | None = None) -> list[str]:
    """The names of the units of a kind that serve the request, or one of its sessions."""
    return names_among(event_allocations(booking), kind, session=session)


def names_among(rows: Iterable[Allocation], kind: ResourceKind, *, session: Session | None = None) -> list[str]:
    """``names_of``, for whoever has read the allocations already."""
    return list(
        dict.fromkeys(
            row.resource.name
            for row in rows
            if row.resource.kind == kind and (session is None or row.session_id == session.pk)
        )
    )


def alternatives_for(booking: Booking, *, at: datetime) -> list[Alternative]:
    """Up to three other times, only while something is missing."""
    if booking.hold not in (Hold.PARTIAL, Hold.WAITING):
        return []
    return find_alternatives(booking, at=at, count=3)


def planned_sessions(booking: Booking) -> list[Session]:
    return [session for session in sessions_of(booking) if session.status == SessionStatus.PLANNED]


def pending_trials(booking: Booking) -> list[Trial]:
    """Trials without a verdict that some session still waits for; two queries, once a page."""
    return [trial for trial in _trials_of(booking) if trial.verdict == Verdict.NONE and still_waits(trial)]


def has_pending_trials(booking: Booking) -> bool:
    """Whether ``pending_trials`` has any; one query."""
    pending = Trial.objects.filter(booking=booking, verdict=Verdict.NONE)
    return pending.filter(sessions__status__in=(SessionStatus.PLANNED, SessionStatus.RUNNING)).exists()


def decided_trials(booking: Booking) -> list[Trial]:
    """Those with a verdict, in the order of their verdicts; as ``pending_trials``."""
    decided = [trial for trial in _trials_of(booking) if trial.verdict != Verdict.NONE]
    return sorted(decided, key=lambda trial: (trial.decided_at is None, trial.decided_at))


def _trials_of(booking: Booking) -> list[Trial]:
    return on_page(("trials", booking.pk), lambda: _read_trials(booking))


def _read_trials(booking: Booking) -> list[Trial]:
    trials = list(Trial.objects.filter(booking=booking).prefetch_related("sessions"))
    for trial in trials:
        trial.booking = booking
    return trials


def still_waits(trial: Trial) -> bool:
    """Whether a session that it covers is still to be held."""
    return any(session.is_pending for session in trial.sessions.all())


def account_is_free(account: Resource, session: Session) -> bool:
    """Whether a meeting account has a free lane during a session; the case's own use does not count."""
    found = availability(account.office, session.starts_at, session.ends_at, exclude_booking=session.booking_id)
    return any(each.id == account.pk and each.is_free for each in found)


def neighbours_before(session: Session, *, at: datetime) -> list[Allocation]:
    """Allocations of others on this session's units between now and its planned start: whom an early start meets."""
    own = Allocation.objects.filter(session=session, state__in=LIVE_STATES, purpose=Purpose.EVENT)
    lanes = set(own.values_list("resource_id", "lane"))
    if not lanes or at >= session.starts_at:
        return []
    others = (
        Allocation.objects.filter(
            resource_id__in={resource for resource, _lane in lanes},
            state__in=LIVE_STATES,
            during__overlap=(at, session.starts_at),
        )
        .exclude(booking_id=session.booking_id)
        .select_related("resource", "booking")
        .order_by("during")
    )
    return [row for row in others if (row.resource_id, row.lane) in lanes]


def first_start(sessions: Iterable[Session]) -> datetime | None:
    return min((session.starts_at for session in sessions), default=None)


def meeting_accounts(office: Office) -> list[Resource]:
    """The meeting accounts of the office's schedule, with where each lives; one query."""
    found = Resource.objects.filter(office=office, kind=ResourceKind.ACCOUNT, is_active=True)
    return list(found.select_related("meeting_account__platform").order_by("name"))


def platforms_of(office: Office) -> list[MeetingPlatform]:
    """The office's providers with their accounts; two queries."""
    accounts = Prefetch("accounts", MeetingAccount.objects.select_related("resource").order_by("resource__name"))
    return list(MeetingPlatform.objects.filter(office=office).prefetch_related(accounts).order_by("name", "pk"))


def troubled_meetings(office: Office) -> QuerySet[Meeting]:
    """What failed or drifted at a provider, or will be tried again, and is still to be held; the nearest first."""
    pending = (SessionStatus.PLANNED, SessionStatus.RUNNING)
    return (
        Meeting.objects.filter(
            Q(state__in=TROUBLED) | Q(state__in=TO_DO) & ~Q(last_error=""),
            session__booking__office=office,
            withdrawn_at=None,
            session__status__in=pending,
        )
        .select_related("session__booking", "account")
        .order_by("session__starts_at", "pk")
    )


def stands_at_provider(account: MeetingAccount) -> bool:
    """Whether meetings that are still to be held, or to be deleted, live under this account at its provider."""
    pending = (SessionStatus.PLANNED, SessionStatus.RUNNING)
    held = Meeting.objects.filter(
        account=account.resource, withdrawn_at=None, session__status__in=pending, state__in=AT_PROVIDER
    )
    return held.exclude(meeting_id="").exists() or account_leftovers(account).exists()


def account_leftovers(account: MeetingAccount) -> QuerySet[LeftoverMeeting]:
    return LeftoverMeeting.objects.filter(account=account, removed_at=None)
