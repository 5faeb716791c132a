"""One contender of a race, a process of its own: ``python -m tests.bookings.scheduling.racer``.

Reads ``{"at", "deeds"}`` from stdin, says "ready", waits for a second line, does its deeds one transaction each, and
prints how each ended: a hold, a refusal's class, or ``bug: …`` for what a user would have seen as an error.
"""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django


def run(deeds: Iterable[dict[str, Any]], at: datetime) -> list[str]:
    from django.db import transaction

    from bookings.errors import DomainError

    endings = []
    for deed in deeds:
        try:
            with transaction.atomic():
                endings.append(_do(deed, at))
        except DomainError as refusal:
            endings.append(type(refusal).__name__)
        except Exception as error:  # noqa: BLE001 - whatever else happens is what the race looks for
            endings.append(f"bug: {type(error).__name__} {error}")
    return endings


def _do(deed: dict[str, Any], at: datetime) -> str:
    from bookings.models import Booking
    from bookings.scheduling import services

    booking = Booking.objects.select_for_update().get(pk=deed["booking"])
    match deed["deed"]:
        case "hold":
            services.hold_booking(booking, at=at)
        case "confirm":
            services.confirm_booking(booking, at=at)
        case "release":
            services.release_booking(booking, at=at)
        case "move":
            session = booking.sessions.get()
            span = (datetime.fromisoformat(deed["start"]), datetime.fromisoformat(deed["end"]))
            services.move_sessions(booking, {session.pk: span}, at=at, strict=deed["strict"])
        case "extend":
            session = booking.sessions.get()
            services.extend_session(session, datetime.fromisoformat(deed["end"]), at=at)
            booking.refresh_from_db()
    return str(booking.hold)


if __name__ == "__main__":
    django.setup()
    task = json.loads(sys.stdin.readline())
    from django.db import connection

    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    json.dump(run(task["deeds"], datetime.fromisoformat(task["at"])), sys.stdout)
