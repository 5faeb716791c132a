"""What every universal move answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bookings.choices import CLOSED, SessionStatus, Status
from bookings.models import Booking, Session
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Kind

from ..forms import ActionForm
from ..outcome import Deed, Outcome

if TYPE_CHECKING:
    from ..legality import Situation


class Move:
    """``legal`` asks the case, ``not_for`` the person, ``perform`` says what ``advance`` writes."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    form: ClassVar[type[ActionForm]]
    is_internal: ClassVar[bool] = False
    """The system's own: never a button, never for people."""
    template: ClassVar[str] = ""
    """What stands above the form on its page; empty: the form alone."""
    on_its_own_page: ClassVar[bool] = False
    """Never folded into the case's page, however short its form is: what it shows first must be read."""

    def legal(self, here: Situation) -> str | None:
        """Why the move does not exist in this state, or None."""
        raise NotImplementedError

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        """Why it is not this actor's, or None."""
        raise NotImplementedError

    def also_locks(self, here: Situation) -> Sequence[Booking]:
        """Other cases that the move may change; the engine locks their rows together with this one's."""
        return ()

    def perform(self, deed: Deed) -> Outcome:
        """Write the move's own rows and say what follows."""
        raise NotImplementedError

    def panel(self, here: Situation, actor: Actor, form: ActionForm) -> dict[str, Any]:
        """Context of ``template``."""
        return {}


class SystemMove(Move):
    is_internal = True

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        return None if actor.is_system else _("Tindakan ini dijalankan oleh sistem.")


def recheck_reached(here_or_deed: Situation | Deed) -> bool:
    """Whether the recheck step was ever opened (and stands before the open step)."""
    graph = here_or_deed.graph
    return graph is not None and here_or_deed.booking.step_runs.filter(step_id=graph.recheck.pk).exists()


def execute_reached(booking_runs: Situation) -> bool:
    return booking_runs.booking.step_runs.filter(kind__in=(Kind.EXECUTE, Kind.REPORT), step__isnull=False).exists()


def is_closed(here: Situation) -> bool:
    return here.booking.status in CLOSED


def not_live(here: Situation) -> str | None:
    """The sentence for a case in which nothing can move, or None."""
    if here.booking.status == Status.DRAFT:
        return _("Permohonan ini masih draf.")
    if is_closed(here):
        return _("Permohonan ini sudah ditutup: %(status)s.") % {"status": Status(here.booking.status).label.lower()}
    return None


def no_leader(here: Situation) -> str | None:
    """The sentence for a case without a leader, or None; an SOP that names none gives nobody priority."""
    if here.booking.leader_rank is not None:
        return None
    if here.graph is not None and not here.graph.leader_titles:
        return _(
            "SOP permohonan ini tidak menyebut urutan pimpinan, jadi tidak ada prioritas pimpinan. Urutan itu ditetapkan "
            "dalam versi SOP."
        )
    return _("Permohonan ini tidak menyebut pimpinan.")


def has_future_session(here: Situation) -> bool:
    return any(each.starts_at > here.at for each in planned_sessions(here))


def planned_sessions(here: Situation | Deed) -> list[Session]:
    """What is still to begin, in its order."""
    sessions = here.booking.sessions.order_by("number") if isinstance(here, Deed) else here.sessions
    return [each for each in sessions if each.status == SessionStatus.PLANNED]
