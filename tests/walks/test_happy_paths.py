"""Each SOP from submission to its end, by the people of its lanes."""

from datetime import timedelta

import pytest

from bookings.models import Booking
from bookings.workflow.trail import faults_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk

PATHS = {
    "kaltara": [
        "disposisi-kepala-dinas", "disposisi-kepala-bidang", "koordinasi-pemohon", "cek-lokasi-perlengkapan",
        "uji-coba", "laksanakan", "laporkan",
    ],
    "kalbar": ["disposisi-kepala-dinas", "verifikasi", "laksanakan", "laporkan-kegiatan"],
    "gorontalo": [
        "terima-permohonan", "koordinasi-pemohon", "koordinasi-jaringan", "siapkan-alat", "pastikan-alat-jaringan",
        "atur-platform", "uji-sistem", "kelola-rapat", "buat-laporan",
    ],
    "tarakan": [
        "disposisi-kadis", "disposisi-kabid", "cek-jadwal", "buat-id-meeting", "serahkan-id-meeting",
        "susun-surat-tanggapan", "periksa-surat-tanggapan", "kirim-surat-tanggapan", "terima-surat-tanggapan",
    ],
    "singkawang": [
        "terima-surat", "disposisi-kepala-dinas", "disposisi-kabid", "arahan-tim", "cek-kelengkapan",
        "cek-jadwal-perlengkapan", "koordinasi-teknis", "uji-koneksi", "laksanakan-rapat", "laporan-kegiatan",
    ],
}  # fmt: skip


MINUTE = timedelta(minutes=1)
TWO_DAYS = timedelta(days=2)
"""One working day from an ordinary Monday: the Tuesday after it is a holiday."""

AFTERWARDS = "one working day after the last session"
"""Where execution and report share a row, or none is printed for the report: the office's own addition."""

RUNS = {
    "kaltara": ("WITA", {1: 60 * MINUTE, 2: 60 * MINUTE, 3: 150 * MINUTE, 4: AFTERWARDS}),
    "kalbar": ("WIB", {2: 10 * MINUTE, 3: TWO_DAYS, 4: None, 5: 5 * MINUTE}),
    "gorontalo": ("WITA", {**dict.fromkeys(range(1, 8)), 8: AFTERWARDS}),
    "tarakan": (
        "WITA",
        {2: None, 3: None, 4: None, 5: 15 * MINUTE, 6: None, 7: None, 8: TWO_DAYS, 9: None},
    ),
    "singkawang": (
        "WIB",
        {
            2: 5 * MINUTE, 3: 5 * MINUTE, 4: 30 * MINUTE, 5: 30 * MINUTE, 6: 30 * MINUTE, 7: 15 * MINUTE,
            8: 30 * MINUTE, 9: AFTERWARDS,
        },
    ),
}  # fmt: skip
"""The office's zone, and for each row that the office works on the time from its opening until it is due."""


def time_given(walk, row):
    if row.due_at == walk.booking.last_session_end + timedelta(days=1):
        return AFTERWARDS
    return row.due_at and row.due_at - row.started_at


@pytest.mark.parametrize("office", PATHS)
def test_happy_path_reaches_its_end(office, world):
    walk = Walk(office).submit()
    visited, given = [], {}

    while walk.run is not None:
        visited.append(walk.step)
        if (clock := walk.run.row_run) is not None:
            given.setdefault(clock.row.number, time_given(walk, clock))
        walk.onward(walk.run)

    booking = Booking.objects.get(pk=walk.booking.pk)
    assert visited == PATHS[office]
    assert (walk.at.astimezone(walk.office.tz).tzname(), given) == RUNS[office]
    assert booking.status == "completed"
    assert booking.decision == "served"
    assert list(faults_of(booking)) == []
    assert not booking.row_runs.filter(closed_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("office", "due"),
    [("kaltara", "2026-08-26 08.00 WITA"), ("kalbar", "2026-08-24 14.40 WIB")],
)
def test_working_hours_are_those_of_the_office_and_its_zone(office, due, world):
    """The same moment late on Monday: after 16.00 WITA nobody works, and Tuesday is a holiday."""
    walk = Walk(office, at=MONDAY + timedelta(hours=6, minutes=30)).submit()

    row = walk.run.row_run

    assert f"{row.due_at.astimezone(walk.office.tz):%Y-%m-%d %H.%M %Z}" == due
