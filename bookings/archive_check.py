"""Periksa berkas arsip ini tanpa portal: ``python3 periksa.py`` di dalam foldernya.

Ikut di dalam setiap ZIP (``bookings/archive.py``), jadi hanya memakai pustaka baku Python.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def faults_of(folder: Path) -> Iterator[str]:
    """Setiap kerusakan dalam satu kalimat; tidak ada berarti berkas ini utuh."""
    listed = {"SHA256SUMS"}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed.add(name)
        path = folder / name
        if not path.is_file():
            yield f"{name}: tidak ada."
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{name}: isinya berubah."
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in listed:
            yield f"{path.relative_to(folder).as_posix()}: tidak terdaftar dalam SHA256SUMS."
    yield from trail_faults((folder / "riwayat.jsonl").read_bytes().splitlines())


def trail_faults(lines: list[bytes]) -> Iterator[str]:
    """Setiap baris memuat sidik baris sebelumnya; baris terakhir memuat sidik ujung riwayat."""
    previous = ""
    for number, line in enumerate(lines, start=1):
        entry = json.loads(line)
        if entry["previous"] != previous:
            yield f"riwayat.jsonl, baris {number}: tidak bersambung dengan baris sebelumnya."
        # Catatan yang isinya sudah dimusnahkan tinggal sidiknya.
        previous = entry["hash"] if "redacted_at" in entry or "end" in entry else hashlib.sha256(line).hexdigest()
    if not lines or "end" not in json.loads(lines[-1]):
        yield "riwayat.jsonl: ujung riwayatnya tidak ada."


def main() -> int:
    found = list(faults_of(Path(__file__).resolve().parent))
    sys.stdout.write(
        "".join(f"{each}\n" for each in found) or "Utuh: semua berkas sesuai sidiknya dan riwayatnya bersambung." + "\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
