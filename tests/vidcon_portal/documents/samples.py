"""Papers of an invented province, one of each kind and variant."""

from tests.vidcon_portal.documents.sample_replies import ACTIVITY, DETAILS, REPLIES
from vidcon_portal.documents.papers import (
    AssignmentLetterData,
    AttendanceListData,
    Choice,
    CriterionLine,
    DestroyedRecord,
    DestructionRecordData,
    DispositionBlock,
    DispositionRecipient,
    DispositionSheetData,
    EvaluationData,
    EvaluationRow,
    Fact,
    HandoverItem,
    HandoverRecordData,
    LogEntry,
    MemoData,
    Obstacle,
    Officer,
    PaperBody,
    RecapData,
    RecapRow,
    RecapSum,
    RegisterBookData,
    RegisterRow,
    ReportData,
    ReportSession,
    RequestLetterData,
    SignatureData,
    SurveyLine,
    SurveyReportData,
    TimeLine,
    VerificationReportData,
)


def official(title: str, name: str, at: str, **more: str) -> SignatureData:
    return SignatureData(title=title, name=name, at=at, **more)


HEAD = official(
    "Kepala Dinas Komunikasi dan Informatika",
    "Ir. Markus Lintangbuana, M.T.",
    "20 November 2026, 14.24 WITA",
    rank="Pembina Utama Muda",
    nip="197102031998031001",
)
DIVISION = official(
    "Kepala Bidang Aplikasi dan Informatika",
    "Dra. Sekar Muarabuana, M.Si.",
    "20 November 2026, 15.10 WITA",
    rank="Pembina",
    nip="197605172002122003",
    prefix="Plh.",
)
COORDINATOR = official(
    "Subkoordinator Layanan Digital",
    "Yohanes Tanggamus, S.T.",
    "20 November 2026, 15.31 WITA",
    rank="Penata Tingkat I",
    nip="198406112009031007",
)
BLOCKS = (
    DispositionBlock(
        from_title="Kepala Dinas Komunikasi dan Informatika",
        recipients=(
            DispositionRecipient("Sekretaris", chosen=False),
            DispositionRecipient(
                "Kepala Bidang Aplikasi dan Informatika", responsible=True, read_at="20 November 2026, 15.02 WITA"
            ),
            DispositionRecipient("Kepala Bidang Informasi dan Komunikasi Publik", chosen=False),
            DispositionRecipient("Kepala Bidang Persandian", chosen=False),
        ),
        instructions=(
            Choice("Tindak lanjuti sesuai SOP", chosen=True),
            Choice("Utamakan, pimpinan hadir", chosen=True),
            Choice("Koordinasikan dengan pemohon"),
            Choice("Tanggapan dan saran"),
            Choice("Laporkan hasilnya"),
        ),
        note="Wakil Gubernur memimpin langsung. Pastikan jaringan cadangan di ruangan.",
        nature="Segera",
        deadline="Senin, 23 November 2026, 12.00 WITA",
        signature=HEAD,
        duration="8 menit",
        standard="10 menit",
    ),
    DispositionBlock(
        from_title="Kepala Bidang Aplikasi dan Informatika",
        recipients=(
            DispositionRecipient("Subkoordinator Layanan Digital", responsible=True),
            DispositionRecipient("Tim teknis"),
        ),
        instructions=(Choice("Verifikasi lima kriteria", chosen=True), Choice("Laporkan hasilnya", chosen=True)),
        note="Laporkan hari Senin sebelum pukul 10.",
        signature=DIVISION,
        duration="46 menit",
        standard="60 menit",
    ),
    DispositionBlock(
        from_title="Subkoordinator Layanan Digital",
        recipients=(DispositionRecipient("Tim teknis TCMR", responsible=True),),
        instructions=(Choice("Siapkan perangkat dan uji koneksi", chosen=True),),
        signature=COORDINATOR,
        recorded_by="Dicatat Tata Usaha dari lembar kertas, 20 November 2026, 15.40 WITA",
        duration="21 menit",
        standard="30 menit",
    ),
)
SHEET = DispositionSheetData(
    letter_from="Dinas Kesehatan",
    letter_number="400.7/2188/DINKES",
    letter_date="19 November 2026",
    received_at="20 November 2026, 14.16 WITA",
    agenda_number="1.284",
    ticket="TARA-2026-0412",
    subject=f"Permohonan fasilitasi video conference {ACTIVITY}, Kamis, 26 November 2026, pukul 09.00 s.d. 11.00 WITA, Ruang Vidcon Lantai 2",
    natures=(Choice("Biasa"), Choice("Segera", chosen=True), Choice("Sangat segera"), Choice("Rahasia")),
    channel="Srikandi, nomor SRK-2026-77120",
    blocks=BLOCKS,
)
BASIS = (
    "Surat Kepala Dinas Kesehatan Nomor 400.7/2188/DINKES tanggal 19 November 2026 hal Permohonan Fasilitasi Video Conference",
    "Disposisi Kepala Dinas tanggal 20 November 2026, nomor agenda 1.284",
    "SOP Fasilitasi Video Conference Nomor 000.8.3.3/21/AI-A/2026",
)
SESSION = ReportSession(
    place_and_time=(
        Fact("Hari, tanggal", "Kamis, 26 November 2026"),
        Fact("Rencana", "09.00 s.d. 11.00 WITA"),
        Fact("Pelaksanaan", "09.00 s.d. 11.08 WITA"),
        Fact("Tempat", "Ruang Vidcon Lantai 2"),
        Fact("Aplikasi", "Zoom 01, ID rapat 845 2210 9973"),
    ),
    officers=(
        Officer("Bayu Rantaupandan, A.Md.Kom.", "Operator"),
        Officer("Dina Sekarlangit, S.Kom.", "Pendamping, pencatat kejadian"),
        Officer("Rizal Mandauputra", "Jaringan"),
    ),
    execution=(
        Fact("Peserta", "117 daring (terbanyak), 18 di ruang"),
        Fact("Mutu sambungan", "unduh 48,2 Mbps, unggah 22,7 Mbps, latensi 31 ms"),
        Fact("Peralatan", "kamera PTZ 1, audio nirkabel A, router 4G; kembali lengkap dan baik"),
    ),
    log=(
        LogEntry("08.02", "Petugas tiba, pemeriksaan ulang 18 butir", "Semua terpenuhi"),
        LogEntry("09.00", "Rapat dimulai tepat waktu"),
        LogEntry(
            "09.09",
            "Mikrofon podium putus-putus",
            "Pindah ke mikrofon cadangan, pulih pukul 09.12 (3 menit)",
            incident=True,
        ),
        LogEntry("09.21", "Arahan Wakil Gubernur"),
        LogEntry("11.08", "Rapat selesai", "Ruang dan alat dikembalikan"),
    ),
    log_summary="Jumlah gangguan 1 kejadian, lama 3 menit (2% dari waktu rapat)",
)
REPORT = ReportData(
    ticket="TARA-2026-0412",
    activity=ACTIVITY,
    basis=BASIS,
    sessions=(SESSION,),
    leader="Wakil Gubernur Tanjung Raya",
    applicant="Dinas Kesehatan",
    obstacles=(
        Obstacle(
            "Mikrofon podium putus-putus", "Diganti mikrofon cadangan", "Penggantian sebelum 30 November 2026, Sarpras"
        ),
    ),
    times=(
        TimeLine("3", "Disposisi kepala dinas", "10 menit", "8 menit", "Tepat waktu"),
        TimeLine("5", "Verifikasi", "1 hari kerja", "4 jam 25 menit", "Tepat waktu"),
        TimeLine("6", "Pembuatan ID rapat", "15 menit", "22 menit", "Lewat 7 menit", late=True),
    ),
    evaluation=(
        "Mikrofon podium Ruang Vidcon Lantai 2 perlu diganti",
        "Pemohon mengirim paparan sebelum uji coba; cara ini dilanjutkan",
    ),
    recording="1 jam 52 menit, diserahkan kepada pemohon 26 November 2026",
    prepared_by=official(
        "Operator",
        "Bayu Rantaupandan, A.Md.Kom.",
        "26 November 2026, 13.05 WITA",
        rank="Pengatur",
        nip="199408222020121003",
    ),
)
VERIFICATION = VerificationReportData(
    ticket="TARA-2026-0413",
    activity="Sosialisasi Aplikasi Perizinan",
    basis=BASIS[:2],
    request=(
        Fact("Pemohon", "Dinas Penanaman Modal"),
        Fact("Hari, tanggal", "Kamis, 26 November 2026"),
        Fact("Pukul", "09.00 s.d. 11.00 WITA"),
        Fact("Tempat", "Aula DPMPTSP"),
    ),
    officers=(Officer("Yohanes Tanggamus, S.T.", "Verifikator"),),
    verified_at="Senin, 23 November 2026, pukul 10.40 WITA",
    criteria=(
        CriterionLine("Peralatan dan akun pemohon", "Pemohon", "Ya", "2 laptop, 1 proyektor", met=True),
        CriterionLine("SDM pemohon", "Pemohon", "Sebagian", "Belum ada pemandu acara"),
        CriterionLine("Peralatan dan akun dinas", "Dinas", "Tidak", "Semua akun berkapasitas 500 terpakai"),
        CriterionLine("SDM dinas", "Dinas", "Ya", "", met=True),
        CriterionLine("Jumlah kegiatan yang dapat dilayani bersamaan", "Dinas", "Tidak", "3 dari 3 terpakai"),
    ),
    conclusion="Permohonan belum dapat difasilitasi karena akun dan daya layan pada waktu tersebut telah terpakai",
    alternatives=("Jumat, 27 November 2026, pukul 09.00 s.d. 11.00 WITA",),
    follow_up="Pemohon diberi tahu melalui Portal Vidcon pada hari yang sama",
)

RECAP = RecapData(
    period="Bulan Oktober Tahun 2026",
    figures=(Fact("kegiatan difasilitasi", "2"), Fact("jam didampingi", "4,5")),
    zone="WITA",
    rows=(
        RecapRow(
            "Kamis, 1 Okt 2026",
            "09.00–11.00",
            ACTIVITY,
            "Dinas Kesehatan",
            "Wakil Gubernur",
            "Ruang Vidcon Lantai 2",
            "Zoom / Zoom 01",
            "86",
            "Bayu Rantaupandan, A.Md.Kom.",
            "Onsite",
            "Mikrofon podium putus-putus",
            "Pimpinan; Rekaman ada",
        ),
        RecapRow("Jumat, 2 Okt 2026", "13.00–15.30", "Forum Satu Data", "Bappeda", remark="Dicatat tanpa permohonan"),
    ),
    by_agency=(RecapSum("Dinas Kesehatan", "1", "2 jam"), RecapSum("Bappeda", "1", "2,5 jam")),
    by_platform=(RecapSum("Zoom", "2", "4,5 jam"),),
    by_attendance=(RecapSum("Onsite", "2", "4,5 jam"),),
)

SURVEY = SurveyReportData(
    period="Tanggal 1 Januari 2026 s.d. 30 Juni 2026",
    figures=(Fact("Nilai IKM", "87,22"), Fact("Mutu pelayanan", "B"), Fact("Responden", "36")),
    elements=(
        SurveyLine("U1", "Persyaratan", "130", "3,611", "0,401", "90,28", "A (sangat baik)"),
        SurveyLine("U9", "Penanganan pengaduan", "108", "3,000", "0,333", "75,00", "C (kurang baik)", low=True),
    ),
    profile=(Fact("Jenis kelamin", "Laki-laki 20; Perempuan 16"),),
    method=("Bobot yang dipakai: 1/9 (tepat).",),
    lowest=("U9 Penanganan pengaduan (75,00)",),
    plans=(Fact("U9", "Membuka pengaduan di portal; Sekretaris; Sedang dikerjakan"),),
)

EVALUATION = EvaluationData(
    service="Fasilitasi Video Conference",
    year="2026",
    figures=(Fact("permohonan masuk", "212"), Fact("baris tepat waktu", "91%"), Fact("nilai IKM", "87,22")),
    rows=(EvaluationRow("4", "Menyiapkan perangkat", "1 hari", "3 jam", "7 jam", "188", "97%"),),
    against=(Fact("Jangka waktu pelayanan (standar 24 jam)", "median 5 jam, tepat waktu 93% dari 188"),),
    participants="Kepala dinas, tim kerja, dan wakil tiga OPD",
    conclusion="Jangka waktu terpenuhi. Petugas ditambah satu orang.",
    verdict="Standar tetap",
    plans=(Fact("Petugas kurang pada pagi hari", "Mengusulkan operator ketiga; Kepala Bidang; Rencana"),),
)

WHEN = DETAILS[1:4]
ASSIGNMENT = AssignmentLetterData(
    basis=("Surat Dinas Kesehatan Nomor 400.7/2188/DINKES tanggal 19 November 2026 hal Permohonan Fasilitasi",),
    officers=(
        Officer("Bayu Rantaupandan, S.Kom.", "Petugas fasilitasi video conference", "198905122015031002"),
        Officer("Dina Sekarlangit", "Petugas fasilitasi video conference"),
    ),
    task=f"Melaksanakan fasilitasi video conference {ACTIVITY}",
    details=WHEN,
)
MEMO = MemoData(
    recipient="Kepala Dinas Komunikasi dan Informatika",
    sender="Kepala Bidang Aplikasi dan Informatika",
    subject=f"Fasilitasi video conference {ACTIVITY}",
    content="Bersama ini kami sampaikan perihal permohonan TARA-2026-0412.\n\nMohon arahan lebih lanjut.",
)
HANDOVER = HandoverRecordData(
    ticket="TARA-2026-0412",
    activity=ACTIVITY,
    giver="Dinas Komunikasi dan Informatika",
    receiver="Dinas Kesehatan",
    items=(HandoverItem("Kamera PTZ", "02.06.02.01-7"), HandoverItem("Mikrofon nirkabel", "02.06.02.04-3", "2")),
    details=WHEN,
    note="Adaptor dan kabel HDMI 10 meter ikut diserahkan.",
)
DESTRUCTION = DestructionRecordData(
    day="Senin, 5 Januari 2032",
    approval=(
        Fact("disetujui oleh", "Gubernur Tanjung Raya"),
        Fact("nomor persetujuan", "000.5.6.2/77/2031"),
        Fact("tanggal persetujuan", "15 Desember 2031"),
    ),
    count="2 (dua)",
    records=(
        DestroyedRecord("KALBAR-2026-0412", "000.1.4", ACTIVITY, "23-11-2026 s.d. 30-11-2026", "4 naskah, 2 lampiran"),
        DestroyedRecord("KALBAR-2026-0413", "000.1.4", "Permohonan rahasia", "24-11-2026 s.d. 1-12-2026", "3 naskah"),
    ),
    kept=(Fact("KALBAR-2026-0414", "Masih diperlukan untuk pemeriksaan."),),
)
PRINTED: dict[str, PaperBody] = {
    "request_letter": RequestLetterData(
        recipient="Kepala Dinas Komunikasi dan Informatika",
        recipient_place="Tanjung Raya",
        activity=ACTIVITY,
        details=(*WHEN, *DETAILS[4:5], Fact("Narahubung", "Rina, 0812-3456-7890")),
        signatory_title="Kepala Dinas Kesehatan",
    ),
    "attendance_list": AttendanceListData(details=(DETAILS[0], *WHEN), lines=tuple(range(1, 21))),
    "register_book": RegisterBookData(
        book="Register surat tugas 2026",
        headings=("No. urut", "Nomor", "Tanggal", "Hal"),
        rows=(RegisterRow(("1", "000.1.4/001/ST-DISKOMINFO/2026", "27-11-2026", ACTIVITY)),),
    ),
}
"""Rendered from what stands now, never signed in the portal."""

PAPERS: dict[str, PaperBody] = {
    **{f"reply_{name}": data for name, data in REPLIES.items()},
    "disposition_sheet": SHEET,
    "report": REPORT,
    "verification_report": VERIFICATION,
    "recap": RECAP,
    "survey_report": SURVEY,
    "assignment_letter": ASSIGNMENT,
    "memo": MEMO,
    "handover_record": HANDOVER,
    "destruction_record": DESTRUCTION,
    "evaluation": EVALUATION,
}
