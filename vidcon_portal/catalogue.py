"""Compile translations (`locale/*/LC_MESSAGES/*.po`) where no gettext is installed; compiled files are not committed.

And say what a catalogue lacks: `deploy/check_catalogue.py` compares it with the texts of the code.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
GAPS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*(?::\w+)?\}|<[^<>]+>|\n")
"""What a translation must keep: gaps of both spellings, tags, line breaks."""


def compile_catalogues(folder: Path = LOCALE_DIR) -> list[Path]:
    """Write a .mo beside every .po that is newer than its own; returns what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
            written.append(compiled)
    return written


def find_faults(catalogue: polib.POFile, wanted: polib.POFile) -> Iterator[str]:
    """One line for each text that is missing, left over, not translated or translated with other gaps."""
    have = {_key(entry) for entry in catalogue if not entry.obsolete}
    asked = {_key(entry) for entry in wanted if not entry.obsolete}
    yield from (f"missing: {entry.msgid!r}" for entry in wanted if not entry.obsolete and _key(entry) not in have)
    for entry in catalogue:
        if entry.obsolete or _key(entry) not in asked:
            yield f"no longer used: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"only guessed (fuzzy): {entry.msgid!r}"
        elif not all(_translations(entry)):
            yield f"not translated: {entry.msgid!r}"
        elif not keeps_gaps(entry):
            yield f"other gaps, tags or edges than the original: {entry.msgid!r}"


def keeps_gaps(entry: polib.POEntry) -> bool:
    """Whether each translation has the placeholders, tags and edge spaces of its original."""
    originals = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    return [_shape(text) for text in _translations(entry)] == [_shape(text) for text in originals]


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _translations(entry: polib.POEntry) -> list[str]:
    return [text for _number, text in sorted(entry.msgstr_plural.items())] if entry.msgid_plural else [entry.msgstr]


def _shape(text: str) -> tuple[Counter[str], str, str]:
    inner = text.strip()
    before, _inner, after = text.partition(inner) if inner else (text, "", "")
    return Counter(GAPS.findall(text)), before, after


if __name__ == "__main__":
    compile_catalogues()
