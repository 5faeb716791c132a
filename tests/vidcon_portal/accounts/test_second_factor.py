"""One-time codes: asked for after the password, each good once, and no way around them."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.vidcon_portal.accounts.people import make_user
from vidcon_portal.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "rahasia-sekali"


@pytest.fixture
def protected() -> tuple[User, str]:
    """Somebody who has just switched the codes on, and his secret."""
    cache.clear()
    user, client = make_user(), Client()
    client.post("/masuk/", {"login": user.username, "password": PASSWORD})
    client.post("/akun/keamanan/konfirmasi/", {"password": PASSWORD})
    page = client.get("/akun/keamanan/aplikasi/").content.decode()
    found = re.search(r"\b[A-Z2-7]{32}\b", page)
    assert found is not None
    answer = client.post("/akun/keamanan/aplikasi/", {"code": code_of(found[0], step=-1)})
    assert answer.status_code == 302, answer.content.decode()
    return user, found[0]


def code_of(secret: str, *, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def after_password(user: User) -> Client:
    client = Client()
    answer = client.post("/masuk/", {"login": user.username, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/masuk/kode/")
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_opens_nothing(protected: tuple[User, str]) -> None:
    client = after_password(protected[0])

    assert client.get("/tugas/").headers["Location"].startswith("/masuk/")
    assert not is_signed_in(client)
    assert client.post("/masuk/kode/", {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)


def test_a_code_is_good_once(protected: tuple[User, str]) -> None:
    user, secret = protected
    first, second = after_password(user), after_password(user)
    code = code_of(secret)

    first.post("/masuk/kode/", {"code": code})
    second.post("/masuk/kode/", {"code": code})

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
