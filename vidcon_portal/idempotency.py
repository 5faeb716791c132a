"""``Idempotency-Key``: a POST that is sent again is answered again, not carried out again."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import IdempotencyKey, User

from .problems import Problem, incomplete

HEADER = "Idempotency-Key"
LONGEST = 200
KEPT_FOR = timedelta(hours=48)

Keep = Callable[[int, dict[str, Any]], None]
"""Keeps status and body of an answer; to be called in the transaction of the effect."""


class _CarriedOutMeanwhile(Exception):
    """The same key was used between our look and our write; what we did is rolled back."""


def answer_once(
    request: HttpRequest,
    effect: Callable[[Keep], tuple[int, dict[str, Any]]],
    *,
    user: User,
    at: datetime,
    content: bytes | None = None,
) -> HttpResponse:
    """Answer with what ``effect`` returns, or with what it returned when this key came first.

    ``effect`` receives ``keep`` and calls it inside its own transaction, so that the kept answer and the effect stand
    or fall together; two requests with one key at once wait for each other there. Refusals have no effect and are not
    kept. Without the header nothing is kept. ``content`` is what makes the request the same one (default: its body).
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return _respond(*effect(_keep_nothing))
    if len(key) > LONGEST or not key.isprintable():
        raise incomplete(HEADER, _("Kunci pengulangan paling panjang %(most)s karakter.") % {"most": LONGEST})
    book = _Book(request, key, user, at, request.body if content is None else content)
    if (kept := book.find()) is not None:
        return kept
    try:
        return _respond(*effect(book.keep))
    except Exception:
        if (kept := book.find()) is not None:
            return kept
        raise


class _Book:
    def __init__(self, request: HttpRequest, key: str, user: User, at: datetime, content: bytes) -> None:
        self.user, self.at = user, at
        self.key_hash = hashlib.sha256(key.encode()).hexdigest()
        self.target = f"{request.method} {request.path}"[:300]
        hat = request.headers.get("X-Acting-As", "")
        self.request_hash = hashlib.sha256(
            b"\n".join((self.target.encode(), hat.encode(), hashlib.sha256(content).digest()))
        ).hexdigest()
        secret = hmac.digest(settings.SECRET_KEY.encode(), b"idempotency" + key.encode(), "sha256")
        self.cipher = Fernet(base64.urlsafe_b64encode(secret))

    def find(self) -> HttpResponse | None:
        row = IdempotencyKey.objects.filter(user=self.user, key_hash=self.key_hash).first()
        if row is None or row.created_at < self.at - KEPT_FOR:
            return None
        if row.request_hash != self.request_hash:
            raise incomplete(HEADER, _("Kunci ini sudah dipakai untuk permintaan lain. Pakai kunci baru."))
        try:
            body = json.loads(self.cipher.decrypt(row.answer.encode()))
        except InvalidToken as error:
            raise Problem(
                "already-handled",
                HTTPStatus.CONFLICT,
                _("Permintaan ini sudah dijalankan, tetapi jawabannya tidak tersimpan lagi."),
            ) from error
        response = _respond(row.status, body)
        response["Idempotency-Replayed"] = "true"
        return response

    def keep(self, status: int, body: dict[str, Any]) -> None:
        old = IdempotencyKey.objects.filter(user=self.user, created_at__lt=self.at - KEPT_FOR)
        old.delete()
        try:
            with transaction.atomic():
                IdempotencyKey.objects.create(
                    user=self.user,
                    key_hash=self.key_hash,
                    target=self.target,
                    request_hash=self.request_hash,
                    status=status,
                    answer=self.cipher.encrypt(_json(body).encode()).decode(),
                    created_at=self.at,
                )
        except IntegrityError as error:
            raise _CarriedOutMeanwhile from error


def _keep_nothing(status: int, body: dict[str, Any]) -> None:
    """No key was given."""


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)


def _respond(status: int, body: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(_json(body), status=status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
