"""Names of phases and actions, moments on the office's clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.choices import Repercussion, Status
from bookings.models import Booking
from bookings.workflow.moves import MOVES
from vidcon_portal.procedures.choices import RUNNING_PHASE, Action, Kind


def phase_of(booking: Booking, kind: str | None, *, running: bool) -> str:
    """The public name of where a request is: of the open step's kind; of its status when none is open."""
    if kind is None:
        return str(Status(booking.status).label)
    return str(RUNNING_PHASE if running and kind == Kind.EXECUTE else Kind(kind).phase)


def action_label(action: str) -> str:
    """How an accepted action is called in the trail."""
    if action in Action.values:
        return str(Action(action).label)
    if action in MOVES:
        return str(MOVES[action].label)
    return str(Repercussion(action).label) if action in Repercussion.values else action


def local(moment: datetime | None, tz: ZoneInfo) -> datetime | None:
    """A moment as the office's clock shows it."""
    return moment.astimezone(tz) if moment is not None else None
