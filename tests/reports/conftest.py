"""Cheap facts for results: events that are over, without a walk through an SOP."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bookings.models import Booking, Resource
from reports.recap.services import record_served_event
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office, User

NOVEMBER = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
"""After everything that these tests record."""


@pytest.fixture
def served(actor_of: Callable[..., Actor]) -> Callable[..., Booking]:
    """``served("2026-10-05 09:00", "2026-10-05 11:00", title="…")``: recorded by the office's technician or TU."""

    def record(start: str, end: str, *, office: str = "kaltara", by: str = "tu", **data: Any) -> Booking:
        place = Office.objects.get(code=office)
        values = {
            "title": "Rapat koordinasi",
            "agency": Agency.objects.filter(office=place).order_by("code").first(),
            "mode": "host",
            "platform": "Zoom",
            "starts_at": datetime.fromisoformat(start).replace(tzinfo=place.tz),
            "ends_at": datetime.fromisoformat(end).replace(tzinfo=place.tz),
            **data,
        }
        return record_served_event(place, values, by=actor_of(f"{by}.{office}"), at=NOVEMBER)

    return record


@pytest.fixture
def officer(world: None) -> Resource:
    return Resource.objects.filter(office__code="kaltara", kind="person").order_by("pk")[0]


@pytest.fixture
def login(client: Any, world: None) -> Callable[[str], Any]:
    def sign_in(username: str) -> Any:
        client.force_login(User.objects.get(username=username))
        return client

    return sign_in
