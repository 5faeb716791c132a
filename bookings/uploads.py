"""What comes with a page's form as a file: stored first, then handed to the form as its id, as the API does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.errors import DocumentError, UploadGoneError
from vidcon_portal.documents.models import ResumableUpload, StoredFile
from vidcon_portal.documents.services.files import store_file, store_photos
from vidcon_portal.documents.services.uploads import find_upload, note_stored, open_upload

Uploads: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"

PIECES = "upload-"
"""Before the name of a field: the ids of files that came in pieces."""

MOST_PIECED = 30


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
    Where a field binds photographs, they become one PDF, in the order in which they were chosen. A file that came in
    pieces before the form did is named in ``PIECES + field``; sent again, the form finds what became of it.
    """
    data = posted.copy()
    refused: dict[str, list[str]] = {}
    for name, field in fields.items():
        given: list[_Given] = []
        try:
            given += _came_in_pieces(posted.getlist(PIECES + name), by=by, at=at)
        except DocumentError as error:
            refused[name] = [error.sentence]
        given += [_Given(upload) for upload in files.getlist(name)]
        if not given:
            continue
        keeping = _Keeping(by=by, office=office, purpose=name[:40], at=at)
        if getattr(field.widget, "binds_photos", False) and not _is_one_pdf(given):
            stored, sentences = _bind(given, keeping)
        else:
            stored, sentences = _store_each(given, keeping)
        if sentences:
            refused.setdefault(name, []).extend(sentences)
        if getattr(field.widget, "allow_multiple_selected", False):
            for each in stored:
                data.appendlist(name, str(each.pk))
        elif stored:
            data[name] = str(stored[-1].pk)
    return data, refused


@dataclass(frozen=True, slots=True)
class _Given:
    """One file of a field: from the form itself, or whole out of its pieces, perhaps stored by an earlier sending."""

    upload: "UploadedFile[Any] | None"
    pieces: ResumableUpload | None = None

    @property
    def stored(self) -> StoredFile | None:
        return self.pieces.file if self.pieces is not None else None


@dataclass(frozen=True, slots=True)
class _Keeping:
    by: Actor
    office: Office
    purpose: str
    at: datetime


def _came_in_pieces(ids: Sequence[str], *, by: Actor, at: datetime) -> list[_Given]:
    """Raises UploadGoneError for what is over, not whole, or somebody else's."""
    if by.user is None:
        return []
    found = []
    for each in ids[:MOST_PIECED]:
        try:
            pieces = find_upload(UUID(each), user=by.user, at=at)
        except (ValueError, ResumableUpload.DoesNotExist) as error:
            raise UploadGoneError from error
        found.append(_Given(None if pieces.file_id else open_upload(pieces), pieces))
    return found


def _store_each(given: Sequence[_Given], keeping: _Keeping) -> tuple[list[StoredFile], list[str]]:
    stored, sentences = [], []
    for each in given:
        if each.stored is not None:
            stored.append(each.stored)
        elif each.upload is not None:
            try:
                file = store_file(
                    each.upload, by=keeping.by, office=keeping.office, purpose=keeping.purpose, at=keeping.at
                )
            except DocumentError as error:
                sentences.append(error.sentence)
                continue
            stored.append(file)
            _remember([each], file)
    return stored, sentences


def _bind(given: Sequence[_Given], keeping: _Keeping) -> tuple[list[StoredFile], list[str]]:
    """Photographs as one PDF; the same PDF when the same form is sent again."""
    if (before := given[0].stored) is not None and all(each.stored == before for each in given):
        return [before], []
    uploads = [each.upload for each in given if each.upload is not None]
    if len(uploads) < len(given):
        return [], [UploadGoneError().sentence]
    try:
        file = store_photos(
            uploads,
            name=_title_of(uploads[0]),
            by=keeping.by,
            office=keeping.office,
            purpose=keeping.purpose,
            at=keeping.at,
        )
    except DocumentError as error:
        return [], [error.sentence]
    _remember(given, file)
    return [file], []


def _remember(given: Sequence[_Given], file: StoredFile) -> None:
    note_stored([each.pieces for each in given if each.pieces is not None], file)


def _is_one_pdf(given: Sequence[_Given]) -> bool:
    """One PDF is kept as it is; several files, or one that is no PDF, are photographs, or a mixture to be refused."""
    if len(given) > 1:
        return False
    if (upload := given[0].upload) is None:
        return True
    start = upload.read(5)
    upload.seek(0)
    return not start or start.startswith(b"%PDF-")


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
