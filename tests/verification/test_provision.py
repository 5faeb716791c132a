"""provision and hand_over: the meeting, and the secrets that stay out of the trail."""

import json
from datetime import datetime, timedelta

import pytest

from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Event
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk
from verification.models import Meeting
from verification.services.meetings import withdraw_ended_meetings

GIVEN = {
    "platform": "Zoom",
    "meeting_id": "845 2210 9973",
    "passcode": "rahasia-8",
    "join_url": "https://zoom.contoh.invalid/j/84522109973?pwd=abc",
}


def at_provision(**changes):
    return Walk("tarakan", **changes).submit().until("buat-id-meeting")


def two_sessions():
    start = datetime.fromisoformat(Walk("tarakan").booking.draft_data["sessions"][0]["starts_at"])
    return [
        {
            "starts_at": (start + timedelta(days=n)).isoformat(),
            "ends_at": (start + timedelta(days=n, hours=2)).isoformat(),
        }
        for n in (0, 1)
    ]


def test_provide_writes_the_meeting_of_each_session(world):
    walk = at_provision(sessions=two_sessions())

    walk.act("provide", **GIVEN)

    found = list(Meeting.objects.filter(session__booking=walk.booking).values_list("meeting_id", "passcode"))
    assert found == [("845 2210 9973", "rahasia-8")] * 2


def test_a_session_may_have_a_meeting_of_its_own(world):
    walk = at_provision(sessions=two_sessions())

    walk.act("provide", **GIVEN, s2_meeting_id="111 2222 3333")

    found = Meeting.objects.filter(session__booking=walk.booking).order_by("session__number")
    assert list(found.values_list("meeting_id", flat=True)) == ["845 2210 9973", "111 2222 3333"]


def test_passcode_and_link_never_enter_the_trail(world):
    walk = at_provision()

    walk.act("provide", **GIVEN)

    trail = json.dumps(list(Event.objects.filter(booking=walk.booking).values_list("data", flat=True)))
    assert "845 2210 9973" in trail
    assert "rahasia-8" not in trail
    assert "zoom.contoh.invalid" not in trail


@pytest.mark.parametrize("link", ["http://zoom.contoh.invalid/j/1", "javascript:alert(1)", "bukan tautan"])
def test_only_encrypted_links_are_taken(world, link):
    walk = at_provision()

    with pytest.raises(Incomplete) as refused:
        walk.act("provide", **{**GIVEN, "join_url": link})

    assert refused.value.fields == {"join_url": ["Isi tautan yang diawali https://."]}
    assert not Meeting.objects.filter(session__booking=walk.booking).exists()


def test_a_meeting_can_be_entered_somehow(world):
    walk = at_provision()

    with pytest.raises(Incomplete) as refused:
        walk.act("provide", platform="Zoom", meeting_id="", join_url="")

    assert refused.value.fields == {"join_url": ["Isi ID rapat atau tautannya."]}


def test_the_held_account_is_proposed(world):
    walk = at_provision()
    held = Allocation.objects.get(booking=walk.booking, purpose="event", resource__kind="account").resource

    walk.act("provide", **GIVEN)

    assert Meeting.objects.get(session__booking=walk.booking).account == held


def test_another_account_takes_the_held_ones_place(world):
    walk = at_provision()
    held = Allocation.objects.get(booking=walk.booking, purpose="event", resource__kind="account")
    other = walk.office.resources.filter(kind="account").exclude(pk=held.resource_id).first()

    walk.act("provide", **GIVEN, account=other.pk)

    rows = Allocation.objects.filter(booking=walk.booking, purpose="event", state="confirmed", resource__kind="account")
    assert [row.resource for row in rows] == [other]


def test_an_account_in_use_is_refused(world):
    walk = at_provision()
    held = Allocation.objects.get(booking=walk.booking, purpose="event", resource__kind="account")
    other = walk.office.resources.filter(kind="account").exclude(pk=held.resource_id).first()
    for lane in range(1, other.lanes + 1):
        Allocation.objects.create(
            resource=other, lane=lane, during=held.during, purpose="maintenance", state="confirmed"
        )

    with pytest.raises(Clash):
        walk.act("provide", **GIVEN, account=other.pk)

    assert not Meeting.objects.filter(session__booking=walk.booking).exists()


def test_the_hosts_own_link_is_proposed_when_we_join(world):
    walk = at_provision()
    walk.booking.mode, walk.booking.meeting_link = "join", "https://rapat.pusat.invalid/j/9"
    walk.booking.save(update_fields=["mode", "meeting_link"])

    walk.act("provide", platform="Zoom")

    assert Meeting.objects.get(session__booking=walk.booking).join_url == "https://rapat.pusat.invalid/j/9"


def test_hand_over_marks_what_was_made(world):
    walk = at_provision()
    walk.act("provide", **GIVEN)

    walk.act("hand_over")

    assert Meeting.objects.get(session__booking=walk.booking).handed_over_at == walk.at


def test_panels_never_print_the_passcode(world):
    walk = at_provision()
    drawn = draw_panel(walk)
    walk.act("provide", **GIVEN)

    assert "rahasia-8" not in drawn + draw_panel(walk)


def test_a_session_without_execute_loses_its_link_when_it_is_over(world):
    walk = at_provision()
    walk.act("provide", **GIVEN)
    end = walk.booking.last_session_end

    assert withdraw_ended_meetings(at=end - timedelta(minutes=1)) == 0
    assert withdraw_ended_meetings(at=end) == 1
    assert Meeting.objects.get(session__booking=walk.booking).withdrawn_at == end
