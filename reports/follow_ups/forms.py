"""One line of follow-up."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.ui.forms import PortalModelForm
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import ChipRadioSelect, DateInput

from ..choices import FollowUpStatus
from ..models import FollowUp


class FollowUpForm(PortalModelForm):
    """What is wrong, what is done, by whom, until when; done needs its proof."""

    class Meta:
        model = FollowUp
        fields = ("source", "issue", "plan", "owner", "due_on", "status", "evidence")
        widgets = {
            "plan": forms.Textarea(attrs={"rows": 3}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "due_on": DateInput,
            "status": ChipRadioSelect,
        }
        help_texts = {
            "source": gettext_lazy("Contoh: Evaluasi standar pelayanan 2026."),
            "evidence": gettext_lazy("Nomor naskah, tautan, atau apa yang dapat diperiksa."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.element:
            self.fields["source"].disabled = True
        self.helper = make_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") == FollowUpStatus.DONE and not cleaned.get("evidence", "").strip():
            self.add_error("evidence", _("Tulis buktinya sebelum menyatakan selesai."))
        day = cleaned.get("due_on")
        if day is not None and not 2000 <= day.year < 2100:
            self.add_error("due_on", _("Periksa tahunnya."))
        return cleaned
