"""What the worker carries to the providers of meetings, and what it finds there. No call happens inside a transaction."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bookings.choices import Audience, Purpose, ResourceKind, SessionStatus
from bookings.messages import values_about
from bookings.models import Allocation, Booking
from bookings.models.resource import LIVE_STATES
from bookings.notifications import announce_calendars
from bookings.officials import officials_for
from bookings.scheduling.permissions import leaves_the_house
from bookings.workflow.graph import graph_of
from vidcon_portal.notifications.channels import absolute_url
from vidcon_portal.notifications.services import tell
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.ui.wording import say_clock, say_short_date

from ..choices import TO_DO, MeetingState, Platform
from ..errors import NothingToRepeat
from ..meetings import PROVIDERS, Known, Made, MeetingFault, Wanted
from ..models import Meeting, MeetingAccount, MeetingPlatform
from .leftovers import leave_behind, leave_number_behind

logger = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
CLAIM = timedelta(minutes=5)
DAILY_LIMIT = 100
"""Zoom's creations and changes a day and user; its day is UTC's."""

LOOK_AHEAD, LOOK_EVERY = timedelta(hours=24), timedelta(hours=1)
TOLERANCE = timedelta(minutes=1)
HERE = (MeetingState.MADE, MeetingState.CHANGED, MeetingState.DRIFTED)


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed meeting with what the provider needs to know."""

    meeting: Meeting
    account: MeetingAccount
    state: MeetingState

    @property
    def platform(self) -> MeetingPlatform:
        return self.account.platform

    @property
    def wanted(self) -> Wanted:
        session = self.meeting.session
        booking = session.booking
        topic = booking.title if leaves_the_house(booking) else f"Fasilitasi {booking.ticket}"
        return Wanted(topic, session.starts_at, session.ends_at, booking.office.timezone, self.account.host)

    @property
    def known(self) -> Known:
        return Known(self.meeting.meeting_id, self.wanted.topic, self.meeting.session.ends_at)


def carry_out_due(*, at: datetime, limit: int = 20) -> int:
    """Make, move and delete what is due, each claimed in a short transaction before and written in one after.

    Several workers may run at once. A worker that dies leaves its claim to expire: a meeting may then be made twice at
    the provider, never lost. Returns how many succeeded.
    """
    done = 0
    for _turn in range(limit):
        errand = _claim(at)
        if errand is None:
            break
        done += _carry_out(errand, at)
    return done


def notice_changes(*, at: datetime) -> int:
    """Sessions that moved or were called off since the provider was told; returns how many the worker will carry."""
    made = Meeting.objects.filter(state__in=(MeetingState.MADE, MeetingState.DRIFTED), account__isnull=False)
    moved = made.filter(session__status=SessionStatus.PLANNED, session__starts_at__gt=at, withdrawn_at=None).exclude(
        told_starts_at=F("session__starts_at"), told_ends_at=F("session__ends_at")
    )
    moved = moved.filter(state=MeetingState.MADE)
    off = made.filter(session__status__in=(SessionStatus.CANCELLED, SessionStatus.NOT_HELD))
    return sum(
        Meeting.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
            state=state, attempts=0, next_try_at=at, last_error=""
        )
        for rows, state in ((moved, MeetingState.CHANGED), (off, MeetingState.ENDING))
    )


@transaction.atomic
def follow_accounts(*, at: datetime) -> int:
    """The schedule gave a session another meeting account: its meeting is made anew there, the old one deleted.

    Where the other account has no provider the meeting asks for a person. Returns how many follow.
    """
    held = Allocation.objects.filter(
        session=OuterRef("session"),
        resource__kind=ResourceKind.ACCOUNT,
        purpose=Purpose.EVENT,
        state__in=LIVE_STATES,
    )
    strayed = _with_parts(
        Meeting.objects.filter(
            state__in=(MeetingState.WANTED, *HERE),
            withdrawn_at=None,
            account__isnull=False,
            session__status=SessionStatus.PLANNED,
            session__starts_at__gt=at,
        )
        .filter(Exists(held), ~Exists(held.filter(resource=OuterRef("account"))))
        .select_for_update(of=("self",), skip_locked=True)
    )
    count = 0
    for meeting in strayed:
        rows = Allocation.objects.filter(
            session=meeting.session_id,
            resource__kind=ResourceKind.ACCOUNT,
            purpose=Purpose.EVENT,
            state__in=LIVE_STATES,
        )
        row = rows.select_related("resource").order_by("pk").first()
        if row is None:
            continue
        leave_behind(meeting, at=at)
        connected = MeetingAccount.objects.filter(resource=row.resource, platform__is_active=True).exists()
        said = _("Akunnya diganti %(name)s, yang tidak tersambung ke penyedia. Isi ID rapat atau tautannya.")
        _write(
            meeting,
            account=row.resource,
            state=MeetingState.WANTED if connected else MeetingState.FAILED,
            next_try_at=at if connected else None,
            attempts=0,
            last_error="" if connected else said % {"name": row.resource.name},
            meeting_id="",
            passcode="",
            join_url="",
            door=None,
        )
        count += 1
    return count


def look_around(*, at: datetime, limit: int = 50) -> int:
    """Find what was changed or deleted on the provider's side before it matters; returns how many drifted."""
    rows = _with_parts(
        Meeting.objects.filter(
            state=MeetingState.MADE,
            withdrawn_at=None,
            session__status=SessionStatus.PLANNED,
            session__starts_at__gt=at,
            session__starts_at__lte=at + LOOK_AHEAD,
        ).filter(Q(looked_at=None) | Q(looked_at__lte=at - LOOK_EVERY))
    )[:limit]
    drifted = 0
    for meeting in rows:
        account = getattr(meeting.account, "meeting_account", None)
        if account is None:
            continue
        errand = Errand(meeting, account, MeetingState.MADE)
        changes: dict[str, object] = {"looked_at": at}
        try:
            seen = PROVIDERS[Platform(account.platform.provider)].look(account.platform, errand.known)
        except MeetingFault as fault:
            logger.warning("Meeting %s could not be looked at: %s", meeting.pk, fault)
        else:
            if seen is None:
                changes |= _gone()
            elif seen.starts_at is not None and abs(seen.starts_at - meeting.session.starts_at) > TOLERANCE:
                with timezone.override(meeting.session.booking.office.tz):  # the worker has no office
                    said = {"day": say_short_date(seen.starts_at), "clock": say_clock(seen.starts_at)}
                changes |= {
                    "state": MeetingState.DRIFTED,
                    "last_error": _("Di penyedia tertulis %(day)s pukul %(clock)s.") % said,
                }
        drifted += "state" in changes
        Meeting.objects.filter(pk=meeting.pk, state=MeetingState.MADE).update(**changes)
    return drifted


@transaction.atomic
def repeat(meeting: Meeting, *, at: datetime) -> Meeting:
    """Try again what failed, or set right what drifted. Raises NothingToRepeat."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.may_repeat:
        raise NothingToRepeat(_("Ruang rapat ini sedang tidak bermasalah. Muat ulang halaman."))
    if meeting.state != MeetingState.ENDING:
        meeting.state = MeetingState.CHANGED if meeting.meeting_id else MeetingState.WANTED
    meeting.attempts, meeting.next_try_at, meeting.last_error = 0, at, ""
    meeting.save(update_fields=["state", "attempts", "next_try_at", "last_error"])
    return meeting


def _with_parts(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.select_related(
        "account__meeting_account__platform", "session__booking__office", "session__booking__agency"
    )


@transaction.atomic
def _claim(at: datetime) -> Errand | None:
    """The next meeting to work on; counts the call where the provider counts it."""
    due = Meeting.objects.filter(state__in=TO_DO, next_try_at__lte=at)
    meeting = _with_parts(due).select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "pk").first()
    if meeting is None:
        return None
    if meeting.state == MeetingState.WANTED and not (meeting.withdrawn_at is None and meeting.session.is_pending):
        _write(meeting, state=MeetingState.REMOVED, last_error="")
        return _claim(at)
    account = getattr(meeting.account, "meeting_account", None)
    if account is None or not account.platform.is_active:
        _write(meeting, state=MeetingState.FAILED, last_error=_("Akun ini tidak tersambung ke penyedia rapat lagi."))
        return _claim(at)
    if PROVIDERS[Platform(account.platform.provider)].counts_calls and not _count_call(account, at):
        tomorrow = (at.astimezone(UTC) + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
        said = _("Batas %(limit)d rapat sehari untuk akun ini tercapai; dilanjutkan sesudah hari berganti.")
        _write(meeting, next_try_at=tomorrow, last_error=said % {"limit": DAILY_LIMIT})
        return _claim(at)
    _write(meeting, attempts=meeting.attempts + 1, next_try_at=at + CLAIM)
    return Errand(meeting, account, MeetingState(meeting.state))


def _count_call(account: MeetingAccount, at: datetime) -> bool:
    today = at.astimezone(UTC).date()
    MeetingAccount.objects.filter(pk=account.pk).exclude(calls_on=today).update(calls_on=today, calls=0)
    free = MeetingAccount.objects.filter(pk=account.pk, calls__lt=DAILY_LIMIT)
    return bool(free.update(calls=F("calls") + 1))


def _carry_out(errand: Errand, at: datetime) -> bool:
    provider = PROVIDERS[Platform(errand.platform.provider)]
    changes: dict[str, object]
    try:
        if errand.state == MeetingState.WANTED:
            changes = _made(errand, provider.create(errand.platform, errand.wanted))
        elif errand.state == MeetingState.CHANGED:
            provider.update(errand.platform, errand.known, errand.wanted)
            changes = _told(errand)
        else:
            provider.delete(errand.platform, errand.known)
            changes = {"state": MeetingState.REMOVED}
    except MeetingFault as fault:
        changes = _after_fault(errand, fault, at)
    except Exception as bug:
        logger.exception("Meeting %s could not be carried out", errand.meeting.pk)
        changes = _after_fault(errand, MeetingFault(type(bug).__name__), at)
    with transaction.atomic():
        cases = Booking.objects.select_for_update(of=("self",)).select_related("office", "agency", "applicant")
        booking = cases.get(pk=errand.meeting.session.booking_id)  # as every action does: the case before its parts
        mine = Meeting.objects.filter(pk=errand.meeting.pk, state=errand.state, attempts=errand.meeting.attempts)
        if not mine.update(**{"last_error": "", "next_try_at": None, **changes}):
            if errand.state == MeetingState.WANTED and changes.get("meeting_id"):  # replaced meanwhile: nobody's
                leave_number_behind(errand.meeting, errand.account, str(changes["meeting_id"]), at=at)
            return False
        _tell(errand, booking, changes, at)
    return changes["state"] in (MeetingState.MADE, MeetingState.REMOVED)


def _made(errand: Errand, made: Made) -> dict[str, object]:
    changes = {"meeting_id": made.meeting_id, "passcode": made.passcode, "join_url": made.join_url, "door": None}
    if made.through_door:
        door = get_random_string(32)
        changes |= {"door": door, "join_url": absolute_url(f"/rapat/{door}/")}
    return {**changes, **_told(errand)}


def _told(errand: Errand) -> dict[str, object]:
    wanted = errand.wanted
    return {
        "state": MeetingState.MADE,
        "told_starts_at": wanted.starts_at,
        "told_ends_at": wanted.ends_at,
        "looked_at": None,
    }


def _gone() -> dict[str, object]:
    return {
        "state": MeetingState.DRIFTED,
        "last_error": _("Rapat ini sudah dihapus di penyedia. Buat lagi; tautannya akan baru."),
        "meeting_id": "",
        "passcode": "",
        "join_url": "",
    }


def _after_fault(errand: Errand, fault: MeetingFault, at: datetime) -> dict[str, object]:
    if fault.gone and errand.state == MeetingState.CHANGED:
        return _gone()
    tries = errand.meeting.attempts
    if fault.final or tries > len(BACK_OFF):
        logger.error("Meeting %s given up after %d tries: %s", errand.meeting.pk, tries, fault)
        return {"state": MeetingState.FAILED, "last_error": str(fault)[:300]}
    pause = max(BACK_OFF[tries - 1], fault.wait or timedelta())
    return {"state": errand.state, "last_error": str(fault)[:300], "next_try_at": at + pause}


def _tell(errand: Errand, booking: Booking, changes: dict[str, object], at: datetime) -> None:
    """The maker when it failed; those who may see the room when it is there, with what their calendars need now.

    No link, no passcode in words; the link in a calendar's file where the request's rule lets it leave.
    """
    key = f"meeting-{errand.meeting.pk}-{at:%Y%m%d%H%M%S}"
    if changes["state"] == MeetingState.MADE:
        waits = booking.procedure_id is not None and graph_of(booking.procedure_id).has_kind(Kind.HAND_OVER)
        is_new = errand.state == MeetingState.WANTED
        is_shown = is_new and not waits and booking.audience != Audience.OFFICE
        announce_calendars(booking, key=key, at=at, say="rapat_siap" if is_shown else "")
        if not is_new:
            return
        people, kind = [errand.meeting.provided_by], "rapat_siap"
    elif changes["state"] in (MeetingState.FAILED, MeetingState.DRIFTED):
        people = [errand.meeting.provided_by]
        people += [user for official in officials_for(booking, at=at) for user in official.people]
        people = [user for user in people if user.pk != booking.applicant_id]
        kind = "rapat_gagal"
    else:
        return
    tell(
        people,
        kind,
        values={**values_about(booking), "alasan": changes.get("last_error", "")},
        url=booking.get_absolute_url(),
        dedupe_key=f"{key}-{kind}",
        office=booking.office,
        at=at,
    )


def _write(meeting: Meeting, **changes: object) -> None:
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(changes))
