"""The base of every action's form: the page renders it, the API publishes it as JSON Schema."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, StepRun
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.files import max_bytes
from vidcon_portal.kept import Given, kept

SECRETS = ("pin", "passphrase", "nik")
"""What a signer types for one act: asked for in the sheet that signs, kept nowhere, shown to nobody."""


class ActionForm(forms.Form):
    """Parsing and shape only. ``data`` is a query dict of the page or a plain dict of the API.

    Moments are entered and shown in the office's zone: the caller activates it.
    """

    note_label = _("Catatan")
    folded: ClassVar[tuple[str, ...]] = ()
    """Fields that are seldom changed: the page folds them under ``fold_label`` until one is wrong."""
    fold_label: ClassVar[str | Promise] = ""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        booking: Booking,
        run: StepRun | None,
        by: Actor,
        at: dt.datetime,
        action: str = "",
        **kwargs: Any,
    ) -> None:
        self.booking = booking
        self.run = run
        self.by = by
        self.at = at
        self.action = action
        super().__init__(data, files, **kwargs)
        self.build()

    def build(self) -> None:
        """Add fields that depend on the case; runs before data are read."""

    def trail(self) -> dict[str, Any]:
        """The cleaned data as they go into the trail: no secrets, only plain values."""
        return {
            name: plain(value)
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], ()) and name not in SECRETS
        }


class StoredFileInput(forms.widgets.Input):
    """A file picker whose value is the id of what was stored, not the upload itself.

    The page stores an upload first (``bookings.uploads``) and keeps its id in a hidden input of the same name, so a
    form that comes back with errors still has its file.
    """

    input_type = "file"
    needs_multipart_form = True
    allow_multiple_selected = False
    binds_photos = False
    only_photos = False
    """Pictures alone: made smaller before they travel, and kept in the browser until they have."""
    template_name = "bookings/widgets/stored_file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The last id given: browsers post an empty picker as an empty field of the same name, after the hidden id."""
        if not hasattr(data, "getlist"):
            return data.get(name)
        given = [value for value in data.getlist(name) if value]
        return given[-1] if given else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["stored"] = self._stored(value if isinstance(value, (list, tuple)) else [value])
        context["many"] = self.allow_multiple_selected
        context["binds_photos"], context["only_photos"] = self.binds_photos, self.only_photos
        return context

    def _stored(self, values: Iterable[Any]) -> list[StoredFile]:
        given = [value for value in values if value]
        known = [value for value in given if isinstance(value, StoredFile)]
        ids = [str(value) for value in given if not isinstance(value, StoredFile)]
        try:
            return [*known, *StoredFile.objects.filter(pk__in=[uuid.UUID(each) for each in ids])] if ids else known
        except ValueError:
            return known


def stored_file(value: object) -> StoredFile | None:
    """The file of an id, in whatever shape a form or the API brings it."""
    if isinstance(value, StoredFile):
        return value
    try:
        return _stored().first(file=uuid.UUID(str(value)))
    except ValueError:
        return None


@kept
def _stored() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(pk=Given("file")).order_by()


say_size = lazy(filesizeformat, str)


class StoredFileField(forms.UUIDField):
    """The id of a file that was stored before; only the uploader's own, of the same office.

    The page uploads first (``bookings.uploads``) and hands over the id, exactly as the API does. With ``binds_photos``
    the page takes photographs of several sheets and keeps them as one PDF.
    """

    widget = StoredFileInput

    def __init__(self, *, binds_photos: bool = False, **kwargs: Any) -> None:
        most = {"file": say_size(max_bytes()), "photo": say_size(max_bytes(photo=True))}
        sentence = _("PDF paling besar {file}, atau foto JPEG, PNG, atau HEIC paling besar {photo}.")
        if binds_photos:
            sentence = _(
                "PDF paling besar {file}, atau foto lembar suratnya, boleh beberapa, masing-masing paling besar {photo}; "
                "foto disatukan menjadi satu PDF."
            )
        kwargs.setdefault("help_text", format_lazy(sentence, **most))
        super().__init__(**kwargs)
        self.by: Actor | None = None
        self.widget.binds_photos = binds_photos

    def clean(self, value: Any) -> StoredFile | None:
        if isinstance(value, StoredFile):
            return value
        identifier: uuid.UUID | None = super().clean(value or None)
        if identifier is None:
            return None
        stored = stored_file(identifier)
        if stored is None:
            raise forms.ValidationError(_("Berkas tidak ditemukan. Unggah lagi."))
        return stored


class NoteForm(ActionForm):
    """An optional word to the next one."""

    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(ActionForm):
    """A reason that the other side will read."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Isi alasannya; pihak lain akan membacanya.")},
    )


class EmptyForm(ActionForm):
    """An action that asks for nothing."""


def plain(value: Any) -> Any:
    """A cleaned value as JSON data for the trail; models become ``{"id", "label"}``."""
    if isinstance(value, Model):
        return {"id": str(value.pk), "label": str(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, QuerySet)):
        return [plain(item) for item in value]
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, Decimal)):
        return str(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
