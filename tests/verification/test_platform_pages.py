"""Providers of meetings on the office admin's own pages: connected, tried, left; by nobody else; never inside our network."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db import connection
from django.test import Client

from bookings.models import Resource
from tests.local_server import Answer, Asked, LocalServer, serve
from tests.walks.driver import Walk
from verification.meetings import zoom
from verification.models import Meeting, MeetingAccount, MeetingPlatform
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.outside import leads_inside

pytestmark = pytest.mark.usefixtures("world")

SECRET = "rahasia-yang-cukup-panjang"


def zoom_knows(asked: Asked) -> Answer:
    if asked.path == "/oauth/token":
        return Answer({"access_token": "tok", "expires_in": 3600})
    if "hilang@" in asked.path:
        return Answer({"code": 1001, "message": "User does not exist"}, status=404)
    return Answer({"meetings": []})


@pytest.fixture
def server() -> Iterator[LocalServer]:
    zoom._tokens.clear()
    cache.clear()
    with serve(zoom_knows) as server:
        yield server


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def accounts() -> list[Resource]:
    return list(Resource.objects.filter(office__code="kalbar", kind="account").order_by("name"))


def typed(server: LocalServer, **changes: str) -> dict[str, str]:
    hosts = {f"host_{each.pk}": f"akun{number}@dinas.go.id" for number, each in enumerate(accounts())}
    given = {"name": "Zoom dinas", "account_id": "akun", "client_id": "klien", "new_secret": SECRET, "is_active": "on"}
    return {**given, "base_url": server.url, **hosts, **changes}


def connect(client: Client, server: LocalServer, **changes: str) -> MeetingPlatform:
    answer = client.post("/penyedia-rapat/baru/zoom/", typed(server, **changes))
    assert answer.status_code == 302
    return MeetingPlatform.objects.get(office__code="kalbar")


def said(client: Client, url: str) -> str:
    return str(client.post(url, follow=True).content.decode())


def test_an_admin_connects_and_tries_zoom_and_never_sees_the_secret_again(server: LocalServer) -> None:
    client = signed_in("admin.kalbar")

    platform = connect(client, server, new_hook_secret="kait-rahasia")
    page = client.get(f"/penyedia-rapat/{platform.pk}/").content.decode()

    assert [each.host for each in MeetingAccount.objects.filter(platform=platform)][:1] == ["akun0@dinas.go.id"]
    assert (platform.secret, platform.hook_secret) == (SECRET, "kait-rahasia")
    assert f"/kait/zoom/{platform.pk}/" in page
    assert (SECRET in page, "kait-rahasia" in page) == (False, False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, hook_secret FROM verification_meetingplatform")
        assert SECRET not in str(cursor.fetchall())
    entry = LogEntry.objects.get()
    assert (entry.user.get_username(), SECRET in entry.change_message) == ("admin.kalbar", False)
    client.post(f"/penyedia-rapat/{platform.pk}/", typed(server, new_secret=""))
    platform.refresh_from_db()
    assert platform.secret == SECRET
    first = accounts()[0]
    assert f"{first.name}: tersambung." in said(client, f"/penyedia-rapat/{platform.pk}/coba/")
    client.post(f"/penyedia-rapat/{platform.pk}/", typed(server, **{f"host_{first.pk}": "hilang@dinas.go.id"}))
    assert "tidak dikenal di Zoom" in said(client, f"/penyedia-rapat/{platform.pk}/coba/")
    server.answers.append(Answer({"reason": "Invalid client"}, status=401))
    assert "Zoom menolak kredensial" in said(client, f"/penyedia-rapat/{platform.pk}/coba/")


def test_a_stored_secret_does_not_travel_to_another_address(server: LocalServer) -> None:
    client = signed_in("admin.kalbar")
    platform = connect(client, server)

    with serve(zoom_knows) as thief:
        refused = client.post(f"/penyedia-rapat/{platform.pk}/", typed(thief, new_secret=""))
        client.post(f"/penyedia-rapat/{platform.pk}/coba/")

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["new_secret"])
    assert thief.asked == []


def test_what_is_missing_is_said_beside_it_and_nothing_is_written(server: LocalServer) -> None:
    answer = signed_in("admin.kalbar").post("/penyedia-rapat/baru/zoom/", typed(server, new_secret="", name=""))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"new_secret", "name"}
    assert "akun0@dinas.go.id" in answer.content.decode()
    assert not MeetingPlatform.objects.exists()


@pytest.mark.parametrize("who", ["admin.tarakan", "kadis.kalbar", "bidang.kalbar", "pemohon.kalbar", "admin"])
def test_they_are_the_own_offices_admins(who: str, server: LocalServer) -> None:
    platform = connect(signed_in("admin.kalbar"), server)
    client = signed_in(who)

    answers = [
        client.get(f"/penyedia-rapat/{platform.pk}/"),
        client.post(f"/penyedia-rapat/{platform.pk}/", typed(server, name="Diambil")),
        client.post(f"/penyedia-rapat/{platform.pk}/coba/"),
    ]
    if who != "admin.tarakan":
        answers += [client.get("/penyedia-rapat/"), client.post("/penyedia-rapat/ulangi/")]

    assert {answer.status_code for answer in answers} == {404}
    platform.refresh_from_db()
    assert platform.name == "Zoom dinas"


def test_an_account_with_meetings_at_zoom_does_not_leave_it(server: LocalServer) -> None:
    client = signed_in("admin.kalbar")
    platform = connect(client, server)
    walk, account = Walk("kalbar").submit(), accounts()[0]
    Meeting.objects.create(
        session=walk.booking.sessions.get(),
        platform="Zoom",
        account=account,
        meeting_id="845",
        state="failed",
        last_error="Zoom 503",
        provided_at=walk.at,
        provided_by=User.objects.get(username="bidang.kalbar"),
    )

    refused = client.post(f"/penyedia-rapat/{platform.pk}/", typed(server, **{f"host_{account.pk}": ""}))
    page = client.get("/penyedia-rapat/").content.decode()
    again = said(client, "/penyedia-rapat/ulangi/")

    assert "masih punya rapat mendatang" in refused.content.decode()
    assert MeetingAccount.objects.get(resource=account).host == "akun0@dinas.go.id"
    assert (walk.booking.ticket in page, "Zoom 503" in page) == (True, True)
    assert "1 rapat dicoba lagi." in again
    assert Meeting.objects.get().state == "changed"
    Meeting.objects.all().delete()
    assert (
        client.post(f"/penyedia-rapat/{platform.pk}/", typed(server, **{f"host_{account.pk}": ""})).status_code == 302
    )
    assert not MeetingAccount.objects.filter(resource=account).exists()


@pytest.mark.parametrize("provider", ["bbb", "jitsi"])
def test_the_others_know_no_users(provider: str) -> None:
    def answers(asked: Asked) -> Answer:
        return Answer("<response><returncode>SUCCESS</returncode></response>")

    client = signed_in("admin.kalbar")
    with serve(answers) as server:
        cache.clear()
        given = {"name": "Rapat", "base_url": server.url, "new_secret": SECRET, f"at_{accounts()[0].pk}": "on"}
        client.post(f"/penyedia-rapat/baru/{provider}/", given)
        platform = MeetingPlatform.objects.get()
        assert "Rapat: tersambung." in said(client, f"/penyedia-rapat/{platform.pk}/coba/")
        server.answers.append(Answer("mati", status=502))
        assert "502" in said(client, f"/penyedia-rapat/{platform.pk}/coba/")

    assert [each.resource for each in platform.accounts.all()] == accounts()[:1]


@pytest.mark.parametrize(
    "url",
    ["https://10.0.0.5", "https://127.0.0.2/x", "https://[::1]/", "http://localhost:5432", "https://169.254.169.254/"],
)
def test_no_door_into_the_servers_own_network(url: str, server: LocalServer, settings: Any) -> None:
    settings.INSIDE_HOSTS = []

    for page, given in (
        ("/penyedia-rapat/baru/zoom/", typed(server, base_url=url)),
        ("/kotak-keluar/gerbang/", {"provider": "wablas", "base_url": url, "new_token": "t"}),
    ):
        answer = signed_in("admin.kalbar").post(page, given)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["base_url"])
    # What was written before, or resolves differently now, is not called either.
    platform = MeetingPlatform(pk=1, office=Office.objects.get(code="kalbar"), provider="zoom", base_url=server.url)
    with pytest.raises(Exception, match="jaringan dalam"):
        zoom.Zoom().probe(platform, "")
    assert server.asked == []


def test_public_and_named_hosts_are_outside(settings: Any) -> None:
    settings.INSIDE_HOSTS = ["10.0.0.5"]

    assert [leads_inside(url) for url in ("https://10.0.0.5/", "https://8.8.8.8", "https://tidak-ada.invalid")] == [
        False
    ] * 3
    assert leads_inside("https://[::ffff:10.0.0.6]/") is True
