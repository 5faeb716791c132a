"""``dispose``: a superior's written instruction, and to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Nature
from bookings.models import Booking, Disposition, DispositionRecipient, StepRun
from bookings.pages.first_look import asked_facts, checks_of
from bookings.papers import issue_disposition_sheet
from bookings.queries.habits import habit_of
from bookings.requests import main_letter
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.accounts.models import Position
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect

COMMON_INSTRUCTIONS = (
    "Tindak lanjuti sesuai SOP",
    "Proses lebih lanjut",
    "Koordinasikan/konfirmasikan",
    "Tanggapan dan saran",
    "Siapkan jawaban",
    "Bicarakan dengan saya",
    "Laporkan hasilnya",
    "Untuk diketahui",
)
"""Offered after the SOP's own suggestions (DOMAIN §2.5); a paper shows the ticked ones."""


NEVER_INFORMED = ("auditor", "office_admin", "complaints_officer")


class DisposeForm(ActionForm):
    """One responsible addressee, others informed; instructions, a note, nature and deadline.

    The API may send instructions of its own words; the page offers the usual ones. Proposed is what the official
    usually chooses, else what the SOP says; what is seldom changed is folded.
    """

    folded = ("nature", "deadline_on", "informed")
    fold_label = gettext_lazy("Sifat, batas waktu, tembusan")

    to = forms.ModelChoiceField(
        label=gettext_lazy("Diteruskan kepada"),
        queryset=Position.objects.none(),
        empty_label=None,
        widget=ChipRadioSelect,
        error_messages={"required": gettext_lazy("Pilih penerima disposisi.")},
    )
    instructions = forms.MultipleChoiceField(
        label=gettext_lazy("Instruksi"), required=False, widget=ChipCheckboxSelectMultiple
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Sifat"), choices=Nature.choices, required=False, widget=ChipRadioSelect
    )
    deadline_on = forms.DateField(label=gettext_lazy("Batas waktu"), required=False, input_formats=["%Y-%m-%d"])
    informed = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tembusan, untuk diketahui"),
        queryset=Position.objects.none(),
        required=False,
        widget=ChipCheckboxSelectMultiple,
    )

    def build(self) -> None:
        options = self.run.step.options if self.run and self.run.step else {}
        habit = habit_of(self.by.position, to_role=options.get("to_role", "")) if self.by.position else None
        usual = list(habit.instructions) if habit else []
        suggested = list(dict.fromkeys([*options.get("suggested_instructions", []), *COMMON_INSTRUCTIONS, *usual]))
        self.fields["instructions"].choices = [(each, each) for each in suggested]  # type: ignore[attr-defined]
        positions = Position.objects.filter(office=self.booking.office, is_active=True)
        shown = list(positions.order_by("order", "title", "pk"))  # one query for what both fields offer
        ordered = [each for each in shown if each.role == options.get("to_role", "")]
        others = [each for each in shown if each.role not in NEVER_INFORMED and each != self.by.position]
        for name, offered in (("to", ordered), ("informed", others)):
            field: Any = self.fields[name]
            field.queryset = positions.filter(pk__in=[each.pk for each in offered])
            field.choices = [(each.pk, field.label_from_instance(each)) for each in offered]
        first = next((each for each in ordered if habit and each.pk == habit.to), None)
        if habit is not None and first is not None:
            counts = {"times": habit.times, "of": habit.of}
            self.fields["to"].help_text = _("Terpilih seperti %(times)d dari %(of)d disposisi terakhir.") % counts
        first = first or next(iter(ordered), None)
        self.initial = {
            "to": first.pk if first else None,
            "instructions": usual or suggested[:1],
            "nature": (letter.nature if (letter := main_letter(self.booking)) else Nature.ORDINARY),
            **self.initial,
        }

    def clean_deadline_on(self) -> Any:
        date = self.cleaned_data["deadline_on"]
        if date is not None and date < self.at.astimezone(self.booking.office.tz).date():
            raise forms.ValidationError(_("Batas waktu sudah lewat."))
        return date


class Dispose(StepKind):
    """Forwards the case and issues the disposition sheet with the whole chain."""

    kind = Kind.DISPOSE
    forms = {Action.FORWARD: DisposeForm}
    needs_pin = frozenset({Action.FORWARD})
    template = "bookings/panels/dispose.html"

    def perform(self, deed: Deed) -> Outcome:
        assert deed.run is not None
        assert deed.by.user is not None
        data = deed.data
        position = deed.by.position or data["to"].superior
        parent = _standing_disposition_to(deed.booking, position)
        disposition = Disposition.objects.create(
            booking=deed.booking,
            parent=parent,
            step_run=deed.run,
            from_position=position,
            from_user=deed.by.user,
            from_title=deed.by.title,
            instructions=data["instructions"],
            note=data["note"],
            nature=data["nature"] or Nature.ORDINARY,
            deadline_on=data["deadline_on"],
            given_at=deed.at,
        )
        DispositionRecipient.objects.create(disposition=disposition, position=data["to"], is_responsible=True)
        DispositionRecipient.objects.bulk_create(
            DispositionRecipient(disposition=disposition, position=each)
            for each in data["informed"]
            if each.pk != data["to"].pk
        )
        if parent is not None:
            parent.recipients.filter(position=position, read_at__isnull=True).update(
                read_at=deed.at, read_by=deed.by.user
            )
        issue_disposition_sheet(deed.booking, by=deed.by, at=deed.at, recorded_by=deed.recorded_by)
        return Outcome(Follow(deed.action), trail={**deed.form.trail(), "disposition": disposition.pk})  # type: ignore[attr-defined]

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        letter = main_letter(booking)
        return {"letter": letter, "facts": asked_facts(booking), "checks": checks_of(booking, letter)}


def _standing_disposition_to(booking: Booking, position: Position | None) -> Disposition | None:
    if position is None:
        return None
    return (
        Disposition.objects.filter(
            booking=booking,
            recalled_at__isnull=True,
            recipients__position=position,
            recipients__is_responsible=True,
        )
        .order_by("-given_at", "-pk")
        .first()
    )
