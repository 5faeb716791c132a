"""The results for a terminal."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from .downloads import download_rows
from .papers import rows

MOST_KILOBYTES = 60
"""DESIGN §6: the first load of any page, compressed, all assets included."""

HEAD = f"{'':46}{'p50 ms':>8}{'p95 ms':>8}{'× tolok':>9}{'× CPU':>7}{'janji':>7}{'SQL':>5}"


def table(results: dict[str, Any]) -> str:
    return "\n".join(_rows(results))


def _rows(results: dict[str, Any]) -> Iterator[str]:
    for size in results["sizes"]:
        counts = f"{size['allocations']:,} alokasi, {size['bookings']:,} permohonan, {size['resources']} sumber daya"
        yield f"\n{counts}\n{HEAD}"
        for line in size["lines"]:
            yield _line(line)
    for count in sorted({size["resources"] for size in results["sizes"]}):
        found = [size for size in results["sizes"] if size["resources"] == count]
        if len(found) > 1:
            steps = " ".join(f"{size['allocations']:>12,}" for size in found[1:])
            yield f"\nRasio dibanding ukuran sebelumnya, {count} sumber daya (janji: paling banyak 1,3)\n{'':46}{steps}"
            for lines in zip(*(size["lines"] for size in found), strict=True):
                ratios = [line["pair"]["ratio"] for line in lines]
                grown = " ".join(f"{after / before:12.2f}" for before, after in pairwise(ratios))
                yield f"{lines[0]['page']['name'][:45]:46}{grown}"
    if results["clients"]:
        yield from _rest(results)
    yield "\n" + ", ".join(f"{name}: {seconds} s" for name, seconds in results["seconds"].items())


def _rest(results: dict[str, Any]) -> Iterator[str]:
    """What was measured once."""
    yield f"\nSatu ukuran\n{HEAD}  KB: html+css+js"
    for line in results["once"]:
        yield _line(line) + _weight(line["weight"])
    yield from _first_loads(results["first_loads"])
    found = results["clients"]
    yield f"\n{found['clients']} klien sekaligus, per detik"
    yield f"{'Tolok ukur':46}{found['yardstick']:8.1f}"
    yield f"{'Jadwal satu hari':46}{found['day']:8.1f}  = {found['day'] / found['yardstick']:.2f} tolok (janji 0,50)"
    yield f"{'Permohonan lengkap dengan empat penahanan':46}{found['requests']:8.1f}  (janji 100)"
    yield f"{'Penahanan empat sumber daya saja':46}{found['allocations']:8.1f}"
    yield f"\n{'Tindakan, tanpa PIN':46}{'p50 ms':>8}{'p95 ms':>8}{'SQL':>5}"
    for each in results["actions"]:
        yield f"{each['name'][:45]:46}{each['timing']['p50']:8.1f}{each['timing']['p95']:8.1f}{each['statements']:5}"
    yield from rows(results["papers"], results["pace"])
    yield from download_rows(results["downloads"])


def _first_loads(loads: list[dict[str, Any]]) -> Iterator[str]:
    """Kilobytes compressed, and milliseconds to the first byte."""
    yield f"\n{'Sepuluh halaman utama, muatan pertama':46}{'KB':>7}{'html':>7}{'css':>7}{'js':>7}{'p50 ms':>8}{'p95 ms':>8}"
    for load in loads:
        weight, wait = load["weight"], load["first_byte"]
        parts = "".join(f"{size / 1024:7.1f}" for size in (weight["page"], weight["styles"], weight["scripts"]))
        total = sum(weight.values()) / 1024
        missed = "  janji 60 KB" if total > MOST_KILOBYTES else ""
        status = "" if load["status"] == 200 else f"  status {load['status']}"
        yield f"{load['page']['name'][:45]:46}{total:7.1f}{parts}{wait['p50']:8.1f}{wait['p95']:8.1f}{missed}{status}"


def _line(line: dict[str, Any]) -> str:
    page, pair = line["page"], line["pair"]
    most = f"{page['most']:.1f}" if page["most"] else ""
    status = "" if line["status"] == 200 else f"  status {line['status']}"
    return (
        f"{page['name'][:45]:46}{pair['timing']['p50']:8.1f}{pair['timing']['p95']:8.1f}{pair['ratio']:9.2f}"
        f"{pair['work']:7.2f}{most:>7}{line['statements']:5}{status}"
    )


def _weight(weight: dict[str, int] | None) -> str:
    if weight is None:
        return ""
    parts = "+".join(f"{weight[part] / 1024:.1f}" for part in ("page", "styles", "scripts"))
    return f"  {sum(weight.values()) / 1024:.1f}: {parts}"
