"""Each SOP from submission to its end, by the people of its lanes."""

import pytest

from bookings.models import Booking
from bookings.workflow.trail import faults_of
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


@pytest.mark.parametrize("office", PATHS)
def test_happy_path_reaches_its_end(office, world):
    walk = Walk(office).submit()
    visited = []

    while walk.run is not None:
        visited.append(walk.step)
        walk.onward(walk.run)

    booking = Booking.objects.get(pk=walk.booking.pk)
    assert visited == PATHS[office]
    assert booking.status == "completed"
    assert booking.decision == "served"
    assert list(faults_of(booking)) == []
    assert not booking.row_runs.filter(closed_at__isnull=True).exists()
