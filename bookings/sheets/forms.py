"""The two forms of an import: the file, and what its columns mean."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.models import Agency, Office

from .columns import Table, letter, plain_words
from .reading import Sheet, SheetRefused, max_bytes


class UploadForm(forms.Form):
    """Who may choose among several offices starts with none, so that none is taken by oversight."""

    office = forms.ModelChoiceField(label=gettext_lazy("Kantor"), queryset=Office.objects.none())
    file = forms.FileField(
        label=gettext_lazy("Berkas XLSX atau CSV"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"})
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        if len(offices) == 1:
            field.empty_label, field.initial = None, offices[0]

    def content(self) -> bytes:
        """Raises ``SheetRefused`` before a file that is too large is read."""
        upload = self.cleaned_data["file"]
        if upload.size > max_bytes():
            raise SheetRefused(_("Berkas terlalu besar. Bagi menjadi beberapa berkas."))
        return bytes(upload.read())


class ReadingForm(forms.Form):
    """How a table is read. Built for one table; bound to what was posted, else to the guess."""

    def __init__(
        self, table: Table, sheets: Sequence[Sheet], data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(self.guessed(table) if data is None else data, **kwargs)
        self.fields["sheet"] = forms.ChoiceField(
            label=_("Lembar"), choices=[(sheet.title, sheet.title) for sheet in sheets]
        )
        self.fields["heading_row"] = forms.IntegerField(
            label=_("Baris judul kolom"),
            min_value=0,
            max_value=table.sheet.rows[-1].number,
            help_text=_("0: tanpa judul."),
        )
        width = max((len(row.cells) for row in table.sheet.rows), default=0)
        choices = [("", _("— tidak dibaca —"))]
        choices += [(str(at), f"{letter(at)}: {table.headings[at][:60]}") for at in range(width)]
        for column in table.columns:
            self.fields[f"column_{column.name}"] = forms.TypedChoiceField(
                label=str(column.label),
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                help_text=_("Wajib.") if column.is_required else "",
            )

    @staticmethod
    def guessed(table: Table) -> dict[str, Any]:
        return {
            "sheet": table.sheet.title,
            "heading_row": table.layout.heading_row,
            **{f"column_{name}": at for name, at in table.layout.places.items()},
        }

    @property
    def places(self) -> dict[str, int | None]:
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }


class StrangersForm(forms.Form):
    """Whom each unknown name means."""

    def __init__(self, names: Iterable[str], office: Office, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.names = {field_of(name): name for name in names}
        agencies = Agency.objects.filter(office=office)
        choices = [("", _("Tambah sebagai instansi baru (nonaktif)"))]
        choices += [(str(agency.pk), agency.name) for agency in agencies]
        self.agencies = {str(agency.pk): agency for agency in agencies}
        for field, name in self.names.items():
            self.fields[field] = forms.ChoiceField(label=name, choices=choices, required=False)

    @property
    def chosen(self) -> dict[str, Agency]:
        if not self.is_valid():
            return {}
        return {
            name: self.agencies[picked] for field, name in self.names.items() if (picked := self.cleaned_data[field])
        }


def field_of(name: str) -> str:
    return f"agency_{hashlib.sha256(plain_words(name).encode()).hexdigest()[:12]}"
