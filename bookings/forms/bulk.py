"""Several routine letters, one addressee, one PIN."""

import copy
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from bookings.queries.routine import Letter
from bookings.workflow.forms import ActionForm
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.widgets import ChipCheckboxSelectMultiple
from vidcon_portal.ui.wording import say_span

BORROWED = ("to", "instructions", "note", "pin")
"""What is said of all letters, as the form of a single disposition asks for it."""


class DisposeManyForm(PortalForm):
    """``single`` is the form of one of the letters: the same addressees, instructions and signature."""

    letters = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Surat"),
        coerce=int,
        error_messages={"required": gettext_lazy("Pilih surat yang didisposisi.")},
    )

    def __init__(
        self, *args: Any, single: ActionForm, letters: Sequence[Letter], all_chosen: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in BORROWED:
            self.fields[name] = copy.deepcopy(single.fields[name])
            self.initial.setdefault(name, single.initial.get(name))
        routine = [each.run for each in letters if not each.why_not]
        field: Any = self.fields["letters"]
        field.choices = [(run.pk, run.booking.title) for run in routine]
        field.widget = ChipCheckboxSelectMultiple(
            choices=field.choices, notes={str(run.pk): _note(run) for run in routine}, stack=True
        )
        if all_chosen:
            self.initial["letters"] = [run.pk for run in routine]


def _note(run: Any) -> str:
    booking = run.booking
    start, end = booking.first_session_start, booking.last_session_end
    return ", ".join(filter(None, [booking.agency.name, say_span(start, end) if start and end else "", booking.ticket]))
