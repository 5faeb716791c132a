"""The first page of a file as a picture: who decides on a phone sees the letter without opening a PDF."""

import hashlib
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from vidcon_portal.documents import page_drawer
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.pictures import JPEG

PATIENCE = 20
"""Seconds that the drawing process gets, its start included."""


def draw_first_page(content: bytes) -> bytes | None:
    """A JPEG of one sheet, or None where nothing can be drawn (a locked or broken PDF); never raises for bad bytes."""
    program = [sys.executable, "-I", str(Path(page_drawer.__file__))]
    try:
        done = subprocess.run(program, input=content, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603 - ours
    except subprocess.SubprocessError:
        return None
    return done.stdout or None


def keep_first_page(file: StoredFile, *, at: datetime) -> StoredFile | None:
    """Draw the picture once and keep it beside the file, under the same permission; None where there is none.

    Draws outside a transaction; of two at once the first one's picture stays.
    """
    if file.picture is not None:
        return file.picture
    with file.content.open("rb") as content:
        drawn = draw_first_page(content.read())
    if drawn is None:
        return None
    picture = StoredFile(
        office_id=file.office_id,
        name=f"{file.name.rpartition('.')[0][:120]}.jpg",
        content_type=JPEG,
        size=len(drawn),
        sha256=hashlib.sha256(drawn).hexdigest(),
        purpose="first_page",
        created_at=at,
    )
    picture.content.save(picture.name, ContentFile(drawn), save=False)
    with transaction.atomic():
        locked = StoredFile.objects.select_for_update().get(pk=file.pk)
        if locked.picture is not None:
            return locked.picture
        picture.owner_kind, picture.owner_id = locked.owner_kind, locked.owner_id
        picture.save(force_insert=True)
        file.picture = locked.picture = picture
        locked.save(update_fields=["picture"])
    return picture
