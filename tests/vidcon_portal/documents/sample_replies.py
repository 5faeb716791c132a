"""Letters of reply of an invented province, one of each variant."""

from vidcon_portal.documents.papers import Change, Fact, LetterReference, Missing, ReplyLetterData

ACTIVITY = "Evaluasi Percepatan Penurunan Stunting Triwulan IV"
REQUEST = LetterReference(
    number="400.7/2188/DINKES", date="19 November 2026", subject="Permohonan Fasilitasi Video Conference"
)
EARLIER = LetterReference(
    number="000.1.4/118/DISKOMINFO/2026",
    date="23 November 2026",
    subject="Tanggapan atas Permohonan Fasilitasi Video Conference",
)
DETAILS = (
    Fact("Kegiatan", ACTIVITY),
    Fact("Hari, tanggal", "Kamis, 26 November 2026"),
    Fact("Pukul", "09.00 s.d. 11.00 WITA"),
    Fact("Tempat", "Ruang Vidcon Lantai 2, Dinas Komunikasi dan Informatika"),
    Fact("Aplikasi", "Zoom, kapasitas 500 peserta"),
    Fact("ID rapat", "845 2210 9973", code=True),
    Fact("Kata sandi", "disampaikan terpisah melalui Portal Vidcon"),
    Fact("Uji coba", "Rabu, 25 November 2026, pukul 14.00 WITA"),
    Fact("Petugas", "Bayu Rantaupandan dan Dina Sekarlangit"),
    Fact("Peralatan dari kami", "kamera PTZ, dua mikrofon nirkabel, router 4G cadangan"),
    Fact("Peralatan dari Saudara", "dua laptop, satu proyektor"),
)
COMMON = {
    "recipient": "Kepala Dinas Kesehatan Provinsi Tanjung Raya",
    "recipient_place": "Tanjung Raya",
    "request": REQUEST,
    "nature": "Segera",
    "activity": ACTIVITY,
}
COPIES = ("Sekretaris Daerah Provinsi Tanjung Raya", "Kepala Biro Umum Sekretariat Daerah")

REPLIES: dict[str, ReplyLetterData] = {
    "can": ReplyLetterData(
        variant="can",
        **COMMON,
        details=DETAILS,
        conditions=("Menugaskan 1 (satu) orang petugas untuk pengarahan ruang pada saat uji coba.",),
        closing_notes=(
            "ID rapat hanya untuk peserta yang diundang. Perubahan waktu atau tempat agar disampaikan melalui Portal Vidcon paling lambat 1 (satu) hari kerja sebelum pelaksanaan.",
        ),
        copies=COPIES,
    ),
    "partly": ReplyLetterData(
        variant="partly",
        **COMMON,
        details=DETAILS[:9],
        missing=(Missing("Proyektor", "Dinas Kesehatan"), Missing("Perekaman ruang", "")),
        copies=COPIES,
    ),
    "alternative": ReplyLetterData(
        variant="alternative",
        **COMMON,
        alternatives=(
            "Kamis, 26 November 2026, pukul 13.00 s.d. 15.00 WITA, Ruang Vidcon Lantai 2",
            "Jumat, 27 November 2026, pukul 09.00 s.d. 11.00 WITA, Ruang Vidcon Lantai 2",
            "Kamis, 26 November 2026, pukul 09.00 s.d. 11.00 WITA, Ruang Rapat Lantai 1",
        ),
        answer_until="Selasa, 24 November 2026, pukul 16.00 WITA",
    ),
    "cannot": ReplyLetterData(
        variant="cannot",
        **COMMON,
        reason="seluruh akun rapat dan petugas pada waktu tersebut telah dipakai kegiatan lain",
        suggestion="Saudara dapat mengajukan permohonan baru untuk tanggal 30 November 2026 atau sesudahnya",
    ),
    "change": ReplyLetterData(
        variant="change",
        **COMMON,
        subject="Perubahan Fasilitasi Video Conference",
        earlier=EARLIER,
        reason="ruang dipakai kegiatan Gubernur",
        changes=(
            Change("Hari, tanggal", "Kamis, 26 November 2026", "Jumat, 27 November 2026"),
            Change("Tempat", "Ruang Vidcon Lantai 2", "Ruang Rapat Lantai 1"),
        ),
        copies=COPIES,
    ),
    "cancellation": ReplyLetterData(
        variant="cancellation",
        **COMMON,
        subject="Pembatalan Fasilitasi Video Conference",
        earlier=EARLIER,
        reason="permintaan Saudara tanggal 24 November 2026",
    ),
    "information": ReplyLetterData(
        variant="information",
        **COMMON,
        subject="Pemberitahuan Jadwal Fasilitasi Video Conference",
        information="seluruh jadwal fasilitasi pada Kamis, 26 November 2026 telah terisi sehingga permohonan dimaksud belum dapat kami layani",
        alternatives=("Jumat, 27 November 2026, pukul 09.00 s.d. 11.00 WITA",),
    ),
}
