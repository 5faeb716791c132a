"""Who gets the link and the passcode: the rule of the request, on every way out, and each look at a passcode kept."""

import pytest
import time_machine
from django.test import Client

from bookings.models import Booking, PasscodeView
from bookings.scheduling.ics import invitation_item
from bookings.scheduling.meeting_links import link_of
from tests.walks.driver import Walk, actor
from verification.models import Meeting
from verification.reply_words import details_of
from verification.services.meetings import MeetingData, write_meeting
from vidcon_portal.accounts.models import User

LINK, PASSCODE = "https://rapat.contoh.invalid/j/9", "rahasia-9"


@pytest.fixture
def walk(world):
    walk = Walk("kalbar").submit().until("laksanakan")
    session = walk.booking.sessions.get()
    write_meeting(
        session,
        MeetingData("Zoom", meeting_id="845", passcode=PASSCODE, join_url=LINK),
        by=actor("bidang.kalbar", walk.at),
        at=walk.at,
    )
    with time_machine.travel(walk.at, tick=False):
        yield walk


def signed_in(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def ruled(walk, audience):
    officer = signed_in("bidang.kalbar")
    answer = officer.post(f"/permohonan/{walk.booking.ticket}/rapat/siapa/", {"audience": audience})
    assert answer.status_code == 302
    walk.booking = Booking.objects.get(pk=walk.booking.pk)
    return walk.booking.sessions.select_related("meeting", "booking__office", "booking__agency").get()


@pytest.mark.parametrize(
    ("audience", "in_portal", "leaves"),
    [("office", False, False), ("agency", True, False), ("participants", True, True)],
)
def test_the_rule_holds_on_every_way_out(walk, audience, in_portal, leaves):
    session = ruled(walk, audience)
    applicant, ticket = signed_in("pemohon.kalbar"), walk.booking.ticket

    page = applicant.get(f"/permohonan/{ticket}/").content.decode()
    answer = applicant.get(f"/api/v1/bookings/{ticket}").json()
    passcode = applicant.post(f"/permohonan/{ticket}/rapat/1/kata-sandi/")
    letter = [fact.value for fact in details_of(walk.booking)]
    invitation = invitation_item(session, at=walk.at, link=link_of(session)).description

    assert (LINK in page) is in_portal
    assert PASSCODE not in page
    assert (answer["sessions"][0]["meeting"] is not None) is in_portal
    assert passcode.status_code == (200 if in_portal else 404)
    assert (LINK in letter) is leaves
    assert ("845" in letter) is in_portal
    assert (LINK in invitation) is leaves
    assert PASSCODE not in f"{letter}{invitation}"


def test_the_link_of_a_secret_event_never_leaves_the_portal(walk):
    Booking.objects.get(pk=walk.booking.pk)
    walk.booking.secrecy = "secret"
    walk.booking.save()

    assert link_of(ruled(walk, "participants")) == ""


def test_a_link_that_was_withdrawn_is_in_no_calendar(walk):
    session = ruled(walk, "participants")
    Meeting.objects.update(withdrawn_at=walk.at)

    session = walk.booking.sessions.select_related("meeting").get()
    session.booking = walk.booking

    assert link_of(session) == ""


@pytest.mark.parametrize("username", ["pemohon.kalbar", "auditor.kalbar"])
def test_the_rule_is_the_officers_alone(walk, username):
    client = signed_in(username)

    answer = client.post(f"/permohonan/{walk.booking.ticket}/rapat/siapa/", {"audience": "participants"})

    assert answer.status_code == 404
    assert Booking.objects.get(pk=walk.booking.pk).audience == "agency"


def test_who_set_the_rule_stands_in_the_history(walk):
    ruled(walk, "office")

    latest = walk.booking.history.order_by("history_id").last()
    assert (latest.history_user.username, latest.history_change_reason) == ("bidang.kalbar", "aturan tautan rapat")


def test_each_look_at_the_passcode_is_kept_and_shown_to_the_auditor(walk):
    applicant, ticket = signed_in("pemohon.kalbar"), walk.booking.ticket
    applicant.get(f"/permohonan/{ticket}/")
    assert not PasscodeView.objects.exists()

    shown = applicant.post(f"/permohonan/{ticket}/rapat/1/kata-sandi/")
    applicant.get(f"/api/v1/bookings/{ticket}")

    assert PASSCODE in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert list(PasscodeView.objects.order_by("pk").values_list("user__username", "door")) == [
        ("pemohon.kalbar", "page"),
        ("pemohon.kalbar", "api"),
    ]
    log = signed_in("auditor.kalbar").get(f"/permohonan/{ticket}/rapat/dilihat/").content.decode()
    assert log.count(User.objects.get(username="pemohon.kalbar").name) == 2
    assert applicant.get(f"/permohonan/{ticket}/rapat/dilihat/").status_code == 404


def test_the_auditor_opens_no_passcode(walk):
    answer = signed_in("auditor.kalbar").post(f"/permohonan/{walk.booking.ticket}/rapat/1/kata-sandi/")

    assert answer.status_code == 404
    assert not PasscodeView.objects.exists()
