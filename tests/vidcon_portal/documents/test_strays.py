"""Bytes without a row: told, and erased only when told to; nothing else is touched."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from tests.vidcon_portal.documents.object_server import serve_objects
from tests.vidcon_portal.documents.test_content import a_picture
from tests.vidcon_portal.documents.test_object_store import storage_at
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.documents.services.strays import erase_strays, find_strays


def lay(root: str, name: str, *, days: float) -> Path:
    path = Path(root) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"abc")
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def test_only_old_bytes_without_a_row_are_erased(
    office: Office, head: Actor, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(settings.MEDIA_ROOT)
    kept = store_bytes(a_picture(), name="a.jpg", by=head, office=office)
    lay(root, str(kept.content.name), days=9)
    stray, young = lay(root, "stored/ab/old.pdf", days=2), lay(root, "stored/ab/young.pdf", days=0.5)
    emblem = lay(root, "emblems/old.png", days=99)

    call_command("sweep_files")
    told = capsys.readouterr().out
    before = stray.exists()
    call_command("sweep_files", "--erase")

    assert [line.split()[0] for line in told.splitlines()] == ["stored/ab/old.pdf", "1"]
    assert (before, stray.exists()) == (True, False)
    assert all(path.exists() for path in (young, emblem, Path(root) / str(kept.content.name)))


def test_object_store_is_swept_too_and_a_row_that_came_meanwhile_saves_its_bytes(office: Office, head: Actor) -> None:
    with serve_objects() as server:
        storage = storage_at(server)
        late = store_bytes(a_picture(), name="a.jpg", by=head, office=office)
        server.objects = dict.fromkeys(
            ("/kotak/stored/aa/1.pdf", f"/kotak/{late.content.name}", "/kotak/emblems/x.png"), b"abc"
        )
        found = list(find_strays(at=timezone.now() + timedelta(days=400), storage=storage))
        assert [each.name for each in found] == ["stored/aa/1.pdf"]

        found.append(type(found[0])(str(late.content.name), 3, found[0].modified_at))
        assert erase_strays(found, storage=storage) == 1

    assert set(server.objects) == {f"/kotak/{late.content.name}", "/kotak/emblems/x.png"}
