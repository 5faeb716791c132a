"""How a person wants to be told: channels, topics, quiet hours, one digest a day, short links."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from tests.vidcon_portal.accounts.people import NOW, make_office, make_user
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.notifications import queries
from vidcon_portal.notifications.choices import Channel, DeliveryState, Pace, Topic
from vidcon_portal.notifications.links import code_of, delivery_pk
from vidcon_portal.notifications.models import Delivery, Gateway, Preference
from vidcon_portal.notifications.quiet import after_quiet
from vidcon_portal.notifications.services import Sweep, bundle_due, notify, send_due

pytestmark = pytest.mark.django_db

WITA = ZoneInfo("Asia/Makassar")
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=WITA)
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=WITA)


def tell(user: User, office: Office, *, key: str = "k", at: datetime = NOW, **fields: object) -> None:
    texts = {"topic": Topic.INFORMATION, "subject": f"Kabar {key}", "body": "Isi.", "url": "/tugas/", **fields}
    notify([user], dedupe_key=key, office=office, at=at, **texts)


def channels(user: User) -> set[str]:
    return set(Delivery.objects.filter(recipient=user).values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("clock", "quiet", "expected"),
    [
        ("19:59", ("20:00", "07:00"), None),
        ("20:00", ("20:00", "07:00"), (24, "07:00")),
        ("06:59", ("20:00", "07:00"), (23, "07:00")),
        ("07:00", ("20:00", "07:00"), None),
        ("12:30", ("12:00", "13:00"), (23, "13:00")),
        ("13:00", ("12:00", "13:00"), None),
        ("03:00", ("07:00", "07:00"), None),
    ],
)
def test_quiet_hours(clock: str, quiet: tuple[str, str], expected: tuple[int, str] | None) -> None:
    at = datetime.combine(NIGHT.date(), time.fromisoformat(clock), tzinfo=WITA)

    found = after_quiet(at, *(time.fromisoformat(each) for each in quiet), WITA)

    wanted = at if expected is None else datetime(2026, 11, expected[0], int(expected[1][:2]), 0, tzinfo=WITA)
    assert found == wanted


def test_message_at_night_waits_for_the_morning_unless_urgent() -> None:
    user, office = make_user(), make_office()
    tell(user, office, at=NIGHT)
    tell(user, office, key="mendesak", at=NIGHT, urgent=True)

    assert send_due(at=NIGHT) == Sweep(sent=1)
    assert [message.subject.split(" · ")[0] for message in mail.outbox] == ["Kabar mendesak"]
    assert send_due(at=MORNING - timedelta(minutes=1)) == Sweep()
    assert send_due(at=MORNING) == Sweep(sent=1)


def test_channels_switched_off_and_topics_muted_stay_in_the_portal() -> None:
    user, office = make_user(phone="+6281234567890"), make_office()
    tell(user, office)
    assert channels(user) == {"in_app", "mail", "wa_link"}
    Preference.objects.create(user=user, mail=Pace.NEVER, muted=[Topic.INFORMATION])
    Delivery.objects.all().delete()

    tell(user, office)
    assert channels(user) == {"in_app"}
    tell(user, office, key="giliran", topic=Topic.TURN)
    assert channels(user) == {"in_app", "wa_link"}
    Preference.objects.update(whatsapp=Pace.NEVER, mail=Pace.AT_ONCE)
    tell(user, office, key="gugur", topic=Topic.LAPSED)

    assert channels(user) == {"in_app", "wa_link", "mail"}
    assert not Delivery.objects.filter(channel=Channel.WA_LINK, topic=Topic.LAPSED).exists()


def test_office_with_a_gateway_sends_whatsapp_itself() -> None:
    user, office = make_user(email="", phone="+6281234567890"), make_office()
    Gateway.objects.create(office=office, provider="demo")
    tell(user, office)
    tell(user, make_office(), key="lain")

    assert channels(user) == {"in_app", "whatsapp", "wa_link"}
    assert send_due(at=NOW) == Sweep(sent=1)


def test_digest_gathers_a_day_once() -> None:
    user, office = make_user(language="id"), make_office()
    Preference.objects.create(user=user, mail=Pace.DIGEST, digest_at=time(16, 0))
    tell(user, office, key="satu")
    tell(user, office, key="dua", at=NOW + timedelta(hours=1))
    tell(user, office, key="mendesak", urgent=True)
    four = datetime(2026, 11, 23, 16, 0, tzinfo=WITA)

    assert send_due(at=NOW) == Sweep(sent=1)  # the urgent one
    assert bundle_due(at=four - timedelta(minutes=1)) == 0
    assert (bundle_due(at=four), bundle_due(at=four)) == (1, 0)
    assert send_due(at=four) == Sweep(sent=1)

    digest = mail.outbox[-1]
    assert digest.subject.startswith("Ringkasan: 2 kabar")
    assert "• Kabar satu\n• Kabar dua" in digest.body
    states = Delivery.objects.filter(channel=Channel.MAIL, digest_at=None).values_list("state", flat=True)
    assert sorted(states) == [DeliveryState.BUNDLED, DeliveryState.BUNDLED, DeliveryState.SENT, DeliveryState.SENT]


def test_short_link_leads_the_recipient_there_and_reads(client: Client) -> None:
    user, other, office = make_user(phone="+6281234567890"), make_user(), make_office()
    tell(user, office)
    delivery = Delivery.objects.get(channel=Channel.WA_LINK)
    path = f"/m/{code_of(delivery.pk)}/"

    stranger = client.get(path)
    client.force_login(other)
    colleague = client.get(path)
    unread = queries.unread_count(user)
    client.force_login(user)
    own = client.get(path)

    assert stranger.headers["Location"] == f"/masuk/?next={path}"
    assert (colleague.headers["Location"], unread) == ("/tugas/", 1)
    assert (own.headers["Location"], queries.unread_count(user)) == ("/tugas/", 0)


@pytest.mark.parametrize("change", ["{code}x", "1{code}", "1.", ".", "{code:.5}", "%00"])
def test_short_link_forged_is_not_there(change: str, client: Client) -> None:
    tell(make_user(phone="+6281234567890"), make_office())
    code = code_of(Delivery.objects.get(channel=Channel.WA_LINK).pk)

    assert delivery_pk(code) is not None
    assert client.get(f"/m/{change.format(code=code)}/").status_code in (400, 404)


def test_short_link_survives_a_change_of_the_key(settings) -> None:
    code = code_of(123_456_789)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "kunci-baru"

    assert (delivery_pk(code), code_of(123_456_789) != code) == (123_456_789, True)


def test_page_saves_and_refuses_half_quiet_hours(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    data = {"mail": "digest", "digest_at": "06:30", "whatsapp": "never", "muted": ["message"], "quiet_from": "21:00"}

    assert client.get("/akun/pemberitahuan/").status_code == 200
    refused = client.post("/akun/pemberitahuan/", data)
    assert refused.status_code == 422
    assert "Isi kedua jam tenang, atau kosongkan keduanya." in refused.content.decode()
    assert not Preference.objects.exists()
    client.post("/akun/pemberitahuan/", {**data, "quiet_until": "06:00"})

    saved = Preference.objects.get(user=user)
    assert (saved.mail, saved.whatsapp, saved.muted) == ("digest", "never", ["message"])
    assert (saved.quiet_from, saved.quiet_until, saved.digest_at) == (time(21), time(6), time(6, 30))
