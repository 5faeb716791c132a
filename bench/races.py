"""Thousands of attempts at the same time by several processes: who wins, who doubles, who meets an error.

    make races            (or: python -m bench.races [--processes 4] [--rounds 150])

Three races, each with the services that the portal uses. Identical: all want the same unit at the same time, exactly one
may win. Opposite: cases want several units, written in different orders, at overlapping times. Everything: hold,
confirm, release, move and extend the same few cases. Whatever is held takes its trial, too. Afterwards the database is asked for two live allocations of a
lane that overlap. DATABASE_URL names a throw-away database.
"""

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from .run import set_up

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
DAY = datetime(2026, 11, 9, tzinfo=UTC)

_DOUBLES = """
SELECT count(*) FROM bookings_allocation a JOIN bookings_allocation b
  ON a.id < b.id AND a.resource_id = b.resource_id AND a.lane = b.lane AND a.during && b.during
WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
"""

Deed = dict[str, Any]


def contend(deeds: Sequence[Deed], barrier: Any, endings: Any, number: int) -> None:
    """A process of its own: every deed in one transaction, as a request would."""
    set_up()
    from django.db import connection, transaction

    from bookings.errors import DomainError

    connection.ensure_connection()
    barrier.wait(120)
    found = []
    for deed in deeds:
        try:
            with transaction.atomic():
                found.append(_do(deed))
        except DomainError as refusal:
            found.append(type(refusal).__name__)
        except Exception as error:  # noqa: BLE001 - whatever else happens is what the race looks for
            found.append(f"error: {type(error).__name__} {error}")
    endings[number] = found


def _do(deed: Deed) -> str:
    from bookings.models import Booking
    from bookings.scheduling import services

    booking = Booking.objects.select_for_update().get(pk=deed["booking"])
    start = DAY + timedelta(minutes=deed.get("minutes", 0))
    match deed["deed"]:
        case "hold":
            services.hold_booking(booking, at=AT, with_wished_trial=True)
        case "confirm":
            services.confirm_booking(booking, at=AT)
        case "release":
            services.release_booking(booking, at=AT)
        case "move":
            times = {booking.sessions.get().pk: (start, start + timedelta(minutes=90))}
            services.move_sessions(booking, times, at=AT, strict=deed["strict"])
        case "extend":
            session = booking.sessions.get()
            services.extend_session(session, session.ends_at + timedelta(minutes=30), at=AT)
    booking.refresh_from_db(fields=["hold"])
    return str(booking.hold)


def race(tasks: Sequence[Sequence[Deed]]) -> tuple[list[list[str]], float]:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        endings = manager.dict()
        barrier = context.Barrier(len(tasks) + 1)
        runners = [
            context.Process(target=contend, args=(deeds, barrier, endings, number))
            for number, deeds in enumerate(tasks)
        ]
        for runner in runners:
            runner.start()
        barrier.wait(120)
        started = time.monotonic()
        for runner in runners:
            runner.join()
        return [endings[number] for number in range(len(tasks))], time.monotonic() - started


class House:
    """An office of its own for each race."""

    def __init__(self, name: str) -> None:
        from vidcon_portal.accounts.models import Agency, Office, User
        from vidcon_portal.procedures.models import Procedure, Service

        self.office = Office.objects.create(
            code=f"lomba-{name}", name=name, short_name=name, government=name, region=name, city=name
        )
        self.agency = Agency.objects.create(office=self.office, code=f"opd-{name}", name=f"OPD {name}")
        self.user = User.objects.create(username=f"lomba-{name}", name=name)
        service = Service.objects.create(office=self.office, code="vidcon", name="Fasilitasi", modes=["host"])
        self.procedure = Procedure.objects.create(service=service, code=f"sop-{name}", title="SOP")
        self.count = 0

    def resources(self, kind: str, count: int, **fields: Any) -> list[Any]:
        from bookings.models import Resource

        return [
            Resource.objects.create(office=self.office, kind=kind, code=f"{kind}-{n}", name=f"{kind} {n}", **fields)
            for n in range(count)
        ]

    def booking(self, needs: Sequence[Deed], minutes: int, length: int = 90) -> int:
        from bookings.models import Booking, Session

        self.count += 1
        start = DAY + timedelta(minutes=minutes)
        end = start + timedelta(minutes=length)
        booking = Booking.objects.create(
            ticket=f"{self.office.code}-{self.count}".upper(),
            office=self.office,
            service=self.procedure.service,
            procedure=self.procedure,
            agency=self.agency,
            applicant=self.user,
            title=f"Rapat {self.count}",
            needs=list(needs),
            status="open",
            created_at=AT,
            submitted_at=AT + timedelta(seconds=self.count),
            connection_test_at=start - timedelta(hours=3),
            first_session_start=start,
            last_session_end=end,
        )
        Session.objects.create(booking=booking, number=1, starts_at=start, ends_at=end)
        return booking.pk


def named(unit: Any) -> Deed:
    return {"kind": unit.kind, "resource": unit.pk, "label": unit.name}


def any_of(kind: str) -> Deed:
    return {"kind": kind, "resource": None, "label": kind}


def identical(processes: int, rounds: int) -> dict[str, Any]:
    house = House("sama")
    units = [named(house.resources(kind, 1)[0]) for kind in ("room", "account")]
    slots = [[house.booking(units, 24 * 60 * day) for _ in range(processes)] for day in range(rounds)]
    endings, seconds = race(
        [[{"deed": "hold", "booking": slot[number]} for slot in slots] for number in range(processes)]
    )
    winners = Counter(sum(1 for ending in at_once if ending == "held") for at_once in zip(*endings, strict=True))
    return {**_counted(endings, seconds), "slots": rounds, "slots_with_one_winner": winners[1]}


def opposite(processes: int, rounds: int) -> dict[str, Any]:
    house = House("silang")
    units = [named(unit) for unit in (*house.resources("room", 3), *house.resources("person", 2))]
    chance = random.Random(5)
    tasks = []
    for _ in range(processes):
        deeds = []
        for _ in range(rounds):
            chosen = chance.sample(units, chance.randrange(2, 5))
            minutes = 60 * chance.randrange(8) + 24 * 60 * chance.randrange(max(2, rounds // 6))
            deeds.append({"deed": "hold", "booking": house.booking(chosen, minutes)})
        tasks.append(deeds)
    return _counted(*race(tasks))


def everything(processes: int, rounds: int) -> dict[str, Any]:
    house = House("semua")
    house.resources("room", 2)
    house.resources("account", 1, lanes=2)
    house.resources("person", 2)
    chance = random.Random(11)
    kinds = ("room", "account", "person")
    cases = [
        house.booking([any_of(kind) for kind in chance.sample(kinds, 2)], 60 * chance.randrange(6), 120)
        for _ in range(24)
    ]
    deeds = ("hold", "hold", "confirm", "release", "move", "move", "extend")
    tasks = [
        [
            {
                "deed": chance.choice(deeds),
                "booking": chance.choice(cases),
                "minutes": 30 * chance.randrange(24),
                "strict": chance.random() < 0.5,
            }
            for _ in range(rounds)
        ]
        for _ in range(processes)
    ]
    return _counted(*race(tasks))


def _counted(endings: Sequence[Sequence[str]], seconds: float) -> dict[str, Any]:
    flat = [ending for found in endings for ending in found]
    errors = [ending for ending in flat if ending.startswith("error")]
    return {
        "attempts": len(flat),
        "seconds": round(seconds, 1),
        "endings": dict(Counter(ending for ending in flat if not ending.startswith("error"))),
        "errors": len(errors),
        "deadlocks": sum("deadlock" in ending.lower() for ending in errors),
        "first_error": errors[0] if errors else "",
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=200, help="attempts of each process in each race")
    options = parser.parse_args(arguments)
    set_up()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    races = {
        name: one(options.processes, options.rounds)
        for name, one in (("identical", identical), ("opposite", opposite), ("everything", everything))
    }
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES)
        doubles = cursor.fetchone()[0]
    attempts = sum(found["attempts"] for found in races.values())
    errors = sum(found["errors"] for found in races.values())
    one_winner = races["identical"]["slots"] == races["identical"]["slots_with_one_winner"]
    sys.stdout.write(json.dumps(races, indent=2) + "\n")
    sys.stdout.write(
        f"attempts={attempts} doubles={doubles} errors={errors} "
        f"deadlocks={sum(found['deadlocks'] for found in races.values())} one_winner={'yes' if one_winner else 'NO'}\n"
    )
    return 0 if not doubles and not errors and one_winner else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
