"""The meeting beside the path: offices without a step for it, Zoom that is down, and who may."""

from datetime import timedelta

import pytest
from django.test import Client

from bookings.choices import Audience
from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.models import Booking, Event, Resource
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from tests.walks.driver import Walk, actor
from verification.choices import MeetingState
from verification.models import Meeting, MeetingAccount, MeetingPlatform
from verification.services.leftovers import delete_leftovers
from verification.services.providing import repeat
from vidcon_portal.notifications.models import Delivery

LINK = "https://zoom.contoh.invalid/j/123"
TYPED = {"platform": "Zoom", "meeting_id": "123", "passcode": "sandi-rahasia", "join_url": LINK}

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def decided() -> Walk:
    """Kalbar's SOP has no step in which a meeting is made; the request was accepted."""
    walk = Walk("kalbar").submit()
    while walk.booking.hold != "confirmed":
        walk.onward(walk.run)
        walk.booking.refresh_from_db()
    return walk


def page_of(walk: Walk, who: str) -> str:
    client = Client()
    client.force_login(actor(who, walk.at).user)  # type: ignore[arg-type]
    return client.get(walk.booking.get_absolute_url()).content.decode()


def test_an_office_without_a_step_for_it_gives_the_agency_its_link(decided: Walk) -> None:
    run = decided.run

    decided.act("set_meeting", by=actor("bidang.kalbar", decided.at), **TYPED)

    meeting = Meeting.objects.get(session__booking=decided.booking)
    assert (meeting.state, meeting.join_url, meeting.passcode) == (MeetingState.MANUAL, LINK, "sandi-rahasia")
    assert decided.run == run
    assert LINK in page_of(decided, "pemohon.kalbar")
    assert "sandi-rahasia" not in page_of(decided, "pemohon.kalbar")
    event = Event.objects.filter(booking=decided.booking).latest("pk")
    assert (event.action, LINK in str(event.data), "sandi-rahasia" in str(event.data)) == ("set_meeting", False, False)
    told = Delivery.objects.filter(recipient__username="pemohon.kalbar", subject__contains="Ruang rapat daring diisi")
    assert told.exists() is True
    assert not Delivery.objects.filter(body__contains="sandi-rahasia").exists()


def test_what_is_left_empty_stays_as_it_was_typed(decided: Walk) -> None:
    by = actor("bidang.kalbar", decided.at)
    decided.act("set_meeting", by=by, **TYPED)

    decided.act("set_meeting", by=by, platform="Zoom", meeting_id="123", passcode="", join_url="", note="Ruang tunggu")
    meeting = Meeting.objects.get(session__booking=decided.booking)
    kept = (meeting.passcode, meeting.join_url, meeting.note)
    decided.act("set_meeting", by=by, platform="Meet", meeting_id="", passcode="", join_url="https://meet.invalid/a")
    meeting.refresh_from_db()

    assert kept == ("sandi-rahasia", LINK, "Ruang tunggu")
    assert (meeting.passcode, meeting.join_url) == ("", "https://meet.invalid/a")
    with pytest.raises(Incomplete):
        decided.act("set_meeting", by=by, platform="Zoom", meeting_id="", passcode="", join_url="http://meet.invalid/a")


def test_what_is_made_at_zoom_is_called_zoom_and_waits_in_sight_while_it_fails(decided: Walk) -> None:
    platform = MeetingPlatform.objects.create(office=decided.office, name="Zoom dinas", provider="zoom")
    account = Resource.objects.filter(
        office=decided.office, kind="account", allocations__booking=decided.booking
    ).first()
    assert account is not None
    MeetingAccount.objects.create(resource=account, platform=platform, host="a@contoh.go.id")

    offered = []
    for wished in ("Google Meet", "zoom meeting"):  # who asked for another gets no Zoom unasked
        decided.booking.application = wished
        form = form_for(situation_of(decided.booking, decided.at), "set_meeting", by=actor("bidang.kalbar", decided.at))
        offered.append(form["automatic"].initial)
    decided.act(
        "set_meeting", by=actor("bidang.kalbar", decided.at), platform="Google Meet", account=account.pk, automatic=True
    )
    meeting = Meeting.objects.get(session__booking=decided.booking)
    waiting = meeting.may_repeat
    Meeting.objects.filter(pk=meeting.pk).update(last_error="Zoom 500", attempts=3, next_try_at=None)
    page = page_of(decided, "bidang.kalbar")
    again = repeat(Meeting.objects.get(), at=decided.at)

    assert offered == [False, True]
    assert (meeting.platform, meeting.state, waiting) == ("Zoom", MeetingState.WANTED, False)
    assert ("Sedang dibuat di penyedia. Zoom 500. Portal mencoba lagi sendiri." in page, "Salin undangan" in page) == (
        True,
        False,
    )
    assert "Zoom 500" not in page_of(decided, "pemohon.kalbar")
    assert (again.state, again.attempts, again.next_try_at) == (MeetingState.WANTED, 0, decided.at)


@pytest.mark.parametrize("who", ["pemohon.kalbar", "tu.kalbar", "auditor.kalbar", "bidang.singkawang"])
def test_it_is_not_everybodys(decided: Walk, who: str) -> None:
    name = "kabid.singkawang" if who == "bidang.singkawang" else who

    with pytest.raises(NotYours):
        decided.act("set_meeting", by=actor(name, decided.at), **TYPED)

    assert not Meeting.objects.filter(session__booking=decided.booking).exists()


def test_before_the_yes_there_is_no_meeting() -> None:
    walk = Walk("kalbar").submit()

    with pytest.raises(NotLegal):
        walk.act("set_meeting", by=actor("bidang.kalbar", walk.at), **TYPED)


def test_of_a_meeting_that_the_office_keeps_the_agency_hears_no_link(decided: Walk) -> None:
    Booking.objects.filter(pk=decided.booking.pk).update(audience=Audience.OFFICE)

    decided.act("set_meeting", by=actor("bidang.kalbar", decided.at), **TYPED)

    assert LINK not in page_of(decided, "pemohon.kalbar")
    assert not Delivery.objects.filter(recipient__username="pemohon.kalbar", subject__contains="Ruang rapat").exists()


def test_zoom_is_down_and_the_event_is_served_by_hand() -> None:
    walk = Walk("tarakan").submit()
    platform = MeetingPlatform.objects.create(office=walk.office, name="Zoom dinas", provider="zoom")
    for account in Resource.objects.filter(office=walk.office, kind="account"):
        MeetingAccount.objects.create(resource=account, platform=platform, host=f"{account.code}@contoh.go.id")
    walk.until("buat-id-meeting").act("provide", automatic=True, join_url="")
    meeting = Meeting.objects.get(session__booking=walk.booking)
    Meeting.objects.filter(pk=meeting.pk).update(state="made", meeting_id="845", join_url="https://zoom.invalid/j/845")
    while walk.run is not None:
        walk.onward(walk.run)
    Meeting.objects.filter(pk=meeting.pk).update(state="failed", last_error="Zoom 503", next_try_at=None)
    walk.booking.refresh_from_db()

    walk.act("set_meeting", by=actor("staf.tarakan", walk.at), automatic=False, **TYPED)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.join_url, meeting.last_error) == (MeetingState.MANUAL, LINK, "")
    assert meeting.leftovers.get().number == "845"
    platform.is_active = False
    platform.save()
    assert delete_leftovers(at=walk.at + timedelta(minutes=1)) == 0
    assert LINK in page_of(walk, "pemohon.tarakan")
