"""How a case's state looks: a word and a colour; at most two badges in a line."""

from typing import Protocol

from django.utils.translation import gettext as _

from bookings.choices import Decision, Hold, Status
from bookings.workflow.graph import graph_of
from vidcon_portal.procedures.choices import RUNNING_PHASE, Kind
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge

CLOSED_STATES = {
    Status.COMPLETED: State.DONE,
    Status.REFUSED: State.REFUSED,
    Status.CANCELLED: State.NEUTRAL,
    Status.LAPSED: State.NEUTRAL,
    Status.NOT_HELD: State.NEUTRAL,
}


class Stated(Protocol):
    """A case, or a line of it."""

    @property
    def status(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def hold(self) -> str: ...


class Led(Protocol):
    """A case, or a line of it, with its leader."""

    @property
    def procedure_id(self) -> int | None: ...
    @property
    def leader_name(self) -> str: ...
    @property
    def leader_rank(self) -> int | None: ...
    @property
    def leader_confirmed(self) -> bool: ...


def badge(state: State, label: str) -> Badge:
    """A badge whose icon exists: the neutral state has none of its own."""
    return Badge(state, label, icon="info" if state == State.NEUTRAL else "")


def state_badge(booking: Stated, *, kind: str | None, running: bool = False, inside: bool = True) -> Badge:
    """Where the case is, in the words of the office or (``inside=False``) of the applicant."""
    status = Status(booking.status)
    if status in CLOSED_STATES:
        return badge(CLOSED_STATES[status], str(status.label))
    if status == Status.DRAFT:
        return badge(State.NEUTRAL, str(status.label))
    if status == Status.RETURNED:
        return Badge(State.RETURNED, _("Dikembalikan") if inside else _("Perlu Anda lengkapi"))
    if status == Status.OFFERED:
        return Badge(State.HELD, _("Menunggu jawaban pemohon") if inside else _("Pilih jadwal pengganti"))
    if running:
        return Badge(State.LIVE, str(RUNNING_PHASE))
    if booking.decision in (Decision.REFUSED, Decision.FULL):
        return Badge(State.REFUSED, str(Decision(booking.decision).label))
    if kind == Kind.TRIAL:
        return Badge(State.TRIAL, _("Uji coba"))
    if kind == Kind.REPORT:
        return Badge(State.WAITING, _("Menunggu laporan") if inside else _("Selesai, menunggu laporan"))
    if booking.hold == Hold.CONFIRMED:
        return Badge(State.CONFIRMED, _("Terkonfirmasi") if inside else _("Dapat difasilitasi"))
    if booking.hold == Hold.HELD:
        return Badge(State.HELD, _("Ditahan") if inside else _("Jadwal ditahan untuk Anda"))
    phase = str(Kind(kind).phase) if kind else str(status.label)
    return Badge(State.WAITING, phase if inside else _("Sedang diproses"))


def leader_badge(booking: Led) -> Badge | None:
    """For officials only: which leader takes part, and whether that is confirmed."""
    title = leader_title(booking)
    if not title:
        return None
    label = _("%(leader)s hadir") if booking.leader_confirmed else _("%(leader)s, belum dikonfirmasi")
    return Badge(State.LEADER, label % {"leader": title})


def leader_title(booking: Led) -> str:
    if booking.leader_rank is None or booking.procedure_id is None:
        return ""
    return graph_of(booking.procedure_id).leader_titles.get(booking.leader_rank, booking.leader_name)
