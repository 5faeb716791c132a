"""The outbox: written once, sent later, repeated with pauses, given up visibly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.vidcon_portal.accounts.people import NOW, make_office, make_position, make_user, seat
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.notifications import queries
from vidcon_portal.notifications.channels import whatsapp_link
from vidcon_portal.notifications.choices import Channel, DeliveryState, Topic
from vidcon_portal.notifications.links import code_of
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.notifications.services import (
    BACK_OFF,
    CLAIM,
    Sweep,
    mark_handed_over,
    mark_read,
    notify,
    retry,
    send_due,
)
from vidcon_portal.notifications.tasks import sweep_deliveries

pytestmark = pytest.mark.django_db


class BrokenBackend(BaseEmailBackend):
    """A mail server that refuses in the way of ``trouble``."""

    trouble: Exception = SMTPServerDisconnected("Connection unexpectedly closed")

    def send_messages(self, messages: object) -> int:
        raise self.trouble


def write(*people: User, office: Office | None = None, key: str = "KALBAR-2026-0001:turn:1", **fields: object) -> None:
    texts = {
        "topic": Topic.TURN,
        "subject": "Giliran Anda: disposisi KALBAR-2026-0001",
        "body": "Menunggu disposisi Anda sampai pukul 10.10 WITA.",
        "url": "/permohonan/KALBAR-2026-0001/",
        **fields,
    }
    notify(people, dedupe_key=key, office=office or make_office(), at=NOW, **texts)


def broken_mail(settings, trouble: Exception | None = None) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    BrokenBackend.trouble = trouble or SMTPServerDisconnected("Connection unexpectedly closed")


def outgoing(channel: Channel = Channel.MAIL) -> Delivery:
    return Delivery.objects.get(channel=channel)


def test_notify_one_row_per_recipient_and_channel_and_sends_nothing() -> None:
    full = make_user(phone="+6281234567890")
    bare = make_user(email="")

    write(full, bare, full, make_user(is_active=False))

    rows = Delivery.objects.order_by("recipient", "pk").values_list("recipient", "channel", "state", "address")
    assert list(rows) == [
        (full.pk, "in_app", "sent", ""),
        (full.pk, "mail", "pending", full.email),
        (full.pk, "wa_link", "pending", "+6281234567890"),
        (bare.pk, "in_app", "sent", ""),
    ]
    assert mail.outbox == []


def test_notify_twice_writes_once() -> None:
    user = make_user()
    office = make_office()

    write(user, office=office)
    write(user, office=office, subject="Lain")
    write(user, office=office, key="other")

    assert Delivery.objects.filter(channel=Channel.MAIL).count() == 2
    assert not Delivery.objects.filter(subject="Lain").exists()


def test_notify_rolls_back_with_the_deed() -> None:
    with transaction.atomic():
        write(make_user())
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize("url", ["https://jahat.example/", "//jahat.example/", "permohonan/"])
def test_notify_foreign_address_is_a_bug(url: str) -> None:
    with pytest.raises(ValueError):
        write(make_user(), url=url)


def test_notify_wakes_the_worker_once_after_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with connection.cursor() as cursor:  # a test with real transactions may have left jobs: the table is not Django's
        cursor.execute("DELETE FROM procrastinate_jobs")

    with django_capture_on_commit_callbacks(execute=True):
        write(make_user())
        write(make_user(), key="second")
        assert ProcrastinateJob.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        write(make_user(email=""), key="third")

    assert list(ProcrastinateJob.objects.values_list("task_name", "status")) == [("notifications.send_due", "todo")]


def test_send_due_mails_text_and_html_once(settings) -> None:
    settings.SITE_URL = "https://vidcon.contoh.go.id"
    user = make_user("Dr. Ani, M.T.")
    write(user, body="Baris satu.\n<b>Baris dua.</b>")

    assert send_due(at=NOW) == Sweep(sent=1)
    assert send_due(at=NOW + timedelta(days=1)) == Sweep()

    (message,) = mail.outbox
    delivery = outgoing()
    assert message.to == [user.email]
    assert message.subject.startswith("Giliran Anda: disposisi KALBAR-2026-0001 · ")
    assert message.extra_headers["Message-ID"] == f"<{delivery.uuid}@vidcon.contoh.go.id>"
    assert "Yth. Dr. Ani, M.T.," in message.body
    assert "https://vidcon.contoh.go.id/permohonan/KALBAR-2026-0001/" in message.body
    html = message.alternatives[0].content
    assert "&lt;b&gt;Baris dua.&lt;/b&gt;" in html
    assert "style=" not in html
    assert (delivery.state, delivery.sent_at, delivery.attempts) == (DeliveryState.SENT, NOW, 1)


def test_send_due_backs_off_then_fails_visibly(settings) -> None:
    broken_mail(settings)
    write(make_user())
    at = NOW

    for number, pause in enumerate(BACK_OFF, start=1):
        assert send_due(at=at) == Sweep(postponed=1)
        assert send_due(at=at + pause - timedelta(seconds=1)) == Sweep()
        delivery = outgoing()
        assert (delivery.attempts, delivery.next_try_at) == (number, at + pause)
        at += pause
    assert send_due(at=at) == Sweep(failed=1)

    delivery = outgoing()
    assert (delivery.state, delivery.next_try_at) == (DeliveryState.FAILED, None)
    assert delivery.last_error == "Server surat tidak dapat dihubungi (SMTPServerDisconnected)."
    assert queries.failed_count(delivery.office) == 1
    assert send_due(at=at + timedelta(days=9)) == Sweep()


@pytest.mark.parametrize(("code", "state"), [(550, DeliveryState.FAILED), (451, DeliveryState.PENDING)])
def test_send_due_rejected_recipient(code: int, state: DeliveryState, settings) -> None:
    broken_mail(settings, SMTPRecipientsRefused({"a@b": (code, b"no such user")}))
    write(make_user())

    send_due(at=NOW)

    delivery = outgoing()
    assert (delivery.state, delivery.last_error) == (state, f"Server surat menolak: {code} no such user")


def test_send_due_one_broken_message_does_not_stop_the_others(settings) -> None:
    bad, good = make_user(), make_user()
    write(bad)
    Delivery.objects.filter(channel=Channel.MAIL).update(address="bukan\nalamat@contoh.go.id")
    write(good, key="good")

    assert send_due(at=NOW) == Sweep(sent=1, postponed=1)

    assert [message.to for message in mail.outbox] == [[good.email]]


def test_send_due_leaver_is_skipped() -> None:
    user = make_user()
    write(user)
    user.is_active = False
    user.save()

    assert send_due(at=NOW) == Sweep()

    assert (outgoing().state, mail.outbox) == (DeliveryState.SKIPPED, [])


def test_send_due_claim_of_a_dead_sender_expires() -> None:
    write(make_user())
    Delivery.objects.filter(channel=Channel.MAIL).update(attempts=1, next_try_at=NOW + CLAIM)

    assert send_due(at=NOW + CLAIM - timedelta(seconds=1)) == Sweep()
    assert send_due(at=NOW + CLAIM) == Sweep(sent=1)


def test_send_due_respects_limit() -> None:
    write(*[make_user() for _each in range(5)])

    assert send_due(at=NOW, limit=3) == Sweep(sent=3)
    assert send_due(at=NOW, limit=3) == Sweep(sent=2)


@pytest.mark.django_db(transaction=True)
def test_send_due_several_senders_send_each_message_once() -> None:
    write(*[make_user() for _each in range(60)])

    def sweep(_number: int) -> Sweep:
        try:
            return send_due(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sweeps = list(pool.map(sweep, range(4)))

    assert sum(each.sent for each in sweeps) == 60
    addresses = [message.to[0] for message in mail.outbox]
    assert len(addresses) == len(set(addresses)) == 60
    assert set(Delivery.objects.filter(channel=Channel.MAIL).values_list("attempts", flat=True)) == {1}


def test_retry_only_what_failed() -> None:
    write(make_user())
    delivery = outgoing()
    assert not retry(delivery, at=NOW)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, attempts=4, next_try_at=None)

    assert retry(delivery, at=NOW)

    assert send_due(at=NOW) == Sweep(sent=1)


def test_command_and_sweeper_send(capsys: pytest.CaptureFixture[str]) -> None:
    write(make_user())
    write(make_user(email=""), key="second")
    with time_machine.travel(NOW, tick=False):
        call_command("send_deliveries")
        write(make_user(), key="third")
        sweep_deliveries(timestamp=0)

    assert capsys.readouterr().out == "1 terkirim, 0 ditunda, 0 gagal\n"
    assert len(mail.outbox) == 2


def test_whatsapp_link_carries_the_text(settings) -> None:
    settings.SITE_URL = "https://vidcon.contoh.go.id"
    write(make_user(phone="+6281234567890"))
    delivery = outgoing(Channel.WA_LINK)

    link = urlsplit(whatsapp_link(delivery))

    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://wa.me/6281234567890"
    assert parse_qs(link.query)["text"] == [
        f"*{delivery.subject}*\n\n{delivery.body}\n\nhttps://vidcon.contoh.go.id/m/{code_of(delivery.pk)}/"
    ]
    assert mark_handed_over(delivery, at=NOW)
    assert not mark_handed_over(delivery, at=NOW)


def test_mark_read_own_messages_only() -> None:
    user, other = make_user(), make_user()
    write(user, other)
    write(user, key="second")

    first = queries.inbox(user).first()
    assert first is not None
    assert mark_read(other, at=NOW, uuids=[first.uuid]) == 0
    assert mark_read(user, at=NOW, uuids=[first.uuid]) == 1
    assert (queries.unread_count(user), queries.unread_count(other)) == (1, 1)
    assert mark_read(user, at=NOW) == 1
    assert (queries.unread_count(user), queries.unread_count(other)) == (0, 1)


def test_page_lists_opens_and_marks_read(client: Client) -> None:
    user, other = make_user(), make_user()
    write(user, other)
    client.force_login(user)
    own, foreign = queries.inbox(user).get(), queries.inbox(other).get()

    page = client.get("/pemberitahuan/")
    opened = client.get(f"/pemberitahuan/{own.uuid}/")
    stranger = client.get(f"/pemberitahuan/{foreign.uuid}/")

    assert "Giliran Anda: disposisi KALBAR-2026-0001" in page.content.decode()
    assert opened.headers["Location"] == "/permohonan/KALBAR-2026-0001/"
    assert stranger.status_code == 404
    assert (queries.unread_count(user), queries.unread_count(other)) == (0, 1)
    assert client.post("/pemberitahuan/dibaca/").headers["Location"] == "/pemberitahuan/"


def test_page_costs_the_same_with_30_messages(client: Client) -> None:
    user = make_user()
    office = make_office()
    client.force_login(user)
    write(user, office=office)
    client.get("/pemberitahuan/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/pemberitahuan/")

    for number in range(29):
        write(user, office=office, key=f"k{number}")
    with CaptureQueriesContext(connection) as for_30:
        client.get("/pemberitahuan/")

    assert len(for_30) == len(for_one) <= 7


def test_outbox_is_for_the_offices_admin(client: Client, settings) -> None:
    settings.DEMO = False
    office = make_office()
    admin = seat(make_position(office, Role.OFFICE_ADMIN))
    head = seat(make_position(office, Role.OFFICE_HEAD))
    write(make_user(phone="+6281234567890"), office=office)
    write(make_user(), office=make_office(), subject="Kantor lain", key="other")

    client.force_login(head.user)
    assert client.get("/kotak-keluar/").status_code == 404
    client.force_login(admin.user)
    page = client.get("/kotak-keluar/").content.decode()

    assert "https://wa.me/6281234567890?text=" in page
    assert "Kantor lain" not in page
    ready = outgoing(Channel.WA_LINK)
    client.post(f"/kotak-keluar/{ready.uuid}/terkirim/")
    ready.refresh_from_db()
    assert ready.state == DeliveryState.SENT


def test_outbox_in_the_demo_is_open_to_look_at_only(client: Client, settings) -> None:
    settings.DEMO = True
    office = make_office()
    head = seat(make_position(office, Role.OFFICE_HEAD))
    write(make_user(phone="+6281234567890"), office=office)
    client.force_login(head.user)

    assert client.get("/kotak-keluar/").status_code == 200
    assert client.post(f"/kotak-keluar/{outgoing(Channel.WA_LINK).uuid}/terkirim/").status_code == 404


def test_admin_shows_and_changes_nothing(client: Client) -> None:
    write(make_user())
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert client.get("/admin/notifications/delivery/").status_code == 200
    assert client.get("/admin/notifications/delivery/add/").status_code == 403
    assert client.post(f"/admin/notifications/delivery/{outgoing().pk}/change/", {}).status_code == 403


@pytest.mark.parametrize(("role", "said"), [(Role.OFFICE_ADMIN, True), (Role.OFFICE_HEAD, False)])
def test_inbox_says_what_could_not_be_sent(role: Role, said: bool, client: Client) -> None:
    """Who can send it again; another office's failure is not his."""
    office = make_office()
    worker = seat(make_position(office, role)).user
    for each, key in ((office, "a"), (make_office(), "b")):
        write(make_user(), office=each, key=key)
    Delivery.objects.outgoing().update(state=DeliveryState.FAILED, next_try_at=None)
    client.force_login(worker)

    page = client.get("/tugas/").content.decode()

    assert ("1 pesan gagal terkirim" in page) == said
