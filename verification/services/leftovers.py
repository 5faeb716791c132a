"""Meetings that stay behind at a provider when another takes their place; deleted there by the worker."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from ..choices import AT_PROVIDER, Platform
from ..meetings import PROVIDERS, Known, MeetingFault
from ..models import LeftoverMeeting, Meeting, MeetingAccount

logger = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=6))
CLAIM = timedelta(minutes=5)


def leave_behind(meeting: Meeting, *, at: datetime) -> None:
    """Note that what was made at a provider for this row is to be deleted there. Needs the caller's transaction."""
    account = getattr(meeting.account, "meeting_account", None)
    if account is None or not meeting.meeting_id or meeting.state not in AT_PROVIDER:
        return
    leave_number_behind(meeting, account, meeting.meeting_id, at=at)


def leave_number_behind(meeting: Meeting, account: MeetingAccount, number: str, *, at: datetime) -> None:
    """The same for what was made under a number that the row never had."""
    LeftoverMeeting.objects.get_or_create(
        account=account, number=number, defaults={"meeting": meeting, "next_try_at": at}
    )


def delete_leftovers(*, at: datetime, limit: int = 10) -> int:
    """Delete at the providers what nobody uses any more; returns how many are gone. No call inside a transaction."""
    done = 0
    for _turn in range(limit):
        with transaction.atomic():
            due = LeftoverMeeting.objects.filter(next_try_at__lte=at, account__platform__is_active=True)
            leftover = (
                due.select_for_update(skip_locked=True, of=("self",))
                .select_related("account__platform", "meeting__session__booking")
                .order_by("next_try_at", "pk")
                .first()
            )
            if leftover is None:
                break
            leftover.attempts += 1
            leftover.next_try_at = at + CLAIM
            leftover.save(update_fields=["attempts", "next_try_at"])
        done += _delete(leftover, at)
    return done


def _delete(leftover: LeftoverMeeting, at: datetime) -> bool:
    platform, session = leftover.account.platform, leftover.meeting.session
    known = Known(leftover.number, session.booking.ticket or "", session.ends_at)
    error = ""
    try:
        PROVIDERS[Platform(platform.provider)].delete(platform, known)
    except MeetingFault as fault:
        if not fault.gone:
            error = str(fault)[:300]
            logger.warning("Leftover %s could not be deleted: %s", leftover.pk, fault)
    with transaction.atomic():
        tries = leftover.attempts
        again = at + BACK_OFF[tries - 1] if error and tries <= len(BACK_OFF) else None
        LeftoverMeeting.objects.filter(pk=leftover.pk).update(
            next_try_at=again, last_error=error, removed_at=None if error else at
        )
        Meeting.objects.filter(pk=leftover.meeting.pk).update(leftover_error=error)
    return not error
