"""Private files in an S3-compatible store (MinIO, Ceph, a provider's) instead of a folder; switched on by S3_BUCKET.

obstore speaks to the store: it signs, retries and gives up (ADR 8). Nobody gets an address of the store: views ask for
permission and stream. What an object says never changes, so a file is read in pieces, each when it is needed.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from obstore.exceptions import BaseError
from obstore.store import S3Store

PIECE = 1024 * 1024
"""What one GET brings; small files come whole."""


class ObjectStoreError(OSError):
    """The store refused, failed or did not answer; the text says what was asked and answered."""


@deconstructible
class ObjectStorage(Storage):
    """Django's storage over one bucket. ``addressing``: ``path`` (endpoint/bucket/name) or ``virtual`` (bucket.endpoint).

    ``timeout`` in seconds, for one try of two. Reading what is not there raises FileNotFoundError, everything else that
    goes wrong ObjectStoreError.
    """

    def __init__(
        self,
        *,
        bucket: str,
        endpoint: str,
        access_key: str,
        secret_key: str,
        region: str = "us-east-1",
        addressing: str = "path",
        timeout: float = 10,
    ) -> None:
        is_virtual = addressing == "virtual"
        if is_virtual:  # the endpoint itself is to name the bucket then
            endpoint = endpoint.replace("://", f"://{bucket}.", 1)
        self.store = S3Store(
            bucket,
            endpoint=endpoint,
            access_key_id=access_key,
            secret_access_key=secret_key,
            region=region,
            virtual_hosted_style_request=is_virtual,
            client_options={
                "allow_http": True,
                "timeout": timedelta(seconds=timeout),
                "connect_timeout": timedelta(seconds=min(timeout, 3)),
            },
            retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=2 * timeout)},
        )

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with _asking():
            return self.store.head(name)["size"]

    def delete(self, name: str) -> None:
        """What is gone already stays gone."""
        with _asking():
            self.store.delete(name)

    def files_under(self, folder: str) -> Iterator[tuple[str, int, datetime]]:
        """Name, size and time of each object below a folder; the key must be allowed to list."""
        with _asking():
            for some in self.store.list(folder, chunk_size=1000):
                yield from ((each["path"], each["size"], each["last_modified"]) for each in some)

    def url(self, name: str | None) -> str:
        raise NotImplementedError("Private files have no address; a view streams them after asking for permission.")

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("An object is written whole, by save().")
        return ObjectFile(self, name)

    def _save(self, name: str, content: "File[Any]") -> str:
        content.seek(0)
        try:
            with _asking():
                self.store.put(name, content.read(), use_multipart=False)
        except FileNotFoundError as error:  # the bucket is
            raise ObjectStoreError(str(error)) from error
        return name


class ObjectFile(File):
    """An object opened for reading; like a file in a folder it may be opened again after it was closed."""

    def __init__(self, storage: ObjectStorage, name: str) -> None:
        self.storage = storage
        super().__init__(_pieces(storage, name), name=name)

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> "ObjectFile":
        assert self.name is not None
        if self.closed:
            self.file = _pieces(self.storage, self.name)
        self.seek(0)
        return self


class ObjectReader(io.RawIOBase):
    """An object as a file that can be sought in; only the bytes that are read come over the wire.

    Opening asks for the size, so that what is missing or forbidden is known before the first byte is promised.
    """

    def __init__(self, storage: ObjectStorage, name: str) -> None:
        self.storage, self.object, self.at = storage, name, 0
        self.length = storage.size(name)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.length}[whence]
        self.at = max(0, start + offset)
        return self.at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self.length - self.at)
        if wanted <= 0:
            return 0
        with _asking():
            buffer[:wanted] = self.storage.store.get_range(self.object, start=self.at, length=wanted)
        self.at += wanted
        return wanted


def _pieces(storage: ObjectStorage, name: str) -> IO[Any]:
    return cast(IO[Any], io.BufferedReader(ObjectReader(storage, name), PIECE))


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (BaseError, ValueError) as error:
        raise ObjectStoreError(str(error)) from error
