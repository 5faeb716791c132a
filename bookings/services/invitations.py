"""What the calendars of the applicant's side and of the officers have been told of each session, and must be told now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from bookings.choices import Purpose, ResourceKind, SessionStatus
from bookings.models import Allocation, Booking, Session
from bookings.models.resource import LIVE_STATES
from bookings.scheduling.feeds import rooms_of
from bookings.scheduling.ics import Item, ItemStatus, invitation_item, status_of
from bookings.scheduling.meeting_links import link_of
from vidcon_portal.accounts.models import User
from vidcon_portal.kept import Given, kept

_OVER = frozenset({SessionStatus.RUNNING, SessionStatus.FINISHED})


@dataclass(frozen=True, slots=True)
class Change:
    """A session of which a calendar must learn."""

    session: Session
    item: Item


@dataclass(frozen=True, slots=True)
class Changes:
    """For the applicant's side, and for each officer his own."""

    applicant: list[Change]
    officers: dict[User, list[Change]]


def tell_calendars(booking: Booking, *, at: datetime, url: str = "") -> Changes:
    """The sessions that are other than was last told, noted as told; the caller, who has the case locked, sends it.

    A calendar first hears of a session when it is confirmed, then of whatever becomes of it: another time, another
    room, another link, uncertain again, cancelled; an officer's also when somebody else takes his place. What has begun
    or is over stays as it is. Each message of a session has a higher SEQUENCE than the one before.
    """
    sessions = [
        session
        for session in _sessions().all(booking=booking.pk)
        if session.ends_at > at and session.status not in _OVER
    ]
    for session in sessions:
        session.booking = booking
    found = Changes([], defaultdict(list))
    sessions = [session for session in sessions if _may_be_news(session)]
    if not sessions:
        return found
    rooms, duties = rooms_of([session.pk for session in sessions]), _officers_of(sessions)
    for session in sessions:
        place = ", ".join(rooms.get(session.pk, ()))
        item = invitation_item(session, at=at, place=place, url=url, link=link_of(session))
        if (new := _news(session, item, session.told)) is not None:
            session.told = _said(session, new)
            session.save(update_fields=["told", "sequence"])
            found.applicant.append(Change(session, new))
        _tell_officers(session, item, duties.get(session.pk, {}), found)
    return found


def _may_be_news(session: Session) -> bool:
    """Whether anybody may have to hear of it: it is certain, or something was said of it before."""
    return bool(session.told or session.told_officers) or status_of(session) == ItemStatus.CONFIRMED


def _tell_officers(session: Session, item: Item, duty: dict[int, User], found: Changes) -> None:
    gone = {int(key) for key, told in session.told_officers.items() if told["status"] != ItemStatus.CANCELLED}
    people = {**User.objects.in_bulk(gone - duty.keys()), **duty} if gone - duty.keys() else duty
    is_changed = False
    for pk, user in people.items():
        own = item if pk in duty else replace(item, status=ItemStatus.CANCELLED)
        new = _news(session, own, session.told_officers.get(str(pk), {}))
        if new is not None:
            session.told_officers[str(pk)] = _said(session, new)
            found.officers.setdefault(user, []).append(Change(session, new))
            is_changed = True
    if is_changed:
        session.save(update_fields=["told_officers", "sequence"])


def _news(session: Session, item: Item, told: dict[str, Any]) -> Item | None:
    """The item as it must be said to who was ``told`` that; None where he knows it, or need not hear of it."""
    if not told and item.status != ItemStatus.CONFIRMED:
        return None
    if item.status == ItemStatus.CANCELLED and told.get("status") == ItemStatus.CANCELLED:
        return None
    if told and {**_said(session, item), "sequence": told["sequence"]} == told:
        return None
    if told and item.sequence <= told["sequence"]:
        raised = told["sequence"] + 1
        session.sequence += raised - item.sequence
        return replace(item, sequence=raised)
    return item


def _officers_of(sessions: Collection[Session]) -> dict[int, dict[int, User]]:
    """Who is on duty in each session; asked only where somebody may have to hear of it."""
    if not any(session.told_officers or status_of(session) == ItemStatus.CONFIRMED for session in sessions):
        return {}
    rows = (
        Allocation.objects.filter(
            session__in=[session.pk for session in sessions],
            state__in=LIVE_STATES,
            purpose=Purpose.EVENT,
            resource__kind=ResourceKind.PERSON,
            resource__user__isnull=False,
        )
        .select_related("resource__user")
        .order_by("pk")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows:
        user = row.resource.user
        if row.session_id is not None and user is not None:
            found[row.session_id][user.pk] = user
    return found


@kept
def _sessions() -> QuerySet[Session]:
    return Session.objects.filter(booking=Given("booking")).select_related("meeting").order_by("number")


def _said(session: Session, item: Item) -> dict[str, Any]:
    """What tells one message from the next. The place of a secret event is not in it, for it is never said."""
    link = link_of(session)
    return {
        **({"link": salted_hmac("invitation", link).hexdigest()[:16]} if link else {}),
        "status": item.status.value,
        "starts_at": item.start.isoformat(),
        "ends_at": item.end.isoformat(),
        "place": item.location,
        "sequence": item.sequence,
    }
