"""What was agreed with the applicant or with the network team, and when the trial is held."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Booking, StepRun
from bookings.workflow.forms import ActionForm
from bookings.workflow.graph import graph_of
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Fact

from ..choices import Counterpart
from ..forms import MomentField, WorkForm, node_of
from ..models import Coordination
from ..papers import answer_if_confirming
from ..queries import alternatives_for, first_start, need_lines, planned_sessions
from ..services.trials import schedule_trials


class AgreeForm(WorkForm):
    """Who was spoken to and what was agreed; the trial's time where the SOP holds one."""

    contact = forms.CharField(
        label=gettext_lazy("Yang dihubungi"), required=False, max_length=200, help_text=gettext_lazy("Nama dan nomor.")
    )
    agreed = forms.CharField(
        label=gettext_lazy("Hasil koordinasi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Tulis apa yang disepakati.")},
    )
    trial_at = MomentField(label=gettext_lazy("Waktu uji coba yang disepakati"), required=False)

    def add_fields(self) -> None:
        if self.booking.procedure_id is None or not graph_of(self.booking.procedure_id).has_kind(Kind.TRIAL):
            del self.fields["trial_at"]

    def defaults(self) -> Mapping[str, Any]:
        booking = self.booking
        wished = booking.connection_test_at
        spoken_to = (
            " ".join(filter(None, [booking.contact_name, booking.contact_phone]))
            if partner_of(booking, self.run) == Counterpart.APPLICANT
            else ""
        )
        return {"contact": spoken_to, "trial_at": wished if wished is not None and wished > self.at else None}

    def clean_trial_at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["trial_at"]
        if moment is None:
            return None
        if moment <= self.at:
            raise forms.ValidationError(_("Waktu uji coba sudah lewat. Pilih waktu yang akan datang."))
        start = first_start(planned_sessions(self.booking))
        if start is not None and moment >= start:
            raise forms.ValidationError(_("Waktu uji coba harus sebelum kegiatan dimulai."))
        return moment


class Coordinate(StepKind):
    """Records the agreement and takes the trial's hour."""

    kind = Kind.COORDINATE
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.AGREE: AgreeForm}
    template = "verification/panels/coordinate.html"

    def perform(self, deed: Deed) -> Outcome:
        booking, trial_at = deed.booking, deed.data.get("trial_at")
        trail: dict[str, Any] = deed.form.trail()  # type: ignore[attr-defined]
        partner = partner_of(booking, deed.run)
        Coordination.objects.update_or_create(
            step_run=deed.run,
            defaults={
                "booking": booking,
                "counterpart": partner,
                "contact": deed.data["contact"],
                "agreed": deed.data["agreed"],
                "trial_at": trial_at,
            },
        )
        if trial_at is not None:
            if booking.connection_test_at is None:
                booking.connection_test_at = trial_at
                booking.save(update_fields=["connection_test_at"])
            if clashed := schedule_trials(booking, trial_at, at=deed.at):
                trail["trial_without"] = clashed
        answer_if_confirming(deed)
        return Outcome(Follow(deed.action), trail={**trail, "partner": partner.value})

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        partner = partner_of(booking, run)
        node = node_of(booking, run)
        lines = need_lines(booking)
        is_short = node is not None and node.confirms and any(not line.is_held for line in lines)
        return {
            "partner": partner.label,
            "facts": [
                Fact(str(label), value)
                for label, value in (
                    (_("Narahubung"), booking.contact_name),
                    (_("WhatsApp"), booking.contact_phone),
                    (_("Tempat"), booking.place),
                    (_("Tata letak"), booking.layout),
                    (_("Aplikasi"), booking.application),
                    (_("Perlengkapan yang diminta"), booking.equipment_note),
                    (_("Perlengkapan milik pemohon"), booking.own_equipment),
                )
                if value
            ],
            "missing": [line.label for line in lines if not line.is_held] if is_short else [],
            "alternatives": [Fact(each.differs, each.label) for each in alternatives_for(booking, at=timezone.now())]
            if is_short
            else [],
            "earlier": list(booking.coordinations.order_by("pk")),
        }


def partner_of(booking: Booking, run: StepRun | None) -> Counterpart:
    """With whom the SOP says to coordinate."""
    node = node_of(booking, run)
    return Counterpart(node.options.get("partner", Counterpart.APPLICANT)) if node else Counterpart.APPLICANT
