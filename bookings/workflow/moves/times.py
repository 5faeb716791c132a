"""Moves that change or propose times: reschedule and offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import FlagResult, SessionStatus, Status
from bookings.forms.sessions import SessionsField, SessionTime
from bookings.models.session import sessions_of
from bookings.permissions import has_role, is_applicant
from bookings.rules import flag_rules
from bookings.scheduling.services import move_instead, move_sessions
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for

from .. import overall_clock, row_clock
from ..forms import ActionForm, ReasonForm
from ..outcome import Aside, Deed, Jump, Outcome, Resume, Stay, Then
from ..timers import set_lapse_timer
from .base import Move, has_future_session, is_closed, not_live, planned_sessions, recheck_reached

if TYPE_CHECKING:
    from bookings.models import Booking, Session

    from ..legality import Situation

OFFERABLE = frozenset(
    {
        Kind.CHECK_DATA,
        Kind.CHECK_RESOURCES,
        Kind.COORDINATE,
        Kind.PROVISION,
        Kind.HAND_OVER,
        Kind.DRAFT_REPLY,
        Kind.APPROVE_REPLY,
        Kind.SEND_REPLY,
        Kind.PREPARE,
        Kind.TRIAL,
        Kind.EXECUTE,
    }
)
"""From check_data until the start (DESIGN §3.2)."""


def planned_of(booking: Booking) -> list[Session]:
    """The sessions that have not begun and were not cancelled."""
    return [session for session in sessions_of(booking) if session.status == SessionStatus.PLANNED]


class RescheduleForm(ReasonForm):
    """New times for the planned sessions, in their order."""

    sessions = SessionsField(label=gettext_lazy("Waktu baru"))
    field_order = ("sessions", "reason")

    def build(self) -> None:
        planned = planned_of(self.booking)
        field = self.fields["sessions"]
        assert isinstance(field, SessionsField)
        field.prepare(tz=self.booking.office.tz, at=self.at, count=len(planned))
        self.initial.setdefault(
            "sessions", [SessionTime(each.starts_at, each.ends_at, each.open_ended) for each in planned]
        )


class Reschedule(Move):
    """The applicant, or the coordinator for him, until the start; the ticket is kept.

    Resumes at the recheck step; where that is not yet reached only the time changes. A returned case
    stays returned and resumes at the recheck step afterwards; an offer is answered by it: nothing of
    what was offered is held any longer. A completed case is reopened.
    """

    name = "reschedule"
    label = gettext_lazy("Jadwalkan ulang")
    form = RescheduleForm

    def legal(self, here: Situation) -> str | None:
        booking = here.booking
        if booking.status == Status.DRAFT:
            return _("Permohonan ini masih draf. Ubah drafnya.")
        if is_closed(here) and not (booking.status == Status.COMPLETED and has_future_session(here)):
            return not_live(here)
        planned = planned_sessions(here)
        if not planned or planned[0].starts_at <= here.at:
            return _("Kegiatan sudah dimulai, jadi jadwalnya tidak dapat diubah.")
        if any(each.status == SessionStatus.RUNNING for each in here.sessions):
            return _("Satu sesi sedang berlangsung. Akhiri dahulu, lalu jadwalkan ulang sesi berikutnya.")
        if booking.decision in ("refused", "full"):
            return _("Permohonan ini sudah ditolak.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if is_applicant(actor, here.booking) or has_role(actor, here.booking, Role.COORDINATOR):
            return None
        if here.graph is not None and has_role(actor, here.booking, here.graph.recheck.roles[0]):
            return None
        return _("Jadwal diubah oleh pemohon, atau subkoordinator atas permintaannya.")

    def perform(self, deed: Deed) -> Outcome:
        reached = recheck_reached(deed)
        change_times(deed, deed.data["sessions"], strict=True)
        trail = deed.form.trail()  # type: ignore[attr-defined]
        return Outcome(self._then(deed, reached=reached), trail=trail)

    def _then(self, deed: Deed, *, reached: bool) -> Then:
        if deed.booking.status == Status.OFFERED:
            return Resume(to_recheck=reached)
        if not reached:
            return Stay()
        if deed.run is not None and deed.run.is_side_step:
            deed.run.resume_to_recheck = True
            deed.run.save(update_fields=["resume_to_recheck"])
            return Stay()
        if deed.node is not None and deed.node.pk == deed.graph.recheck.pk:
            return Stay()
        return Jump(deed.graph.recheck)


def change_times(deed: Deed, times: Iterable[SessionTime], *, strict: bool) -> None:
    """Move the planned sessions and what hangs on them: allocations, flags, clock, lapse timer."""
    booking = deed.booking
    pairs = pair_times(planned_sessions(deed), list(times))
    new_times = {session.pk: (time.starts_at, time.ends_at) for session, time in pairs}
    for session, time in pairs:
        if session.open_ended != time.open_ended:
            session.open_ended = time.open_ended
            session.save(update_fields=["open_ended"])
    if strict:
        move_instead(booking, new_times, at=deed.at)
    else:
        move_sessions(booking, new_times, at=deed.at, strict=False)
    booking.refresh_from_db(fields=["first_session_start", "last_session_end", "hold"])
    booking.flags.filter(result__in=(FlagResult.OPEN, FlagResult.NEW_DATE, FlagResult.REJECTED)).update(
        result=FlagResult.WITHDRAWN, closed_at=deed.at, note=_("Jadwal diubah.")
    )
    flag_rules(booking, at=deed.at, submitted_at=deed.at)
    set_lapse_timer(booking)
    row_run = row_clock.open_row_run(booking)
    if row_run is not None:
        row = next(row for row in deed.graph.rows if row.pk == row_run.row_id)
        row_clock.reschedule_row(booking, deed.graph, row_run, row, deed.at)
    overall_run = overall_clock.open_overall_run(booking)
    if overall_run is not None:
        overall_clock.reschedule_overall(booking, deed.graph, overall_run)


def pair_times(sessions: Sequence[Session], times: Sequence[SessionTime]) -> list[tuple[Session, SessionTime]]:
    """Which session gets which time: one whose time is among them keeps it, the others follow in their order."""
    left, pairs = list(times), []
    moving = []
    for session in sessions:
        same = next(
            (each for each in left if (each.starts_at, each.ends_at) == (session.starts_at, session.ends_at)), None
        )
        if same is None:
            moving.append(session)
        else:
            left.remove(same)
            pairs.append((session, same))
    return [*pairs, *zip(moving, left, strict=True)]


class OfferForm(ActionForm):
    """One to three options, each with a time for every planned session."""

    option_1 = SessionsField(label=gettext_lazy("Pilihan 1"))
    option_2 = SessionsField(label=gettext_lazy("Pilihan 2"), required=False)
    option_3 = SessionsField(label=gettext_lazy("Pilihan 3"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Penjelasan untuk pemohon"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def build(self) -> None:
        count = len(planned_of(self.booking))
        for name in ("option_1", "option_2", "option_3"):
            field = self.fields[name]
            assert isinstance(field, SessionsField)
            field.prepare(tz=self.booking.office.tz, at=self.at, count=count)

    @property
    def options(self) -> list[list[SessionTime]]:
        return [self.cleaned_data[name] for name in ("option_1", "option_2", "option_3") if self.cleaned_data.get(name)]


class Offer(Move):
    """The holder lets the agency choose another time; the options are held until the deadline."""

    name = "offer"
    label = gettext_lazy("Tawarkan jadwal lain")
    form = OfferForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if here.run is None or here.run.is_side_step:
            return _("Permohonan ini sedang di tangan pemohon.")
        if here.run.kind not in OFFERABLE or here.booking.decision in ("refused", "full"):
            return _("Pada langkah ini jadwal lain tidak dapat ditawarkan.")
        planned = planned_sessions(here)
        if not planned or planned[0].starts_at <= here.at:
            return _("Kegiatan sudah dimulai.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        from ..legality import not_holder

        return not_holder(actor, here)

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, OfferForm)
        deadline = answer_deadline(deed)
        planned = planned_sessions(deed)
        options = tuple(
            tuple(zip((session.pk for session in planned), option, strict=True)) for option in deed.form.options
        )
        return Outcome(
            Aside(
                Kind.CHOOSE_ALTERNATIVE,
                deadline_at=deadline,
                resume_to_recheck=recheck_reached(deed),
                options=options,
            ),
            trail=deed.form.trail(),
        )


def answer_deadline(deed: Deed) -> datetime:
    """At most one working day, and before the first session starts."""
    deadline = calendar_for(deed.booking.office).add_working_days(deed.at, 1)
    first = deed.booking.first_session_start
    return min(deadline, first) if first is not None and first > deed.at else deadline
