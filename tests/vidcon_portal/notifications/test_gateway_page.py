"""The WhatsApp gateway on the office admin's own page."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.local_server import Answer, LocalServer, serve
from vidcon_portal.accounts.models import User
from vidcon_portal.notifications.models import Gateway

pytestmark = pytest.mark.usefixtures("world")

PAGE = "/kotak-keluar/gerbang/"


@pytest.fixture
def server() -> Iterator[LocalServer]:
    cache.clear()
    with serve(lambda _asked: Answer({"status": True, "id": ["80367170"]})) as server:
        yield server


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_an_admin_connects_fonnte_and_sends_himself_a_message(server: LocalServer) -> None:
    client = signed_in("admin.tarakan")
    User.objects.filter(username="admin.tarakan").update(phone="+6281234567890")

    refused = client.post(PAGE, {"provider": "fonnte", "is_active": "on"})
    client.post(PAGE, {"provider": "fonnte", "base_url": server.url, "new_token": "token-rahasia", "is_active": "on"})
    page = client.get(PAGE).content.decode()
    sent = client.post(f"{PAGE}coba/", follow=True).content.decode()
    server.answers.append(Answer({"status": False, "reason": "device disconnected"}))
    failed = client.post(f"{PAGE}coba/", follow=True).content.decode()

    elsewhere = client.post(PAGE, {"provider": "fonnte", "base_url": "https://8.8.8.8", "is_active": "on"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["new_token"])
    assert list(elsewhere.context["form"].errors) == ["new_token"]  # else a stored token would travel there
    gateway = Gateway.objects.get(office__code="tarakan")
    assert (gateway.token, "token-rahasia" in page) == ("token-rahasia", False)
    assert server.asked[0].form["target"] == "6281234567890"
    assert "Pesan uji diterima gerbang" in sent
    assert "device disconnected" in failed


@pytest.mark.parametrize("who", ["kadis.kalbar", "bidang.kalbar", "pemohon.kalbar", "admin"])
def test_it_is_the_admins(who: str, server: LocalServer) -> None:
    client = signed_in(who)

    assert client.get(PAGE).status_code == client.post(PAGE, {"provider": "fonnte"}).status_code == 404
    assert client.post(f"{PAGE}coba/").status_code == 404


def test_an_office_without_a_gateway_has_nothing_to_try(server: LocalServer) -> None:
    assert signed_in("admin.tarakan").post(f"{PAGE}coba/").status_code == 404
