"""`make bench`: prints a table and writes bench/results.json.

    python -m bench.run [--bookings 2000] [--times 60] [--offices kalbar,tarakan]

DATABASE_URL names a throw-away database (`make bench` starts one); it is filled with invented requests first.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pages import Timing, Weight

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One measured thing; ``ratio`` is against the yardstick that was measured in turns with it."""

    name: str
    timing: "Timing"
    ratio: float
    statements: int
    weight: "Weight | None" = None
    status: int = 200


def set_up() -> None:
    """Settings of production, except that nothing is sent and files go to a folder of their own."""
    scratch = tempfile.mkdtemp(prefix="portal-bench-")
    os.environ.setdefault("DATA_DIR", scratch)
    os.environ.setdefault("DEMO", "true")
    os.environ.setdefault("HTTPS", "false")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("ALLOWED_HOSTS", "localhost")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidcon_portal.settings")
    import django

    django.setup()


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command

    from bookings.models import Allocation

    from .filling import fill
    from .pages import yardstick_browser
    from .yardstick import fill_lines

    started = time.monotonic()
    offices = tuple(options.offices.split(","))
    call_command("collectstatic", interactive=False, verbosity=0)
    count = fill(options.bookings, offices=offices, past=options.past)
    fill_lines()
    filled = time.monotonic() - started
    yardstick = yardstick_browser()
    lines = [*measure_pages(yardstick, offices[0], options.times), *measure_actions(yardstick, offices, options.times)]
    return {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()},
        "bookings": count,
        "allocations": Allocation.objects.count(),
        "seconds": {"filling": round(filled, 1), "measuring": round(time.monotonic() - started - filled, 1)},
        "lines": [asdict(line) for line in lines],
    }


def addresses(office: str) -> Iterator[tuple[str, str, str]]:
    """Name, address and login of each page that DESIGN §6 names, and of those that people open most."""
    from bookings.models import Booking
    from vidcon_portal.procedures.models import Service

    waiting = Booking.objects.filter(office__code=office, status="open").order_by("-submitted_at")
    closed = Booking.objects.filter(office__code=office, status="completed", ticket__endswith="-1").order_by("pk")
    service = Service.objects.get(office__code=office)
    window = "start=2027-02-01T09:00:00%2B07:00&end=2027-02-01T11:00:00%2B07:00"
    yield "Kotak tugas", "/tugas/", f"kadis.{office}"
    yield "Daftar permohonan", "/permohonan/", f"kadis.{office}"
    yield "Permohonan, sedang berjalan", _url(waiting), f"kadis.{office}"
    yield (
        "Permohonan, pemohon melihat",
        _url(waiting.filter(applicant__username=f"pemohon.{office}")),
        f"pemohon.{office}",
    )
    yield "Permohonan, selesai", _url(closed), f"kadis.{office}"
    yield "Jadwal hari ini", "/jadwal/", f"kadis.{office}"
    yield "Ketersediaan (publik)", f"/{office}/ketersediaan/", ""
    yield "Ketersediaan (API)", f"/api/v1/availability?service={service.pk}&{window}", f"kadis.{office}"
    yield "Halaman masuk", "/masuk/", ""
    yield "Beranda", "/", ""


def _url(bookings: Any) -> str:
    booking = bookings.first()
    return booking.get_absolute_url() if booking is not None else ""


def measure_pages(yardstick: Any, office: str, times: int) -> Iterator[Line]:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    from vidcon_portal.accounts.models import User

    from .pages import Browser, side_by_side, statements_of, weight_of

    application = WSGIHandler()

    def bare() -> None:
        with override_settings(ROOT_URLCONF="bench.yardstick"):
            yardstick.get("/yardstick/")

    for name, address, username in addresses(office):
        if not address:
            continue
        user = User.objects.get(username=username) if username else None
        browser = Browser(application, user)
        status = browser.get(address).status
        page, against = side_by_side(lambda b=browser, a=address: b.get(a), bare, times=times)
        weight = None if "/api/" in address else weight_of(browser, address)
        yield Line(name, page, page.p50 / against.p50, statements_of(browser, address), weight, status)


def measure_actions(yardstick: Any, offices: tuple[str, ...], times: int) -> Iterator[Line]:
    from django.test.utils import override_settings

    from vidcon_portal.accounts.models import Office
    from vidcon_portal.demo.seeding import light_pins

    from .pages import Timing
    from .transitions import measure_transitions

    spent = []
    with override_settings(ROOT_URLCONF="bench.yardstick"):
        for _each in range(times):
            started = time.perf_counter()
            yardstick.get("/yardstick/")
            spent.append(time.perf_counter() - started)
    against = Timing.of(spent)
    for office in Office.objects.filter(code__in=offices):
        with light_pins(office):
            for each in measure_transitions(office, times=max(5, times // 4)):
                name = f"Tindakan {each.kind}.{each.action} ({office.code})"
                yield Line(name, each.timing, each.timing.p50 / against.p50, each.statements)


def table(results: dict[str, Any]) -> str:
    """The results for a terminal."""
    head = f"{'':44}{'p50 ms':>8}{'p95 ms':>8}{'× tolok':>9}{'SQL':>5}{'KB':>7}  html+css+js"
    rows = [head]
    for line in results["lines"]:
        weight = line["weight"]
        kilobytes = sum(weight.values()) / 1024 if weight else 0
        parts = "+".join(f"{weight[part] / 1024:.1f}" for part in ("page", "styles", "scripts")) if weight else ""
        rows.append(
            f"{line['name'][:43]:44}{line['timing']['p50']:8.1f}{line['timing']['p95']:8.1f}{line['ratio']:9.2f}"
            f"{line['statements']:5}{kilobytes:7.1f}  {parts}{'' if line['status'] == 200 else '  status ' + str(line['status'])}"
        )
    seconds = results["seconds"]
    rows.append(
        f"{results['bookings']} permohonan, {results['allocations']} alokasi; "
        f"mengisi {seconds['filling']} detik, mengukur {seconds['measuring']} detik"
    )
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--bookings", type=int, default=2000, help="how many the database shall hold")
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked for")
    parser.add_argument(
        "--past", type=int, default=6, help="past requests per office that are lived through the engine"
    )
    parser.add_argument("--offices", default="kalbar,singkawang", help="codes; pages are measured in the first")
    parser.add_argument("--output", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    set_up()
    results = measure(options)
    options.output.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
