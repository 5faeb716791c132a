"""Which certificate authorities the portal trusts: the files that an operator laid down, and its own trial one."""

import logging
from collections.abc import Iterator
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

logger = logging.getLogger(__name__)

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})


def trust_roots() -> list[x509.Certificate]:
    """Root certificates (PEM or DER) in ``settings.TRUST_ROOTS_DIR``, and the trial authority's if there is one."""
    folders = [folder for folder in (Path(settings.TRUST_ROOTS_DIR), trial_folder()) if folder.is_dir()]
    files = [file for folder in folders for file in sorted(folder.iterdir()) if file.suffix in SUFFIXES]
    return [certificate for file in files for certificate in _read(file)]


def trial_folder() -> Path:
    """Where the trial authority keeps its certificate and its key."""
    return Path(settings.DATA_DIR) / "signing"


def _read(file: Path) -> Iterator[x509.Certificate]:
    try:
        content = file.read_bytes()
        if pem.detect(content):
            yield from (x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(content, multiple=True))
        else:
            yield x509.Certificate.load(content)
    except (OSError, ValueError) as error:
        logger.warning("Trust root %s cannot be read: %s", file.name, error)
