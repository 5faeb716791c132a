"""Uploads shown to a small real clamd, over both kinds of socket."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.vidcon_portal.documents.test_content import a_pdf
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.antivirus import check_scanner, refuse_malware
from vidcon_portal.documents.errors import FileRefusedError
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.files import store_file

WORM = b"X5O!P%@AP-worm"


class Scanner(socketserver.StreamRequestHandler):
    """INSTREAM as clamd speaks it."""

    def handle(self) -> None:
        if (command := self.rfile.read(len(b"zPING\0"))) == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        command += self.rfile.read(len(b"zINSTREAM\0") - len(command))
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
        elif WORM in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[None]:
    if request.param == "tcp":
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
        settings.CLAMD_ADDRESS = f"tcp:127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd"), Scanner)
        settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'clamd'}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def test_clean_bytes_pass_and_a_worm_does_not(clamd: None) -> None:
    refuse_malware(b"x" * 200_000)

    with pytest.raises(FileRefusedError, match="Eicar-Test-Signature"):
        refuse_malware(b"x" * 100_000 + WORM)

    assert check_scanner() == []


def test_a_scanner_that_is_down_lets_nothing_in(staff: Actor, office: Office, settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "tcp:127.0.0.1:9"

    with pytest.raises(FileRefusedError, match="Pemeriksa virus tidak menjawab"):
        store_file(SimpleUploadedFile("a.pdf", a_pdf()), by=staff, office=office)

    assert not StoredFile.objects.exists()
    (told,) = check_scanner()
    assert "every upload is refused" in told.msg
