"""What the signatures in a PDF are worth, judged with the portal's own trust roots and no network.

Pure but for the folder of trust roots: bytes in, findings out.
"""

import datetime as dt
import io
import logging
from dataclasses import dataclass

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .local import MARK
from .own_thread import in_own_thread
from .trust import trust_roots

logger = logging.getLogger(__name__)

MOST_SIGNATURES = 20


TAIL = 64 * 1024
"""Bytes at the end within which a PDF says where its table lies; without it a parser would search the whole file."""


class UnreadablePdfError(Exception):
    """It is no PDF that could be looked into."""


class LockedPdfError(UnreadablePdfError):
    """It asks for a password."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One signature: who, when (by the signer's own clock), unchanged since, from an authority that we know.

    ``was_valid``: the certificate was in force at the time that the signature names.
    ``is_last``: nothing was added to the file after it.
    """

    signer: str
    issuer: str
    at: dt.datetime | None
    intact: bool
    trusted: bool
    was_valid: bool
    is_last: bool

    @property
    def is_trial(self) -> bool:
        """Made by the portal's trial authority: says nothing about a person."""
        return MARK in self.issuer

    @property
    def is_good(self) -> bool:
        return self.intact and self.trusted and self.is_last and not self.is_trial


def check_signatures(content: bytes) -> tuple[Finding, ...]:
    """Every signature in the order of signing; empty when there is none. Raises UnreadablePdfError."""
    if b"startxref" not in content[-TAIL:]:
        raise UnreadablePdfError
    if b"/ByteRange" not in content and b"/Encrypt" not in content:
        return ()  # a signature names its bytes where everybody can read it; anybody's file is not parsed for nothing
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            raise LockedPdfError
        embedded = list(reader.embedded_regular_signatures)[:MOST_SIGNATURES]
    except LockedPdfError:
        raise
    except Exception as error:  # a parser that is fed anybody's bytes may fail in any way
        raise UnreadablePdfError from error
    roots = trust_roots()
    return tuple(_finding(each, roots) for each in embedded)


def _finding(embedded, roots) -> Finding:
    certificate = embedded.signer_cert
    at = embedded.self_reported_timestamp
    valid = certificate["tbs_certificate"]["validity"]
    moment = at or dt.datetime.now(dt.UTC)
    was_valid = valid["not_before"].native <= moment <= valid["not_after"].native
    status = _status(embedded, roots, moment)
    return Finding(
        signer=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        at=at,
        intact=status is not None and bool(status.intact and status.valid),
        trusted=status is not None and bool(status.trusted) and was_valid,
        was_valid=was_valid,
        is_last=status is not None and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _status(embedded, roots, moment: dt.datetime) -> PdfSignatureStatus | None:
    """pyHanko's verdict at the time of signing; None when the signature cannot even be read."""
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment, best_signature_time=moment
    )
    try:
        return in_own_thread(validate_pdf_signature, embedded, signer_validation_context=context)
    except Exception:
        logger.info("A signature could not be validated", exc_info=True)
        return None


def _common_name(name) -> str:
    native = name.native
    found = native.get("common_name") or native.get("organization_name") or ""
    return str(found if isinstance(found, str) else found[-1] if found else "")[:200]
