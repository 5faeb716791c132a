"""Asking ClamAV about an upload: the clamd protocol over a socket, when the operator runs one.

Speaks to another process: never inside a transaction.
"""

import logging
import socket
import struct
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.utils.translation import gettext as _

from vidcon_portal.documents.errors import FileRefusedError

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
SECONDS = 15
MOST_REPLY = 4096


def refuse_malware(content: bytes) -> None:
    """Return when clamd finds nothing, or when none is set up. Raises FileRefusedError otherwise.

    A scanner that does not answer refuses too: whoever set one up wants no file unseen.
    """
    if not settings.CLAMD_ADDRESS:
        return
    try:
        reply = _ask(content)
    except OSError:
        logger.exception("clamd does not answer")
        reply = ""
    if reply.endswith("FOUND"):
        found = reply.removeprefix("stream:").removesuffix("FOUND").strip()
        logger.warning("clamd found %s in an upload", found)
        raise FileRefusedError(
            _("Berkas ini memuat program berbahaya (%(name)s). Bersihkan perangkat asalnya, lalu buat ulang berkasnya.")
            % {"name": found[:80]}
        )
    if not reply.endswith("OK"):
        raise FileRefusedError(
            _("Pemeriksa virus tidak menjawab, jadi berkas belum diterima. Coba lagi sebentar lagi.")
        )


def check_scanner(**_options: Any) -> list[CheckMessage]:
    """For ``manage.py check --deploy``: a scanner that is set up and does not answer refuses every upload."""
    if not settings.CLAMD_ADDRESS:
        return []
    try:
        with _connection() as connection:
            connection.sendall(b"zPING\0")
            reply = connection.recv(64)
    except OSError as error:
        reply = str(error).encode()
    if reply.rstrip(b"\0\n") == b"PONG":
        return []
    said = reply.decode("utf-8", "replace").strip()
    return [
        CheckWarning(
            f"clamd at {settings.CLAMD_ADDRESS} does not answer ({said or 'nothing'}): every upload is refused.",
            hint="Start clamd, correct CLAMD_ADDRESS, or leave it out to accept uploads unseen.",
            id="documents.W001",
        )
    ]


def _ask(content: bytes) -> str:
    """One INSTREAM conversation: the bytes in chunks, each with its length before it, then the answer."""
    with _connection() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        reply = b""
        while b"\0" not in reply and len(reply) < MOST_REPLY and (part := connection.recv(1024)):
            reply += part
    return reply.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connection() -> socket.socket:
    """``unix:/run/clamav/clamd.ctl`` or ``tcp:127.0.0.1:3310``."""
    kind, _colon, place = settings.CLAMD_ADDRESS.partition(":")
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(place)
        return connection
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host.strip("/[]"), int(port)), timeout=SECONDS)
