"""What papers are made of: plain data that survives JSON, and the parts that every paper has."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from vidcon_portal.documents.choices import SigningMethod

REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Co"})
FIRST_PICTURE, LAST_PICTURE = "\U0001f000", "\U0001faff"
"""Emoji, flags and skin tones."""
LINE_ENDS = re.compile("[\u2028\u2029]")
JOINERS = frozenset("\u200c\u200d\u00ad")
"""Format characters with a use in honest text; the others can turn a sentence round."""


def _read(hint: Any, value: Any) -> Any:
    """Turn JSON back into what the annotation says: dataclasses, tuples of them, optional ones, plain values."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None if value is None else _read(next(a for a in get_args(hint) if a is not type(None)), value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        known = {field.name for field in fields(hint)}
        hints = get_type_hints(hint)
        return hint(**{name: _read(hints[name], item) for name, item in value.items() if name in known})
    return value


class PlainData:
    """To JSON and back without loss; keys that a later version dropped are ignored."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists and values, ready for a JSON column."""
        return _plain(asdict(self))  # type: ignore[call-overload]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The same data again."""
        return _read(cls, data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return printable(str(value)) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Without characters that a database, a PDF or a reader's eye would stumble over: control, direction overrides,
    pictures that no font of a paper has (PDF/A forbids the empty box in their place)."""
    return "".join(c for c in LINE_ENDS.sub("\n", text) if c in "\n\t" or _has_a_glyph(c) or c in JOINERS)


def _has_a_glyph(character: str) -> bool:
    return unicodedata.category(character) not in REFUSED_CATEGORIES and not FIRST_PICTURE <= character <= LAST_PICTURE


# --- What every paper has -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LetterheadData(PlainData):
    """The kop and the look: whose paper it is. ``emblem`` is the stored name of a picture; empty prints a neutral coat.

    ``margins`` are millimetres from the top clockwise, empty for those of the style sheet; ``font_size`` is in points.
    """

    government: str
    name: str
    city: str
    address_lines: tuple[str, ...] = ()
    emblem: str = ""
    paper_size: str = "A4"
    margins: tuple[int, ...] = ()
    font_size: int = 11


@dataclass(frozen=True, slots=True)
class SignatureData(PlainData):
    """Who signed, in which capacity, when and by what means.

    ``prefix`` is ``Plt.``, ``Plh.``, ``a.n.`` or ``u.b.``; with the latter two the superior's title stands in
    ``on_behalf_of``, and with ``u.b.`` that of the position between in ``through``.
    """

    title: str
    name: str
    rank: str = ""
    nip: str = ""
    prefix: str = ""
    on_behalf_of: str = ""
    at: str = ""
    method: str = SigningMethod.PIN
    note: str = ""
    through: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """``a.n. Kepala Dinas``, ``Sekretaris,`` or ``a.n. Kepala Dinas``, ``Sekretaris``, ``u.b.``, ``Kepala Bidang,``
        or ``Plt. Kepala Dinas,``."""
        if self.on_behalf_of and self.through:
            return (f"a.n. {self.on_behalf_of}", self.through, "u.b.", f"{self.title},")
        if self.on_behalf_of:
            return (f"a.n. {self.on_behalf_of}", f"{self.title},")
        return (f"{self.prefix} {self.title},".strip(),)

    @property
    def by_pin(self) -> bool:
        return self.method == SigningMethod.PIN

    @property
    def by_certificate(self) -> bool:
        return self.method in (SigningMethod.CERTIFICATE, SigningMethod.TRIAL)

    @property
    def is_trial(self) -> bool:
        """By the portal's own trial certificate: UJI COBA stands wherever it shows."""
        return self.method == SigningMethod.TRIAL

    @property
    def leaves_room(self) -> bool:
        """Ink, or the picture of another program, comes where the block would be."""
        return not self.at and self.method in (SigningMethod.PAPER, SigningMethod.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class StampData(PlainData):
    """What signing adds: number, date, signature and where anyone may check the paper. Empty while it is a draft."""

    number: str = ""
    date: str = ""
    signature: SignatureData | None = None
    verify_url: str = ""
    verify_code: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Fact(PlainData):
    """One line ``label : value``; ``code`` prints it like a key to be typed."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Choice(PlainData):
    """One box of a list, ticked or not."""

    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Officer(PlainData):
    """Somebody who served."""

    name: str
    task: str = ""
    nip: str = ""
