"""``manage.py verify_trail`` finds what somebody with the database did to the trail."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from bookings.models import Booking, Event
from tests.walks.driver import Walk


@pytest.fixture
def walk(world: None) -> Walk:
    return Walk("kaltara").submit().until("koordinasi-pemohon")


def forge(statement: str, *values: Any) -> None:
    """As whoever owns the table: past the trigger that refuses every change."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_event DISABLE TRIGGER event_insert_only")
        cursor.execute("ALTER TABLE bookings_trailhead DISABLE TRIGGER trail_head_only_grows")
        cursor.execute(statement, values or None)
        cursor.execute("ALTER TABLE bookings_event ENABLE TRIGGER event_insert_only")
        cursor.execute("ALTER TABLE bookings_trailhead ENABLE TRIGGER trail_head_only_grows")


def verify(*tickets: str) -> tuple[str, str]:
    """What it says when all is well, and what it names when not."""
    said, named = StringIO(), StringIO()
    try:
        call_command("verify_trail", *tickets, stdout=said, stderr=named)
    except CommandError as error:
        return str(error), named.getvalue()
    return said.getvalue().strip(), named.getvalue()


def test_whole_trail_is_found_whole(walk: Walk) -> None:
    Walk("kalbar").submit()

    assert verify() == ("2 permohonan diperiksa, riwayatnya utuh.", "")
    assert verify(walk.booking.ticket) == ("1 permohonan diperiksa, riwayatnya utuh.", "")


@pytest.mark.parametrize(
    ("statement", "value", "fault"),
    [
        (
            "UPDATE bookings_event SET actor_name = %s WHERE id = %s",
            "Orang Lain",
            "Isi catatan berubah sesudah ditulis.",
        ),
        (
            "UPDATE bookings_event SET data = %s WHERE id = %s",
            '{"note": "lain"}',
            "Isi catatan berubah sesudah ditulis.",
        ),
        ("UPDATE bookings_event SET occurred_at = %s WHERE id = %s", "2026-08-01T00:00:00Z", "Isi catatan berubah"),
        ("UPDATE bookings_event SET previous_hash = %s WHERE id = %s", "0" * 64, "Tidak bersambung"),
    ],
)
def test_changed_event_is_named(walk: Walk, statement: str, value: str, fault: str) -> None:
    Walk("kalbar").submit()
    event = Event.objects.get(booking=walk.booking, number=2)

    forge(statement, value, event.pk)

    said, named = verify()
    assert said.endswith("kerusakan pada 2 permohonan.")
    assert f"{walk.booking.ticket}, catatan 2: {fault}" in named
    assert "KALBAR" not in named


def test_removed_event_is_missed(walk: Walk) -> None:
    forge("DELETE FROM bookings_event WHERE booking_id = %s AND number = 2", walk.booking.pk)

    assert verify() == (
        "1 kerusakan pada 1 permohonan.",
        f"{walk.booking.ticket}, catatan 3: Nomor 2 tidak ada.\n",
    )


def test_removed_end_is_missed(walk: Walk) -> None:
    ticket, length = walk.booking.ticket, walk.booking.events.count()

    forge("DELETE FROM bookings_event WHERE booking_id = %s AND number = %s", walk.booking.pk, length)

    assert f"{ticket}, catatan {length - 1}: Seharusnya ada {length} catatan, yang ada {length - 1}.\n" in verify()[1]

    # Also by whoever thinks of the head: the step that the removed event closed is still there.
    forge(
        "UPDATE bookings_trailhead SET length = e.number, hash = e.hash FROM bookings_event e"
        " WHERE e.booking_id = bookings_trailhead.booking_id AND e.number = %s",
        length - 1,
    )
    assert verify() == (
        "1 kerusakan pada 1 permohonan.",
        f"{ticket}, catatan {length - 1}: Langkah “Disposisi” ditutup tanpa catatan.\n",
    )


def test_removed_trail_is_missed(walk: Walk) -> None:
    forge("DELETE FROM bookings_event; DELETE FROM bookings_trailhead")

    assert f"{walk.booking.ticket}, catatan 0: Ujung riwayatnya tidak ada.\n" in verify()[1]


def test_removed_case_is_missed(walk: Walk) -> None:
    Walk("kaltara").submit()

    Booking.objects.filter(pk=walk.booking.pk).update(ticket="LAIN-2026-0001")  # as good as gone

    assert f"{walk.booking.ticket}: Permohonan dengan nomor ini tidak ada." not in verify()[1]
    Booking.objects.filter(ticket__startswith="KALTARA").update(ticket="KALTARA-2026-0001")
    assert verify()[1] == "KALTARA-2026-0002: Permohonan dengan nomor ini tidak ada.\n"


def test_a_seal_kept_elsewhere_sees_what_was_written_anew(walk: Walk) -> None:
    out = StringIO()
    call_command("verify_trail", "--seal", stdout=out)
    seal = out.getvalue().strip()
    Walk("kalbar").submit()
    call_command("verify_trail", "--against", seal, stdout=out)

    forge("UPDATE bookings_event SET hash = %s WHERE booking_id = %s AND number = 1", "0" * 64, walk.booking.pk)

    with pytest.raises(CommandError, match="tidak lagi seperti saat disegel"):
        call_command("verify_trail", "--against", seal)
    with pytest.raises(CommandError, match="nomor:sidik"):
        call_command("verify_trail", "--against", "kemarin")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bookings_event SET action = 'x'",
        "DELETE FROM bookings_event",
        "UPDATE bookings_trailhead SET length = length - 1",
        "DELETE FROM bookings_trailhead",
    ],
)
def test_database_itself_refuses_to_change_the_trail(walk: Walk, statement: str) -> None:
    before = list(Event.objects.values())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Event.objects.values()) == before
