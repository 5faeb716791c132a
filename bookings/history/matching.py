"""Names in a spreadsheet, and whom or what they mean. Pure: given the rows, it asks nothing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bookings.choices import ResourceKind
from bookings.models import Resource
from bookings.sheets.columns import plain_words
from vidcon_portal.accounts.models import Agency, Office

SHORT_FORMS = {
    "prov": "provinsi",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "dis": "dinas",
    "setda": "sekretariat daerah",
    "set": "sekretariat",
    "dprd": "dewan perwakilan rakyat daerah",
    "diskominfo": "dinas komunikasi dan informatika",
    "kominfo": "komunikasi dan informatika",
    "disdik": "dinas pendidikan",
    "dinkes": "dinas kesehatan",
    "dinsos": "dinas sosial",
    "dishub": "dinas perhubungan",
    "bappeda": "badan perencanaan pembangunan daerah",
    "bkd": "badan kepegawaian daerah",
    "bpkad": "badan pengelola keuangan dan aset daerah",
    "bpbd": "badan penanggulangan bencana daerah",
    "satpol": "satuan polisi",
    "pp": "pamong praja",
}
KeyOf = Callable[[str], frozenset[str]]
GENERIC = frozenset({"zoom", "akun", "account", "meeting", "no", "nomor", "id"})
DEGREES = frozenset(
    [
        "ap",
        "se",
        "sh",
        "sik",
        "skom",
        "smn",
        "spd",
        "ssos",
        "ssi",
        "sstp",
        "st",
        "sip",
        "amd",
        "mm",
        "mkom",
        "mpd",
        "msi",
        "mt",
    ]
)
HONORIFICS = frozenset({"sdr", "sdri", "bapak", "ibu", "pak", "bu", "dr", "drs", "dra", "ir", "hj"})
EMPTY = frozenset({"", "tidak ada", "nihil", "zoom", "akun zoom"})
SPLIT = re.compile(r"[,;/&+\n]|\bdan\b|\bserta\b|\d+\.\s", re.IGNORECASE)


def plain_agency(name: str, office: Office) -> str:
    """A name for comparison: short forms spelled out, the office's own government left off the end."""
    words = [SHORT_FORMS.get(word, word) for word in plain_words(re.sub(r"\([^)]*\)", " ", name)).split()]
    plain = " ".join(words)
    for tail in (office.government, office.region, f"provinsi {office.region}", f"kota {office.region}"):
        plain = plain.removesuffix(" " + plain_words(tail)) if plain_words(tail) else plain
    return re.sub(r" (?:provinsi|kota|kabupaten)$", "", plain)


class Agencies:
    """The office's agencies by every name that we recognise."""

    def __init__(self, office: Office, agencies: Iterable[Agency]) -> None:
        self._office = office
        self._found: dict[str, Agency] = {}
        for agency in agencies:
            for name in (agency.name, agency.code, *re.findall(r"\(([^)]+)\)", agency.name)):
                self._found.setdefault(plain_agency(name, office), agency)

    def find(self, name: str) -> Agency | None:
        inside = re.findall(r"\(([^)]+)\)", name)
        return next(
            (found for each in (name, *inside) if (found := self._found.get(plain_agency(each, self._office)))), None
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Which resources a cell names, and the words that name none."""

    resources: tuple[Resource, ...]
    unknown: tuple[str, ...]


class Things:
    """The office's resources by name, withdrawn ones too: the past used them."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._by_kind: Mapping[str, list[Resource]] = {
            kind: [each for each in resources if each.kind == kind] for kind in ResourceKind.values
        }

    def rooms(self, cell: str) -> Found:
        """A place is most often elsewhere: only what is surely a room of ours counts, and nothing is unknown."""
        words = plain_words(cell)
        rooms = self._by_kind[ResourceKind.ROOM]
        inside = [room for room in rooms if f" {plain_words(room.name)} " in f" {words} " or room.code == words]
        if not inside and len(words.split()) > 1:
            inside = [room for room in rooms if f" {plain_words(room.name)} ".startswith(f" {words} ")]
        return Found(tuple(inside) if len(inside) == 1 else (), ())

    def accounts(self, cell: str) -> Found:
        return self._each(cell, ResourceKind.ACCOUNT, _account_key)

    def persons(self, cell: str) -> Found:
        return self._each(cell, ResourceKind.PERSON, _person_key)

    def _each(self, cell: str, kind: ResourceKind, key: KeyOf) -> Found:
        found: list[Resource] = []
        unknown: list[str] = []
        for part in SPLIT.split(cell):
            wanted = key(part)
            if not wanted:
                if plain_words(part) not in EMPTY and not _is_degree(part):
                    unknown.append(" ".join(part.split()))
                continue
            one = self._one(wanted, kind, key)
            if one is None:
                unknown.append(" ".join(part.split()))
            elif one not in found:
                found.append(one)
        return Found(tuple(found), tuple(unknown))

    def _one(self, wanted: frozenset[str], kind: ResourceKind, key: KeyOf) -> Resource | None:
        """The only one so called, else the only one whose name holds all these words."""
        known = self._by_kind[kind]
        exact = [each for each in known if wanted in (key(each.name), key(each.code))]
        if len(exact) == 1:
            return exact[0]
        wider = [each for each in known if wanted <= key(each.name)]
        return wider[0] if len(wider) == 1 and not exact else None


def _account_key(name: str) -> frozenset[str]:
    """ "Zoom 001" and "akun-001" are the same; so are 1 and 001."""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", plain_words(name)).split()
    return frozenset(word.lstrip("0") or "0" if word.isdigit() else word for word in words if word not in GENERIC)


def _person_key(name: str) -> frozenset[str]:
    """The words of a name without its degrees."""
    kept = [part for part in name.split(",") if not _is_degree(part)]
    return frozenset(word for word in plain_words(" ".join(kept)).split() if word not in HONORIFICS)


def _is_degree(part: str) -> bool:
    return re.sub(r"[\W_]", "", part.casefold()) in DEGREES
