"""How the admin edits what the models keep as lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Procedure, Service
from .preset_checks import check_preset
from .preset_reading import read_preset
from .preset_rows import procedure_as_preset


class LinesField(forms.CharField):
    """A list of texts, one a line; texts may hold commas."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "cols": 40}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class ServiceForm(forms.ModelForm):
    """A service whose modes the SOP in force can walk."""

    class Meta:
        model = Service
        fields = "__all__"  # noqa: DJ007 - the admin lists the fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        procedure = (
            self.instance.procedures.filter(status=Procedure.Status.IN_FORCE).first() if self.instance.pk else None
        )
        if procedure is not None and "modes" in cleaned:
            tables = procedure_as_preset(procedure)
            tables["service"]["modes"] = list(cleaned["modes"])
            preset, problems = read_preset(tables, procedure.code)
            if found := problems if preset is None else check_preset(preset):
                sentence = _("Ragam ini tidak dapat dilayani SOP yang berlaku: %(problem)s") % {"problem": found[0]}
                self.add_error("modes", ValidationError(sentence))
        return cleaned
