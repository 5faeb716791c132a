"""BSrE's Esign Client Service, an appliance in the agency's network, as its guide of 2024 describes it (DOMAIN §5.1).

Neither client retries: a wrong passphrase must not be tried twice. The NIK and the passphrase go into the body of one
request and nowhere else; whatever the server says is shown without them.
"""

import base64
import binascii
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from django.utils.translation import gettext as _

from vidcon_portal.documents.choices import SignerKey
from vidcon_portal.documents.models import OfficeSigning

from .provider import SignedPdf, SigningRefusedError, SigningRequest

STATUS_SECONDS = 10
MAY_SIGN = "ISSUE"
MOST_WORDS = 200


class BsreV1:
    """Multipart in, PDF or the id of a one-time download out."""

    def sign(self, request: SigningRequest, how: OfficeSigning) -> SignedPdf:
        with _client(how) as client:
            _require_certificate(client.get(f"/api/user/status/{request.nik}", timeout=STATUS_SECONDS), request)
            answer = client.post(
                "/api/sign/pdf",
                data={
                    how.name_of("nik"): request.nik,
                    how.name_of("passphrase"): request.passphrase,
                    how.name_of("tampilan"): "invisible",
                    how.name_of("reason"): request.reason,
                    how.name_of("location"): request.place,
                },
                files={how.name_of("file"): ("naskah.pdf", request.pdf, "application/pdf")},
            )
            _require_ok(answer, request)
            identifier = answer.headers.get("id_dokumen", "")
            content = answer.content
            if not content.startswith(b"%PDF-"):
                identifier = str(_json(answer).get("id_dokumen") or _json(answer).get("id") or identifier)
                if not re.fullmatch(r"[\w-]{1,100}", identifier):
                    raise _unreadable()
                download = client.get(f"/api/sign/download/{identifier}")
                _require_ok(download, request)
                content = download.content
        return SignedPdf(content, {"document_id": identifier[:100]})


class BsreV2:
    """JSON in, JSON out; the file travels as base64."""

    def sign(self, request: SigningRequest, how: OfficeSigning) -> SignedPdf:
        signer = (
            {how.name_of("nik"): request.nik}
            if how.signer_key == SignerKey.NIK
            else {how.name_of("email"): request.email}
        )
        if not all(signer.values()):
            raise SigningRefusedError(
                _("Pos-el Anda belum terisi di halaman Akun; server TTE mengenali Anda dengannya.")
            )
        with _client(how) as client:
            _require_certificate(client.post("/api/v2/user/check/status", json=signer, timeout=STATUS_SECONDS), request)
            answer = client.post(
                "/api/v2/sign/pdf",
                json={
                    **signer,
                    how.name_of("passphrase"): request.passphrase,
                    how.name_of("signatureProperties"): [
                        {
                            how.name_of("tampilan"): "INVISIBLE",
                            how.name_of("reason"): request.reason,
                            how.name_of("location"): request.place,
                        }
                    ],
                    how.name_of("file"): [base64.b64encode(request.pdf).decode()],
                },
            )
        _require_ok(answer, request)
        body = _json(answer)
        files = body.get(how.name_of("file"))
        if not isinstance(files, list) or len(files) != 1 or not isinstance(files[0], str):
            raise _unreadable()
        try:
            content = base64.b64decode(files[0], validate=True)
        except (ValueError, binascii.Error) as error:
            raise _unreadable() from error
        return SignedPdf(content, {"time": body.get("time") if isinstance(body.get("time"), int | float) else None})


@contextmanager
def _client(how: OfficeSigning) -> Iterator[httpx.Client]:
    """A connection to the office's server; whatever breaks on the way becomes a sentence, without the request in it."""
    verify: bool | ssl.SSLContext = True
    if how.ca_certificate:
        try:
            verify = ssl.create_default_context(cadata=how.ca_certificate)
        except (ssl.SSLError, ValueError):
            raise SigningRefusedError(_("Sertifikat CA server TTE tidak terbaca. Hubungi admin kantor.")) from None
    try:
        with httpx.Client(
            base_url=how.base_url.rstrip("/"),
            auth=(how.username, how.password),
            timeout=how.timeout,
            verify=verify,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            yield client
    except httpx.TimeoutException:
        sentence = _("Server TTE tidak menjawab dalam %(seconds)d detik. Surat dan nomornya tetap; coba lagi nanti.")
        raise SigningRefusedError(sentence % {"seconds": how.timeout}) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise SigningRefusedError(
            _("Server TTE tidak dapat dihubungi. Surat dan nomornya tetap; coba lagi nanti atau hubungi admin kantor.")
        ) from None


def _require_certificate(answer: httpx.Response, request: SigningRequest) -> None:
    """Refuse before a passphrase is sent when the server says that the certificate does not sign.

    A server without this question (404, 405) is asked to sign all the same.
    """
    if answer.status_code in (404, 405):
        return
    _require_ok(answer, request)
    status = str(_json(answer).get("status", "")).upper()
    if status != MAY_SIGN:
        raise SigningRefusedError(
            {
                "EXPIRED": _(
                    "Sertifikat elektronik Anda sudah kedaluwarsa. Perpanjang di BSrE, lalu tanda tangani lagi."
                ),
                "RENEW": _("Sertifikat elektronik Anda perlu diperbarui di BSrE, lalu tanda tangani lagi."),
                "REVOKE": _("Sertifikat elektronik Anda sudah dicabut. Ajukan yang baru ke BSrE."),
                "SUSPEND": _("Sertifikat elektronik Anda sedang ditangguhkan. Hubungi BSrE."),
                "NOT_REGISTERED": _(
                    "Anda belum terdaftar di BSrE. Periksa NIK atau pos-el, atau hubungi admin kantor."
                ),
            }.get(status, _("Sertifikat elektronik Anda belum dapat dipakai. Hubungi admin kantor."))
        )


def _require_ok(answer: httpx.Response, request: SigningRequest) -> None:
    if answer.is_success:
        return
    if answer.status_code == 401:
        raise SigningRefusedError(_("Server TTE menolak akun aplikasi portal. Hubungi admin kantor."))
    words = _words(answer, request)
    if answer.is_client_error:
        if "passphrase" in words.lower():
            sentence = _("Passphrase tidak cocok. Surat dan nomornya tetap; ketik lagi dengan teliti.")
            raise SigningRefusedError(sentence, field="passphrase")
        sentence = _("Server TTE menolak: %(words)s Surat dan nomornya tetap.")
        raise SigningRefusedError(sentence % {"words": words or _("tanpa alasan.")})
    sentence = _("Server TTE sedang bermasalah (%(status)d). Surat dan nomornya tetap; coba lagi nanti.")
    raise SigningRefusedError(sentence % {"status": answer.status_code})


def _words(answer: httpx.Response, request: SigningRequest) -> str:
    """What the server says, short, on one line and without what was typed."""
    try:
        body: Any = answer.json()
    except ValueError:
        body = answer.text
    if isinstance(body, dict):
        body = body.get("error") or body.get("message") or body.get("description") or ""
    text = " ".join(str(body).split())
    for secret in (request.passphrase, request.nik):
        text = text.replace(secret, "…") if secret else text
    return "".join(c for c in text if c.isprintable())[:MOST_WORDS]


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError as error:
        raise _unreadable() from error
    return body if isinstance(body, dict) else {}


def _unreadable() -> SigningRefusedError:
    return SigningRefusedError(_("Jawaban server TTE tidak terbaca. Surat dan nomornya tetap; hubungi admin kantor."))
