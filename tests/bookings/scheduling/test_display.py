"""The screen at a door over midnight and behind its plan."""

from datetime import datetime

import pytest
from django.utils import timezone

from bookings.choices import Secrecy, SessionStatus
from bookings.models import Resource, Session
from bookings.scheduling import services
from bookings.scheduling.display import screen_of
from tests.bookings.scheduling.world import NOW, clock, make_booking, make_house, make_resource, need


@pytest.fixture
def room(db: None) -> Resource:
    return make_resource(make_house())


def meeting(room: Resource, start: float, end: float, **fields: object) -> Session:
    booking = make_booking(room.office, [need(room)], (clock(start), clock(end)), **fields)
    services.hold_booking(booking, at=NOW)
    session = booking.sessions.get()
    session.status = SessionStatus.RUNNING
    session.save(update_fields=["status"])
    return session


def shown(room: Resource, at: datetime) -> list[tuple[str, str, str]]:
    with timezone.override(room.office.tz):
        return [(entry.title, entry.hours, entry.state_text) for entry in screen_of(room, at=at).current]


def test_an_evening_meeting_goes_on_after_midnight(room: Resource) -> None:
    meeting(room, 22, 26)

    assert [hours for _title, hours, _words in shown(room, clock(23.5))] == ["mulai 22.00"]
    assert [hours for _title, hours, _words in shown(room, clock(24.5))] == ["sampai 02.00"]


def test_a_meeting_that_outlasts_its_plan_is_still_there(room: Resource) -> None:
    session = meeting(room, 22, 24)

    late = shown(room, clock(24.5))
    assert late == [(session.booking.title, "22.00–24.00", "Berlangsung, melewati jadwal")]
    assert shown(room, clock(28.1)) == []

    session.status = SessionStatus.FINISHED
    session.save(update_fields=["status"])
    assert shown(room, clock(24.5)) == []


def test_what_outlasts_its_plan_stands_beside_who_follows_and_keeps_its_secret(room: Resource) -> None:
    meeting(room, 9, 11, secrecy=Secrecy.SECRET)
    following = meeting(room, 11, 12)

    assert [(title, words) for title, _hours, words in shown(room, clock(11.2))] == [
        ("Terpakai", "Berlangsung, melewati jadwal"),
        (following.booking.title, "Berlangsung"),
    ]
