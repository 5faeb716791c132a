"""Compile translations (`locale/*/LC_MESSAGES/*.po`) where no gettext is installed; compiled files are not committed."""

from pathlib import Path

import polib

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path = LOCALE_DIR) -> list[Path]:
    """Write a .mo beside every .po that is newer than its own; returns what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
            written.append(compiled)
    return written


if __name__ == "__main__":
    compile_catalogues()
