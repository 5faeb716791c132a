"""A small real Esign Client Service, as BSrE's guide of 2024 documents it (DOMAIN §5.1): it really signs."""

import base64
import datetime as dt
import json
import re
import threading
import time
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from vidcon_portal.documents.signing.local import ensure_ca, issue_certificate, sign_with
from vidcon_portal.documents.signing.provider import SigningRequest

PASSPHRASE = "kata kunci-Rahasia 9"
NIK = "6471010101800001"
EMAIL = "kadis@tanjungraya.example"
BASIC = "Basic " + base64.b64encode(b"portal:sandi-aplikasi").decode()


class EsignServer(ThreadingHTTPServer):
    """``fault`` breaks the next calls: expired, unknown, 500, iText, slow, cut, unsigned, garbage."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault = ""
        self.calls: list[str] = []
        self.attempts: list[str] = []
        self.downloads: dict[str, bytes] = {}
        self.by_id = False
        self.names = {"passphrase": "passphrase"}
        authority, self.key = ensure_ca()
        self.authority = authority
        self.certificate = issue_certificate(authority, self.key, name="Markus Lintangbuana", title="Kepala Dinas")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def sign(self, pdf: bytes, reason: str) -> bytes:
        certificate, key = self.certificate
        request = SigningRequest(pdf=pdf, name="Markus Lintangbuana", title="", reason=reason)
        return sign_with(request, certificate=certificate, key=key, chain=[self.authority])

    def __enter__(self) -> "EsignServer":
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: EsignServer

    def log_message(self, *args: object) -> None:
        """Nothing of a request is written anywhere."""

    def do_GET(self) -> None:
        if not self._begin():
            return None
        if match := re.fullmatch(r"/api/user/status/(\d+)", self.path):
            return self._status(match[1] == NIK)
        if match := re.fullmatch(r"/api/sign/download/([\w-]+)", self.path):
            content = self.server.downloads.pop(match[1], None)  # once, whatever becomes of it
            if self.server.fault == "cut":
                return self._cut(content or b"")
            if content is None:
                return self._say(404, {"error": "Dokumen telah didownload sebelumnya"})
            return self._send(200, content, "application/pdf")
        return self._say(404, {"error": "Not found"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._begin():
            return None
        if self.path == "/api/v2/user/check/status":
            given = json.loads(body)
            return self._status(given in ({"email": EMAIL}, {"nik": NIK}))
        if self.path == "/api/v2/sign/pdf":
            return self._sign_v2(json.loads(body))
        if self.path == "/api/sign/pdf":
            return self._sign_v1(self._multipart(body))
        return self._say(404, {"error": "Not found"})

    def _begin(self) -> bool:
        self.server.calls.append(self.path.replace(NIK, "NIK"))
        if self.server.fault == "slow" and "sign" in self.path:
            time.sleep(2.6)
        if self.headers.get("Authorization") != BASIC:
            self._say(401, {"error": "Unauthorized"})
            return False
        if self.server.fault == "500" and "sign" in self.path:
            self._send(500, b"", "text/plain")
            return False
        return True

    def _status(self, is_known: bool) -> None:
        if not is_known:
            return self._say(200, {"status_code": 1110, "status": "NOT_REGISTERED"})
        expired = self.server.fault == "expired"
        return self._say(200, {"status_code": 2021 if expired else 1111, "status": "EXPIRED" if expired else "ISSUE"})

    def _signed(self, pdf: bytes, passphrase: str, reason: str) -> bytes | None:
        self.server.attempts.append(passphrase)
        if self.server.fault == "iText":
            words = f"Proses signing gagal : com.itextpdf.text.exceptions.InvalidPdfException ({passphrase})"
            self._say(400, {"error": words})
            return None
        if passphrase != PASSPHRASE:
            self._say(400, {"error": "Passphrase anda salah"})
            return None
        return pdf if self.server.fault == "unsigned" else self.server.sign(pdf, reason)

    def _sign_v2(self, given: dict[str, Any]) -> None:
        [properties] = given["signatureProperties"]
        assert properties["tampilan"] == "INVISIBLE"
        pdf = base64.b64decode(given["file"][0])
        signed = self._signed(pdf, given[self.server.names["passphrase"]], properties["reason"])
        if signed is not None:
            text = "bukan base64!" if self.server.fault == "garbage" else base64.b64encode(signed).decode()
            self._say(200, {"time": 1234, "file": [text]})

    def _sign_v1(self, given: dict[str, bytes]) -> None:
        assert given["tampilan"] == b"invisible"
        signed = self._signed(given["file"], given["passphrase"].decode(), given["reason"].decode())
        identifier = f"dok-{len(self.server.attempts)}"
        if signed is not None and self.server.by_id:
            self.server.downloads[identifier] = signed
            self._say(200, {"id_dokumen": identifier})
        elif signed is not None:
            self._send(200, signed, "application/pdf", id_dokumen=identifier)

    def _multipart(self, body: bytes) -> dict[str, bytes]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + body)
        return {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True) or b""
            for part in message.iter_parts()
        }

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(self, status: int, content: bytes, content_type: str, **headers: str) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Type": content_type, "Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            """The portal hung up."""

    def _cut(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True


def days_ago(days: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
