"""What a deed on a paper asks for: PIN or passphrase, a note, a number."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.workflow.signatures import ask_for_signature
from vidcon_portal.documents.models import Document, OfficeSigning
from vidcon_portal.documents.services.signing import signing_for
from vidcon_portal.ui.forms import PortalForm, say_what_to_do


class ReviseForm(PortalForm):
    note = forms.CharField(
        label=gettext_lazy("Yang perlu diperbaiki"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang perlu diperbaiki.")},
    )


class DropForm(PortalForm):
    note = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis mengapa naskah ini tidak jadi dibuat.")},
    )


class NumberForm(PortalForm):
    """The next number of the register, or one that was given elsewhere."""

    number = forms.CharField(
        label=gettext_lazy("Nomor dari Srikandi atau buku register"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Kosongkan agar portal memberi nomor berikutnya."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan memakai nomor ini"),
        max_length=200,
        required=False,
        error_messages={"required": gettext_lazy("Tulis alasannya; alasan ini tercatat di buku register.")},
        help_text=gettext_lazy("Contoh: nomor dari Srikandi, atau nomor sisip karena surat tertinggal."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("number") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Tulis alasannya; alasan ini tercatat di buku register."))
        return cleaned


def paper_form(document: Document, action: str, data: Any = None) -> forms.Form:
    """The form of one deed, bound when ``data`` is given."""
    if action == "revise":
        return ReviseForm(data)
    if action == "drop":
        return DropForm(data)
    if action == "number":
        form: forms.Form = NumberForm(data)
        if not signing_for(document).choice.takes_file:
            form.fields["number"].required = form.fields["reason"].required = True
            form.fields["number"].help_text = _("Surat akan memakai nomor ini ketika ditandatangani.")
    else:
        form = PortalForm(data)
        ask_for_signature(form, signing_for(document) if action == "sign_and_send" else OfficeSigning())
    say_what_to_do(form)
    return form
