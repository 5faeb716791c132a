"""What the forms of the working steps share: helpful sentences, the step's node, defaults for the API."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Audience
from bookings.forms.sessions import is_near
from bookings.models import Booking, StepRun
from bookings.workflow.forms import ActionForm, StoredFileField, StoredFileInput
from bookings.workflow.graph import StepNode, graph_of
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.ui.forms import say_what_to_do
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import ChipRadioSelect, DateTimeLocalInput


def node_of(booking: Booking, run: StepRun | None) -> StepNode | None:
    """The step of the SOP that is open; None in a side step."""
    if run is None or run.step_id is None or booking.procedure_id is None:
        return None
    return graph_of(booking.procedure_id).step(run.step_id)


def lines_of(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text area, without leading dashes and numbers of a typed list."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip().lstrip("-•").strip()))


class WorkForm(ActionForm):
    """An action's form whose empty fields say what to do.

    ``defaults`` are shown on the page; the API gets them too for a field that it leaves out (``takes_default``).
    Subclasses add fields in ``add_fields``.
    """

    takes_default: frozenset[str] = frozenset()

    def build(self) -> None:
        self.add_fields()
        for name, value in self.defaults().items():
            if name in self.fields and value not in (None, "", [], ()):
                self.initial.setdefault(name, value)
        if self.is_bound:
            self._fill_in_defaults()
        say_what_to_do(self)

    def add_fields(self) -> None:
        """Add fields that depend on the case."""

    def defaults(self) -> Mapping[str, Any]:
        """What is known already."""
        return {}

    @property
    def node(self) -> StepNode | None:
        return node_of(self.booking, self.run)

    @property
    def options(self) -> Mapping[str, Any]:
        return self.node.options if self.node is not None else {}

    def arrow_wants_note(self) -> bool:
        """Whether the SOP's arrow for this action asks for words."""
        edge = self.node.arrows.get(self.action) if self.node is not None else None
        return edge is not None and edge.note_required

    def _fill_in_defaults(self) -> None:
        left_out = [
            name for name in self.takes_default if name in self.initial and self.add_prefix(name) not in self.data
        ]
        if not left_out:
            return
        data: Any = self.data
        data = data.copy()
        for name in left_out:
            data[self.add_prefix(name)] = self.initial[name]
        self.data = data


class MomentField(forms.DateTimeField):
    """Date and time in one control; a moment without an offset counts in the active zone, the office's."""

    widget = DateTimeLocalInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": gettext_lazy("Isi tanggal dan jam, contoh 2026-11-26 09:00.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        moment: dt.datetime | None = super().to_python(value)
        if not is_near(moment):
            raise forms.ValidationError(_("Tahunnya tidak masuk akal. Periksa tanggalnya."))
        return moment


class HttpsField(forms.URLField):
    """A link that opens encrypted; anything else is refused."""

    default_validators = [URLValidator(schemes=["https"], message=gettext_lazy("Isi tautan yang diawali https://."))]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("assume_scheme", "https")
        kwargs.setdefault("error_messages", {"invalid": gettext_lazy("Isi tautan yang diawali https://.")})
        super().__init__(**kwargs)


class StoredFilesInput(StoredFileInput):
    """Ids of stored files, as a list; the page shows an input for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if hasattr(data, "getlist"):
            return [value for value in data.getlist(name) if value]
        return data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class StoredFilesField(forms.Field):
    """Up to ``most`` files that were stored before, pictures only where ``images_only``."""

    widget = StoredFilesInput

    def __init__(self, *, most: int, images_only: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.images_only = most, images_only
        self.widget.only_photos = images_only

    def clean(self, value: Any) -> list[StoredFile]:
        given = value or []
        if not isinstance(given, (list, tuple)):
            raise forms.ValidationError(_("Isi daftar berkas."))
        if len(given) > self.most:
            raise forms.ValidationError(_("Paling banyak %(most)s berkas.") % {"most": self.most})
        one = StoredFileField(required=False)
        found = [stored for each in given if (stored := one.clean(each)) is not None]
        if self.images_only and any(not stored.is_image for stored in found):
            raise forms.ValidationError(_("Pilih foto JPEG atau PNG saja."))
        if self.required and not found:
            raise forms.ValidationError(_("Unggah sedikitnya satu berkas."))
        return list(dict.fromkeys(found))


def join_lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def not_in_the_future(moment: dt.datetime | None, at: dt.datetime) -> None:
    """Refuse a moment that has not come yet; one minute of a phone's clock is forgiven."""
    if moment is not None and moment > at + dt.timedelta(minutes=1):
        raise forms.ValidationError(_("Waktu ini belum terjadi. Periksa tanggal dan jamnya."))


class EnterForm(forms.Form):
    """Under which name one is seen in the room."""

    name = forms.CharField(
        label=gettext_lazy("Nama Anda"),
        max_length=80,
        help_text=gettext_lazy("Contoh: Rina, Dinas Kesehatan."),
        error_messages={"required": gettext_lazy("Isi nama yang tampil di rapat.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()


class AudienceForm(forms.Form):
    """Who gets the link and the passcode of a request's meetings."""

    audience = forms.TypedChoiceField(
        label=gettext_lazy("Yang mendapat tautan rapat"),
        choices=Audience.choices,
        coerce=Audience,
        widget=ChipRadioSelect,
        help_text=gettext_lazy(
            "Kata sandi selalu hanya di portal. Yang sudah terkirim tidak dapat ditarik; surat yang belum dikirim mengikuti."
        ),
        error_messages={"required": gettext_lazy("Pilih siapa yang mendapat tautan.")},
    )
