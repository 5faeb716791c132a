"""`make bench`: prints a table and writes bench/results.json.

    make bench                                              # 1,000 and 100,000 allocations over 50 resources
    make bench ARGS="--sizes 1000,100000,1000000"           # the promise's full size: some minutes more
    make bench ARGS="--sizes 1000,1000000 --resources 50,500"   # each count in a database of its own
    make bench ARGS="--sizes 1000,100000 --only-calendars"      # without what no size changes
    make bench ARGS="--sizes 1000000 --plans bench/plans.md"  # EXPLAIN of each statement, too

DATABASE_URL names a throw-away database (`make bench` starts one); it is filled with invented requests first.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"


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

    from bookings.models import Booking
    from vidcon_portal.accounts.models import Office
    from vidcon_portal.demo.seeding import light_pins

    from .calendars import Calendar
    from .clients import Allocating, Asking, per_second, reading, reading_yardstick
    from .copies import own_copy
    from .downloads import measure_downloads
    from .filling import seed
    from .first_loads import main_pages, measure_first_loads
    from .pages import measure, measure_unseen, others, promised
    from .papers import measure_pace, measure_papers
    from .plans import plans_of
    from .transitions import measure_transitions
    from .yardstick import fill_lines

    seconds: dict[str, float] = {}
    call_command("collectstatic", interactive=False, verbosity=0)
    offices = tuple(options.offices.split(","))
    with _timed(seconds, "seeding"):
        seed(offices, past=options.past, processes=os.cpu_count() or 1)
        fill_lines()
    sizes: list[dict[str, Any]] = []
    once, loads, clients, actions, plans = [], [], {}, [], []
    papers, pace, downloads = [], None, []
    for count in options.resources:
        with own_copy(f"bench_{count}"):
            office = Office.objects.get(code=offices[0])
            calendar = Calendar(office, count)
            for size in options.sizes:
                with _timed(seconds, f"filling {size} over {count}"):
                    present = calendar.fill(size)
                pages = promised(calendar)
                with _timed(seconds, f"measuring {size} over {count}"):
                    lines = list(measure(pages, times=options.times))
                bookings = Booking.objects.count()
                found = [asdict(each) for each in lines]
                sizes.append({"resources": count, "allocations": present, "bookings": bookings, "lines": found})
            if options.plans:
                plans.append(f"# {count} resources\n\n{plans_of(pages)}")
            if count != options.resources[0] or options.only_calendars:
                continue  # what follows does not depend on the calendar
            with _timed(seconds, "measuring the rest"):
                once += [*measure_unseen(pages[:3], times=options.times)]
                once += [*measure(list(others(office)), times=options.times, weigh=True)]
                loads = list(measure_first_loads(main_pages(office), times=max(5, options.times // 3)))
                bare = per_second(reading_yardstick, clients=options.clients, seconds=options.seconds)
                day = per_second(reading(pages[2]), clients=options.clients, seconds=options.seconds)
                asked = per_second(Asking(office), clients=options.clients, seconds=options.seconds)
                held = per_second(Allocating(office), clients=options.clients, seconds=options.seconds)
                clients = {"yardstick": bare, "day": day, "requests": asked, "allocations": held}
                clients["clients"] = options.clients
                for each in Office.objects.filter(code__in=offices):
                    with light_pins(each):
                        done = measure_transitions(each, times=max(5, options.times // 6))
                        actions += [{"name": f"{x.kind}.{x.action} ({each.code})", **asdict(x)} for x in done]
            with _timed(seconds, "measuring papers"):
                papers = [asdict(x) for x in measure_papers(max(5, options.times // 6))]
                pace = asdict(measure_pace())
                downloads = [asdict(x) for x in measure_downloads(options.times)]
    if options.plans:
        options.plans.write_text("\n".join(plans), encoding="utf-8")
    return {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()},
        "seconds": seconds,
        "sizes": sizes,
        "once": [asdict(x) for x in once],
        "first_loads": [asdict(x) for x in loads],
        "clients": clients,
        "actions": actions,
        "papers": papers,
        "pace": pace,
        "downloads": downloads,
    }


class _timed:  # noqa: N801 - reads as a word in a with statement
    def __init__(self, seconds: dict[str, float], name: str) -> None:
        self.seconds, self.name = seconds, name

    def __enter__(self) -> None:
        self.started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.name] = round(time.monotonic() - self.started, 1)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_numbers, default=[1000, 100_000], help="allocations, from few to many")
    parser.add_argument("--resources", type=_numbers, default=[50], help="of the office whose pages are measured")
    parser.add_argument("--only-calendars", action="store_true", help="only the pages that the sizes are about")
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked for")
    parser.add_argument("--clients", type=int, default=8, help="processes that work at once")
    parser.add_argument("--seconds", type=float, default=5, help="how long they work")
    parser.add_argument("--past", type=int, default=3, help="past requests per office, lived through the engine")
    parser.add_argument("--offices", default="kalbar,singkawang", help="codes; pages are measured in the first")
    parser.add_argument("--plans", type=Path, help="a file for EXPLAIN (ANALYZE, BUFFERS) at the last size")
    parser.add_argument("--output", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    set_up()
    from .report import table

    results = measure(options)
    options.output.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(results))
    return 0


def _numbers(text: str) -> list[int]:
    return sorted(int(each) for each in text.split(","))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
