"""Each WhatsApp gateway against a small real server that answers as its documentation says, faults included."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from django.db import connection

from tests.local_server import Answer, Asked, LocalServer, serve
from tests.vidcon_portal.accounts.people import NOW, make_office, make_user
from vidcon_portal.notifications.choices import Channel, DeliveryState, Provider, Topic
from vidcon_portal.notifications.forms import GatewayForm
from vidcon_portal.notifications.gateways import base
from vidcon_portal.notifications.links import code_of
from vidcon_portal.notifications.models import Delivery, Gateway
from vidcon_portal.notifications.services import BACK_OFF, mark_handed_over, notify, retry_failed, send_due

pytestmark = pytest.mark.django_db

TOKEN = "rahasia-gerbang"
SITE = "https://vidcon.contoh.go.id"


def fonnte(asked: Asked) -> Answer:
    if asked.headers["authorization"] != TOKEN:
        return Answer({"status": False, "reason": "invalid token"})
    return Answer({"status": True, "id": ["80367170"], "process": "pending"})


def wablas(asked: Asked) -> Answer:
    if asked.headers["authorization"] != TOKEN:
        return Answer({"status": False, "message": "token invalid"}, status=401)
    return Answer({"status": True, "data": {"messages": [{"id": "w-1", "status": "pending"}]}})


def cloud_api(asked: Asked) -> Answer:
    if asked.headers["authorization"] != f"Bearer {TOKEN}":
        return Answer({"error": {"message": "Invalid OAuth access token", "code": 190}}, status=401)
    return Answer({"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]})


BEHAVIOURS = {Provider.FONNTE: fonnte, Provider.WABLAS: wablas, Provider.CLOUD_API: cloud_api}
RECEIPTS = {Provider.FONNTE: "80367170", Provider.WABLAS: "w-1", Provider.CLOUD_API: "wamid.1"}


@pytest.fixture(params=list(BEHAVIOURS), ids=str)
def provider(request: pytest.FixtureRequest) -> Provider:
    return request.param


@pytest.fixture
def server(provider: Provider, settings) -> Iterator[LocalServer]:
    settings.SITE_URL = SITE
    with serve(BEHAVIOURS[provider]) as server:
        yield server


@pytest.fixture
def gateway(provider: Provider, server: LocalServer) -> Gateway:
    return Gateway.objects.create(
        office=make_office(),
        provider=provider,
        base_url=server.url,
        token=TOKEN,
        sender="1080",
        template="kabar_permohonan",
    )


@pytest.fixture
def delivery(gateway: Gateway) -> Delivery:
    notify(
        [make_user(email="", phone="+6281234567890")],
        topic=Topic.TURN,
        subject="Giliran Anda: KALBAR-2026-0001",
        body="Disposisi menunggu Anda.\nSampai 10.10 WITA.",
        url="/permohonan/KALBAR-2026-0001/",
        dedupe_key="turn",
        office=gateway.office,
        at=NOW,
    )
    return Delivery.objects.get(channel=Channel.WHATSAPP)


def test_gateway_sends_as_documented(delivery: Delivery, server: LocalServer, provider: Provider) -> None:
    link = f"{SITE}/m/{code_of(delivery.pk)}/"
    text = f"*{delivery.subject}*\n\n{delivery.body}\n\n{link}"

    assert send_due(at=NOW).sent == 1
    assert send_due(at=NOW).sent == 0

    (asked,) = server.asked
    if provider == Provider.FONNTE:
        assert (asked.path, asked.form) == (
            "/send",
            {"target": "6281234567890", "message": text, "countryCode": "62"},
        )
    elif provider == Provider.WABLAS:
        assert (asked.path, asked.form) == (
            "/api/send-message",
            {"phone": "6281234567890", "message": text, "isGroup": "false"},
        )
    else:
        assert asked.path == "/1080/messages"
        assert (asked.json["to"], asked.json["type"]) == ("6281234567890", "template")
        assert asked.json["template"]["name"] == "kabar_permohonan"
        assert asked.json["template"]["language"] == {"code": "id"}
        assert [each["text"] for each in asked.json["template"]["components"][0]["parameters"]] == [
            delivery.subject,
            "Disposisi menunggu Anda. Sampai 10.10 WITA.",
            link,
        ]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.receipt) == (DeliveryState.SENT, RECEIPTS[provider])


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (Answer("", status=500), BACK_OFF[0]),
        (Answer("<html>Bad gateway</html>", status=502), BACK_OFF[0]),
        (Answer({}, status=429, headers={"Retry-After": "600"}), timedelta(seconds=600)),
        (Answer({}, status=429), BACK_OFF[0]),
        (Answer("bukan json"), BACK_OFF[0]),
        (Answer(hang_up=True), BACK_OFF[0]),
        (Answer({"status": False, "reason": "disconnected device"}), BACK_OFF[0]),
        (Answer({"error": {"message": "Rate limit hit", "code": 130429}}, status=400), None),
    ],
    ids=["500", "502", "429-wait", "429", "no-json", "hang-up", "refused-in-200", "cloud-busy"],
)
def test_gateway_fault_is_tried_again(
    answer: Answer, pause: timedelta | None, delivery: Delivery, server: LocalServer, provider: Provider
) -> None:
    server.answers.append(answer)

    assert send_due(at=NOW).sent == 0

    delivery.refresh_from_db()
    if pause is None and provider != Provider.CLOUD_API:
        assert delivery.state == DeliveryState.FAILED
        return
    assert (delivery.state, delivery.next_try_at) == (DeliveryState.PENDING, NOW + (pause or BACK_OFF[0]))
    assert delivery.last_error
    assert send_due(at=delivery.next_try_at).sent == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("", status=503), "Gerbang sedang terganggu (503)."),
        (Answer({}, status=429), "Gerbang meminta menunggu (429)."),
        (Answer({"reason": "bad request"}, status=400), "Gerbang menolak pesan ini (400). bad request"),
    ],
    ids=["503", "429", "400"],
)
def test_what_the_admin_reads_of_a_fault(answer: Answer, said: str, delivery: Delivery, server: LocalServer) -> None:
    server.answers.append(answer)

    send_due(at=NOW)

    delivery.refresh_from_db()
    assert delivery.last_error == said


def test_gateway_that_is_slow_is_not_waited_for(
    delivery: Delivery, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "TIMEOUT", httpx.Timeout(0.05))
    server.answers.append(Answer({}, after=0.3))

    assert send_due(at=NOW).postponed == 1

    delivery.refresh_from_db()
    assert delivery.last_error == "Gerbang tidak menjawab dalam 10 detik."


def test_gateway_that_is_down_is_tried_again(delivery: Delivery, gateway: Gateway) -> None:
    Gateway.objects.update(base_url="http://127.0.0.1:9")

    assert send_due(at=NOW).postponed == 1


def test_gateway_that_does_not_answer_is_asked_once_a_sweep(
    delivery: Delivery, gateway: Gateway, server: LocalServer
) -> None:
    notify(
        [make_user(email="", phone=f"+628123456780{number}") for number in range(3)],
        topic=Topic.TURN,
        subject="Giliran Anda",
        body="Disposisi menunggu Anda.",
        url="/tugas/",
        dedupe_key="lain",
        office=gateway.office,
        at=NOW,
    )
    server.behaviour = lambda asked: Answer(hang_up=True)

    assert send_due(at=NOW).postponed == 4

    assert len(server.asked) == 1


def test_gateway_redirect_does_not_carry_the_token_away(delivery: Delivery, server: LocalServer) -> None:
    server.answers.append(Answer({}, status=307, headers={"Location": f"{server.url}/lain"}))

    send_due(at=NOW)

    assert [asked.path for asked in server.asked] != ["/lain"]
    assert len(server.asked) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED


def test_gateway_bad_token_fails_at_once_and_visibly_until_repaired(delivery: Delivery, gateway: Gateway) -> None:
    gateway.token = "token-lama"
    gateway.save()

    assert send_due(at=NOW).failed == 1

    delivery.refresh_from_db()
    assert delivery.last_error.startswith("Token gerbang ditolak. Perbarui token, lalu kirim ulang.")
    assert TOKEN not in delivery.last_error
    gateway.token = TOKEN
    gateway.save()
    assert retry_failed(gateway.office, at=NOW) == 1
    assert send_due(at=NOW).sent == 1


def test_gateway_switched_off_leaves_the_message_to_a_hand(delivery: Delivery, gateway: Gateway) -> None:
    Gateway.objects.update(is_active=False)

    assert send_due(at=NOW).failed == 1

    delivery.refresh_from_db()
    assert mark_handed_over(delivery, at=NOW)


def test_token_is_sealed_in_the_database_and_lost_with_the_key(gateway: Gateway, settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM notifications_gateway WHERE id = %s", [gateway.pk])
        (stored,) = cursor.fetchone()
    assert TOKEN not in stored
    assert Gateway.objects.get(pk=gateway.pk).token == TOKEN

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "kunci-baru"
    assert Gateway.objects.get(pk=gateway.pk).token == TOKEN
    settings.SECRET_KEY_FALLBACKS = []
    assert Gateway.objects.get(pk=gateway.pk).token == ""


def test_form_keeps_the_token_and_says_what_is_missing() -> None:
    office = make_office()
    data = {"office": office.pk, "provider": "wablas", "base_url": "http://kudus.wablas.com", "is_active": "on"}

    refused = GatewayForm(data)
    assert refused.errors == {
        "base_url": ["Isi alamat lengkap yang diawali https://."],
        "new_token": ["Isi kolom ini untuk penyedia yang dipilih."],
    }
    data |= {"base_url": "https://kudus.wablas.com", "new_token": TOKEN}
    saved = GatewayForm(data).save()
    again = GatewayForm({**data, "new_token": "", "is_active": ""}, instance=Gateway.objects.get(pk=saved.pk))
    assert again.is_valid(), again.errors
    again.save()

    assert Gateway.objects.get(pk=saved.pk).token == TOKEN
    assert TOKEN not in str(GatewayForm(instance=saved))
