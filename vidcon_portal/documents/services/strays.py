"""Bytes in the store that no row names: what a process left that died between writing a file and recording it.

Only the folder of stored files is looked at; emblems, exports and unfinished uploads have their own keepers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage, default_storage

from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.object_store import ObjectStorage

FOLDER = "stored/"
YOUNG = timedelta(days=1)
"""Within this time the row of a file may still come."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stray:
    """A file without a row."""

    name: str
    size: int
    modified_at: datetime


def find_strays(*, at: datetime, storage: Storage = default_storage) -> Iterator[Stray]:
    """What lies in the store, is older than a day and stands in no row; some hundred names to a query."""
    old = (each for each in _stored(storage) if each.modified_at < at - YOUNG)
    while some := list(islice(old, AT_ONCE)):
        named = _named(some)
        yield from (each for each in some if each.name not in named)


def erase_strays(strays: Sequence[Stray], *, storage: Storage = default_storage) -> int:
    """Erase them, save what a row names by now; how many. Raises OSError where the store does not answer."""
    named = _named(strays)
    chosen = [each for each in strays if each.name not in named]
    for each in chosen:
        storage.delete(each.name)
    return len(chosen)


def _named(some: Sequence[Stray]) -> frozenset[str]:
    names = [each.name for each in some]
    return frozenset(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))


def _stored(storage: Storage) -> Iterator[Stray]:
    kept = getattr(storage, "_wrapped", storage)  # the default storage is a lazy object
    if isinstance(kept, ObjectStorage):
        yield from (Stray(name, size, modified_at) for name, size, modified_at in kept.files_under(FOLDER))
    elif isinstance(kept, FileSystemStorage):
        root = Path(kept.base_location)
        for path in (root / FOLDER).rglob("*"):
            if path.is_file():
                told = path.stat()
                yield Stray(str(path.relative_to(root)), told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))
