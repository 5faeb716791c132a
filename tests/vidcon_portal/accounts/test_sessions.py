"""Where one is signed in: seen, ended one by one or all at once, by nobody else, forgotten afterwards."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from tests.conftest import MONDAY
from tests.vidcon_portal.accounts.people import make_user
from vidcon_portal.accounts.devices import say_device
from vidcon_portal.accounts.models import ApiToken, User
from vidcon_portal.accounts.services.sessions import forget_ended_sessions
from vidcon_portal.accounts.services.tokens import issue_token, user_of_token

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 9; SM-J400F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0"


def signed_in(user: User, agent: str) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.force_login(user)
    client.get("/akun/sesi/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/akun/sesi/").status_code == 200


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_each_browser_and_program_is_listed_and_ended_by_itself() -> None:
    user = make_user()
    phone, desk = signed_in(user, PHONE), signed_in(user, DESK)
    text, token = issue_token(user, at=timezone.now())

    page = desk.get("/akun/sesi/").content.decode()
    desk.post(f"/akun/sesi/{row_of(phone).pk}/akhiri/")
    desk.post(f"/akun/sesi/token/{token.pk}/cabut/")

    assert page.index("Edge di Windows") < page.index("Peramban ini") < page.index("Chrome di Android")
    assert ("127.0.0.1" in page, "Program (token API)" in page) == (True, True)
    assert (is_in(phone), is_in(desk)) == (False, True)
    assert user_of_token(text, at=timezone.now()) is None


def test_all_others_are_ended_at_once_but_nobody_elses() -> None:
    user, stranger = make_user(), signed_in(make_user(), PHONE)
    phones, desk = [signed_in(user, PHONE) for _number in range(2)], signed_in(user, DESK)
    issue_token(user, at=timezone.now())

    answers = [stranger.post(f"/akun/sesi/{row_of(desk).pk}/akhiri/").status_code]
    answers.append(stranger.post(f"/akun/sesi/token/{ApiToken.objects.get().pk}/cabut/").status_code)
    page = desk.post("/akun/sesi/lain/akhiri/", follow=True).content.decode()

    assert answers == [404, 404]
    assert "3 sesi lain dikeluarkan." in page
    assert [is_in(each) for each in (*phones, desk, stranger)] == [False, False, True, True]
    assert not ApiToken.objects.exists()


def test_the_session_one_reads_this_with_is_left_by_signing_out() -> None:
    client = signed_in(make_user(), PHONE)

    answer = client.post(f"/akun/sesi/{row_of(client).pk}/akhiri/")

    assert (answer["Location"], is_in(client)) == ("/keluar/", True)


def test_the_last_use_is_noted_now_and_then() -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = signed_in(make_user(), PHONE)
        clock.shift(timedelta(minutes=9))
        client.get("/akun/")
        before = row_of(client).last_seen_at
        clock.shift(timedelta(minutes=2))
        client.get("/akun/", headers={"User-Agent": DESK})

        row = row_of(client)
        assert (before, row.last_seen_at, row.created_at) == (MONDAY, MONDAY + timedelta(minutes=11), MONDAY)
        assert say_device(row.user_agent) == "Edge di Windows"


def test_what_is_over_leaves_no_address_behind() -> None:
    client = signed_in(make_user(), PHONE)
    assert forget_ended_sessions(at=timezone.now()) == 0

    assert forget_ended_sessions(at=timezone.now() + timedelta(hours=13)) == 1
    assert (UserSession.objects.count(), is_in(client)) == (0, False)


@pytest.mark.parametrize(("agent", "words"), [("", "Peramban tidak dikenal"), ("curl/8.5", "Peramban tidak dikenal")])
def test_what_says_nothing_of_itself_is_unknown(agent: str, words: str) -> None:
    assert say_device(agent) == words
