"""``manage.py verify_trail`` finds what somebody with the database did to the trail."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from bookings.models import Event
from tests.walks.driver import Walk


@pytest.fixture
def walk(world: None) -> Walk:
    return Walk("kaltara").submit().until("koordinasi-pemohon")


def forge(statement: str, *values: Any) -> None:
    """As whoever owns the table: past the trigger that refuses every change."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_event DISABLE TRIGGER event_insert_only")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE bookings_event ENABLE TRIGGER event_insert_only")


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


@pytest.mark.parametrize("statement", ["UPDATE bookings_event SET action = 'x'", "DELETE FROM bookings_event"])
def test_database_itself_refuses_to_change_the_trail(walk: Walk, statement: str) -> None:
    before = list(Event.objects.values())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Event.objects.values()) == before
