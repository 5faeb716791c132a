"""The meeting of a session: written, handed over, withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind, SessionStatus
from bookings.errors import Clash
from bookings.models import Allocation, Booking, Resource, Session
from bookings.models.resource import LIVE_STATES
from bookings.scheduling.services import adjust_allocation
from vidcon_portal.accounts.actors import Actor

from ..choices import MeetingState
from ..models import Meeting
from ..queries import account_is_free
from .leftovers import leave_behind


@dataclass(frozen=True, slots=True)
class MeetingData:
    """What opens a meeting. The host's start link is never among it. ``automatic``: the worker asks the provider."""

    platform: str
    account: Resource | None = None
    meeting_id: str = ""
    passcode: str = ""
    join_url: str = ""
    note: str = ""
    automatic: bool = False


@transaction.atomic
def write_meeting(session: Session, data: MeetingData, *, by: Actor, at: datetime) -> Meeting:
    """Write or replace the meeting of a session; an account other than the held one takes its place in the schedule.

    Raises Clash when that account is busy during the session.
    """
    assert by.user is not None, "a meeting is made by somebody"
    if data.account is not None:
        _use_account(session, data.account, at=at)
    if data.automatic and (kept := _kept_at_provider(session, data)) is not None:
        Meeting.objects.filter(pk=kept.pk).update(
            state=MeetingState.CHANGED, next_try_at=at, attempts=0, last_error="", note=data.note
        )
        kept.refresh_from_db()
        return kept
    before = Meeting.objects.select_related("account__meeting_account").filter(session=session).first()
    if before is not None:
        leave_behind(before, at=at)
    meeting, _created = Meeting.objects.update_or_create(
        session=session,
        defaults={
            "platform": data.platform,
            "account": data.account,
            "meeting_id": data.meeting_id,
            "passcode": data.passcode,
            "join_url": data.join_url,
            "note": data.note,
            "provided_at": at,
            "provided_by": by.user,
            "withdrawn_at": None,
            "state": MeetingState.WANTED if data.automatic else MeetingState.MANUAL,
            "next_try_at": at if data.automatic else None,
            "attempts": 0,
            "last_error": "",
            "door": None,
        },
    )
    return meeting


@transaction.atomic
def hand_over_meetings(booking: Booking, *, at: datetime) -> int:
    """Mark what was made as handed over; returns how many."""
    return Meeting.objects.filter(
        session__booking=booking, handed_over_at__isnull=True, withdrawn_at__isnull=True
    ).update(handed_over_at=at)


@transaction.atomic
def withdraw_meetings(sessions: Iterable[Session], *, at: datetime) -> int:
    """Nobody needs the link any more; returns how many were withdrawn."""
    return Meeting.objects.filter(session__in=[session.pk for session in sessions], withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )


@transaction.atomic
def withdraw_ended_meetings(*, at: datetime) -> int:
    """The worker's sweep: sessions that are over although no ``execute`` step says so (Tarakan), or were cancelled."""
    over = Session.objects.filter(meeting__withdrawn_at__isnull=True).filter(
        status__in=(SessionStatus.FINISHED, SessionStatus.NOT_HELD, SessionStatus.CANCELLED)
    )
    ended = Session.objects.filter(meeting__withdrawn_at__isnull=True, status=SessionStatus.PLANNED, ends_at__lte=at)
    return withdraw_meetings([*over, *ended], at=at)


def _kept_at_provider(session: Session, data: MeetingData) -> Meeting | None:
    """The meeting that already stands at the provider under the same account: it is moved, not made a second time."""
    standing = (MeetingState.MADE, MeetingState.CHANGED)
    return Meeting.objects.filter(session=session, account=data.account, state__in=standing, withdrawn_at=None).first()


def _use_account(session: Session, account: Resource, *, at: datetime) -> None:
    held = (
        Allocation.objects.filter(
            session=session,
            state__in=LIVE_STATES,
            purpose=Purpose.EVENT,
            resource__kind=ResourceKind.ACCOUNT,
        )
        .select_related("resource", "booking__office")
        .order_by("pk")
    )
    rows = list(held)
    if any(row.resource_id == account.pk for row in rows):
        return
    if rows:
        adjust_allocation(rows[0], account, at=at)
    elif not account_is_free(account, session):
        raise Clash(
            _("%(name)s sudah terpakai pada waktu itu. Pilih akun lain yang masih kosong.") % {"name": account.name}
        )
