"""Private files in an S3-compatible store (MinIO, Ceph, a provider's) instead of a folder; switched on by S3_BUCKET.

The portal needs four verbs, PUT, GET with a range, HEAD and DELETE, signed with AWS Signature Version 4: they are written
here over httpx (ADR 8). Nobody gets an address of the store: views ask for permission and stream. What an object says
never changes, so a file is read in pieces, each when it is needed.
"""

import hashlib
import hmac
import io
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import IO, Any, cast
from urllib.parse import quote

import httpx
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

PIECE = 1024 * 1024
"""What one GET brings; small files come whole."""
TRIES = 2
"""Every verb may be repeated without harm."""
PAUSE = 0.2
NOTHING = hashlib.sha256(b"").hexdigest()


class ObjectStoreError(OSError):
    """The store refused, failed or did not answer; the sentence names the verb, the object and the answer."""


def signed_headers(
    method: str,
    address: httpx.URL,
    *,
    access_key: str,
    secret_key: str,
    region: str,
    at: datetime,
    digest: str = NOTHING,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """``headers`` with those that AWS Signature Version 4 adds; all of them are signed. ``digest``: SHA-256 of the body."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    day = stamp[:8]
    sent = {
        "host": address.netloc.decode(),
        "x-amz-content-sha256": digest,
        "x-amz-date": stamp,
        **{name.lower(): value.strip() for name, value in (headers or {}).items()},
    }
    names = ";".join(sorted(sent))
    lines = "".join(f"{name}:{sent[name]}\n" for name in sorted(sent))
    request = f"{method}\n{address.raw_path.decode()}\n\n{lines}\n{names}\n{digest}"
    scope = f"{day}/{region}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    sent["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{scope},SignedHeaders={names},Signature={signature}"
    )
    return sent


@deconstructible
class ObjectStorage(Storage):
    """Django's storage over one bucket. ``addressing``: ``path`` (endpoint/bucket/name) or ``virtual`` (bucket.endpoint).

    Reading what is not there raises FileNotFoundError, everything else that goes wrong ObjectStoreError.
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
        base = httpx.URL(endpoint)
        if addressing == "virtual":
            base = base.copy_with(host=f"{bucket}.{base.host}")
        self.base = str(base).rstrip("/") + ("" if addressing == "virtual" else f"/{bucket}")
        self.access_key, self.secret_key, self.region = access_key, secret_key, region
        self.client = httpx.Client(timeout=httpx.Timeout(timeout, connect=min(timeout, 3)), follow_redirects=False)

    def ask(
        self, method: str, name: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """One signed request; tried again once when the store fails or does not answer."""
        address = httpx.URL(f"{self.base}/{quote(name, safe='/~')}")
        digest = hashlib.sha256(content).hexdigest()
        for attempt in range(1, TRIES + 1):
            sent = signed_headers(
                method,
                address,
                access_key=self.access_key,
                secret_key=self.secret_key,
                region=self.region,
                at=datetime.now(UTC),
                digest=digest,
                headers=headers,
            )
            try:
                answer = self.client.request(method, address, content=content or None, headers=sent)
            except httpx.HTTPError as error:
                if attempt == TRIES:
                    raise ObjectStoreError(f"{method} {name}: the store did not answer ({error!r}).") from error
            else:
                if answer.is_success:
                    return answer
                if answer.status_code == 404:
                    raise FileNotFoundError(name)
                if answer.status_code < 500 or attempt == TRIES:
                    raise ObjectStoreError(f"{method} {name}: the store answered {answer.status_code}.")
            time.sleep(PAUSE)
        raise AssertionError("unreachable")

    def exists(self, name: str) -> bool:
        try:
            self.ask("HEAD", name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self.ask("HEAD", name).headers["content-length"])

    def delete(self, name: str) -> None:
        """What is gone already stays gone."""
        try:
            self.ask("DELETE", name)
        except FileNotFoundError:
            return

    def url(self, name: str | None) -> str:
        raise NotImplementedError("Private files have no address; a view streams them after asking for permission.")

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("An object is written whole, by save().")
        return ObjectFile(self, name)

    def _save(self, name: str, content: "File[Any]") -> str:
        content.seek(0)
        self.ask("PUT", name, content=content.read())
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


def _pieces(storage: ObjectStorage, name: str) -> IO[Any]:
    return cast(IO[Any], io.BufferedReader(ObjectReader(storage, name), PIECE))


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
        span = {"Range": f"bytes={self.at}-{self.at + wanted - 1}"}
        answer = self.storage.ask("GET", self.object, headers=span)
        part = answer.content if answer.status_code == 206 else answer.content[self.at : self.at + wanted]
        if len(part) != wanted:
            raise ObjectStoreError(f"GET {self.object}: {len(part)} bytes came instead of {wanted}.")
        buffer[:wanted] = part
        self.at += wanted
        return wanted
