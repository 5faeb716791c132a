"""The way to a new password: mailed by the worker to the account's own address, once, and telling nobody who has an account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.vidcon_portal.accounts.people import make_user
from vidcon_portal.accounts.adapters import RESET_TASK
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.tasks import mail_reset

pytestmark = pytest.mark.django_db

ASK = "/akun/kata-sandi/lupa/"
NEW = "sandi baru yang panjang 77"


@pytest.fixture
def user() -> User:
    cache.clear()
    return make_user("Dr. Ani, M.T.", email="ani@contoh.go.id")


def asked() -> list[int]:
    return [job.args["user_id"] for job in ProcrastinateJob.objects.filter(task_name=RESET_TASK)]


def mailed_link(user: User) -> str:
    mail_reset(user_id=user.pk)
    (found,) = re.findall(r"https?://[^/]+(/akun/kata-sandi/atur-ulang/\S+/)", mail.outbox[-1].body)
    return str(found)


def seen_at(link: str) -> str:
    """What a browser of its own sees there."""
    return str(Client().get(link, follow=True).content.decode())


def test_known_unknown_and_switched_off_read_the_same(client: Client, user: User) -> None:
    off = make_user("Budi", email="budi@contoh.go.id")
    User.objects.filter(pk=off.pk).update(is_active=False)

    pages = [
        client.post(ASK, {"email": address}, follow=True).content
        for address in ("ANI@contoh.go.id", "tidak@contoh.go.id", off.email)
    ]

    assert len({re.sub(rb"nonce-[^\"]*|csrf[^>]*>", b"", page) for page in pages}) == 1
    assert asked() == [user.pk]
    assert mail.outbox == []
    mail_reset(user_id=off.pk)
    assert mail.outbox == []


def test_the_link_sets_a_password_once_and_for_two_hours(user: User) -> None:
    with time_machine.travel(datetime(2026, 8, 24, 1, tzinfo=UTC), tick=False) as clock:
        late = mailed_link(user)
        assert mail.outbox[0].to == ["ani@contoh.go.id"]
        assert "Buka tautan ini dalam dua jam" in mail.outbox[0].alternatives[0][0]
        clock.shift(timedelta(hours=2, minutes=1))
        assert "Tautan ini tidak berlaku lagi" in seen_at(late)
        link = mailed_link(user)
        client = Client()
        form = client.get(link, follow=True).redirect_chain[-1][0]
        done = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
        used = seen_at(link)

    user.refresh_from_db()
    assert (done.status_code, user.check_password(NEW)) == (200, True)
    assert "Tautan ini tidak berlaku lagi" in used
