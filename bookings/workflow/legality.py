"""``why_not``: one answer for buttons, forms, the API and the engine.

Illegal is not forbidden: what does not exist here and now is ``not-now``, what exists and is not
this actor's is ``not-yours``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bookings.choices import CLOSED, FlagResult, Status
from bookings.errors import DomainError, NotLegal, NotYours
from bookings.models import Booking, BookingLetter, Flag, Session, StepAssignment, StepRun, Timer
from bookings.models.booking import flags_of
from bookings.models.session import sessions_of
from bookings.officials import Official, officials_of_assignments, unconfirmed_of
from bookings.permissions import (
    assignment_is_for,
    is_own_agency,
    may_record,
    may_submit_draft,
)
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.queries import acting_holder
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.signing import signing_of
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Kind

from .graph import Graph, StepNode, graph_of
from .kinds import kind_of
from .moves import MOVES, Move

Fact = TypeVar("Fact")

BLOCKING_FLAGS = (FlagResult.OPEN, FlagResult.NEW_DATE, FlagResult.REJECTED)


@dataclass(frozen=True, slots=True)
class Situation:
    """A booking as the rules see it: its open step, its graph, the moment."""

    booking: Booking
    graph: Graph | None
    run: StepRun | None
    node: StepNode | None
    at: datetime
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was read once for this moment: a page asks about a dozen actions."""

    def once(self, name: str, read: Callable[[], Fact]) -> Fact:
        """A fact of this moment, read when the first rule asks for it; nothing that ``perform`` has written shows."""
        if name not in self.known:
            self.known[name] = read()
        found: Fact = self.known[name]
        return found

    @property
    def pending(self) -> list[StepAssignment]:
        """Assignments of the open step that are not confirmed."""
        run = self.run
        return self.once("pending", lambda: unconfirmed_of(run)) if run is not None else []

    @property
    def sessions(self) -> list[Session]:
        """All sessions, in their order."""
        return self.once("sessions", lambda: sessions_of(self.booking))

    @property
    def flags(self) -> list[Flag]:
        """All flags, decided or not."""
        return self.once("flags", lambda: flags_of(self.booking))

    @property
    def runs(self) -> list[StepRun]:
        """Every visit to a step, in the order in which they opened."""
        return self.once("runs", lambda: runs_of(self.booking))

    @property
    def is_being_signed(self) -> bool:
        """Whether a certificate signature is on its way; only a step that signs for outside is asked."""
        if self.run is None or not kind_of(self.run.kind).signs:
            return False
        papers = Document.objects.being_signed(at=self.at).filter(booking_paper__booking=self.booking)
        return self.once("being_signed", papers.exists)

    @property
    def officials(self) -> list[Official]:
        """Whom the open step reaches now."""
        return self.once("officials", lambda: officials_of_assignments(self.booking, self.pending, at=self.at))


@dataclass(frozen=True, slots=True)
class Refusal:
    sentence: str
    error: type[DomainError]


@dataclass(frozen=True, slots=True)
class Possibility:
    """One action that exists here and now, and whether the actor may take it."""

    action: str
    label: str | Promise
    why_not: str | None
    is_move: bool
    needs_pin: bool = False

    @property
    def allowed(self) -> bool:
        return self.why_not is None


def situation_of(booking: Booking, at: datetime, *, runs: list[StepRun] | None = None) -> Situation:
    """``runs``: what ``runs_of`` gave, for whoever needs them all."""
    graph = graph_of(booking.procedure_id) if booking.procedure_id else None
    run = None
    if booking.is_live:
        run = open_run_of(booking) if runs is None else next((each for each in runs if each.is_open), None)
    node = graph.step(run.step_id) if graph and run else None
    return Situation(booking, graph, run, node, at, {"runs": runs} if runs is not None else {})


def open_run_of(booking: Booking) -> StepRun | None:
    """The step that is open, with its step and row in the SOP; there is at most one."""
    run = _open_run().first(booking=booking.pk)
    if run is not None:
        run.booking = booking
    return run


def runs_of(booking: Booking) -> list[StepRun]:
    """Every visit to a step, in the order in which they opened; one query, one a page."""
    return on_page(("runs", booking.pk), lambda: _read_runs(booking))


def _read_runs(booking: Booking) -> list[StepRun]:
    runs = _runs().all(booking=booking.pk)
    for each in runs:
        each.booking = booking
    return runs


@kept
def _open_run() -> QuerySet[StepRun]:
    return _runs_of_booking().filter(closed_at__isnull=True)[:1]


@kept
def _runs() -> QuerySet[StepRun]:
    return _runs_of_booking().order_by("opened_at", "pk")


def _runs_of_booking() -> QuerySet[StepRun]:
    timers = Timer.objects.filter(step_run=OuterRef("pk"), done_at__isnull=True)
    runs = StepRun.objects.filter(booking=Given("booking"))
    return runs.annotate(has_timers=Exists(timers)).select_related("step", "row")


@kept
def _owed() -> QuerySet[BookingLetter, int]:
    links = BookingLetter.objects.filter(booking=Given("booking"), letter__is_owed=True)
    return links.values_list("pk", flat=True)[:1]


def why_not(actor: Actor, booking: Booking, action: str, at: datetime) -> str | None:
    """Why the actor may not take the action now, in a sentence; None when he may."""
    refusal = refusal_of(actor, situation_of(booking, at), action)
    return refusal.sentence if refusal else None


def possibilities(actor: Actor, booking: Booking, at: datetime) -> list[Possibility]:
    """Every action that exists in the booking's state, the step's own first."""
    return possibilities_in(situation_of(booking, at), actor)


def possibilities_in(here: Situation, actor: Actor) -> list[Possibility]:
    """``possibilities``, for whoever has read the situation already."""
    return list(_possibilities(actor, here))


def _possibilities(actor: Actor, here: Situation) -> Iterator[Possibility]:
    if here.booking.is_draft:
        yield _possibility(actor, here, Kind.SUBMIT.onward_action, Kind.SUBMIT.actions[0].label, is_move=False)
        return
    if here.run is not None:
        kind = kind_of(here.run.kind)
        for spec in kind.actions:
            if kind.offers(here.booking, here.run, spec.name, here.at) is None:
                yield _possibility(
                    actor, here, spec.name, spec.label, is_move=False, needs_pin=spec.name in kind.needs_pin
                )
    for move in MOVES.values():
        if not move.is_internal and move.legal(here) is None:
            yield _possibility(actor, here, move.name, move.label, is_move=True)


def _possibility(
    actor: Actor,
    here: Situation,
    action: str,
    label: str | Promise,
    *,
    is_move: bool,
    needs_pin: bool = False,
) -> Possibility:
    refusal = refusal_of(actor, here, action)
    return Possibility(action, label, refusal.sentence if refusal else None, is_move, needs_pin)


def refusal_of(actor: Actor, here: Situation, action: str) -> Refusal | None:
    """The first reason against the action, with the kind of error that the engine raises."""
    if not actor.is_system and here.is_being_signed:
        return Refusal(_("Surat permohonan ini sedang ditandatangani. Tunggu paling lama dua menit."), NotLegal)
    move = MOVES.get(action)
    if move is not None:
        return _move_refusal(actor, here, move)
    if here.booking.is_draft:
        return _draft_refusal(actor, here, action)
    return _kind_refusal(actor, here, action)


def _draft_refusal(actor: Actor, here: Situation, action: str) -> Refusal | None:
    if action != Kind.SUBMIT.onward_action:
        return Refusal(_("Permohonan ini masih draf. Ajukan dahulu."), NotLegal)
    if not may_submit_draft(actor, here.booking):
        return Refusal(_("Draf ini bukan milik Anda."), NotYours)
    return None


def _move_refusal(actor: Actor, here: Situation, move: Move) -> Refusal | None:
    if (sentence := move.legal(here)) is not None:
        return Refusal(sentence, NotLegal)
    if (sentence := move.not_for(actor, here) or _absence(actor, here) or _out_of_scope(actor, here.run)) is not None:
        return Refusal(sentence, NotYours)
    return None


def _kind_refusal(actor: Actor, here: Situation, action: str) -> Refusal | None:
    booking, run = here.booking, here.run
    if run is None:
        return Refusal(_closed_sentence(booking), NotLegal)
    kind = kind_of(run.kind)
    if kind.spec(action) is None:
        return Refusal(_("Tindakan ini tidak tersedia pada langkah yang sedang berjalan."), NotLegal)
    if (sentence := kind.offers(booking, run, action, here.at)) is not None:
        return Refusal(sentence, NotLegal)
    if (sentence := not_holder(actor, here)) is not None:
        if _has_confirmed(actor, here):
            return Refusal(_("Bagian Anda sudah tercatat. %(waiting)s") % {"waiting": sentence}, NotLegal)
        return Refusal(sentence, NotYours)
    if is_deciding(here, action):
        if is_own_agency(actor, booking, here.at):
            return Refusal(_("Anda bagian dari instansi pemohon. Keputusan ini harus diambil pejabat lain."), NotYours)
        flag = next((each for each in here.flags if each.result in BLOCKING_FLAGS), None)
        if flag is not None:
            return Refusal(_flag_sentence(flag.result, flag.said), NotLegal)
    if closes_case(here, action) and _owed().all(booking=booking.pk):
        return Refusal(_("Surat permohonan belum diterima. Catat surat susulan sebelum permohonan ditutup."), NotLegal)
    return None


def is_deciding(here: Situation, action: str) -> bool:
    """Whether the action gives the applicant a yes: the check's, else closing the confirming step."""
    if here.node is None or here.graph is None:
        return False
    if here.node.kind == Kind.CHECK_RESOURCES:
        return action in kind_of(here.node.kind).deciding
    return (
        here.node.confirms and not here.graph.has_kind(Kind.CHECK_RESOURCES) and action == here.node.kind.onward_action
    )


def closes_case(here: Situation, action: str) -> bool:
    if here.node is None or here.graph is None or action not in here.node.arrows:
        return False
    return here.graph.follow(here.node, action, here.booking.mode) is None


def not_holder(actor: Actor, here: Situation) -> str | None:
    """Why the open step does not wait for this actor, or None."""
    booking, run = here.booking, here.run
    if run is None:
        return _closed_sentence(booking)
    if actor.is_system:
        return None
    pending = here.pending
    mine = next((each for each in pending if assignment_is_for(each, actor, booking)), None)
    if mine is not None:
        return _absence(actor, here) or _out_of_scope(actor, run)
    if any(_reaches(official, actor) for official in here.officials):
        return None
    return waiting_sentence(here.officials)


def _has_confirmed(actor: Actor, here: Situation) -> bool:
    """Whether the actor did his part of a step that others must confirm too."""
    if here.run is None or here.node is None or not here.node.all_of or actor.position is None:
        return False
    return here.run.assignments.filter(position=actor.position, confirmed_at__isnull=False).exists()


def my_assignment(actor: Actor, here: Situation) -> StepAssignment | None:
    """The unconfirmed assignment that the actor fulfils, directly or by escalation."""
    if here.run is None:
        return None
    pending = here.pending
    for each in pending:
        if assignment_is_for(each, actor, here.booking):
            return each
    for official in here.officials:
        if _reaches(official, actor):
            return next(each for each in pending if each.pk == official.assignment.pk)
    return pending[0] if actor.is_system and pending else None


def waiting_sentence(officials: list[Official]) -> str:
    """ "Menunggu …": on whom the case waits, with the empty positions that were passed."""
    if not officials:
        return _("Langkah ini sudah dikonfirmasi.")
    names = ", ".join(official.title for official in officials)
    passed = [position.title for official in officials for position in official.escalated_from]
    sentence = _("Langkah ini menunggu %(who)s.") % {"who": names}
    if passed:
        sentence += " " + _("Jabatan kosong, dinaikkan ke atasan.")
    return sentence


def record_refusal(recorder: Actor, here: Situation, action: str, occurred_at: datetime) -> Refusal | None:
    """Why TU may not record this decision as already taken on paper or by WhatsApp."""
    if not may_record(recorder, here.booking):
        return Refusal(_("Hanya tata usaha yang mencatat keputusan di luar portal."), NotYours)
    if here.run is None or here.run.kind == Kind.EXECUTE:
        return Refusal(_("Tindakan ini tidak dapat dicatat dari kertas."), NotLegal)
    if action in kind_of(here.run.kind).signs and not signing_of(here.booking.office).choice.takes_file:
        return Refusal(_("Tindakan ini tidak dapat dicatat dari kertas."), NotLegal)
    if kind_of(here.run.kind).spec(action) is None:
        return Refusal(_("Tindakan ini tidak tersedia pada langkah yang sedang berjalan."), NotLegal)
    if occurred_at < here.run.opened_at:
        return Refusal(_("Waktu keputusan mendahului langkahnya. Periksa tanggal dan jamnya."), NotLegal)
    return None


def _absence(actor: Actor, here: Situation) -> str | None:
    """The holder reads while a Plt. or Plh. is in office; "Saya sudah kembali" ends it."""
    position = actor.position
    if position is None or position.office_id is None or actor.appointment is None:
        return None
    if actor.on_behalf_of is not None:
        return None
    day = here.at.astimezone(here.booking.office.tz).date()
    acting = here.once(f"acting {position.pk}", lambda: acting_holder(position, day))
    if acting is None or acting.pk == actor.appointment.pk:
        return None
    return _("%(title)s, %(name)s, sedang menjabat. Akhiri dengan “Saya sudah kembali” di halaman Akun.") % {
        "title": acting.printed_title,
        "name": acting.user.name,
    }


def _out_of_scope(actor: Actor, run: StepRun | None) -> str | None:
    """A delegate does what was lent to him: the named kinds of steps and the moves there, else all but signing."""
    if actor.on_behalf_of is None:
        return None
    kind = run.kind if run is not None else None
    allowed = kind in actor.scope if actor.scope else kind != Kind.SEND_REPLY
    return None if allowed else _("Pelimpahan Anda tidak mencakup langkah ini.")


def _reaches(official: Official, actor: Actor) -> bool:
    """By the hat that he wears: while he acts on somebody's behalf his own position is not asked."""
    if actor.appointment is None or actor.on_behalf_of is not None:
        return False
    return any(each.pk == actor.appointment.pk for each in official.appointments)


def _closed_sentence(booking: Booking) -> str:
    if booking.status in CLOSED:
        return _("Permohonan ini sudah ditutup: %(status)s.") % {"status": Status(booking.status).label.lower()}
    return _("Tidak ada langkah yang terbuka.")


def _flag_sentence(result: str, sentence: str) -> str:
    if result == FlagResult.NEW_DATE:
        return _("Menunggu tanggal baru dari pemohon. %(why)s") % {"why": sentence}
    if result == FlagResult.REJECTED:
        return _("Dispensasi ditolak. %(why)s Tolak permohonan atau minta tanggal lain.") % {"why": sentence}
    return _("Menunggu dispensasi. %(why)s") % {"why": sentence}
