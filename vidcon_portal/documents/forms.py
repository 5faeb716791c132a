"""Checking a paper: its code, or the file itself."""

from crispy_forms.helper import FormHelper
from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from vidcon_portal.documents.services.files import max_bytes
from vidcon_portal.documents.tokens import LENGTH, read_token


class CheckHelper(FormHelper):
    """Fields only; the template owns the form element."""

    form_tag = False
    disable_csrf = True
    form_error_title = _("Belum dapat diperiksa. Perbaiki yang berikut:")


class CodeForm(forms.Form):
    """The code that is printed beside the QR code; blanks, dashes and capitals do not matter."""

    code = forms.CharField(
        label=_("Kode pada naskah"),
        max_length=60,
        help_text=_("Tercetak di bawah kode QR, contoh 7K2M4-QX9RB-8CDHJ-3W5TF."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    helper = CheckHelper()

    def clean_code(self) -> str:
        token = read_token(self.cleaned_data["code"])
        if not token:
            raise forms.ValidationError(
                _("Kode terdiri atas %(length)d huruf dan angka. Periksa lagi kode pada naskah."),
                params={"length": LENGTH},
            )
        return token


class CompareForm(forms.Form):
    """The PDF that somebody received."""

    file = forms.FileField(label=_("Berkas PDF"), widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}))

    helper = CheckHelper()

    def clean_file(self) -> object:
        upload = self.cleaned_data["file"]
        if upload.size > max_bytes() * 4:
            raise forms.ValidationError(
                _("Berkas ini terlalu besar untuk diperiksa; paling besar %(limit)s."),
                params={"limit": filesizeformat(max_bytes() * 4)},
            )
        return upload
