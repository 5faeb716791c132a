"""One office with few resources, and requests that want the same ones."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bookings.choices import AllocationState, Hold, Purpose, ResourceKind, Status
from bookings.models import Allocation, Booking, Resource, Session
from bookings.models.resource import LIVE_STATES
from tests.vidcon_portal.accounts.people import make_agency, make_office, make_user
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Procedure, Service
from vidcon_portal.procedures.office_hours import PERPRES_HOURS

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
"""Monday 2 November 2026, 09.00 WITA."""

DAY = datetime(2026, 11, 9, tzinfo=UTC)
"""Monday a week later; 00.00 UTC is 08.00 WITA."""

_numbers = itertools.count(1)


def clock(hours: float, day: int = 0) -> datetime:
    """A WITA hour of the Monday a week from NOW, or so many days later."""
    return DAY + timedelta(days=day, hours=hours - 8)


def make_house(*, setup: int = 0, teardown: int = 0, travel: int = 0, timezone: str = "Asia/Makassar") -> Office:
    office = make_office(timezone=timezone)
    office.setup_minutes, office.teardown_minutes, office.travel_minutes = setup, teardown, travel
    office.weekly_hours = dict(PERPRES_HOURS)
    office.save()
    return office


def make_resource(office: Office, kind: ResourceKind = ResourceKind.ROOM, name: str = "", **fields: Any) -> Resource:
    number = next(_numbers)
    return Resource.objects.create(
        office=office, kind=kind, code=f"r{number}", name=name or f"{kind.label} {number}", **fields
    )


def make_procedure(office: Office, **fields: Any) -> Procedure:
    number = next(_numbers)
    service = Service.objects.create(
        office=office, code=f"vidcon{number}", name="Fasilitasi", modes=[mode.value for mode in Mode]
    )
    return Procedure.objects.create(service=service, code=f"sop{number}", title="SOP", **fields)


def need(resource: Resource | None = None, kind: ResourceKind | None = None, **fields: Any) -> dict[str, Any]:
    if resource is not None:
        return {"kind": resource.kind, "resource": resource.pk, "label": resource.name, **fields}
    assert kind is not None
    return {"kind": kind.value, "resource": None, "label": str(kind.label), **fields}


def make_booking(
    office: Office,
    needs: Sequence[dict[str, Any]],
    *times: tuple[datetime, datetime],
    procedure: Procedure | None = None,
    **fields: Any,
) -> Booking:
    number = next(_numbers)
    procedure = procedure or _any_procedure(office)
    times = times or ((clock(9), clock(11)),)
    booking = Booking.objects.create(
        ticket=f"UJI-{number}",
        office=office,
        service=procedure.service,
        procedure=procedure,
        agency=office.agencies.order_by("pk").first() or make_agency(office),
        applicant=fields.pop("applicant", None) or _any_user(),
        title=f"Rapat {number}",
        needs=list(needs),
        status=fields.pop("status", Status.OPEN),
        created_at=NOW,
        submitted_at=fields.pop("submitted_at", NOW + timedelta(seconds=number)),
        first_session_start=min(start for start, _ in times),
        last_session_end=max(end for _, end in times),
        **fields,
    )
    for index, (start, end) in enumerate(times, start=1):
        Session.objects.create(booking=booking, number=index, starts_at=start, ends_at=end)
    return booking


def _any_procedure(office: Office) -> Procedure:
    return Procedure.objects.filter(service__office=office).first() or make_procedure(office)


def _any_user() -> Any:
    from vidcon_portal.accounts.models import User

    return User.objects.first() or make_user()


def live(booking: Booking, *purposes: Purpose) -> list[tuple[int, int, datetime, datetime]]:
    """(resource, lane, from, to) of a booking's live allocations, events only unless told."""
    rows = Allocation.objects.filter(booking=booking, state__in=LIVE_STATES, purpose__in=purposes or (Purpose.EVENT,))
    return sorted((row.resource_id, row.lane, row.during.lower, row.during.upper) for row in rows)


def states(booking: Booking) -> set[str]:
    return set(Allocation.objects.filter(booking=booking, purpose=Purpose.EVENT).values_list("state", flat=True))


def hold_of(booking: Booking) -> Hold:
    return Hold(Booking.objects.get(pk=booking.pk).hold)


def occupy(resource: Resource, start: datetime, end: datetime, lane: int = 1) -> Allocation:
    """A stranger's row, written past every service."""
    return Allocation.objects.create(
        resource=resource,
        lane=lane,
        during=(start, end),
        purpose=Purpose.MAINTENANCE,
        state=AllocationState.CONFIRMED,
    )
