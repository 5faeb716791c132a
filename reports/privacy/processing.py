"""Records of processing activities (UU 27/2022 Pasal 31): what this portal does with personal data, and why.

They describe the portal as it is built; who changes what it keeps changes this list too.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.paper_books import RegisterBookData, RegisterRow

from ..models import OfficeNotice

HEADINGS: tuple[str | Promise, ...] = (
    _("Kegiatan"),
    _("Tujuan"),
    _("Dasar"),
    _("Milik siapa"),
    _("Data"),
    _("Penerima"),
    _("Berapa lama"),
    _("Pengamanan"),
)

DUTY = _("Tugas dan kewenangan pelayanan publik")


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the record; ``cells`` in the order of the headings."""

    cells: tuple[str, ...]


_ACTIVITIES: tuple[tuple[str | Promise, ...], ...] = (
    (
        _("Akun dan jabatan"),
        _("Mengenali orang, memberi tahu gilirannya, mencetak naskah dinas"),
        DUTY,
        _("Pegawai dinas dan perangkat daerah"),
        _("Nama, jabatan, pos-el, telepon, NIP dan pangkat bila ada"),
        _("Pegawai dinas sesuai peran"),
        _("Selama menjabat; kontak dihapus bila diminta, nama dalam arsip tetap"),
        _("Kata sandi dan PIN teracak satu arah, dua faktor, jejak perubahan"),
    ),
    (
        _("Sesi masuk"),
        _("Menunjukkan kepada pemilik akun di mana ia masuk, dan mengakhirinya"),
        DUTY,
        _("Pengguna portal"),
        _("Alamat IP, peramban, waktu masuk dan terakhir dipakai"),
        _("Pemilik akun saja"),
        _("Dihapus begitu sesinya berakhir"),
        _("Hanya tampak bagi pemiliknya"),
    ),
    (
        _("Permohonan dan riwayatnya"),
        _("Melayani dan mempertanggungjawabkan keputusan"),
        DUTY,
        _("Pemohon, narahubung, pejabat dalam surat"),
        _("Nama, telepon, surat, percakapan, keputusan"),
        _("Pegawai dinas sesuai peran, perangkat daerah pemohon, pemeriksa"),
        _("Menurut jadwal retensi arsip dinas"),
        _("Hak akses per kantor dan peran, riwayat berantai yang tidak dapat diubah"),
    ),
    (
        _("Naskah dinas dan verifikasinya"),
        _("Menerbitkan dan membuktikan keaslian naskah"),
        DUTY,
        _("Penanda tangan dan yang disebut dalam naskah"),
        _("Nama, jabatan, pangkat, NIP"),
        _("Penerima naskah; halaman verifikasi tanpa isi naskah"),
        _("Menurut jadwal retensi arsip dinas"),
        _("Tanda tangan, nilai hash, kode verifikasi acak"),
    ),
    (
        _("Jadwal petugas"),
        _("Membagi tugas tanpa bentrok"),
        DUTY,
        _("Petugas dinas"),
        _("Nama, jam kerja, cuti, kegiatan yang didampingi"),
        _("Pegawai dinas; pemohon melihat petugas kegiatannya"),
        _("Menurut jadwal retensi arsip dinas"),
        _("Halaman umum tidak memuat nama"),
    ),
    (
        _("Pemberitahuan"),
        _("Memberi tahu lewat portal, pos-el, atau WhatsApp"),
        DUTY,
        _("Pengguna portal"),
        _("Nama, alamat pengiriman, isi singkat"),
        _("Penyedia pos-el dan gerbang WhatsApp yang dipilih dinas"),
        _("Alamatnya dihapus bersama akun"),
        _("Tanpa isi rahasia; tautan hanya terbuka sesudah masuk"),
    ),
    (
        _("Pengaduan dan saran"),
        _("Menanggapi dan memperbaiki layanan"),
        DUTY,
        _("Pelapor dan petugas yang disebut"),
        _("Isi, lampiran, nama dan kontak bila tidak anonim"),
        _("Jabatan yang menangani, kepala dinas, pemeriksa; tidak pernah yang diadukan"),
        _("Menurut jadwal retensi arsip dinas"),
        _("Kode lacak teracak satu arah; nama rahasia hanya bagi penanggap"),
    ),
    (
        _("Survei kepuasan"),
        _("Mengukur mutu layanan"),
        _("PermenPANRB Nomor 14 Tahun 2017"),
        _("Pemohon yang selesai dilayani"),
        _("Jawaban, jenis kelamin, usia, pendidikan, pekerjaan; tanpa nama"),
        _("Hanya hasil gabungan, mulai lima responden"),
        _("Tanpa batas: tidak dapat dihubungkan dengan orang"),
        _("Terpisah dari permohonan, tanpa jam, kunci acak"),
    ),
    (
        _("Rapat daring"),
        _("Membuat ruang rapat di penyedia"),
        DUTY,
        _("Penyelenggara rapat"),
        _("Nama kegiatan, waktu, surel akun dinas"),
        _("Penyedia rapat yang dipilih dinas"),
        _("Ditarik sesudah kegiatan"),
        _("Tautan hanya bagi yang berhak; tidak ada di halaman umum"),
    ),
    (
        _("Peserta rapat daring"),
        _("Menghitung kehadiran untuk laporan kegiatan"),
        DUTY,
        _("Peserta rapat, menurut nama yang mereka tulis di aplikasi rapat"),
        _("Nama, jam masuk dan keluar; tanpa alamat"),
        _("Tidak diteruskan; laporan hanya memuat jumlah"),
        format_lazy(
            _("Nama dihapus {days} hari sesudah rapat; jam tanpa nama tetap"), days=settings.ATTENDEE_NAMES_KEPT_DAYS
        ),
        _("Diambil dari penyedia sesudah rapat; nama tidak tampil di halaman mana pun"),
    ),
    (
        _("Unduhan rekap, register, dan daftar permohonan"),
        _("Menyusun laporan kinerja"),
        DUTY,
        _("Pemohon, petugas, dan penanda tangan surat"),
        _("Nama dan jabatan seperti tercantum pada halamannya"),
        _("Pegawai yang memintanya saja, selama memegang jabatannya"),
        format_lazy(_("Dihapus {days} hari sesudah disiapkan"), days=settings.EXPORT_KEPT_DAYS),
        _("Isinya tidak lebih dari halamannya; nama berkas acak"),
    ),
)


def activities() -> tuple[Activity, ...]:
    return tuple(Activity(tuple(str(cell) for cell in cells)) for cells in _ACTIVITIES)


def controller_of(office: Office) -> str:
    """Who is answerable, and whom to ask."""
    notice = OfficeNotice.objects.filter(office=office).first()
    officer = (notice.privacy_officer if notice else "") or office.name
    contact = (notice.privacy_contact if notice else "") or office.email or office.phone
    return ", ".join(filter(None, dict.fromkeys([office.name, officer, contact])))


def processing_paper(office: Office) -> RegisterBookData:
    """The same on paper, F4 landscape."""
    return RegisterBookData(
        book=f"Catatan kegiatan pemrosesan data pribadi. Pengendali: {controller_of(office)}",
        headings=tuple(str(heading) for heading in HEADINGS),
        rows=tuple(RegisterRow(activity.cells) for activity in activities()),
    )
