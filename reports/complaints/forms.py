"""What is asked of a complainant, of whom it may follow, and of the one who answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.content import check_content
from vidcon_portal.documents.errors import FileRefusedError
from vidcon_portal.documents.services.files import read_upload
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import FormSection, make_helper, numbered
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import ComplaintCategory, ComplaintChannel, Identity
from ..models import Complaint

IDENTITY_NOTES = {
    Identity.NAMED: gettext_lazy("Petugas dapat menghubungi Anda."),
    Identity.CONFIDENTIAL: gettext_lazy("Nama Anda hanya diketahui petugas yang menanggapi."),
    Identity.ANONYMOUS: gettext_lazy("Nama dan kontak tidak disimpan."),
}


class ComplaintForm(PortalForm):
    """The public form. ``website`` is a trap that people do not see; ``stamp`` says when the form was handed out."""

    category = forms.ChoiceField(
        label=gettext_lazy("Yang ingin Anda sampaikan"),
        choices=ComplaintCategory.choices,
        widget=ChipRadioSelect(stack=True),
    )
    subject = forms.CharField(label=gettext_lazy("Pokoknya dalam satu kalimat"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Ceritakan"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Apa yang terjadi, kapan, dan di mana. Jangan menulis kata sandi atau NIK."),
    )
    attachment = forms.FileField(
        label=gettext_lazy("Lampiran"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        help_text=gettext_lazy("Foto atau PDF, bila ada. Keterangan tersembunyi pada foto dihapus."),
    )
    about = forms.CharField(
        label=gettext_lazy("Nama atau jabatan petugas"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Bila tentang seorang petugas. Pengaduan ini tidak disampaikan kepadanya."),
    )
    booking = forms.CharField(
        label=gettext_lazy("Nomor permohonan"), max_length=40, required=False, help_text=gettext_lazy("Bila ada.")
    )
    identity = forms.ChoiceField(
        label=gettext_lazy("Identitas Anda"),
        choices=Identity.choices,
        initial=Identity.NAMED,
        widget=ChipRadioSelect(stack=True, notes={str(key): note for key, note in IDENTITY_NOTES.items()}),  # type: ignore[misc]  # lazy text
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200, required=False)
    contact = forms.CharField(
        label=gettext_lazy("Telepon atau pos-el"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tanpa kontak, tanggapan hanya dapat dibaca dengan nomor dan kode lacak."),
    )
    website = forms.CharField(
        label=gettext_lazy("Kosongkan isian ini"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper(
            numbered(
                FormSection(_("Isi"), "category", "subject", "text", "attachment", "about", "booking"),
                FormSection(
                    _("Tentang Anda"), "identity", "name", "contact", note=_("Untuk anonim, kosongkan nama dan kontak.")
                ),
            )
        )

    def clean_attachment(self) -> bytes:
        """The file's content, looked through; nothing is kept before the rest of the form is right."""
        upload = self.cleaned_data.get("attachment")
        if not upload:
            return b""
        try:
            return check_content(read_upload(upload)).content
        except FileRefusedError as error:
            raise forms.ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("identity") in (Identity.NAMED, Identity.CONFIDENTIAL) and not cleaned.get("name", "").strip():
            self.add_error("name", _("Isi nama, atau pilih anonim."))
        return cleaned


class RecordComplaintForm(ComplaintForm):
    """The same, entered by the office for somebody who telephoned, wrote or used LAPOR!."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Jalur"), choices=[each for each in ComplaintChannel.choices if each[0] != "portal"]
    )
    lapor_number = forms.CharField(label=gettext_lazy("Nomor tiket LAPOR!"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["website"], self.fields["stamp"]
        self.helper = make_helper(
            numbered(
                FormSection(_("Jalur"), "channel", "lapor_number"),
                FormSection(_("Isi"), "category", "subject", "text", "attachment", "about", "booking"),
                FormSection(_("Pelapor"), "identity", "name", "contact"),
            )
        )


class FollowForm(PortalForm):
    """Ticket and kode lacak; ``text`` adds something."""

    ticket = forms.CharField(label=gettext_lazy("Nomor pengaduan"), max_length=40)
    code = forms.CharField(
        label=gettext_lazy("Kode lacak"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()

    def clean_ticket(self) -> str:
        return "".join(self.cleaned_data["ticket"].split()).upper()


class AnswerForm(PortalForm):
    text = forms.CharField(
        label=gettext_lazy("Tanggapan"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Dibaca pelapor dengan nomor dan kode lacaknya."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()


class NoteForm(PortalForm):
    text = forms.CharField(
        label=gettext_lazy("Catatan internal"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Hanya dibaca di dalam kantor."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()


class SortForm(PortalForm):
    category = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=ComplaintCategory.choices)
    concerned = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Petugas yang diadukan"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Mereka tidak melihat pengaduan ini dan tidak menanggapinya."),
    )
    lapor_number = forms.CharField(label=gettext_lazy("Nomor tiket LAPOR!"), max_length=40, required=False)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        initial = {
            "category": complaint.category,
            "concerned": list(complaint.concerned.values_list("pk", flat=True)),
            "lapor_number": complaint.lapor_number,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["concerned"].queryset = staff_of(complaint.office)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["concerned"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]
        self.helper = make_helper()


def staff_of(office: Office) -> Any:
    return User.objects.filter(appointments__position__office=office, is_active=True).distinct().order_by("name")
