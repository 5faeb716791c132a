"""What a respondent answers, and the file of paper forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.sheets.reading import max_bytes
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import FormSection, make_helper, numbered
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import AgeBand, Education, Occupation, Sex
from .elements import ELEMENTS

PROFILE = (
    ("sex", gettext_lazy("Jenis kelamin"), Sex),
    ("age", gettext_lazy("Usia"), AgeBand),
    ("education", gettext_lazy("Pendidikan terakhir"), Education),
    ("occupation", gettext_lazy("Pekerjaan"), Occupation),
)


class SurveyForm(PortalForm):
    """Nine questions with four answers each; the profile may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for element in ELEMENTS:
            self.fields[element.field] = forms.TypedChoiceField(
                label=str(element.question),
                choices=[(str(mark), answer) for mark, answer in enumerate(element.answers, start=1)],
                coerce=int,
                widget=ChipRadioSelect(stack=True),
                error_messages={"required": _("Pilih satu jawaban.")},
            )
        for name, label, choices in PROFILE:
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("Tidak diisi")), *choices.choices], required=False
            )
        self.fields["comment"] = forms.CharField(
            label=_("Saran Anda"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Jangan menulis nama atau nomor permohonan."),
        )
        self.helper = make_helper(
            numbered(
                *(FormSection(str(element.name), element.field) for element in ELEMENTS),
                FormSection(_("Tentang Anda"), *(name for name, _label, _choices in PROFILE), "comment"),
            )
        )


class PaperFormsForm(PortalForm):
    file = forms.FileField(
        label=gettext_lazy("Berkas XLSX atau CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("Satu baris per formulir: tanggal, U1 sampai U9, dan bila ada profil dan saran."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > max_bytes():
            raise forms.ValidationError(_("Berkas terlalu besar. Bagi menjadi beberapa berkas."))
        return upload
