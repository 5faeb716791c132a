"""What is asked for a list of records that are to be destroyed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.workflow.forms import StoredFileField
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import DateInput

from ..models import Destruction


class ApprovalForm(PortalForm):
    """The approval as it was received."""

    number = forms.CharField(
        label=gettext_lazy("Nomor surat persetujuan"),
        max_length=120,
        error_messages={"required": gettext_lazy("Isi nomor surat persetujuannya.")},
    )
    approved_on = forms.DateField(
        label=gettext_lazy("Tanggal surat persetujuan"),
        widget=DateInput,
        input_formats=["%Y-%m-%d"],
        error_messages={"required": gettext_lazy("Isi tanggal surat persetujuannya.")},
    )
    approved_by = forms.CharField(
        label=gettext_lazy("Yang menyetujui"),
        max_length=200,
        help_text=gettext_lazy(
            "Jabatannya, misalnya Gubernur atau Wali Kota; retensi 10 tahun atau lebih: Kepala ANRI."
        ),
        error_messages={"required": gettext_lazy("Isi siapa yang menyetujui.")},
    )
    file = StoredFileField(
        label=gettext_lazy("Pindaian surat persetujuan"),
        binds_photos=True,
        error_messages={"required": gettext_lazy("Unggah pindaian surat persetujuannya.")},
    )
    kept = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Yang tidak disetujui dan tetap disimpan"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kept_reason = forms.CharField(label=gettext_lazy("Alasan tetap disimpan"), max_length=200, required=False)

    def __init__(self, *args: Any, destruction: Destruction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destruction = destruction
        items = destruction.items.select_related("booking")
        self.fields["kept"].choices = [(item.pk, f"{item.booking.ticket} {item.description}") for item in items]  # type: ignore[attr-defined]
        self.helper = make_helper()

    def clean_approved_on(self) -> Any:
        day = self.cleaned_data["approved_on"]
        if day > timezone.now().astimezone(self.destruction.office.tz).date():
            raise forms.ValidationError(_("Tanggal surat persetujuan belum terjadi. Periksa tanggalnya."))
        return day
