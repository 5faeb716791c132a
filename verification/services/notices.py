"""What providers tell: kept once, and the list of participants fetched when the event is over."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from bookings.choices import SessionStatus

from ..choices import Platform
from ..meetings import PROVIDERS, Known, MeetingFault
from ..meetings.zoom_hooks import Told
from ..models import Attendee, Meeting, MeetingNotice, MeetingPlatform

logger = logging.getLogger(__name__)

AFTER_THE_END = timedelta(minutes=30)
"""Zoom's report is complete half an hour after the last one left."""

NOT_LATER = timedelta(days=7)
MOST_TRIES = 6
MOST_STAYS = 5000


def keep_notice(platform: MeetingPlatform, told: Told, *, body: bytes, at: datetime) -> MeetingNotice | None:
    """Keep a provider's message about one of the office's meetings, once; None for another's or a second sending."""
    meeting = (
        Meeting.objects.filter(
            meeting_id=told.meeting_id,
            account__meeting_account__platform=platform,
            session__booking__office=platform.office_id,
        )
        .order_by("-session__starts_at")
        .first()
    )
    if meeting is None:
        return None
    try:
        with transaction.atomic():
            return MeetingNotice.objects.create(
                meeting=meeting,
                kind=told.kind,
                occurred_at=told.occurred_at,
                received_at=at,
                who=told.who,
                digest=hashlib.sha256(f"{platform.pk} ".encode() + body).hexdigest(),
            )
    except IntegrityError:
        return None


def fetch_attendance(*, at: datetime, limit: int = 10) -> int:
    """Ask the providers who was at the events that are over; returns how many lists came. No call in a transaction."""
    over = Q(session__status=SessionStatus.FINISHED) | Q(
        session__status=SessionStatus.PLANNED, session__ends_at__lte=at - AFTER_THE_END
    )
    due = (
        Meeting.objects.filter(
            over,
            account__meeting_account__platform__provider=Platform.ZOOM,
            account__meeting_account__platform__is_active=True,
            attended_at__isnull=True,
            attendance_tries__lt=MOST_TRIES,
            session__ends_at__gte=at - NOT_LATER,
            session__ends_at__lte=at - AFTER_THE_END,
        )
        .exclude(meeting_id="")
        .select_related("account__meeting_account__platform", "session__booking")
        .order_by("attendance_tries", "session__ends_at")[:limit]
    )
    return sum(_fetch(meeting, at) for meeting in due)


def forget_attendees(*, at: datetime) -> int:
    """Retention: the names of participants are deleted, their stays remain for the count; returns how many were."""
    over = at - timedelta(days=settings.ATTENDEE_NAMES_KEPT_DAYS)
    return Attendee.objects.exclude(name="").filter(joined_at__lt=over).update(name="")


def _fetch(meeting: Meeting, at: datetime) -> bool:
    assert meeting.account is not None
    platform = meeting.account.meeting_account.platform
    known = Known(meeting.meeting_id, meeting.session.booking.ticket or "", meeting.session.ends_at)
    Meeting.objects.filter(pk=meeting.pk).update(attendance_tries=F("attendance_tries") + 1)
    try:
        stays = PROVIDERS[Platform(platform.provider)].attendance(platform, known) or []
    except MeetingFault as fault:
        if not fault.gone:  # without a report: nobody came, or one alone
            logger.warning("Attendance of meeting %s could not be fetched: %s", meeting.pk, fault)
            return False
        stays = []
    with transaction.atomic():
        if not Meeting.objects.filter(pk=meeting.pk, attended_at__isnull=True).update(attended_at=at):
            return False
        Attendee.objects.filter(meeting=meeting).delete()
        Attendee.objects.bulk_create(
            Attendee(meeting=meeting, name=stay.name, joined_at=stay.joined_at, left_at=stay.left_at)
            for stay in stays[:MOST_STAYS]
        )
    return True
