"""``register``: the letter enters the agenda."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Channel, Decision, Nature
from bookings.letters import give_agenda_number, lock_letters, name_letter
from bookings.models import Booking, StepRun
from bookings.requests import main_letter
from bookings.scheduling.locks import lock_office
from bookings.scheduling.services import release_booking
from bookings.workflow.forms import ActionForm, ReasonForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind


class RegisterForm(ActionForm):
    """What the clerk reads off the letter; the agenda number comes from the register."""

    letter_number = forms.CharField(label=gettext_lazy("Nomor surat"), max_length=120, required=False)
    letter_date = forms.DateField(label=gettext_lazy("Tanggal surat"), required=False, input_formats=["%Y-%m-%d"])
    subject = forms.CharField(label=gettext_lazy("Hal"), max_length=300, required=False)
    nature = forms.ChoiceField(label=gettext_lazy("Sifat"), choices=Nature.choices, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Jalur"), choices=Channel.choices, required=False)
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def build(self) -> None:
        letter = main_letter(self.booking)
        if letter is not None:
            self.initial = {
                "letter_number": letter.number,
                "letter_date": letter.dated_on,
                "subject": letter.subject,
                "nature": letter.nature,
                "channel": letter.channel,
                **self.initial,
            }

    def clean_letter_date(self) -> Any:
        date = self.cleaned_data["letter_date"]
        if date is not None and date > self.at.astimezone(self.booking.office.tz).date():
            raise forms.ValidationError(_("Tanggal surat belum terjadi. Periksa tanggalnya."))
        return date


class Register(StepKind):
    kind = Kind.REGISTER
    forms = {Action.REGISTER: RegisterForm, Action.REDIRECT: ReasonForm}
    template = "bookings/panels/letter.html"

    def perform(self, deed: Deed) -> Outcome:
        if deed.action == Action.REDIRECT:
            release_booking(deed.booking, at=deed.at)
            return Outcome(
                Follow(deed.action),
                trail=deed.form.trail(),  # type: ignore[attr-defined]
                decision=Decision.REFUSED,
                decision_note=deed.data["reason"],
            )
        return Outcome(Follow(deed.action), trail=self._enter(deed))

    def _enter(self, deed: Deed) -> dict[str, Any]:
        if deed.node is not None and deed.node.confirms:
            lock_office(deed.booking.office)  # this very step confirms: resources are locked before letters
        lock_letters(deed.booking.agency)
        letter = main_letter(deed.booking)
        if letter is None:
            return {}
        data = deed.data
        letter = name_letter(
            deed.booking,
            letter,
            number=data["letter_number"] or letter.number,
            dated_on=data["letter_date"] or letter.dated_on,
            by=deed.by,
            at=deed.at,
        )
        letter.subject = data["subject"] or letter.subject
        letter.nature = data["nature"] or letter.nature
        letter.channel = data["channel"] or letter.channel
        if letter.agenda_number is None:
            letter.received_at = deed.at
        letter.save()
        give_agenda_number(letter, at=deed.at)
        deed.booking.received_at = deed.at
        deed.booking.save(update_fields=["received_at"])
        return {"agenda": letter.agenda, "letter": letter.number, "note": data["note"]}

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        return {"letter": main_letter(booking)}
