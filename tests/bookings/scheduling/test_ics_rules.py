"""Feeds and attachments against the rules of the files themselves, read by a second reader (``rfc5545``)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from bookings.choices import CalendarKind, Purpose, ResourceKind, SessionStatus
from bookings.models import Allocation, Booking, CalendarSecret, Resource, Session
from bookings.scheduling import services
from bookings.scheduling.feeds import feed_of
from bookings.scheduling.ics import Guest, invitation, invitation_item, write_calendar
from bookings.scheduling.services.links import renew_link
from bookings.scheduling.spans import Span
from tests.bookings.scheduling import rfc5545
from tests.bookings.scheduling.world import NOW, clock, make_booking, make_house, make_resource, need
from tests.vidcon_portal.accounts.people import make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office

pytestmark = pytest.mark.django_db

TITLE = "Rapat “percepatan, penurunan” stunting; tahap \\ dua — 会议 🎥 " * 3
SERIES = [(clock(9, day=7 * week), clock(11, day=7 * week)) for week in range(3)]


@pytest.fixture(params=["Asia/Makassar", "Asia/Pontianak", "Asia/Jayapura"])
def office(request: pytest.FixtureRequest) -> Office:
    return make_house(timezone=request.param)


@pytest.fixture
def keeper(office: Office) -> Actor:
    return wear(seat(make_position(office, Role.COORDINATOR), make_user("Rina, S.Kom; M.T.")))


def confirmed(office: Office, resource: Resource, *times: tuple[datetime, datetime], title: str = "") -> Booking:
    booking = make_booking(office, [need(resource)], *times)
    if title:
        booking.title = title
        booking.save(update_fields=["title"])
    services.confirm_booking(booking, at=NOW)
    return booking


def fed(secret: CalendarSecret) -> rfc5545.Part:
    feed = feed_of(secret, at=NOW, site="https://portal.example")
    return rfc5545.read(write_calendar(feed.items, tz=secret.office.tz, name=feed.name, refresh=timedelta(minutes=15)))


def times(calendar: rfc5545.Part) -> list[tuple[datetime, datetime]]:
    return [
        (rfc5545.moment(calendar, event, "DTSTART"), rfc5545.moment(calendar, event, "DTEND"))
        for event in rfc5545.events(calendar)
    ]


def uids(calendar: rfc5545.Part) -> list[str]:
    return [event["UID"] for event in rfc5545.events(calendar)]


def test_series_nights_and_days_in_a_row_keep_their_hours_in_every_zone(office: Office, keeper: Actor) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=keeper.user, lanes=2)
    series = confirmed(office, mine, *SERIES, title=TITLE.strip())
    night, days = (clock(22), clock(24)), (clock(8, day=2), clock(16, day=4))
    over = (clock(23, day=5), clock(1, day=6))
    for each in (night, days, over):
        confirmed(office, mine, each)
    services.block_resource(mine, [Span(clock(0, day=10), clock(24, day=12))], by=SYSTEM, at=NOW)

    calendar = fed(renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW))

    leave = (clock(0, day=10), clock(24, day=12))
    assert times(calendar) == sorted([*SERIES, night, days, over, leave])
    found = {event.text("SUMMARY") for event in rfc5545.events(calendar)}
    assert series.title in found
    assert "Cuti" in found
    assert fed(renew_link(CalendarKind.OFFICE, office=office, by=keeper, at=NOW))["METHOD"] == "PUBLISH"


def test_what_moves_keeps_its_uid_and_raises_its_sequence(office: Office, keeper: Actor) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=keeper.user)
    booking = confirmed(office, mine, *SERIES)
    link = renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)
    before = fed(link)

    moved, gone = booking.sessions.get(number=1), booking.sessions.get(number=2)
    services.move_sessions(booking, {moved.pk: (clock(13), clock(15))}, at=NOW, strict=True)
    Session.objects.filter(pk=gone.pk).update(status=SessionStatus.CANCELLED)
    after = fed(link)

    assert sorted(uids(before)) == sorted(uids(after))
    then = {event["UID"]: event for event in rfc5545.events(before)}
    changes = {
        event["UID"]: int(event["SEQUENCE"]) - int(then[event["UID"]]["SEQUENCE"]) for event in rfc5545.events(after)
    }
    moved_uid = next(uid for uid in changes if f"-{moved.number}@" in uid)
    assert changes[moved_uid] > 0
    assert [event["STATUS"] for event in rfc5545.events(after) if f"-{gone.number}@" in event["UID"]] == ["CANCELLED"]


def test_a_trial_at_another_hour_is_another_event(office: Office, keeper: Actor) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=keeper.user)
    booking = confirmed(office, mine)
    link = renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)
    session = booking.sessions.get()

    def tried(*hours: float) -> set[str]:
        Allocation.objects.filter(purpose=Purpose.TRIAL).delete()
        Allocation.objects.bulk_create(
            Allocation(
                resource=mine, during=(clock(hour), clock(hour + 0.5)), purpose=Purpose.TRIAL, state="held",
                booking=booking, session=session,
            )
            for hour in hours
        )  # fmt: skip
        return {uid for uid in uids(fed(link)) if "-uji-" in uid}

    first, both, second = tried(7), tried(7, 8), tried(8)

    assert first | second == both
    assert first & second == set()


def test_leave_that_ends_early_is_the_same_event_changed(office: Office, keeper: Actor) -> None:
    mine = make_resource(office, ResourceKind.PERSON, user=keeper.user)
    (block,) = services.block_resource(mine, [Span(clock(8), clock(16))], by=SYSTEM, at=NOW)
    link = renew_link(CalendarKind.USER, office=office, by=keeper, at=NOW)
    (before,) = rfc5545.events(fed(link))

    services.end_block(block, by=SYSTEM, at=clock(10))

    calendar = fed(link)
    (after,) = rfc5545.events(calendar)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert times(calendar) == [(clock(8), clock(10))]


@pytest.mark.parametrize("status", [SessionStatus.PLANNED, SessionStatus.CANCELLED])
def test_an_attachment_is_one_event_with_its_method(office: Office, keeper: Actor, status: SessionStatus) -> None:
    booking = confirmed(office, make_resource(office), (clock(22), clock(24)), title=TITLE.strip())
    session = booking.sessions.get()
    session.status = status
    item = invitation_item(session, at=NOW, place='Ruang "Garuda", lantai 2; aula', url="https://portal.example/p/")
    people: Iterable[Guest] = [Guest("rina@dinkes.example", 'Rina "Ririn", S.Kom; M.T.: 会')]

    data = invitation(item, tz=office.tz, organizer=Guest("vidcon@dinas.example", "Dinas, Kominfo"), attendees=people)

    calendar = rfc5545.read(data)
    (event,) = rfc5545.events(calendar)
    assert calendar["METHOD"] == ("CANCEL" if status == SessionStatus.CANCELLED else "REQUEST")
    assert times(calendar) == [(clock(22), clock(24))]
    assert event.text("SUMMARY") == booking.title
    assert event.text("LOCATION") == 'Ruang "Garuda", lantai 2; aula'
