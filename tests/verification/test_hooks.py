"""What Zoom tells by itself and reports afterwards, and what stays behind there when a meeting is replaced."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from bookings.models import Allocation, Resource
from reports.live_sessions import log_lines
from tests.local_server import Answer, serve
from tests.walks.driver import Walk, actor
from verification.attendance import peak_of
from verification.meetings import zoom
from verification.models import Attendee, LeftoverMeeting, Meeting, MeetingAccount, MeetingNotice, MeetingPlatform
from verification.services.leftovers import delete_leftovers
from verification.services.meetings import MeetingData, write_meeting
from verification.services.notices import MOST_TRIES, fetch_attendance, forget_attendees
from verification.services.providing import follow_accounts

TOKEN = "token-rahasia"


@pytest.fixture
def walk(world):
    return Walk("tarakan").submit().until("buat-id-meeting")


@pytest.fixture
def meeting(walk):
    platform = MeetingPlatform.objects.create(
        office=walk.office, name="Zoom dinas", provider="zoom", client_id="klien", secret="x", hook_secret=TOKEN
    )
    for account in Resource.objects.filter(office=walk.office, kind="account"):
        MeetingAccount.objects.create(resource=account, platform=platform, host=f"{account.code}@contoh.go.id")
    walk.act("provide", automatic=True, join_url="")
    Meeting.objects.update(state="made", meeting_id="845", passcode="p", join_url="https://zoom.contoh.invalid/j/845")
    return Meeting.objects.select_related("account__meeting_account__platform", "session").get()


@pytest.fixture
def hook(walk, meeting):
    client = Client(enforce_csrf_checks=True)
    url = f"/kait/zoom/{meeting.account.meeting_account.platform_id}/"

    def send(event, *, token=TOKEN, ago=0, body=None):
        body = body if body is not None else json.dumps(event).encode()
        timestamp = str(int(walk.at.timestamp()) - ago)
        signature = hmac.new(token.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"x-zm-request-timestamp": timestamp, "x-zm-signature": f"v0={signature}"}
        return client.post(url, body, content_type="application/json", headers=headers)

    with time_machine.travel(walk.at, tick=False):
        yield send


def event(kind, **thing):
    return {"event": kind, "event_ts": 1, "payload": {"object": {"id": "845", **thing}}}


def test_the_question_of_ownership_is_answered_only_when_signed(hook):
    asked = {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}

    answer = hook(asked)

    wanted = hmac.new(TOKEN.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert answer.json() == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": wanted}
    assert hook(asked, token="lain").status_code == 401
    # Whoever had this answered would hold a signature for a message of his own.
    forged = {"event": "endpoint.url_validation", "payload": {"plainToken": "v0:1756000000:{}"}}
    assert hook(forged).status_code == 400


@pytest.mark.parametrize(("token", "ago"), [("lain", 0), ("", 0), (TOKEN, 301), (TOKEN, -301)])
def test_a_message_without_a_fresh_signature_is_not_kept(hook, token, ago):
    answer = hook(event("meeting.started"), token=token, ago=ago)

    assert (answer.status_code, answer.content) == (401, b"")
    assert not MeetingNotice.objects.exists()


def test_a_message_sent_twice_is_kept_once_and_stands_in_the_log(hook, walk, meeting):
    started = event("meeting.started", start_time="2026-08-24T01:00:00Z")

    assert [hook(started).status_code, hook(started).status_code] == [204, 204]

    notice = MeetingNotice.objects.get()
    assert (notice.meeting, notice.kind) == (meeting, "started")
    [line] = log_lines(meeting.session)
    assert line.what == "Rapat dibuka"


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"event": "meeting.started"}', b'{"event": "recording.completed"}'])
def test_what_cannot_be_read_breaks_nothing(hook, body):
    assert hook(None, body=body).status_code in (204, 400)
    assert not MeetingNotice.objects.exists()


def test_a_meeting_of_nobody_is_ignored(hook):
    stranger = {"event": "meeting.started", "payload": {"object": {"id": "999"}}}

    assert hook(stranger).status_code == 204
    assert not MeetingNotice.objects.exists()


def test_comings_and_goings_give_the_peak_and_no_names(hook, meeting):
    for kind, minute, person in [("joined", 1, "a"), ("joined", 2, "b"), ("left", 3, "a"), ("joined", 4, "c")]:
        moment = f"2026-08-24T00:{minute:02d}:00Z"
        name = "join_time" if kind == "joined" else "leave_time"
        hook(
            event(
                f"meeting.participant_{kind}",
                participant={"user_name": "Rina", "email": "rina@contoh.id", "participant_uuid": person, name: moment},
            )
        )

    assert peak_of(meeting.session) == 2
    assert "Rina" not in json.dumps(list(MeetingNotice.objects.values("who", "digest", "kind")))


def report_server(asked):
    if asked.path == "/oauth/token":
        return Answer({"access_token": "tok", "expires_in": 3600})
    if asked.path != "/v2/report/meetings/845/participants":
        return Answer(status=204)
    line = {"name": "Rina", "join_time": "2026-08-31T01:00:00Z", "leave_time": "2026-08-31T02:00:00Z"}
    if asked.parameters.get("next_page_token"):
        return Answer({"participants": [{**line, "name": "Budi"}, {"name": "rusak"}], "next_page_token": ""})
    return Answer({"participants": [line, {**line, "status": "in_waiting_room"}], "next_page_token": "dua"})


@pytest.fixture
def over(meeting):
    zoom._tokens.clear()
    with serve(report_server) as server:
        MeetingPlatform.objects.update(base_url=server.url)
        yield server, meeting.session.ends_at + timedelta(hours=1)


def test_the_report_is_fetched_page_by_page_after_the_event(meeting, over):
    server, at = over

    assert fetch_attendance(at=meeting.session.ends_at) == 0
    assert [fetch_attendance(at=at), fetch_attendance(at=at)] == [1, 0]

    assert list(Attendee.objects.values_list("name", flat=True)) == ["Rina", "Budi"]
    meeting.refresh_from_db()
    assert peak_of(meeting.session) == 2
    assert [asked.path for asked in server.asked].count("/v2/report/meetings/845/participants") == 2


def test_names_are_forgotten_when_their_time_is_over_and_still_count(meeting, over, settings):
    settings.ATTENDEE_NAMES_KEPT_DAYS = 30
    _server, at = over
    fetch_attendance(at=at)

    forgotten = [forget_attendees(at=at + timedelta(days=days)) for days in (29, 31, 32)]

    assert forgotten == [0, 2, 0]
    assert list(Attendee.objects.values_list("name", flat=True)) == ["", ""]
    meeting.refresh_from_db()
    assert peak_of(meeting.session) == 2


def test_a_report_that_does_not_come_is_asked_for_again_and_given_up_in_the_end(meeting, over):
    server, at = over
    server.behaviour = lambda asked: Answer(status=503)

    assert sum(fetch_attendance(at=at) for _turn in range(MOST_TRIES + 2)) == 0

    asked = [each for each in server.asked if "report" in each.path or "token" in each.path]
    assert len(asked) == MOST_TRIES


def test_a_meeting_alone_has_no_report_and_is_not_asked_for_again(meeting, over):
    server, at = over
    answers = {"/oauth/token": Answer({"access_token": "tok", "expires_in": 3600})}
    server.behaviour = lambda asked: answers.get(asked.path, Answer({"code": 3001}, status=404))

    assert [fetch_attendance(at=at), fetch_attendance(at=at)] == [1, 0]
    assert not Attendee.objects.exists()


def test_replaced_by_hand_the_old_meeting_is_deleted_at_the_provider(walk, meeting, over):
    server, _at = over
    by_hand = MeetingData("Lain", account=meeting.account, join_url="https://lain.contoh.invalid/1")

    write_meeting(meeting.session, by_hand, by=actor("kadis.tarakan", walk.at), at=walk.at)
    server.answers.append(Answer({"access_token": "tok", "expires_in": 3600}))
    server.answers.append(Answer(status=503))
    assert delete_leftovers(at=walk.at) == 0
    assert "Rapat lama belum terhapus" in Meeting.objects.get().provider_line

    assert delete_leftovers(at=walk.at + timedelta(minutes=1)) == 1
    assert (server.asked[-1].method, server.asked[-1].path) == ("DELETE", "/v2/meetings/845")
    assert LeftoverMeeting.objects.get().removed_at is not None
    assert Meeting.objects.get().provider_line == ""


def test_another_account_in_the_schedule_makes_the_meeting_anew(walk, meeting):
    other = Resource.objects.filter(office=walk.office, kind="account").exclude(pk=meeting.account_id).first()
    Allocation.objects.filter(
        session=meeting.session, resource=meeting.account, purpose="event", state__in=("held", "confirmed")
    ).update(resource=other)

    assert [follow_accounts(at=walk.at), follow_accounts(at=walk.at)] == [1, 0]

    meeting.refresh_from_db()
    assert (meeting.account, meeting.state, meeting.meeting_id, meeting.join_url) == (other, "wanted", "", "")
    assert LeftoverMeeting.objects.get().number == "845"


def test_an_account_without_a_provider_asks_for_a_person(walk, meeting):
    other = Resource.objects.filter(office=walk.office, kind="account").exclude(pk=meeting.account_id).first()
    MeetingAccount.objects.filter(resource=other).delete()
    Allocation.objects.filter(session=meeting.session, resource=meeting.account, purpose="event").update(resource=other)

    follow_accounts(at=walk.at)

    meeting.refresh_from_db()
    assert meeting.state == "failed"
    assert other.name in meeting.last_error


def test_a_moment_in_the_future_is_not_believed(hook, walk):
    hook(event("meeting.started", start_time="2030-01-01T00:00:00Z"))

    assert MeetingNotice.objects.get().occurred_at == walk.at
    assert isinstance(MeetingNotice.objects.get().received_at, datetime)
