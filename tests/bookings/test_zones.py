"""Invitations that leave the province say both hours."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.scheduling.spans import Span
from bookings.scheduling.zones import national_label_of
from vidcon_portal.accounts.models import Office


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
