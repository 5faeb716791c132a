"""What people write into the forms of a random walk: mostly sensible, sometimes not."""

import contextlib
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bookings.choices import FlagResult, SessionStatus
from bookings.errors import DomainError
from bookings.models import Booking, Session
from bookings.scheduling.availability import find_alternatives
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from bookings.workflow.moves import MOVES
from bookings.workflow.moves.displacing import preview_displacement
from tests.walks.driver import fill
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Kind

DAYS = (2, 3, 6, 6, 6, 7)
HOURS = (9, 9, 9, 10, 13)
"""Few, so that cases want the same."""


def times_of(office: Office, at: datetime, *, count: int, rng: Random, days: int = 0) -> list[dict[str, str]]:
    """Two hours each, on days that follow one another."""
    days, hour = days or rng.choice(DAYS), rng.choice(HOURS)
    return [_time(office, at, days + number, hour) for number in range(count)]


def _time(office: Office, at: datetime, days: int, hour: int) -> dict[str, str]:
    there = (at + timedelta(days=days)).astimezone(office.tz)
    start = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}


def answer(booking: Booking, action: str, *, by: Actor, at: datetime, rng: Random) -> dict[str, Any]:
    """The form of the action as somebody may have filled it in; empty where the open step has no such form."""
    here = situation_of(booking, at)
    if action not in MOVES and here.run is not None and not _knows(here.run.kind, action):
        return {}
    form = form_for(here, action, by=by)
    given = fill(form, by, booking.office, at)
    planned = list(booking.sessions.filter(status=SessionStatus.PLANNED).order_by("number"))
    match action:
        case "reschedule":
            given["sessions"] = times_of(booking.office, at, count=len(planned), rng=rng)
        case "resubmit":
            given |= _completed(booking, planned, at=at, rng=rng)
        case "offer":
            given |= _offered(booking, planned, at=at, rng=rng)
        case "cancel":
            given["reason"] = "Batal"
        case "cancel_sessions":
            chosen = [each.pk for each in planned if each.starts_at > at][: rng.choice([1, 1, 2])]
            given |= {"sessions": chosen, "reason": "Batal"}
        case "choose":
            given["option"] = str(rng.choice([1, 1, 2, 3]))
        case "dispense":
            results = (FlagResult.GRANTED, FlagResult.GRANTED, FlagResult.NEW_DATE, FlagResult.REJECTED)
            given |= {"result": rng.choice(results), "note": "Putusan"}
        case "displace":
            with contextlib.suppress(DomainError):
                given["seen"] = preview_displacement(booking, at=at).digest
        case "adjust":
            works = [(name, unit.pk) for name, work in form.works.items() for unit in work.substitutes]  # type: ignore[attr-defined]
            given |= dict([rng.choice(works)]) if works else {}
        case "accept_partly":
            given["struck"] = [rng.choice([0, 1])]
        case "start":
            given["confirm_early"] = True
        case "extend":
            running = booking.sessions.filter(status=SessionStatus.RUNNING).first()
            if running is not None:
                given["ends_at"] = (running.ends_at + timedelta(minutes=rng.choice([30, 60, 150]))).isoformat()
        case "agree" if "trial_at" in form.fields:
            given["trial_at"] = (at + timedelta(hours=rng.choice([1, 20, 30, 44]))).isoformat()
    return given


def _completed(booking: Booking, planned: list[Session], *, at: datetime, rng: Random) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if rng.random() < 0.3:
        given["sessions"] = times_of(booking.office, at, count=len(planned), rng=rng)
    starts = [datetime.fromisoformat(each["starts_at"]) for each in given.get("sessions", ())]
    first = min(starts or [each.starts_at for each in planned], default=at)
    return {**given, "connection_test_at": (first - timedelta(hours=1)).isoformat()}


def _offered(booking: Booking, planned: list[Session], *, at: datetime, rng: Random) -> dict[str, Any]:
    found = find_alternatives(booking, at=at) if rng.random() < 0.75 else []
    options = [
        [{"starts_at": span.start.isoformat(), "ends_at": span.end.isoformat()} for span in each.sessions]
        for each in found
    ] or [times_of(booking.office, at, count=len(planned), rng=rng)]
    return {f"option_{index}": each for index, each in enumerate(options, start=1)}


def _knows(kind: str, action: str) -> bool:
    return any(spec.name == action for spec in Kind(kind).actions)
