"""From TOML tables to preset parts: every key, type and enum value is checked against the dataclass."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar

from vidcon_portal.accounts.choices import Role

from . import preset_parts as parts
from .choices import Action, Kind, Mode

Part = TypeVar("Part")

_NOUNS: Mapping[type, str] = {
    Kind: "Jenis langkah",
    Role: "Peran",
    Mode: "Ragam layanan",
    Action: "Tindakan",
}

_TYPE_WORDS: Mapping[type, str] = {
    str: "teks",
    int: "bilangan bulat",
    bool: "true atau false",
    date: "tanggal (2022-05-30)",
}

_PLACES: Mapping[type, Callable[[Mapping[str, Any], int], str]] = {
    parts.Row: lambda table, index: f"baris {table.get('number', f'ke-{index}')}",
    parts.Step: lambda table, index: f"langkah '{table.get('code', f'ke-{index}')}'",
    parts.Arrow: lambda table, index: f"panah '{table.get('action', f'ke-{index}')}'",
    parts.Lane: lambda table, index: f"kolom pelaksana '{table.get('code', f'ke-{index}')}'",
}


def read_preset(tables: Mapping[str, Any], code: str) -> tuple[parts.Preset | None, list[parts.PresetProblem]]:
    """The preset, or None with the problems of its shape; its meaning is ``check_preset``'s affair."""
    reader = _Reader()
    preset = reader.part(parts.Preset, {"cover": {}, **tables, "code": code}, ())
    return preset, reader.problems


def read_options(
    kind: Kind, table: Mapping[str, Any], place: str
) -> tuple[parts.StepOptions | None, list[parts.PresetProblem]]:
    """The typed options of a step, for whoever keeps them as JSON."""
    reader = _Reader()
    return reader.part(parts.OPTION_TYPES[kind], table, (place, "[options]")), reader.problems


class _Reader:
    """Collects every problem instead of stopping at the first; ``None`` stands for what it could not read."""

    def __init__(self) -> None:
        self.problems: list[parts.PresetProblem] = []

    def complain(self, place: tuple[str, ...], problem: str, remedy: str) -> None:
        self.problems.append(parts.PresetProblem(", ".join(place) or "berkas", problem, remedy))

    def part(self, part: type[Part], table: Any, place: tuple[str, ...]) -> Part | None:
        if not isinstance(table, Mapping):
            self.complain(place, "Isinya bukan tabel.", "Tulis sebagai tabel TOML: kunci = nilai.")
            return None
        before = len(self.problems)
        hints = typing.get_type_hints(part)
        for key in sorted(table.keys() - hints.keys()):
            self.complain(place, f"Kunci '{key}' tidak dikenal.", _which(key, hints))
        values: dict[str, Any] = {}
        for entry in dataclasses.fields(part):  # type: ignore[arg-type]  # every Part is a dataclass
            if entry.name in table:
                hint = self._option_type(table) if part is parts.Step and entry.name == "options" else hints[entry.name]
                if hint is not None:
                    values[entry.name] = self.value(hint, table[entry.name], place, entry.name)
            elif part is parts.Step and entry.name == "options":
                hint = self._option_type(table)
                values["options"] = self.value(hint, {}, place, "options") if hint else None
            elif entry.default is entry.default_factory is dataclasses.MISSING:
                self.complain(place, f"Kunci '{entry.name}' belum ada.", f"Tambahkan '{entry.name} = …'.")
        return None if len(self.problems) > before else part(**values)

    def _option_type(self, step: Mapping[str, Any]) -> type | None:
        """None where the kind itself is unknown: that problem is told on its own."""
        kind = step.get("kind")
        return parts.OPTION_TYPES[Kind(kind)] if kind in Kind.values else None

    def value(self, hint: Any, value: Any, place: tuple[str, ...], key: str) -> Any:
        if isinstance(hint, types.UnionType):
            return self.value(next(arg for arg in hint.__args__ if arg is not types.NoneType), value, place, key)
        if typing.get_origin(hint) is tuple:
            return self._items(hint.__args__[0], value, place, key)
        if dataclasses.is_dataclass(hint):
            return self.part(typing.cast(type, hint), value, (*place, f"[{key}]"))
        if issubclass(hint, Enum):
            return self._member(hint, value, place, key)
        if hint is date and isinstance(value, str):
            value = _date_from(value)
        if isinstance(value, bool) != (hint is bool) or not isinstance(value, hint) or isinstance(value, datetime):
            self.complain(place, f"Nilai '{key}' bukan {_TYPE_WORDS[hint]}.", f"Tulis {_TYPE_WORDS[hint]}.")
            return None
        return value.strip() if hint is str else value

    def _items(self, hint: Any, value: Any, place: tuple[str, ...], key: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            self.complain(place, f"Nilai '{key}' bukan daftar.", f"Tulis dalam kurung siku: {key} = […].")
            return ()
        if not dataclasses.is_dataclass(hint):
            return tuple(self.value(hint, item, place, key) for item in value)
        name = _PLACES.get(typing.cast(type, hint), lambda _table, index: f"{key} ke-{index}")
        return tuple(
            self.part(typing.cast(type, hint), item, (*place, name(item if isinstance(item, Mapping) else {}, index)))
            for index, item in enumerate(value, start=1)
        )

    def _member(self, enum: type[Enum], value: Any, place: tuple[str, ...], key: str) -> Enum | None:
        known = [member.value for member in enum]
        if value in known:
            return enum(value)
        noun = _NOUNS.get(enum, f"Nilai '{key}'")
        self.complain(place, f"{noun} '{value}' tidak dikenal.", _which(str(value), known))
        return None


def _which(given: str, known: Any) -> str:
    close = get_close_matches(given, known, n=1)
    return (f"Mungkin '{close[0]}'? " if close else "") + f"Yang dikenal: {', '.join(known)}."


def _date_from(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
