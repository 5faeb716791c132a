"""Secrets of other systems (gateway tokens, meeting providers) as the database keeps them: encrypted with ``SECRET_KEY``."""

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

PURPOSE = b"vidcon_portal.sealing"


def seal(text: str) -> str:
    """The text, readable only with this installation's secret key; empty stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What ``seal`` was given; empty when the key has been lost, so that a page can say that the secret is missing."""
    if not sealed:
        return ""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


class SealedField(models.TextField):
    """A secret: plain in Python, sealed in the database, so that a dump alone gives nothing away. Not searchable."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return unseal(value) if value is not None else None

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return seal(str(value)) if value is not None else None


def _keys() -> MultiFernet:
    return _keys_of(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _keys_of(*secrets: str) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode())))
            for secret in secrets
        ]
    )
