"""Moves about rules: dispensation, the leader's confirmation, a missed deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import FlagKind, FlagResult, Hold
from bookings.models import Flag
from bookings.permissions import is_own_agency, may_confirm_leader
from bookings.scheduling.services import drop_options, hold_booking, lapse_hold
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.wording import in_other_languages

from .. import row_clock
from ..forms import EmptyForm, NoteForm
from ..outcome import Deed, Outcome, Stay
from .base import Move, SystemMove, no_leader, not_live

if TYPE_CHECKING:
    from ..legality import Situation


class DispenseForm(NoteForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        widget=forms.RadioSelect,
        choices=(
            (FlagResult.GRANTED, gettext_lazy("Beri dispensasi")),
            (FlagResult.NEW_DATE, gettext_lazy("Minta tanggal lain")),
            (FlagResult.REJECTED, gettext_lazy("Tolak dispensasi")),
        ),
    )
    field_order = ("result", "note")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("result") != FlagResult.GRANTED and not cleaned.get("note"):
            self.add_error("note", _("Isi alasannya; pemohon akan membacanya."))
        return cleaned


def undecided_flags(here: Situation | Deed) -> list[Flag]:
    flags = here.booking.flags.order_by("pk") if isinstance(here, Deed) else here.flags
    return [each for each in flags if each.result in (FlagResult.OPEN, FlagResult.NEW_DATE)]


class Dispense(Move):
    """The dispensation role closes the flags; no step moves."""

    name = "dispense"
    label = gettext_lazy("Putuskan dispensasi")
    form = DispenseForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        return None if undecided_flags(here) else _("Tidak ada dispensasi yang perlu diputuskan.")

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        assert here.graph is not None
        if is_own_agency(actor, here.booking, here.at):
            return _("Anda bagian dari instansi pemohon. Dispensasi harus diputuskan pejabat lain.")
        role = here.graph.dispensation_role
        day = here.at.astimezone(here.booking.office.tz).date()
        reached = responsible_for_many(positions_for_role(role, office=here.booking.office), day)
        holders = {each.pk for responsible in reached.values() for each in responsible.appointments}
        if actor.appointment is not None and (
            actor.appointment.pk in holders or (actor.on_behalf_of is not None and actor.on_behalf_of.pk in reached)
        ):
            return None
        return _("Dispensasi diputuskan oleh %(role)s.") % {"role": role.label}

    def perform(self, deed: Deed) -> Outcome:
        result = FlagResult(deed.data["result"])
        for flag in undecided_flags(deed):
            flag.result = result
            flag.note = deed.data["note"]
            flag.closed_at = deed.at
            flag.closed_by = deed.by.appointment
            flag.save(update_fields=["result", "note", "closed_at", "closed_by"])
        return Outcome(Stay(), trail=deed.form.trail())  # type: ignore[attr-defined]


class ConfirmLeader(Move):
    """Protocol, secretary or office head confirms that a leader takes part; rule flags fall.

    A case that becomes urgent by it goes on by the wall clock: what was used up until now stays used up.
    """

    name = "confirm_leader"
    label = gettext_lazy("Konfirmasi kehadiran pimpinan")
    form = NoteForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if (sentence := no_leader(here)) is not None:
            return sentence
        if here.booking.leader_confirmed_at is not None:
            return _("Kehadiran pimpinan sudah dikonfirmasi.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if may_confirm_leader(actor, here.booking):
            return None
        return _("Kehadiran pimpinan dikonfirmasi oleh protokol, sekretaris, atau kepala dinas.")

    def perform(self, deed: Deed) -> Outcome:
        booking = deed.booking
        row_run = row_clock.open_row_run(booking)
        runs = row_run is not None and row_run.paused_at is None
        if row_run is not None and runs:
            row_clock.pause_row(booking, row_run, deed.at)
        booking.leader_confirmed_by = deed.by.appointment
        booking.leader_confirmed_at = deed.at
        booking.save(update_fields=["leader_confirmed_by", "leader_confirmed_at"])
        if booking.hold in (Hold.WAITING, Hold.PARTIAL):  # no quota holds a leader up
            hold_booking(booking, at=deed.at)
        booking.flags.filter(
            kind__in=(FlagKind.LATE, FlagKind.OUTSIDE_HOURS), result__in=(FlagResult.OPEN, FlagResult.NEW_DATE)
        ).update(
            result=FlagResult.WITHDRAWN,
            closed_at=deed.at,
            closed_by=deed.by.appointment,
            note=_("Kegiatan pimpinan dikonfirmasi."),
        )
        if row_run is not None and runs:
            row = next(row for row in deed.graph.rows if row.pk == row_run.row_id)
            row_clock.resume_row(booking, deed.graph, row_run, row, deed.at)
        return Outcome(Stay(), trail=deed.form.trail())  # type: ignore[attr-defined]


UNANSWERED = gettext_lazy("Pemohon belum menjawab sampai batas waktu; jadwal dilepas.")


class MissDeadline(SystemMove):
    """The applicant let his deadline pass: the case stays, is flagged, and joins the waiting list."""

    name = "miss_deadline"
    label = gettext_lazy("Batas jawaban terlewati")
    form = EmptyForm

    def legal(self, here: Situation) -> str | None:
        if here.run is None or not here.run.is_side_step:
            return _("Pemohon sudah menjawab.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        booking = deed.booking
        drop_options(booking, at=deed.at)
        lapse_hold(booking, at=deed.at)
        Flag.objects.get_or_create(
            booking=booking,
            kind=FlagKind.MISSED_DEADLINE,
            result="",
            defaults={
                "sentence": str(UNANSWERED),
                "wordings": in_other_languages(lambda: str(UNANSWERED)),
                "opened_at": deed.at,
            },
        )
        return Outcome(Stay())


class ResumeClock(SystemMove):
    """The hour of scheduled work has come: the row's clock runs on (DESIGN §3.3)."""

    name = "resume_clock"
    label = gettext_lazy("Waktu berjalan lagi")
    form = EmptyForm

    def legal(self, here: Situation) -> str | None:
        row_run = row_clock.open_row_run(here.booking)
        if here.node is None or row_run is None or row_run.paused_at is None:
            return _("Waktu langkah ini sudah berjalan.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        row_run = row_clock.open_row_run(deed.booking)
        assert row_run is not None
        assert deed.node is not None
        row_clock.resume_row(deed.booking, deed.graph, row_run, deed.node.row, deed.at)
        return Outcome(Stay())
