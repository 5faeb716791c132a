"""The words that people give to a paper beside a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.ui.forms import PortalForm


class AssignmentForm(PortalForm):
    task = forms.CharField(
        label=gettext_lazy("Tugas"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Petugas, waktu, dan tempat diambil dari permohonan."),
    )


class MemoForm(PortalForm):
    recipient = forms.CharField(label=gettext_lazy("Kepada"), max_length=200)
    subject = forms.CharField(label=gettext_lazy("Hal"), max_length=300)
    content = forms.CharField(label=gettext_lazy("Isi"), max_length=6000, widget=forms.Textarea(attrs={"rows": 10}))


class HandoverForm(PortalForm):
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alat dan nomor inventarisnya diambil dari permohonan."),
    )


FORMS: dict[str, type[PortalForm]] = {
    DocumentKind.ASSIGNMENT_LETTER: AssignmentForm,
    DocumentKind.MEMO: MemoForm,
    DocumentKind.HANDOVER_RECORD: HandoverForm,
}


def side_form(kind: str, data: Any = None, *, words: Any = None) -> PortalForm:
    """The form of a kind: bound when ``data`` is given, else showing ``words``."""
    return FORMS[kind](data, initial=words)
