"""The event itself: start, live log, extension, end, or that it was not held."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import SessionStatus
from bookings.models import Booking, Session, StepRun
from bookings.models.session import sessions_of
from bookings.scheduling.answers import occupant
from bookings.scheduling.services import end_session, extend_session, release_booking
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome, Stay, Then
from bookings.workflow.step_kind import StepKind
from verification.attendance import peak_of
from verification.forms import MomentField, WorkForm, not_in_the_future
from verification.queries import neighbours_before
from verification.services.meetings import withdraw_meetings
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.procedures.durations import format_time
from vidcon_portal.ui.widgets import ChipRadioSelect, NumberInput

from ..choices import LogKind, Quality
from ..live_sessions import candidates_for, early_warning, log_lines, session_facts, session_label
from ..models import Execution, LogEntry

TYPED_KINDS = (LogKind.INCIDENT, LogKind.RECOVERED, LogKind.CONTENT, LogKind.SUPPORT, LogKind.NOTE)
"""What people log; the others are written by the actions themselves."""


class SessionForm(WorkForm):
    """Asks for the session only when several come into question."""

    session = forms.ModelChoiceField(
        label=gettext_lazy("Sesi"),
        queryset=Session.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Pilih sesinya."),
            "invalid_choice": gettext_lazy("Sesi ini tidak dapat dipilih untuk tindakan ini. Muat ulang halaman."),
        },
    )

    def add_fields(self) -> None:
        self.candidates = candidates_for(self.action, self.booking, at=self.at)
        chosen = self.fields["session"]
        chosen.queryset = Session.objects.filter(pk__in=[session.pk for session in self.candidates])  # type: ignore[attr-defined]
        chosen.label_from_instance = session_label  # type: ignore[attr-defined]
        chosen.required = self._only() is None
        if len(self.candidates) == 1:
            chosen.widget = forms.HiddenInput()

    def clean_session(self) -> Session:
        chosen: Session | None = self.cleaned_data["session"] or self._only()
        if chosen is None:
            raise forms.ValidationError(_("Pilih sesinya."))
        return chosen

    def _only(self) -> Session | None:
        """The one session that is meant when none is named: the single candidate, else the single running one."""
        running = [session for session in self.candidates if session.status == SessionStatus.RUNNING]
        for group in (self.candidates, running):
            if len(group) == 1:
                return group[0]
        return None


class OccurredForm(SessionForm):
    """With the moment at which it really happened, for what is entered afterwards."""

    occurred_at = MomentField(
        label=gettext_lazy("Terjadi pada"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila baru saja terjadi."),
    )

    def clean_occurred_at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["occurred_at"]
        not_in_the_future(moment, self.at)
        return moment

    @property
    def moment(self) -> dt.datetime:
        return self.cleaned_data.get("occurred_at") or self.at


class StartForm(OccurredForm):
    confirm_early = forms.BooleanField(label=gettext_lazy("Ya, mulai lebih awal dari rencana"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        session: Session | None = cleaned.get("session")
        if session is not None and self.moment < session.starts_at and not cleaned.get("confirm_early"):
            self.add_error("confirm_early", early_warning(session, at=self.moment))
        return cleaned


class LogForm(OccurredForm):
    """One tap records the hour; words may follow, and only a note needs them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=[(kind.value, kind.label) for kind in TYPED_KINDS],
        widget=ChipRadioSelect,
    )
    text = forms.CharField(label=gettext_lazy("Keterangan"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == LogKind.NOTE and not cleaned.get("text"):
            self.add_error("text", _("Tulis catatannya."))
        return cleaned


class ExtendForm(SessionForm):
    ends_at = MomentField(label=gettext_lazy("Waktu selesai yang baru"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        session, ends_at = cleaned.get("session"), cleaned.get("ends_at")
        if session is None or ends_at is None:
            return cleaned
        if ends_at <= session.ends_at:
            self.add_error("ends_at", _("Waktu selesai yang baru harus sesudah waktu selesai semula."))
        elif ends_at - session.ends_at > dt.timedelta(hours=24):
            self.add_error("ends_at", _("Perpanjangan paling lama 24 jam. Periksa tanggalnya."))
        return cleaned


class FinishForm(OccurredForm):
    """``started_at`` is for a session whose start was not recorded; empty means as planned."""

    started_at = MomentField(
        label=gettext_lazy("Mulai nyata"),
        required=False,
        help_text=gettext_lazy("Hanya bila mulainya belum dicatat; kosong berarti sesuai rencana."),
    )
    participants_peak = forms.IntegerField(
        label=gettext_lazy("Peserta terbanyak"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=NumberInput,
    )
    connection = forms.ChoiceField(
        label=gettext_lazy("Mutu sambungan"),
        choices=Quality.choices,
        required=False,
        widget=ChipRadioSelect(split=True),
    )

    def defaults(self) -> Mapping[str, Any]:
        """What the provider of the meeting told: how many were there at most."""
        running = [session for session in self.candidates if session.status == SessionStatus.RUNNING]
        peak = peak_of(running[0]) if len(running) == 1 else None
        return {"participants_peak": peak} if peak else {}

    def clean_started_at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["started_at"]
        not_in_the_future(moment, self.at)
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        session: Session | None = cleaned.get("session")
        if session is not None and "started_at" in cleaned and self.moment <= self.real_start(session):
            self.add_error("occurred_at", _("Waktu selesai harus sesudah waktu mulai."))
        return cleaned

    def real_start(self, session: Session) -> dt.datetime:
        execution = Execution.objects.filter(session=session).first()
        recorded = execution.started_at if execution else None
        return recorded or self.cleaned_data.get("started_at") or session.starts_at


class NotHeldForm(SessionForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan tidak terlaksana"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis mengapa sesi ini tidak terlaksana.")},
    )


class Execute(StepKind):
    """Each session has its own life; the step closes when none is left to hold."""

    kind = Kind.EXECUTE
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {
        Action.START: StartForm,
        Action.LOG: LogForm,
        Action.EXTEND: ExtendForm,
        Action.FINISH: FinishForm,
        Action.NOT_HELD: NotHeldForm,
    }
    template = "reports/panels/execute.html"

    def opened(self, booking: Booking, run: StepRun, *, at: Any, options: tuple[Any, ...] = ()) -> None:
        served = [session for session in sessions_of(booking) if session.status != SessionStatus.CANCELLED]
        Execution.objects.bulk_create([Execution(session=each) for each in served], ignore_conflicts=True)

    def offers(self, booking: Booking, run: StepRun, action: str, at: dt.datetime) -> str | None:
        if candidates_for(action, booking, at=at):
            return None
        return {
            Action.START.value: _("Semua sesi sudah dimulai atau selesai."),
            Action.LOG.value: _("Tidak ada sesi yang berjalan."),
            Action.EXTEND.value: _("Hanya sesi yang sedang berlangsung yang dapat diperpanjang."),
            Action.FINISH.value: _("Sesi belum dimulai. Tekan “Mulai rapat” lebih dahulu."),
            Action.NOT_HELD.value: _(
                "Sesi yang sudah dimulai tidak dapat dinyatakan tidak terlaksana. Akhiri rapatnya."
            ),
        }[str(action)]

    def perform(self, deed: Deed) -> Outcome:
        session: Session = deed.data["session"]
        execution, _created = Execution.objects.get_or_create(session=session)
        write = {
            Action.START.value: _start,
            Action.LOG.value: _log,
            Action.EXTEND.value: _extend,
            Action.FINISH.value: _finish,
            Action.NOT_HELD.value: _not_held,
        }[deed.action]
        extra = write(deed, session, execution)
        trail: dict[str, Any] = deed.form.trail()  # type: ignore[attr-defined]
        trail["session"] = {"id": str(session.pk), "label": session_label(session)}
        return Outcome(self._then(deed), trail={**trail, **extra})

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        sessions = sessions_of(booking, with_meetings=True)
        return {
            "onsite_url": reverse("reports:onsite", args=[booking.ticket]),
            "sessions": [
                {
                    "label": session_label(session),
                    "facts": session_facts(session),
                    "log": log_lines(session),
                    "is_running": session.status == SessionStatus.RUNNING,
                }
                for session in sessions
                if session.status != SessionStatus.CANCELLED
            ],
        }

    def _then(self, deed: Deed) -> Then:
        if deed.action not in (Action.FINISH, Action.NOT_HELD):
            return Stay()
        statuses = {session.status for session in sessions_of(deed.booking)}
        if statuses & {SessionStatus.PLANNED, SessionStatus.RUNNING}:
            return Stay()
        return Follow(Action.FINISH if SessionStatus.FINISHED in statuses else Action.NOT_HELD)


def _start(deed: Deed, session: Session, execution: Execution) -> dict[str, Any]:
    assert isinstance(deed.form, StartForm)
    moment = deed.form.moment
    execution.started_at = moment
    execution.started_early = moment < session.starts_at
    execution.recorded_by = deed.by.user
    execution.save(update_fields=["started_at", "started_early", "recorded_by"])
    _set_status(session, SessionStatus.RUNNING)
    _write_log(deed, execution, LogKind.STARTED, at=moment)
    if not execution.started_early:
        return {}
    met = [occupant(row) for row in neighbours_before(session, at=moment)]
    return {"early": True, **({"neighbours": list(dict.fromkeys(met))} if met else {})}


def _log(deed: Deed, session: Session, execution: Execution) -> dict[str, Any]:
    assert isinstance(deed.form, LogForm)
    _write_log(deed, execution, LogKind(deed.data["kind"]), text=deed.data["text"], at=deed.form.moment)
    return {}


def _extend(deed: Deed, session: Session, execution: Execution) -> dict[str, Any]:
    before = session.ends_at
    extend_session(session, deed.data["ends_at"], at=deed.at)
    until = format_time(session.ends_at, deed.booking.office.tz)
    _write_log(deed, execution, LogKind.EXTENDED, text=_("Sampai %(until)s") % {"until": until}, at=deed.at)
    return {"before": before.isoformat()}


def _finish(deed: Deed, session: Session, execution: Execution) -> dict[str, Any]:
    assert isinstance(deed.form, FinishForm)
    moment = deed.form.moment
    if execution.started_at is None:
        execution.started_at = deed.form.real_start(session)
        _write_log(deed, execution, LogKind.STARTED, at=execution.started_at)
    execution.finished_at = moment
    execution.participants_peak = deed.data["participants_peak"]
    execution.connection = deed.data["connection"]
    execution.recorded_by = deed.by.user
    execution.save()
    _set_status(session, SessionStatus.FINISHED)
    _write_log(deed, execution, LogKind.FINISHED, at=moment)
    withdraw_meetings([session], at=deed.at)
    end_session(session, moment, at=deed.at)
    return {}


def _not_held(deed: Deed, session: Session, execution: Execution) -> dict[str, Any]:
    execution.not_held_reason = deed.data["reason"]
    execution.recorded_by = deed.by.user
    execution.save(update_fields=["not_held_reason", "recorded_by"])
    _set_status(session, SessionStatus.NOT_HELD)
    release_booking(deed.booking, at=deed.at, sessions=[session])
    withdraw_meetings([session], at=deed.at)
    return {}


def _set_status(session: Session, status: SessionStatus) -> None:
    session.status = status
    session.save(update_fields=["status"])


def _write_log(deed: Deed, execution: Execution, kind: LogKind, *, at: dt.datetime, text: str = "") -> None:
    LogEntry.objects.create(
        execution=execution, kind=kind, text=text, occurred_at=at, recorded_at=deed.at, recorded_by=deed.by.user
    )
