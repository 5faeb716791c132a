"""What every provider of certificate signatures answers, and what it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.documents.models import OfficeSigning


class SigningRefusedError(DocumentError):
    """No signature came of it; ``field`` is the input that the sentence belongs to, if any."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """One paper to be signed by one person. The secrets are typed for this one act and live no longer than it.

    ``repr`` shows none of them, so that no log and no error report can.
    """

    pdf: bytes = field(repr=False)
    name: str
    title: str
    email: str = ""
    reason: str = ""
    place: str = ""
    passphrase: str = field(default="", repr=False)
    nik: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The signed bytes, and what the provider said that is worth keeping: never a secret."""

    content: bytes = field(repr=False)
    answer: Mapping[str, Any] = field(default_factory=dict)


class SigningProvider(Protocol):
    """Signs in the request, synchronously, outside of any transaction."""

    def sign(self, request: SigningRequest, how: OfficeSigning) -> SignedPdf:
        """Raises SigningRefusedError with the user's sentence; tries once."""
        ...
