"""The picture of a resource: small, made anew, and private to its office."""

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from bookings.models import Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.content import check_content
from vidcon_portal.documents.errors import FileRefusedError
from vidcon_portal.documents.services.files import store_bytes

OWNER = "resource"
EDGE = 960
"""Longest side in pixels: enough to know the room by."""


def shrink_photo(upload: "UploadedFile[Any]") -> bytes:
    """An upload as a small JPEG without metadata. Raises FileRefusedError with the user's sentence."""
    if (upload.size or 0) > 15 * 1024 * 1024:
        raise FileRefusedError(_("Foto ini lebih dari 15 MB. Perkecil dahulu, lalu unggah lagi."))
    upload.seek(0)
    checked = check_content(upload.read())
    if not checked.content_type.startswith("image/"):
        raise FileRefusedError(_("Berkas ini bukan foto. Pilih berkas JPG atau PNG."))
    with Image.open(io.BytesIO(checked.content)) as picture:
        small = picture.convert("RGB")
    small.thumbnail((EDGE, EDGE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()


@transaction.atomic
def set_photo(resource: Resource, content: bytes | None, *, by: Actor) -> None:
    """Show this picture from now on, or none; the one before stays stored, as the history names it."""
    resource.photo = (
        store_bytes(
            content, name=f"{resource.code}.jpg", by=by, office=resource.office, purpose="photo",
            owner_kind=OWNER, owner_id=resource.pk,
        )
        if content is not None
        else None
    )  # fmt: skip
    resource.save(update_fields=["photo"])
