"""What comes with a page's form as a file: stored first, then handed to the form as its id, as the API does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.services.files import store_file, store_photos

Uploads: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"


def store_uploads(
    fields: Mapping[str, forms.Field],
    posted: QueryDict,
    files: Uploads,
    *,
    by: Actor,
    office: Office,
    at: datetime,
) -> tuple[QueryDict, dict[str, list[str]]]:
    """The posted data with the ids of what was stored, and by field what was refused and why.

    Files whose field the form does not have are ignored. A refused upload leaves what was stored before in place.
    Where a field binds photographs, they become one PDF, in the order in which they were chosen.
    """
    data = posted.copy()
    refused: dict[str, list[str]] = {}
    for name in files:
        if name not in fields:
            continue
        widget, uploads = fields[name].widget, files.getlist(name)
        many = bool(getattr(widget, "allow_multiple_selected", False))
        keeping: Any = {"by": by, "office": office, "purpose": name[:40], "at": at}
        if getattr(widget, "binds_photos", False) and _are_sheets(uploads):
            try:
                data[name] = str(store_photos(uploads, name=_title_of(uploads[0]), **keeping).pk)
            except DocumentError as error:
                refused[name] = [error.sentence]
            continue
        for upload in uploads:
            try:
                stored = store_file(upload, **keeping)
            except DocumentError as error:
                refused.setdefault(name, []).append(error.sentence)
                continue
            if many:
                data.appendlist(name, str(stored.pk))
            else:
                data[name] = str(stored.pk)
    return data, refused


def _are_sheets(uploads: "Sequence[UploadedFile[Any]]") -> bool:
    """Several files, or one that is no PDF: photographs, or a mixture that ``store_photos`` refuses in words."""
    if len(uploads) > 1:
        return True
    start = uploads[0].read(5)
    uploads[0].seek(0)
    return bool(start) and not start.startswith(b"%PDF-")


def _title_of(upload: "UploadedFile[Any]") -> str:
    """The name of the first photograph as that of the PDF."""
    stem = (upload.name or "").rpartition(".")[0]
    return f"{stem or 'surat'}.pdf"


def add_refusals(form: forms.Form, refused: Mapping[str, list[str]]) -> None:
    """Show the refusals at their fields, in place of "choose a file"."""
    for name, sentences in refused.items():
        form.errors.pop(name, None)
        for sentence in sentences:
            form.add_error(name, sentence)
