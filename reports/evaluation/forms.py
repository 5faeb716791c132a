"""What people write under the numbers of a year."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy

from vidcon_portal.ui.forms import PortalModelForm
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import StandardVerdict
from ..models import StandardEvaluation

LONGEST = 5000
"""Characters of each text."""


class EvaluationForm(PortalModelForm):
    """All may stay empty until it is signed."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Standar pelayanan"),
        choices=StandardVerdict.choices,
        required=False,
        widget=ChipRadioSelect,
    )

    class Meta:
        model = StandardEvaluation
        fields = ("participants", "achievements", "obstacles", "conclusion", "verdict")
        widgets = {
            "participants": forms.Textarea(attrs={"rows": 2}),
            "achievements": forms.Textarea(attrs={"rows": 4}),
            "obstacles": forms.Textarea(attrs={"rows": 4}),
            "conclusion": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "participants": gettext_lazy("Siapa saja, termasuk wakil pengguna layanan."),
            "achievements": gettext_lazy("Apa yang sudah sesuai standar."),
            "obstacles": gettext_lazy("Baris mana yang terlambat, dan mengapa."),
            "conclusion": gettext_lazy("Apa yang diperbaiki tahun berikutnya."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("participants", "achievements", "obstacles", "conclusion"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST))
            self.fields[name].widget.attrs["maxlength"] = str(LONGEST)
        self.helper = make_helper()
