"""What comes with a page's form as a file: stored first, then handed to the form as its id, as the API does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.services.files import store_file

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
    """
    data = posted.copy()
    refused: dict[str, list[str]] = {}
    for name in files:
        if name not in fields:
            continue
        many = bool(getattr(fields[name].widget, "allow_multiple_selected", False))
        for upload in files.getlist(name):
            try:
                stored = store_file(upload, by=by, office=office, purpose=name[:40], at=at)
            except DocumentError as error:
                refused.setdefault(name, []).append(error.sentence)
                continue
            if many:
                data.appendlist(name, str(stored.pk))
            else:
                data[name] = str(stored.pk)
    return data, refused


def add_refusals(form: forms.Form, refused: Mapping[str, list[str]]) -> None:
    """Show the refusals at their fields, in place of "choose a file"."""
    for name, sentences in refused.items():
        form.errors.pop(name, None)
        for sentence in sentences:
            form.add_error(name, sentence)
