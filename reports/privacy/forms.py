"""What somebody asks about his data, and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import DataRequestKind


class AskForm(PortalForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Yang Anda minta"), choices=DataRequestKind.choices, widget=ChipRadioSelect(stack=True)
    )
    text = forms.CharField(
        label=gettext_lazy("Data yang mana, dan mengapa"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()
