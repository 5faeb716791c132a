"""``choose_alternative``: the agency picks one of the offered times, or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Decision, FlagResult, Repercussion
from bookings.forms.sessions import SessionTime
from bookings.models import Booking, Option, StepRun
from bookings.scheduling.services import hold_options, take_option
from bookings.workflow.forms import ActionForm, NoteForm
from bookings.workflow.moves.closing import as_refused, free_everything
from bookings.workflow.outcome import Deed, Outcome, Resume
from bookings.workflow.step_kind import StepKind
from bookings.workflow.timers import set_lapse_timer
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.procedures.durations import format_date, format_range
from vidcon_portal.ui.widgets import ChipRadioSelect

OFFER = "offer"


class ChooseForm(ActionForm):
    option = forms.TypedChoiceField(
        label=gettext_lazy("Jadwal yang dipilih"),
        coerce=int,
        widget=ChipRadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu jadwal.")},
    )

    def build(self) -> None:
        self.fields["option"].choices = [  # type: ignore[attr-defined]
            (str(option.number), option_words(option, self.booking)) for option in offered_options(self.run)
        ]


def offered_options(run: StepRun | None) -> list[Option]:
    return list(run.offered.order_by("number")) if run else []


def option_words(option: Option, booking: Booking) -> str:
    """``Kamis, 26 November 2026, 09.00–11.00 WITA``; several sessions are joined."""
    parts = []
    for each in option.sessions:
        start, end = datetime.fromisoformat(each["starts_at"]), datetime.fromisoformat(each["ends_at"])
        tz = booking.office.tz
        parts.append(f"{format_date(start.astimezone(tz).date())}, {format_range(start, end, tz)}")
    return "; ".join(parts)


class ChooseAlternative(StepKind):
    kind = Kind.CHOOSE_ALTERNATIVE
    forms = {Action.CHOOSE: ChooseForm, Action.DECLINE: NoteForm}
    template = "bookings/panels/options.html"

    def opened(self, booking: Booking, run: StepRun, *, at: datetime, options: tuple[Any, ...] = ()) -> None:
        """Keep what was offered and hold it until the deadline; raises ``Clash`` when it is not free."""
        rows = [
            Option.objects.create(step_run=run, number=number, sessions=_as_json(option), is_held=True)
            for number, option in enumerate(options, start=1)
        ]
        if rows and run.deadline_at is not None:
            hold_options(booking, rows, until=run.deadline_at, at=at)
            ends = [time.ends_at for option in options for _session, time in option]
            set_lapse_timer(booking, not_before=max(ends))

    def perform(self, deed: Deed) -> Outcome:
        booking, run = deed.booking, deed.run
        assert run is not None
        if deed.action == Action.DECLINE:
            free_everything(deed)
            return Outcome(
                as_refused(deed),
                trail=deed.form.trail(),  # type: ignore[attr-defined]
                decision=Decision.REFUSED,
                decision_note=deed.data["note"] or _("Pemohon tidak memilih jadwal yang ditawarkan."),
            )
        option = run.offered.get(number=deed.data["option"])
        take_option(booking, option, at=deed.at)
        option.chosen_at = deed.at
        option.save(update_fields=["chosen_at"])
        booking.refresh_from_db(fields=["first_session_start", "last_session_end", "hold"])
        booking.flags.filter(result__in=(FlagResult.OPEN, FlagResult.NEW_DATE)).update(
            result=FlagResult.WITHDRAWN, closed_at=deed.at, note=_("Jadwal yang ditawarkan dinas dipilih.")
        )
        set_lapse_timer(booking)
        return Outcome(
            Resume(to_recheck=run.resume_to_recheck),
            trail={"option": option.number, "sessions": option.sessions},
        )

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        return {
            "because": why_offered(booking),
            "options": [option_words(option, booking) for option in offered_options(run)],
            "deadline": run.deadline_at,
        }


def why_offered(booking: Booking) -> str:
    """What the applicant must know before he picks: that his time was taken, and why, or the officer's note."""
    told = booking.events.filter(action__in=(OFFER, Repercussion.DISPLACED)).order_by("number").last()
    if told is None:
        return ""
    if told.action == OFFER:
        return str(told.data.get("note", ""))
    return _("Jadwal semula digeser untuk kegiatan pimpinan. Alasan: %(reason)s") % {
        "reason": told.data.get("reason", "")
    }


def _as_json(option: Sequence[tuple[int, SessionTime]]) -> list[dict[str, Any]]:
    return [
        {"session": pk, "starts_at": time.starts_at.isoformat(), "ends_at": time.ends_at.isoformat()}
        for pk, time in option
    ]
