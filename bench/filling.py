"""A database to measure in: invented offices, lived through the engine, and their closed cases many times over."""

import datetime as dt
import itertools

from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from bookings.models import Allocation, Booking, RowRun, Session, StepRun
from vidcon_portal.accounts.models import Office
from vidcon_portal.demo.people import create_admin
from vidcon_portal.demo.seeding import has_demo_bookings, seed_offices

APART = dt.timedelta(days=119)
"""Between two copies of the same case: seventeen weeks, so that weekdays stay."""

SHIFTED = (
    *("created_at", "submitted_at", "received_at", "closed_at", "first_session_start", "last_session_end"),
    *("connection_test_at", "starts_at", "ends_at", "opened_at", "started_at", "running_since", "paused_at", "due_at"),
)


def fill(bookings: int, *, offices: tuple[str, ...], past: int, processes: int = 1) -> int:
    """Make sure that the database holds about so many bookings; returns how many there are."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_presets", verbosity=0)
    create_admin()
    empty = [office for office in Office.objects.filter(code__in=offices) if not has_demo_bookings(office)]
    for seeded in seed_offices(empty, now=timezone.now(), past=past, processes=processes):
        if seeded.troubles:
            print(f"  {seeded.office}: {seeded.troubles}")
    copy_closed_cases(bookings)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Booking.objects.count()


def copy_closed_cases(wanted: int) -> None:
    """Repeat the closed cases into the years before, with sessions, clocks and what they occupied."""
    patterns = list(Booking.objects.filter(status__in=("completed", "refused", "not_held", "cancelled")).order_by("pk"))
    missing = wanted - Booking.objects.count()
    if not patterns or missing <= 0:
        return
    pairs = itertools.islice(((copy, pattern) for copy in itertools.count(1) for pattern in patterns), missing)
    for chunk in itertools.batched(pairs, 500) if hasattr(itertools, "batched") else _batched(pairs, 500):
        _copy(list(chunk))


def _batched(pairs, size):  # type: ignore[no-untyped-def] # Python 3.11 has no itertools.batched
    pairs = iter(pairs)
    while chunk := tuple(itertools.islice(pairs, size)):
        yield chunk


def _copy(pairs: list[tuple[int, Booking]]) -> None:
    copies = [_shifted(pattern, number, ticket=f"{pattern.ticket}-{number}") for number, pattern in pairs]
    Booking.objects.bulk_create(copies)
    for model in (Session, RowRun, StepRun):
        _copy_parts(model, pairs, copies)
    _copy_allocations(pairs, copies)


def _copy_parts(model: type[Model], pairs: list[tuple[int, Booking]], copies: list[Booking]) -> None:
    parts: dict[int, list[Model]] = {}
    patterns = {pattern.pk for _number, pattern in pairs}
    for part in model._default_manager.filter(booking__in=patterns):
        parts.setdefault(part.booking_id, []).append(part)  # type: ignore[attr-defined]
    cleared = {"row_run": None, "overall_run": None, "resumes": None} if model is StepRun else {}
    model._default_manager.bulk_create(
        _shifted(part, number, booking=copy, **cleared)
        for (number, pattern), copy in zip(pairs, copies, strict=True)
        for part in parts.get(pattern.pk, [])
    )


def _copy_allocations(pairs: list[tuple[int, Booking]], copies: list[Booking]) -> None:
    found: dict[int, list[Allocation]] = {}
    for each in Allocation.objects.filter(booking__in={pattern.pk for _number, pattern in pairs}, state="confirmed"):
        found.setdefault(each.booking_id or 0, []).append(each)
    sessions = {(session.booking_id, session.number): session for session in Session.objects.filter(booking__in=copies)}
    numbers = dict(Session.objects.filter(booking__in=list(found)).values_list("pk", "number"))
    rows = []
    for (number, pattern), copy in zip(pairs, copies, strict=True):
        for each in found.get(pattern.pk, []):
            session = sessions.get((copy.pk, numbers.get(each.session_id or 0, 0)))
            row = _shifted(each, number, booking=copy, session=session)
            row.during = type(each.during)(each.during.lower - APART * number, each.during.upper - APART * number)
            rows.append(row)
    Allocation.objects.bulk_create(rows, ignore_conflicts=True)


def _shifted(pattern, number: int, **changes):  # type: ignore[no-untyped-def] # any model in, the same model out
    values = {field.attname: getattr(pattern, field.attname) for field in pattern._meta.concrete_fields}
    values.pop(pattern._meta.pk.attname)
    for name in SHIFTED:
        if values.get(name) is not None:
            values[name] -= APART * number
    for name in changes:
        values.pop(f"{name}_id", None)
    return type(pattern)(**{**values, **changes})
