"""The base of every form: an empty field is answered with what to do, never with "wajib diisi"."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_GENERIC = forms.Field.default_error_messages["required"]


def _in_sentence(label: Any) -> str:
    """The label as it reads inside a sentence: ``nomor surat``, but ``ID rapat``."""
    text = str(label)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _request(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return _("Centang: {label}")
    if isinstance(field, forms.FileField):
        return _("Pilih berkas: {label}")
    if isinstance(field, forms.ChoiceField | forms.DateField | forms.TimeField | forms.DateTimeField):
        return _("Pilih {label}")
    return _("Isi {label}")


def say_what_to_do(form: forms.BaseForm) -> None:
    """Give each required field without words of its own the sentence ``Isi nomor surat`` or its like."""
    for name, field in form.fields.items():
        if field.required and field.error_messages.get("required") is _GENERIC:
            label = _in_sentence(field.label or name.replace("_", " "))
            field.error_messages["required"] = format_lazy(_request(field), label=label)


class PortalForm(forms.Form):
    """A form that says what to do. Set ``self.helper = make_helper(...)`` in ``__init__``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_do(self)


class PortalModelForm(forms.ModelForm):
    """The same for a model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
