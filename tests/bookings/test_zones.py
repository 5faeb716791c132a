"""Invitations that leave the province say both hours."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bookings.scheduling.spans import Span
from bookings.scheduling.zones import national_label_of
from vidcon_portal.accounts.models import Office, User


@pytest.mark.parametrize(
    ("zone", "hour", "said"),
    [
        ("Asia/Makassar", 1, "Rabu, 2 Desember 2026 pukul 09.00–11.00 WITA (08.00–10.00 WIB)"),
        ("Asia/Pontianak", 1, "Rabu, 2 Desember 2026 pukul 08.00–10.00 WIB (09.00–11.00 WITA)"),
        ("Asia/Jayapura", 1, "Rabu, 2 Desember 2026 pukul 10.00–12.00 WIT (08.00–10.00 WIB)"),
        ("Asia/Pontianak", 15, "Rabu, 2 Desember 2026 pukul 22.00–24.00 WIB "),
    ],
)
def test_an_invitation_says_both_hours(zone, hour, said):
    start = datetime(2026, 12, 2, hour, 0, tzinfo=UTC)

    label = national_label_of(Span(start, start + timedelta(hours=2)), Office(timezone=zone))

    assert label.startswith(said)
    assert label.endswith(")")


@pytest.mark.parametrize(("office", "zone"), [("kalbar", "WIB"), ("gorontalo", "WITA")])
@pytest.mark.parametrize(
    "path", ["/jadwal/", "/jadwal/pekan/", "/jadwal/bulan/", "/jadwal/tugas-saya/", "/laporan/rekap/"]
)
def test_columns_of_hours_name_their_zone_once(world: None, office: str, zone: str, path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username=f"kadis.{office}"))

    page = client.get(path).content.decode()

    assert page.count(f"Semua jam {zone}.") == 1
