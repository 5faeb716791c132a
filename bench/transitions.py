"""What one action costs: each is really taken, measured, and rolled back."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.models import Booking, Event, StepRun
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.legality import situation_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.demo.entries import Entries
from vidcon_portal.demo.people import LANES
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for

from .timing import Timing

REPRESENTATIVE = (
    Kind.REGISTER,
    Kind.DISPOSE,
    Kind.CHECK_RESOURCES,
    Kind.COORDINATE,
    Kind.PREPARE,
    Kind.PROVISION,
    Kind.TRIAL,
    Kind.SEND_REPLY,
    Kind.REPORT,
)


@dataclass(frozen=True, slots=True)
class Transition:
    kind: Kind
    action: str
    timing: Timing
    statements: int


class _Undo(Exception):
    """Nothing of the measured action shall stay."""


def measure_transitions(office: Office, *, times: int) -> Iterator[Transition]:
    """The closing action of one open step per kind; the signing PIN's deliberate slowness is not part of it."""
    for kind in REPRESENTATIVE:
        runs = (
            StepRun.objects.filter(booking__office=office, kind=kind, closed_at=None).exclude(step=None).order_by("pk")
        )
        run = runs.filter(assignments__position__isnull=False, booking__flags__isnull=True).first()
        if run is not None:
            yield _measure(run, times=times)


def _measure(run: StepRun, *, times: int) -> Transition:
    kind = Kind(run.kind)
    seconds, statements = [], 0
    for number in range(times + 1):
        if number == 0:
            with CaptureQueriesContext(connection) as captured:
                _take_and_undo(run)
            statements = sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)
        else:
            seconds.append(_take_and_undo(run))
    return Transition(kind, kind.onward_action, Timing.of(seconds), statements)


def _take_and_undo(run: StepRun) -> float:
    booking = Booking.objects.select_related("office").get(pk=run.booking_id)
    by, at = _holder(run), timezone.now()
    action = Kind(run.kind).onward_action
    calendar = calendar_for(booking.office)
    data = Entries(booking.office, calendar).for_step(booking, run, action, at=at, rng=random.Random(1))
    form = form_for(situation_of(booking, at), action, by=by)
    data |= {name: form.initial[name] for name in form.fields if name in form.initial and name not in data}
    started = time.perf_counter()
    try:
        advance(booking, action, by=by, data=_plain(data), at=at, step_run=run.pk, and_then=_undo)
    except _Undo:
        return time.perf_counter() - started
    raise AssertionError("The action should have been undone.")


def _undo(event: Event) -> None:
    raise _Undo


def _plain(data: dict[str, object]) -> dict[str, object]:
    return {name: getattr(value, "pk", value) for name, value in data.items()}


def _holder(run: StepRun) -> Actor:
    role = run.assignments.filter(confirmed_at__isnull=True).order_by("pk")[0].role
    lane = next(lane for lane in LANES[run.booking.office.code] if lane.role == role)
    return default_hat(User.objects.get(username=f"{lane.code}.{run.booking.office.code}"), at=timezone.now())
