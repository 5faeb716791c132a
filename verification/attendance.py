"""How many were in a meeting at once, from what the provider told of it."""

from collections.abc import Iterable
from datetime import datetime

from bookings.models import Session

from .choices import NoticeKind
from .models import Attendee, MeetingNotice


def peak_of(session: Session) -> int | None:
    """The most participants at once: from the report after the event, else from comings and goings; None if unknown."""
    stays = list(Attendee.objects.filter(meeting__session=session).values_list("joined_at", "left_at"))
    if stays:
        return _most([(joined, 1) for joined, _left in stays] + [(left, -1) for _joined, left in stays])
    moves = [
        (notice.occurred_at, 1 if notice.kind == NoticeKind.JOINED else -1)
        for notice in MeetingNotice.objects.filter(
            meeting__session=session, kind__in=(NoticeKind.JOINED, NoticeKind.LEFT)
        )
    ]
    return _most(moves) if moves else None


def began_at(session: Session) -> datetime | None:
    """When the provider first told that the meeting was opened, from an hour before the planned start."""
    return (
        MeetingNotice.objects.filter(meeting__session=session, kind=NoticeKind.STARTED)
        .order_by("occurred_at")
        .values_list("occurred_at", flat=True)
        .first()
    )


def _most(moves: Iterable[tuple[datetime, int]]) -> int:
    """Who leaves in the same second in which another comes, leaves first."""
    now = most = 0
    for _at, change in sorted(moves):
        now = max(0, now + change)
        most = max(most, now)
    return most
