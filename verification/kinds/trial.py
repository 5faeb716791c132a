"""The trial run: picture, sound, network, and a verdict for each trial that is due."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Booking, StepRun, Timer
from bookings.models.session import sessions_of
from bookings.scheduling.availability import label_of
from bookings.scheduling.spans import Span
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome, Stay
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.procedures.durations import format_moment
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import Grade, Verdict
from ..forms import MomentField, WorkForm, not_in_the_future
from ..models import Trial
from ..papers import answer_if_confirming
from ..queries import decided_trials, has_pending_trials, pending_trials
from ..services.following import RESUME_CLOCK
from ..services.trials import ensure_trials


class VerdictForm(WorkForm):
    """Which trial, how picture, sound and network were, what was found."""

    folded = ("tried_at",)
    fold_label = gettext_lazy("Dicatat belakangan")

    trial = forms.ModelChoiceField(
        label=gettext_lazy("Uji coba"),
        queryset=Trial.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Pilih uji coba yang dinilai."),
            "invalid_choice": gettext_lazy("Uji coba ini sudah dinilai atau bukan bagian permohonan ini."),
        },
    )
    picture = forms.ChoiceField(label=gettext_lazy("Gambar"), required=False)
    sound = forms.ChoiceField(label=gettext_lazy("Suara"), required=False)
    network = forms.ChoiceField(label=gettext_lazy("Jaringan"), required=False)
    findings = forms.CharField(
        label=gettext_lazy("Temuan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    tried_at = MomentField(
        label=gettext_lazy("Diuji coba pada"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila baru saja selesai."),
    )

    wants_findings: ClassVar[bool] = False

    def add_fields(self) -> None:
        pending = pending_trials(self.booking)
        chosen = self.fields["trial"]
        chosen.queryset = Trial.objects.filter(pk__in=[trial.pk for trial in pending])  # type: ignore[attr-defined]
        chosen.label_from_instance = trial_label  # type: ignore[attr-defined]
        chosen.required = len(pending) > 1
        if not chosen.required:
            chosen.widget = forms.HiddenInput()
        for name in ("picture", "sound", "network"):
            self.fields[name].choices = Grade.choices  # type: ignore[attr-defined]
            self.fields[name].widget = ChipRadioSelect(choices=Grade.choices, split=True)
        findings = self.fields["findings"]
        findings.required = self.wants_findings or self.arrow_wants_note()
        findings.error_messages["required"] = _("Tulis temuannya, agar diperbaiki sebelum kegiatan.")

    def clean_tried_at(self) -> Any:
        moment = self.cleaned_data["tried_at"]
        not_in_the_future(moment, self.at)
        submitted = self.booking.submitted_at
        if moment is not None and submitted is not None and moment < submitted:
            raise forms.ValidationError(_("Uji coba tidak dapat mendahului permohonannya. Periksa tanggalnya."))
        return moment

    def clean_trial(self) -> Trial | None:
        chosen: Trial | None = self.cleaned_data["trial"]
        if chosen is not None:
            return chosen
        pending = pending_trials(self.booking)
        return pending[0] if len(pending) == 1 else None


class FindingsForm(VerdictForm):
    wants_findings = True


class TrialRun(StepKind):
    """Closes when each trial has its verdict; a failure follows the SOP's arrow at once."""

    kind = Kind.TRIAL
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {
        Action.PASS: VerdictForm,
        Action.PASS_WITH_NOTES: FindingsForm,
        Action.FAIL: FindingsForm,
    }
    template = "verification/panels/trial.html"

    verdicts: ClassVar[Mapping[str, Verdict]] = {
        Action.PASS: Verdict.PASS,
        Action.PASS_WITH_NOTES: Verdict.PASS_WITH_NOTES,
        Action.FAIL: Verdict.FAIL,
    }

    rests = True

    def opened(self, booking: Booking, run: StepRun, *, at: Any, options: tuple[Any, ...] = ()) -> None:
        """Make the trials that are due. Until the first one's hour the row's clock should rest: a timer wakes it."""
        trials = ensure_trials(booking, run=run, at=at)
        starts = [trial.starts_at for trial in trials if trial.starts_at is not None]
        if len(starts) == len(trials) and starts and min(starts) > at:
            Timer.objects.create(booking=booking, step_run=run, action=RESUME_CLOCK, at=min(starts))

    def perform(self, deed: Deed) -> Outcome:
        trial: Trial | None = deed.data["trial"]
        if trial is not None:
            self._write(trial, deed)
        is_last = not has_pending_trials(deed.booking)
        follows = deed.action == Action.FAIL or is_last
        if follows and deed.action != Action.FAIL:
            answer_if_confirming(deed)
        trail: dict[str, Any] = deed.form.trail()  # type: ignore[attr-defined]
        if trial is not None:
            trail["trial"] = {"id": str(trial.pk), "label": trial_label(trial)}
        return Outcome(Follow(deed.action) if follows else Stay(), trail=trail)

    def hour(self, booking: Booking) -> str:
        planned = [(trial.starts_at, trial) for trial in pending_trials(booking) if trial.starts_at is not None]
        if not planned:
            return ""
        first = min(planned, key=itemgetter(0))[1]
        return _("Waktu uji coba: %(when)s.") % {"when": trial_when(first)}

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        found = [getattr(session, "meeting", None) for session in sessions_of(booking, with_meetings=True)]
        meetings = [meeting for meeting in found if meeting is not None and meeting.withdrawn_at is None]
        return {
            "trials": [
                Fact(_("Uji coba %(number)s") % {"number": trial.number}, trial_when(trial))
                for trial in pending_trials(booking)
            ],
            "decided": [
                Fact(
                    _("Uji coba %(number)s") % {"number": trial.number},
                    ". ".join(filter(None, [trial.get_verdict_display(), trial.findings])),
                )
                for trial in decided_trials(booking)
            ],
            "onsite_url": reverse("reports:onsite", args=[booking.ticket]),
            "place": booking.place,
            "meetings": [
                Fact(meeting.platform, meeting.meeting_id, code=True) for meeting in meetings if meeting.meeting_id
            ],
        }

    def _write(self, trial: Trial, deed: Deed) -> None:
        trial.verdict = self.verdicts[deed.action]
        trial.step_run = deed.run
        for name in ("picture", "sound", "network", "findings"):
            setattr(trial, name, deed.data[name])
        trial.decided_at = deed.data["tried_at"] or deed.at
        trial.decided_by = deed.by.user
        trial.save()


def trial_label(trial: Trial) -> str:
    """Which sessions it covers, so that several can be told apart."""
    numbers = ", ".join(str(session.number) for session in trial.sessions.all())
    return _("Uji coba %(number)s (sesi %(sessions)s)") % {"number": trial.number, "sessions": numbers}


def trial_when(trial: Trial) -> str:
    """When it is planned, else for which sessions."""
    office = trial.booking.office
    if trial.starts_at is not None and trial.ends_at is not None:
        return label_of(Span(trial.starts_at, trial.ends_at), office)
    firsts = [session.starts_at for session in trial.sessions.all()]
    if not firsts:
        return _("waktu belum ditentukan")
    return _("waktu belum ditentukan, sebelum %(start)s") % {"start": format_moment(min(firsts), office.tz)}
