"""An urgent case reaches the duty officer too: a confirmed leader's event before the next working day closes.

Source: DESIGN §3.3. Told once per step, when the step opens or when the case becomes urgent while it waits.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import duty_officers
from vidcon_portal.notifications.services import tell
from vidcon_portal.procedures.calendar import CalendarError
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for

from .messages import values_about
from .models import Booking, StepRun
from .officials import officials_for
from .workflow.row_clock import booking_is_urgent

LOOK_AHEAD = timedelta(days=15)
"""No run of holidays is longer; events beyond are not urgent yet."""


def is_urgent_now(booking: Booking, at: datetime) -> bool:
    """No query for a case without a confirmed leader; never for an office whose calendar is unusable."""
    if not booking.leader_confirmed:
        return False
    try:
        return booking_is_urgent(booking, at, calendar_for(booking.office))
    except CalendarError:
        return False


def duty_people(booking: Booking, at: datetime) -> list[User]:
    """The duty officers who may open the case: a link that leads nowhere helps nobody."""
    on = at.astimezone(booking.office.tz).date()
    return [
        each.user
        for each in duty_officers(booking.office, on=on)
        if Booking.objects.visible_to(Actor(user=each.user, appointment=each)).filter(pk=booking.pk).exists()
    ]


def tell_urgent(booking: Booking, run: StepRun, *, at: datetime, holders: bool = True) -> bool:
    """Tell the duty officers, and the holders who were not just told that it is their turn; once per step."""
    if run.urgent_told_at is not None or not _waits_for_office(run) or not is_urgent_now(booking, at):
        return False
    officials = officials_for(booking, at=at, run=run)
    waiting = list(dict.fromkeys(user for official in officials for user in official.people))
    people = [user for user in duty_people(booking, at) if user not in waiting]
    tell(
        [*waiting, *people] if holders else people,
        "mendesak",
        values={
            **values_about(booking),
            "langkah": Kind(run.kind).label,
            "siapa": ", ".join(official.title for official in officials) or _("pejabat yang belum ada"),
        },
        url=booking.get_absolute_url(),
        dedupe_key=f"urgent-{run.pk}",
        office=booking.office,
        at=at,
        urgent=True,
    )
    run.urgent_told_at = at
    run.save(update_fields=["urgent_told_at"])
    return True


def remind_urgent(*, at: datetime, limit: int = 100, office: Office | None = None) -> int:
    """Cases that became urgent while they wait; repeated calls tell nobody twice."""
    waiting = StepRun.objects.filter(
        closed_at__isnull=True,
        urgent_told_at__isnull=True,
        booking__leader_rank__isnull=False,
        booking__leader_confirmed_at__isnull=False,
        booking__first_session_start__gt=at,
        booking__first_session_start__lt=at + LOOK_AHEAD,
    )
    if office is not None:
        waiting = waiting.filter(booking__office=office)
    runs = waiting.select_related("booking__office", "booking__agency", "booking__applicant").order_by(
        "booking__first_session_start"
    )
    return sum(tell_urgent(run.booking, run, at=at) for run in runs[:limit])


def _waits_for_office(run: StepRun) -> bool:
    return any(role not in APPLICANT_ROLES for role in run.roles)
