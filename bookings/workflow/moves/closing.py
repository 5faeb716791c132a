"""Moves that close a case, and the one that opens it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Decision, Hold, SessionStatus, Status
from bookings.models import Session
from bookings.permissions import has_role, is_applicant, is_own_agency, may_reject
from bookings.scheduling.availability import label_of
from bookings.scheduling.services import drop_options, hold_booking, refresh_bounds, release_booking
from bookings.scheduling.spans import Span
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures.choices import Action, Kind

from .. import row_clock
from ..forms import ActionForm, EmptyForm, ReasonForm
from ..outcome import Deed, Finish, Follow, Jump, Outcome, Stay, Then
from ..timers import set_lapse_timer
from .base import Move, SystemMove, execute_reached, has_future_session, is_closed, not_live, planned_sessions

if TYPE_CHECKING:
    from ..legality import Situation


def free_everything(deed: Deed) -> None:
    """Everything that the case occupies or was offered becomes free."""
    drop_options(deed.booking, at=deed.at)
    release_booking(deed.booking, at=deed.at)


def as_refused(deed: Deed) -> Then:
    """Where a refusal goes: along the recheck step's ``refuse`` arrow, else the case ends there."""
    edge = deed.graph.recheck.arrows.get(Action.REFUSE)
    target = deed.graph.follow(deed.graph.recheck, Action.REFUSE, deed.booking.mode) if edge is not None else None
    return Jump(target) if target is not None else Finish(Status.REFUSED)


class Reject(Move):
    """Head, division head or coordinator says no before the decision; as ``refuse``."""

    name = "reject"
    label = gettext_lazy("Tolak permohonan")
    form = ReasonForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if here.run is None or here.run.is_side_step or here.node is None or not here.node.is_office_step:
            return _("Permohonan ini sedang di tangan pemohon.")
        if here.booking.decision:
            return _("Permohonan ini sudah diputuskan.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        from ..legality import not_holder

        if (sentence := not_holder(actor, here)) is not None:
            return sentence
        if not may_reject(actor, here.booking):
            return _("Penolakan diputuskan kepala dinas, kepala bidang, atau subkoordinator.")
        if is_own_agency(actor, here.booking, here.at):
            return _("Anda bagian dari instansi pemohon. Keputusan ini harus diambil pejabat lain.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        free_everything(deed)
        return Outcome(
            as_refused(deed),
            trail=deed.form.trail(),  # type: ignore[attr-defined]
            decision=Decision.REFUSED,
            decision_note=deed.data["reason"],
        )


class CancelForm(ActionForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not reason and not is_applicant(self.by, self.booking):
            raise forms.ValidationError(_("Isi alasannya; pemohon akan membacanya."))
        return reason


class Cancel(Move):
    """Applicant or agency head; the office head with a reason; until the last session starts."""

    name = "cancel"
    label = gettext_lazy("Batalkan permohonan")
    form = CancelForm

    def legal(self, here: Situation) -> str | None:
        booking = here.booking
        if booking.status == Status.DRAFT:
            return _("Permohonan ini masih draf. Hapus saja drafnya.")
        if is_closed(here) and not (booking.status == Status.COMPLETED and has_future_session(here)):
            return not_live(here)
        asked = [each for each in here.sessions if each.status != SessionStatus.CANCELLED]
        last = max(asked, key=lambda each: each.starts_at, default=None)
        if last is None or last.starts_at <= here.at or last.status == SessionStatus.RUNNING:
            return _("Sesi terakhir sudah dimulai, jadi permohonan tidak dapat dibatalkan.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if is_applicant(actor, here.booking) or has_role(actor, here.booking, Role.OFFICE_HEAD):
            return None
        return _("Pembatalan dilakukan pemohon, kepala perangkat daerah, atau kepala dinas.")

    def perform(self, deed: Deed) -> Outcome:
        """What was held, or is being held, stays: only what was still to come is cancelled, and the rows go on."""
        booking, trail = deed.booking, deed.form.trail()  # type: ignore[attr-defined]
        begun = set(booking.sessions.values_list("status", flat=True)) & {SessionStatus.RUNNING, SessionStatus.FINISHED}
        if begun and deed.node is not None and deed.node.kind == Kind.EXECUTE:
            cancel_sessions(deed, planned_sessions(deed))
            return Outcome(Stay() if SessionStatus.RUNNING in begun else Follow(Action.FINISH), trail=trail)
        free_everything(deed)
        _call_off(booking.sessions.filter(status=SessionStatus.PLANNED), deed)
        refresh_bounds(booking)
        return Outcome(Finish(Status.CANCELLED), trail=trail)


def _call_off(sessions: QuerySet[Session], deed: Deed) -> None:
    sessions.update(status=SessionStatus.CANCELLED, cancelled_at=deed.at, sequence=F("sequence") + 1)


def cancel_sessions(deed: Deed, sessions: Sequence[Session]) -> None:
    """These sessions are cancelled and free at once; bounds, waiting list, timers and clock follow what is left."""
    booking = deed.booking
    release_booking(booking, at=deed.at, sessions=sessions)
    _call_off(booking.sessions.filter(pk__in=[each.pk for each in sessions]), deed)
    refresh_bounds(booking)
    if booking.hold in (Hold.PARTIAL, Hold.WAITING):
        hold_booking(booking, at=deed.at)
    set_lapse_timer(booking)
    row_run = row_clock.open_row_run(booking)
    if row_run is not None:
        row = next(row for row in deed.graph.rows if row.pk == row_run.row_id)
        row_clock.reschedule_row(booking, deed.graph, row_run, row, deed.at)


class CancelSessionsForm(CancelForm):
    """Which sessions of a series; not all of them, for that is the whole request."""

    sessions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sesi yang dibatalkan"),
        queryset=Session.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Pilih sesi yang dibatalkan."),
            "invalid_choice": gettext_lazy("Sesi ini tidak (lagi) dapat dibatalkan. Pilih dari daftar."),
        },
    )
    field_order = ("sessions", "reason")

    def build(self) -> None:
        coming = self.booking.sessions.filter(status=SessionStatus.PLANNED, starts_at__gt=self.at).order_by("number")
        field = self.fields["sessions"]
        field.queryset = coming  # type: ignore[attr-defined]
        field.label_from_instance = _session_words  # type: ignore[attr-defined]

    def clean_sessions(self) -> QuerySet[Session]:
        chosen: QuerySet[Session] = self.cleaned_data["sessions"]
        if len(chosen) == self.booking.sessions.filter(status=SessionStatus.PLANNED).count():
            raise forms.ValidationError(_("Untuk membatalkan semua sesi, batalkan permohonannya."))
        return chosen

    def trail(self) -> dict[str, Any]:
        return {
            "reason": self.cleaned_data["reason"],
            "sessions": [_session_words(each) for each in self.cleaned_data["sessions"]],
        }


class CancelSessions(Cancel):
    """Named exceptions of a series: the others go on as they are, and nothing is decided again."""

    name = "cancel_sessions"
    label = gettext_lazy("Batalkan sebagian sesi")
    form = CancelSessionsForm
    on_its_own_page = True

    def legal(self, here: Situation) -> str | None:
        if (sentence := super().legal(here)) is not None:
            return sentence
        if here.booking.status == Status.OFFERED:
            return _("Pemohon sedang memilih jadwal lain. Tunggu jawabannya, atau batalkan permohonannya.")
        if not has_future_session(here) or len(planned_sessions(here)) < 2:
            return _("Permohonan ini tidak mempunyai sesi lain yang masih akan datang.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        trail = deed.form.trail()  # type: ignore[attr-defined]
        cancel_sessions(deed, list(deed.data["sessions"]))
        return Outcome(Stay(), trail=trail)


def _session_words(session: Session) -> str:
    when = label_of(Span(session.starts_at, session.ends_at), session.booking.office)
    return _("Sesi %(number)d, %(when)s") % {"number": session.number, "when": when}


class Reopen(Move):
    """The office head opens a closed case: at the recheck step, or at the report when nothing is left to be held.

    What was cancelled with the case comes back, as far as it is still to come; a session that was cancelled by itself
    stays cancelled.
    """

    name = "reopen"
    label = gettext_lazy("Buka kembali permohonan")
    form = ReasonForm

    def legal(self, here: Situation) -> str | None:
        if not is_closed(here):
            return _("Permohonan ini masih berjalan.")
        if here.booking.events.filter(redacted_at__isnull=False).exists():
            return _("Berkas permohonan ini sudah dimusnahkan. Ajukan permohonan baru.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if has_role(actor, here.booking, Role.OFFICE_HEAD):
            return None
        return _("Hanya kepala dinas yang membuka kembali permohonan.")

    def perform(self, deed: Deed) -> Outcome:
        booking, graph = deed.booking, deed.graph
        if booking.status == Status.CANCELLED and booking.closed_at is not None:
            booking.sessions.filter(cancelled_at=booking.closed_at, starts_at__gt=deed.at).update(
                status=SessionStatus.PLANNED, cancelled_at=None, sequence=F("sequence") + 1
            )
            refresh_bounds(booking)
        is_over = not any(each.is_pending and each.ends_at > deed.at for each in booking.sessions.all())
        report = next((step for step in graph.steps.values() if step.kind == Kind.REPORT), None)
        if not is_over:
            hold_booking(booking, at=deed.at)
            set_lapse_timer(booking)
        target = report if is_over and report is not None else graph.recheck
        return Outcome(Jump(target), trail=deed.form.trail())  # type: ignore[attr-defined]


class Lapse(SystemMove):
    """A case that has not reached ``execute`` when its last session ends is over."""

    name = "lapse"
    label = gettext_lazy("Gugur")
    form = EmptyForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if execute_reached(here) or (here.run is not None and here.run.kind in (Kind.ACKNOWLEDGE, Kind.REPORT)):
            return _("Permohonan ini sudah sampai pelaksanaan.")
        if here.booking.last_session_end is None or here.booking.last_session_end > here.at:
            return _("Sesi terakhir belum berakhir.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        free_everything(deed)
        deed.booking.sessions.filter(status=SessionStatus.PLANNED).update(status=SessionStatus.NOT_HELD)
        return Outcome(Finish(Status.LAPSED))
