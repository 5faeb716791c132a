"""Storing what people upload: checked by content, named safely, private."""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.antivirus import refuse_malware
from vidcon_portal.documents.content import PDF, check_content, kind_of
from vidcon_portal.documents.errors import DocumentError, FileRefusedError, FileTooLargeError
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.pictures import JPEG, PNG, photos_to_pdf

logger = logging.getLogger(__name__)

ENOUGH_TO_JUDGE = 12
"""Bytes by which a file's kind shows."""

SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png"}


def max_bytes(*, photo: bool = False) -> int:
    """The size limit of one upload; a photo may be larger, for the portal makes it small."""
    return int(settings.FILE_PHOTO_MAX_BYTES if photo else settings.FILE_MAX_BYTES)


def refuse_too_large(size: int, *, photo: bool = False) -> None:
    """Raises FileTooLargeError beyond the limit of one upload."""
    limit = max_bytes(photo=photo)
    if size > limit:
        raise FileTooLargeError(
            _("Berkas ini %(size)s; paling besar %(limit)s. Perkecil atau pindai dengan mutu lebih rendah.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


def is_photo(beginning: bytes) -> bool:
    """Whether a file that begins so is a picture of a kind we take."""
    try:
        return kind_of(beginning) != PDF
    except FileRefusedError:
        return False


def safe_name(name: str, content_type: str) -> str:
    """A name without path, control characters or a misleading ending; never empty."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C")
    stem = re.sub(r'[<>:"/\\|?*]+', "-", base.rsplit(".", 1)[0] if "." in base else base)
    stem = re.sub(r"\s+", " ", stem).strip(" .-")[:120]
    return f"{stem or 'berkas'}.{SUFFIXES[content_type]}"


def store_file(
    upload: "UploadedFile[Any]",
    *,
    by: Actor,
    office: Office,
    purpose: str = "",
    owner_kind: str = "",
    owner_id: object = "",
    at: datetime | None = None,
) -> StoredFile:
    """Check an upload and keep it. Raises FileRefusedError (FileTooLargeError) with the user's sentence.

    Asks the virus scanner, if there is one: not to be called inside a transaction, for which there are
    ``read_upload`` and ``store_bytes``.
    """
    return store_bytes(
        read_upload(upload),
        name=upload.name or "",
        by=by,
        office=office,
        purpose=purpose,
        owner_kind=owner_kind,
        owner_id=owner_id,
        at=at,
    )


def store_photos(
    uploads: "Sequence[UploadedFile[Any]]",
    *,
    name: str,
    by: Actor,
    office: Office,
    purpose: str = "",
    at: datetime | None = None,
) -> StoredFile:
    """Several photographed pages as one PDF of at most 2 MB where possible. Raises FileRefusedError."""
    contents = [read_upload(upload) for upload in uploads]
    if any(kind_of(content) == PDF for content in contents):
        raise FileRefusedError(_("Pilih foto saja, atau satu PDF saja."))
    content = photos_to_pdf(contents, title=name)
    return store_bytes(content, name=name, by=by, office=office, purpose=purpose, at=at)


def store_bytes(
    content: bytes,
    *,
    name: str,
    by: Actor,
    office: Office,
    purpose: str = "",
    owner_kind: str = "",
    owner_id: object = "",
    at: datetime | None = None,
) -> StoredFile:
    """Check content and keep it. Raises FileRefusedError."""
    stored = keep_bytes(
        content, name=name, by=by, office=office, purpose=purpose, owner_kind=owner_kind, owner_id=owner_id, at=at
    )
    stored.save(force_insert=True)
    return stored


def keep_bytes(
    content: bytes,
    *,
    name: str,
    by: Actor,
    office: Office,
    purpose: str = "",
    owner_kind: str = "",
    owner_id: object = "",
    at: datetime | None = None,
) -> StoredFile:
    """Check content and write it under a path that says nothing about its name. Raises FileRefusedError.

    The row is left for the caller to save in his transaction: where the bytes go may be across the network.
    """
    checked = check_content(content)
    stored = StoredFile(
        office=office,
        uploaded_by=by.user,
        name=safe_name(name, checked.content_type),
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        purpose=purpose,
        owner_kind=owner_kind,
        owner_id=str(owner_id),
        created_at=at or timezone.now(),
    )
    try:
        stored.content.save(stored.name, ContentFile(checked.content), save=False)
    except OSError as error:
        logger.exception("A file could not be kept")
        raise FileRefusedError(
            _("Penyimpanan berkas sedang tidak menjawab, berkas ini belum tersimpan. Coba lagi sebentar lagi.")
        ) from error
    return stored


@contextmanager
def erased_unless_recorded(stored: StoredFile) -> Iterator[StoredFile]:
    """For the transaction that saves the row of bytes which lie in the store already: where it fails they go again.

    A process that dies in between leaves bytes without a row, never a row without bytes.
    """
    try:
        yield stored
    except BaseException:
        erase_bytes(stored)
        raise


def erase_bytes(stored: StoredFile) -> None:
    """Of a file that was not recorded; a store that does not answer keeps them."""
    try:
        stored.content.storage.delete(str(stored.content.name))
    except OSError:
        logger.warning("Bytes without a row are left in the store: %s", stored.content.name, exc_info=True)


@transaction.atomic
def attach_file(file: StoredFile, *, owner_kind: str, owner_id: object, by: Actor) -> StoredFile:
    """Hang an upload on a row of a wing; only its uploader (or the system) may, and only once."""
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    if (file.owner_kind, file.owner_id) == (owner_kind, str(owner_id)):
        return file
    if file.owner_kind or not (by.is_system or file.uploaded_by == by.user):
        raise DocumentError(_("Berkas ini sudah dipakai di tempat lain. Unggah sekali lagi."))
    file.owner_kind, file.owner_id = owner_kind, str(owner_id)
    file.save(update_fields=["owner_kind", "owner_id"])
    return file


def read_upload(upload: "UploadedFile[Any]") -> bytes:
    """The bytes of an upload that is not too large and in which the virus scanner finds nothing."""
    upload.seek(0)
    refuse_too_large(upload.size or 0, photo=is_photo(upload.read(ENOUGH_TO_JUDGE)))
    upload.seek(0)
    content: bytes = upload.read()
    refuse_malware(content)
    return content
