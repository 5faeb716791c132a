"""The conversation: both sides see each other's words, notes stay inside, everybody concerned is told."""

from datetime import datetime, timedelta

import pytest

from bookings.models import Booking, Message
from bookings.queries.conversation import conversation_for
from bookings.services.cases import mark_conversation_read, post_message
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor
from vidcon_portal.accounts.models import Appointment, Position, User
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.models import Delivery

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def walk(world: None) -> Walk:
    walk = Walk("kalbar").submit()
    walk.act("forward")
    return walk


def write(walk: Walk, who: str, body: str, *, at: datetime = LATER, **options: object) -> None:
    post_message(walk.booking, body, by=actor(who, at), at=at, **options)


def read(walk: Walk, who: str, *, at: datetime) -> None:
    mark_conversation_read(walk.booking, by=actor(who, at), at=at)


def seen(walk: Walk, who: str) -> list[tuple[str, bool, datetime | None]]:
    said = conversation_for(walk.booking, actor(who, LATER))
    return [(each.message.body, each.is_read, each.read_at) for each in said]


def told() -> set[str]:
    return set(Delivery.objects.filter(topic=Topic.MESSAGE).values_list("recipient__username", flat=True))


def test_a_colleague_who_reads_is_not_the_other_side(walk):
    write(walk, "bidang.kalbar", "Layar mana yang dipakai?")

    read(walk, "kadis.kalbar", at=LATER + timedelta(minutes=1))
    assert seen(walk, "bidang.kalbar") == [("Layar mana yang dipakai?", False, None)]

    read(walk, "pemohon.kalbar", at=LATER + timedelta(minutes=2))
    assert seen(walk, "bidang.kalbar") == [("Layar mana yang dipakai?", True, LATER + timedelta(minutes=2))]


def test_only_the_latest_read_message_knows_its_moment(walk):
    for number in range(3):
        write(walk, "pemohon.kalbar", f"Pesan {number}", at=LATER + timedelta(minutes=10 * number))
    read(walk, "bidang.kalbar", at=LATER + timedelta(minutes=15))

    assert seen(walk, "pemohon.kalbar") == [
        ("Pesan 0", True, None),
        ("Pesan 1", True, LATER + timedelta(minutes=15)),
        ("Pesan 2", False, None),
    ]


def test_notes_are_read_by_colleagues_and_never_outside(walk):
    write(walk, "bidang.kalbar", "Akun 2 sedang rusak", is_internal=True)
    read(walk, "pemohon.kalbar", at=LATER + timedelta(minutes=1))

    assert seen(walk, "bidang.kalbar") == [("Akun 2 sedang rusak", False, None)]
    assert seen(walk, "pemohon.kalbar") == []

    read(walk, "kadis.kalbar", at=LATER + timedelta(minutes=2))
    assert seen(walk, "bidang.kalbar") == [("Akun 2 sedang rusak", True, LATER + timedelta(minutes=2))]


def test_who_reads_under_two_hats_reads_on_two_sides(walk):
    head = User.objects.get(username="kadis.kalbar")
    agency_side = Position.objects.get(agency=walk.booking.agency, role="applicant")
    Appointment.objects.create(
        user=head, position=agency_side, kind="acting", starts_on=MONDAY.date(), ends_on=LATER.date()
    )
    write(walk, "bidang.kalbar", "Sudah siap")

    read(walk, "kadis.kalbar", at=LATER + timedelta(minutes=1))

    assert seen(walk, "bidang.kalbar") == [("Sudah siap", False, None)]


def test_both_sides_are_told_and_a_note_is_told_inside_only(walk):
    write(walk, "pemohon.kalbar", "Apakah bisa direkam?")
    assert told() == {"bidang.kalbar"}
    Delivery.objects.all().delete()

    write(walk, "kadis.kalbar", "Tolong dibantu", is_internal=True)
    assert told() == {"bidang.kalbar"}
    Delivery.objects.all().delete()

    write(walk, "bidang.kalbar", "Bisa")
    assert "pemohon.kalbar" in told()
    assert {name.partition(".")[0] for name in told()} <= {"pemohon", "kadis"}


def test_a_second_tap_sends_no_second_message(walk):
    for _tap in range(2):
        write(walk, "pemohon.kalbar", "Apakah bisa direkam?")
    write(walk, "pemohon.kalbar", "Apakah bisa direkam?", at=LATER + timedelta(minutes=1))

    assert Message.objects.filter(booking=walk.booking).count() == 2
    assert Delivery.objects.filter(channel="in_app", topic="message").count() == 2


def test_a_word_on_a_closed_case_still_reaches_somebody(walk):
    walk.act("cancel", by=walk.applicant)
    Delivery.objects.all().delete()

    write(walk, "pemohon.kalbar", "Terima kasih, kami ajukan lagi bulan depan.")

    assert told() == {"tu.kalbar"}


def test_the_page_keeps_notes_apart(client, walk):
    write(walk, "bidang.kalbar", "Akun 2 sedang rusak", is_internal=True)
    write(walk, "pemohon.kalbar", "Apakah bisa direkam?")
    pages = {}
    for name in ("kadis.kalbar", "pemohon.kalbar", "auditor.kalbar"):
        client.force_login(User.objects.get(username=name))
        pages[name] = client.get(walk.booking.get_absolute_url()).content.decode()

    talk, _found, notes = pages["kadis.kalbar"].partition('id="catatan"')
    assert ("Akun 2 sedang rusak" in talk, "Akun 2 sedang rusak" in notes) == (False, True)
    assert 'name="is_internal"' in notes
    assert 'id="catatan"' not in pages["pemohon.kalbar"]
    assert "Akun 2 sedang rusak" in pages["auditor.kalbar"]
    assert 'name="body"' not in pages["auditor.kalbar"]


def test_what_an_agency_calls_a_note_is_a_message(client, walk):
    client.force_login(User.objects.get(username="pemohon.kalbar"))

    client.post(f"{walk.booking.get_absolute_url()}pesan/", {"body": "Hanya untuk kami", "is_internal": "True"})

    assert not Booking.objects.get(pk=walk.booking.pk).messages.get().is_internal
