"""Files in an S3-compatible store: the contract with a real HTTP server, its faults, and what the settings refuse."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from tests.vidcon_portal.documents.object_server import ObjectServer, serve_objects
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.delivery import hand_out
from vidcon_portal.documents.errors import RenderError, WrongStatusError
from vidcon_portal.documents.models import Document, OfficeSigning, StoredFile
from vidcon_portal.documents.object_store import PIECE, ObjectStorage, ObjectStoreError
from vidcon_portal.documents.services import pdfs
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.documents.services.issuing import sign_document
from vidcon_portal.documents.services.pdfs import ensure_pdf, render_paper
from vidcon_portal.documents.services.signing import (
    Secrets,
    begin_signing,
    issue_returned,
    issue_signed,
    reserve_number,
    returned_outside,
    signed_outside,
)
from vidcon_portal.environment import object_store as store_options

NAME = "stored/ab/laporan 1.pdf"
PATH = "/kotak/stored/ab/laporan%201.pdf"
LARGE = bytes(range(256)) * (2 * PIECE // 256) + b"end"


@pytest.fixture
def server() -> Iterator[ObjectServer]:
    with serve_objects() as running:
        yield running


def storage_at(server: ObjectServer, **more: Any) -> ObjectStorage:
    keys = {"access_key": "KEY", "secret_key": "secret", "region": "id-1", "timeout": 10}
    return ObjectStorage(**{"bucket": "kotak", "endpoint": server.url, **keys, **more})


@pytest.fixture
def storage(server: ObjectServer) -> ObjectStorage:
    return storage_at(server)


def test_file_comes_back_as_it_was_saved(server: ObjectServer, storage: ObjectStorage) -> None:
    assert storage.save(NAME, ContentFile(b"%PDF-")) == NAME
    assert server.objects == {PATH: b"%PDF-"}
    assert (storage.exists(NAME), storage.size(NAME), storage.open(NAME).read()) == (True, 5, b"%PDF-")

    storage.delete(NAME)
    storage.delete(NAME)

    assert not storage.exists(NAME)
    with pytest.raises(FileNotFoundError):
        storage.open(NAME)


def test_only_the_wanted_part_comes_over_the_wire(server: ObjectServer, storage: ObjectStorage) -> None:
    server.objects[PATH] = LARGE

    with storage.open(NAME) as file:
        file.seek(len(LARGE) - 3)
        assert file.read(10) == b"end"
    assert server.asked == [f"HEAD {PATH}", f"GET {PATH} bytes={len(LARGE) - 3}-{len(LARGE) - 1}"]

    with file.open() as again:
        assert again.read() == LARGE


def test_view_answers_a_range_from_the_store(server: ObjectServer, storage: ObjectStorage) -> None:
    server.objects[PATH] = LARGE

    part = hand_out(RequestFactory().get("/", headers={"Range": "bytes=1000000-1000003"}), stored_in(storage))
    whole = hand_out(RequestFactory().get("/"), stored_in(storage))

    assert (part.status_code, part["Content-Length"]) == (206, "4")
    assert b"".join(part) == LARGE[1000000:1000004]
    assert (whole.status_code, whole["Content-Length"]) == (200, str(len(LARGE)))
    assert b"".join(whole) == LARGE
    assert server.url not in str(part.headers) + str(whole.headers)


def test_writing_into_a_bucket_that_is_not_there_is_said(server: ObjectServer, storage: ObjectStorage) -> None:
    server.faults.extend([404, 404])  # the first asks whether the name is free

    with pytest.raises(ObjectStoreError, match="404"):
        storage.save(NAME, ContentFile(b"x"))


@pytest.mark.django_db
def test_emblem_is_printed_from_the_store(
    server: ObjectServer, storage: ObjectStorage, draft: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "default_storage", storage)
    emblem = storage.save("emblems/lambang kota é.png", ContentFile(photo("PNG")))
    draft.context["letterhead"]["emblem"] = emblem

    printed = pictures_of(render_paper(draft))
    server.faults.extend([500, 500])
    with pytest.raises(ObjectStoreError):
        render_paper(draft)
    storage.delete(emblem)

    assert (printed, pictures_of(render_paper(draft))) == (1, 0)


def pictures_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return sum(1 for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image")


@pytest.mark.parametrize("faults", [[403], [500, 500], [1, 1]])
def test_a_store_that_fails_is_said_and_nothing_is_lost(faults: list[float], server: ObjectServer) -> None:
    storage = storage_at(server, timeout=0.2 if faults == [1, 1] else 10)
    server.objects[PATH] = b"old"
    for deed in (lambda: storage.open(NAME), lambda: storage.exists(NAME), lambda: storage.delete(NAME)):
        server.faults.extend(faults)
        with pytest.raises(ObjectStoreError):
            deed()

    server.faults.extend(faults)
    answer = hand_out(RequestFactory().get("/"), stored_in(storage))

    assert answer.status_code == 503
    assert server.objects == {PATH: b"old"}


def test_one_failure_is_forgiven(server: ObjectServer, storage: ObjectStorage) -> None:
    server.faults.append(503)

    storage.save(NAME, ContentFile(b"x"))

    assert server.objects == {PATH: b"x"}


def test_missing_object_is_404_for_the_reader(storage: ObjectStorage) -> None:
    with pytest.raises(Http404):
        hand_out(RequestFactory().get("/"), stored_in(storage))


def test_nobody_gets_an_address_of_the_store(storage: ObjectStorage) -> None:
    with pytest.raises(NotImplementedError):
        storage.url(NAME)


def test_virtual_addressing_names_the_bucket_in_the_host(server: ObjectServer) -> None:
    there = storage_at(server, endpoint=server.url.replace("127.0.0.1", "localhost"), addressing="virtual")

    with pytest.raises(ObjectStoreError, match=r"kotak\.localhost"):
        there.size(NAME)


COMPLETE = {"S3_BUCKET": "b", "S3_ENDPOINT": "https://s3.example", "S3_ACCESS_KEY": "k", "S3_SECRET_KEY": "s"}


def test_settings_switch_the_store_on_and_off() -> None:
    assert store_options(environ={}) is None
    options = store_options(environ=dict(COMPLETE))
    assert options is not None
    assert (options["bucket"], options["region"], options["addressing"]) == ("b", "us-east-1", "path")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"S3_ENDPOINT": "", "S3_SECRET_KEY": ""}, "S3_ENDPOINT, S3_SECRET_KEY"),
        ({"S3_ENDPOINT": "s3.example/b"}, "S3_ENDPOINT must look like"),
        ({"S3_ADDRESSING": "auto"}, "neither path nor virtual"),
        ({"S3_TIMEOUT": "0"}, "S3_TIMEOUT"),
    ],
)
def test_settings_say_what_is_wrong(change: dict[str, str], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        store_options(environ={**COMPLETE, **change})


def stored_in(storage: ObjectStorage) -> StoredFile:
    """A file whose bytes lie in that store."""
    file = StoredFile(id=UUID(int=1), name="laporan.pdf", content_type="application/pdf", size=len(LARGE), sha256="x")
    file.content = NAME
    file.content.storage = storage
    return file


@pytest.fixture
def far(server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> ObjectServer:
    """Every private file lies in the store; a request that comes from inside a transaction fails."""

    class Watched(ObjectStorage):
        def _save(self, name: str, content: Any) -> str:
            assert not connection.in_atomic_block
            return super()._save(name, content)

        def _open(self, name: str, mode: str = "rb") -> Any:
            assert not connection.in_atomic_block
            return super()._open(name, mode)

        def delete(self, name: str) -> None:
            assert not connection.in_atomic_block
            super().delete(name)

    keys = {"access_key": "KEY", "secret_key": "secret", "region": "id-1", "timeout": 10}
    there = Watched(bucket="kotak", endpoint=server.url, **keys)
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", there)
    return server


@contextmanager
def rows_refused() -> Iterator[None]:
    def save(_self: StoredFile, **_options: object) -> None:
        raise OperationalError("the database went away")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(StoredFile, "save", save)
        yield


@pytest.mark.django_db(transaction=True)
def test_pdf_lies_in_the_store_before_its_transaction_and_not_after_a_failure(
    far: ObjectServer, draft: Document, head: Actor, at: datetime
) -> None:
    signed = sign_document(draft, by=head, at=at)
    far.faults.extend([404, 500, 500])  # the first asks whether the name is free
    with pytest.raises(RenderError):
        ensure_pdf(signed, at=at)
    with rows_refused(), pytest.raises(OperationalError):
        ensure_pdf(signed, at=at)
    assert (far.objects, StoredFile.objects.count()) == ({}, 0)

    document = ensure_pdf(signed, at=at)

    assert document.file is not None
    assert [hashlib.sha256(content).hexdigest() for content in far.objects.values()] == [document.file_sha256]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("provider", ["local", "none"])
def test_signed_bytes_lie_in_the_store_before_the_paper_is_issued(
    provider: str,
    far: ObjectServer,
    draft: Document,
    head: Actor,
    at: datetime,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATA_DIR = tmp_path
    OfficeSigning.objects.create(office=draft.office, provider=provider)
    scan = store_bytes(photo(), name="pindaian.jpg", by=head, office=draft.office, at=at)
    before = dict(far.objects)

    def issue() -> Document:
        if provider == "local":
            begin = partial(begin_signing, draft, by=head, at=timezone.now())
            with signed_outside(begin, by=head, secrets=Secrets()) as (begun, signed):
                return issue_signed(begun, signed, by=head, at=at)
        numbered = reserve_number(draft, by=head, at=at)
        with returned_outside(numbered, scan, by=head) as signed:
            return issue_returned(numbered, signed, by=head, at=at)

    with rows_refused(), pytest.raises(OperationalError):
        issue()
    draft.refresh_from_db()
    assert (far.objects, draft.status, draft.number) == (before, "draft", "000.1.4/001/DISKOMINFO/2026")

    issued = issue()

    assert (issued.status, issued.number, len(far.objects)) == ("signed", draft.number, len(before) + 1)
    with pytest.raises(WrongStatusError):
        issue()
    assert len(far.objects) == len(before) + 1


def photo(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, kind)
    return out.getvalue()
