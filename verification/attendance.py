"""How many were in a meeting at once, from what the provider told of it."""

from collections.abc import Iterable
from datetime import datetime

from bookings.models import Session
from vidcon_portal.once import on_page

from .choices import NoticeKind
from .models import Attendee, MeetingNotice


def peak_of(session: Session) -> int | None:
    """The most participants at once: from the report after the event, else from comings and goings; None if unknown.

    At most two queries, once a page; none where a session is known to have no meeting.
    """
    meeting = getattr(session, "meeting", None)
    if meeting is None:
        return None
    return on_page(("peak", session.pk), lambda: _read_peak(session, has_list=meeting.attended_at is not None))


def _read_peak(session: Session, *, has_list: bool) -> int | None:
    stays: list[tuple[datetime, datetime]] = []
    if has_list:
        stays += Attendee.objects.filter(meeting__session=session).values_list("joined_at", "left_at")
    if stays:
        return _most([(joined, 1) for joined, _left in stays] + [(left, -1) for _joined, left in stays])
    moves = [
        (notice.occurred_at, 1 if notice.kind == NoticeKind.JOINED else -1)
        for notice in notices_of(session)
        if notice.kind in (NoticeKind.JOINED, NoticeKind.LEFT)
    ]
    return _most(moves) if moves else None


def notices_of(session: Session) -> list[MeetingNotice]:
    """What the provider told of a session's meeting, in its order; one query, one a page."""
    notices = MeetingNotice.objects.filter(meeting__session=session).order_by("occurred_at", "pk")
    return on_page(("notices", session.pk), lambda: list(notices))


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
