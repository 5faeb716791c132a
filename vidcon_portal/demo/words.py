"""What the invented agencies ask for, and how the invented officials write. Text only; a leaf."""

TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "kaltara": {
        "dinkes": (
            "Rapat koordinasi percepatan penurunan stunting triwulan IV",
            "Evaluasi capaian imunisasi rutin lengkap se-Kalimantan Utara",
            "Sosialisasi kewaspadaan demam berdarah bagi puskesmas perbatasan",
            "Pertemuan jejaring rujukan RSUD dan puskesmas Krayan",
            "Pendampingan akreditasi puskesmas tahap kedua",
        ),
        "bappeda": (
            "Musyawarah pra-RKPD wilayah perbatasan",
            "Rapat penyelarasan Renja perangkat daerah",
            "Konsultasi publik rancangan awal RPJMD",
            "Rapat pengendalian DAK fisik semester II",
            "Forum satu data pembangunan daerah",
        ),
        "disdik": (
            "Bimbingan teknis asesmen nasional bagi kepala SMA dan SMK",
            "Rapat persiapan penerimaan murid baru",
            "Gelar wicara hari bahasa daerah",
        ),
        "setda-umum": (
            "Rapat koordinasi inflasi daerah bersama Kementerian Dalam Negeri",
            "Arahan Gubernur kepada perangkat daerah se-Kalimantan Utara",
            "Rapat persiapan kunjungan kerja Menteri Dalam Negeri",
        ),
    },
    "kalbar": {
        "bpbd": (
            "Rapat siaga darurat kebakaran hutan dan lahan",
            "Koordinasi posko banjir Sintang dan Kapuas Hulu",
            "Gladi penanggulangan bencana tingkat provinsi",
            "Evaluasi sistem peringatan dini desa tangguh bencana",
            "Rapat pascabencana longsor Bengkayang",
        ),
        "dinsos": (
            "Verifikasi dan validasi data terpadu kesejahteraan sosial",
            "Bimbingan teknis pendamping keluarga harapan",
            "Rapat penyaluran bantuan pangan triwulan IV",
            "Koordinasi layanan lansia dan penyandang disabilitas",
            "Sosialisasi taruna siaga bencana kabupaten dan kota",
        ),
        "setda-adpim": (
            "Rapat pimpinan bersama bupati dan wali kota",
            "Peringatan Hari Korpri secara daring",
            "Audiensi Gubernur dengan perwakilan mahasiswa di Jakarta",
        ),
        "distan": (
            "Temu teknis penyuluh pertanian lahan gambut",
            "Rapat pengendalian penyakit mulut dan kuku",
            "Sosialisasi pupuk bersubsidi melalui e-Alokasi",
        ),
    },
    "gorontalo": {
        "dispora": (
            "Rapat persiapan pekan olahraga provinsi",
            "Bimbingan teknis wirausaha muda pemula",
            "Koordinasi pelatihan Paskibraka tingkat provinsi",
            "Seleksi daring pertukaran pemuda antarprovinsi",
            "Rapat evaluasi pembinaan atlet pelajar",
        ),
        "dinkop": (
            "Pelatihan pemasaran digital bagi UMKM karawo",
            "Rapat anggota tahunan koperasi aparatur",
            "Sosialisasi nomor induk berusaha untuk usaha mikro",
            "Temu bisnis UMKM dengan kurator nasional",
            "Pendampingan laporan keuangan koperasi",
        ),
        "bkd": (
            "Ujian dinas dan penyesuaian ijazah secara daring",
            "Sosialisasi manajemen talenta aparatur",
            "Rapat penataan tenaga non-ASN",
        ),
        "dlh": (
            "Rapat penilaian Adipura dan bank sampah",
            "Pembahasan dokumen amdal pelabuhan Anggrek",
            "Gerakan pilah sampah dari rumah bersama sekolah",
        ),
    },
    "tarakan": {
        "dishub": (
            "Rapat kesiapan angkutan laut Natal dan Tahun Baru",
            "Koordinasi rekayasa lalu lintas Jalan Yos Sudarso",
            "Sosialisasi uji berkala kendaraan secara elektronik",
            "Evaluasi dermaga Tengkayu bersama operator kapal cepat",
            "Rapat forum lalu lintas dan angkutan jalan",
        ),
        "disdukcapil": (
            "Bimbingan teknis identitas kependudukan digital",
            "Rapat pemutakhiran data kependudukan semester II",
            "Pelayanan jemput bola daring kelurahan pesisir",
            "Konsolidasi data pemilih bersama KPU",
            "Evaluasi layanan akta kelahiran daring",
        ),
        "dprd": (
            "Rapat dengar pendapat tentang air bersih",
            "Rapat paripurna penyampaian nota keuangan",
            "Konsultasi badan musyawarah dengan Kementerian Dalam Negeri",
        ),
        "dinkes": (
            "Rapat koordinasi eliminasi malaria",
            "Sosialisasi cek kesehatan gratis",
            "Pertemuan kader posyandu integrasi layanan primer",
        ),
    },
    "singkawang": {
        "disparpora": (
            "Rapat persiapan Festival Cap Go Meh",
            "Kurasi produk ekonomi kreatif tingkat kota",
            "Pelatihan pemandu wisata berbahasa Mandarin",
            "Koordinasi kalender pariwisata dengan Kementerian Pariwisata",
            "Rapat panitia pekan olahraga pelajar",
        ),
        "bkpsdm": (
            "Sosialisasi sistem merit dan manajemen talenta",
            "Pembekalan calon purnabakti",
            "Uji kompetensi jabatan fungsional secara daring",
            "Rapat evaluasi kinerja aparatur triwulan III",
            "Orientasi PPPK formasi tahun berjalan",
        ),
        "inspektorat": (
            "Ekspose hasil pengawasan semester II",
            "Rapat tindak lanjut temuan BPK",
            "Sosialisasi pengendalian gratifikasi",
        ),
        "disperkim": (
            "Rapat kelompok kerja perumahan dan permukiman",
            "Pembahasan rumah tidak layak huni bersama BP2P",
            "Sosialisasi sanitasi berbasis masyarakat",
        ),
    },
}

DESCRIPTIONS = (
    "Peserta dari kabupaten bergabung melalui Zoom; mohon layar utama dan satu kamera ke arah pimpinan.",
    "Narasumber dari kementerian bergabung secara daring. Materi ditayangkan dari laptop panitia.",
    "Rapat tertutup bagi undangan, daftar hadir disiapkan panitia.",
    "Mohon rekaman disimpan karena menjadi lampiran notula.",
    "Peserta luring duduk huruf U; mohon dua pengeras suara nirkabel.",
    "",
    "",
)

PLACES = ("Ruang rapat {agency}", "Aula {agency}", "Ruang kerja kepala, {agency}", "Ruang rapat lantai 2 {agency}")
LAYOUTS = ("Huruf U", "Kelas", "Teater", "Meja bundar", "Huruf U, satu meja pimpinan")
APPLICATIONS = ("Zoom", "Zoom", "Zoom", "Zoom", "Google Meet", "Microsoft Teams")
KIT_WISHES = (
    "Proyektor dan pengeras suara",
    "Kamera PTZ; pengeras suara nirkabel",
    "Webcam, layar tambahan",
    "Dua mikrofon meja, proyektor",
    "",
)
OWN_KIT = ("Laptop panitia", "Laptop dan jaringan kantor", "Televisi 65 inci; laptop", "")

AGREED = (
    "Ruang siap satu jam sebelum acara, panitia menyiapkan laptop presentasi; tautan dikirim lewat portal.",
    "Disepakati satu kamera ke pimpinan dan satu layar peserta; daftar narasumber menyusul sore ini.",
    "Jaringan kantor pemohon dipakai, modem cadangan dari dinas. Panitia menunjuk satu orang pembawa acara.",
    "Gladi bersih bersama moderator; nama tampilan peserta memakai format instansi_nama.",
)
NETWORK_AGREED = (
    "Tim jaringan menyiapkan jalur 50 Mbps khusus dan satu titik akses tambahan di lokasi.",
    "VLAN rapat dibuka sejak satu jam sebelum acara; kabel LAN ditarik ke meja operator.",
)
DISPOSE_NOTES = (
    "Mohon dipastikan petugas dan akun rapat tersedia.",
    "Perhatikan kesiapan jaringan di lokasi.",
    "Segera, pimpinan akan hadir.",
    "",
    "",
    "",
)
TRIAL_NOTES = (
    "Gema pada pengeras suara belakang, sudah diredam; gunakan mikrofon meja.",
    "Sambungan nirkabel naik turun, panitia diminta memakai kabel LAN.",
)
TRIAL_FAILURES = (
    "Suara dari lokasi tidak masuk ke rapat; kartu suara diganti dan diuji ulang.",
    "Jaringan di lokasi putus tiap beberapa menit; perlu jalur cadangan.",
)
INCIDENTS = (
    ("Narasumber terputus tiga menit", "Tersambung kembali melalui tautan cadangan"),
    ("Suara ruang mendengung", "Mikrofon kedua dimatikan, suara normal"),
    ("Berbagi layar tidak tampil", "Berkas ditayangkan dari laptop operator"),
)
SUMMARIES = (
    "Kegiatan berlangsung sesuai jadwal, peserta luring dan daring hadir lengkap. Materi ditayangkan operator dan "
    "tanya jawab berjalan lancar.",
    "Rapat dibuka tepat waktu, dilanjutkan paparan dan diskusi. Seluruh kabupaten terhubung sampai acara ditutup.",
    "Acara berjalan baik. Operator mendampingi sejak uji suara sampai penutupan dan membantu peserta yang kesulitan masuk.",
)
OBSTACLES = (
    "Tidak ada kendala berarti.",
    "Beberapa peserta terlambat masuk karena tautan belum diteruskan panitia.",
    "Gangguan suara pada lima menit pertama, diatasi dengan mengganti mikrofon.",
)
FOLLOW_UPS = ("", "Rekaman diserahkan kepada panitia.", "Mikrofon nirkabel kedua perlu diganti baterainya.")
EVALUATIONS = (
    "Pelayanan sesuai SOP; uji coba sehari sebelumnya terbukti mengurangi gangguan.",
    "Waktu tanggap baik. Ke depan panitia agar hadir lebih awal untuk uji suara.",
    "Fasilitasi berjalan baik; perlu satu petugas cadangan bila dua acara berlangsung bersamaan.",
)
REFUSALS = (
    "peralatan dan petugas pada waktu tersebut dipakai untuk kegiatan pimpinan",
    "lokasi kegiatan belum memiliki jaringan yang memadai dan belum ada sumber daya pemohon",
)
RETURNS = (
    "Waktu uji koneksi dan tata letak ruang belum diisi. Mohon dilengkapi agar dapat kami jadwalkan.",
    "Surat menyebut tanggal yang berbeda dari isian. Mohon disesuaikan.",
)
CANCELLATIONS = (
    "Kegiatan ditunda karena narasumber berhalangan.",
    "Rapat digabung dengan kegiatan pimpinan pada hari yang sama.",
    "Kegiatan dilaksanakan sepenuhnya tatap muka.",
)
NOT_HELD = ("Kegiatan dibatalkan pimpinan sesaat sebelum mulai; petugas dan alat sudah siap di lokasi.",)
OFFER_NOTES = (
    "Pada jam yang diminta seluruh petugas mendampingi kegiatan lain. Silakan pilih salah satu waktu berikut.",
)
REVISIONS = ("Mohon jam pelaksanaan disesuaikan dengan surat permohonan.",)
PARTLY = "Kamera dan akun kami sediakan, perangkat lain agar disiapkan pemohon."
EVIDENCE_NOTES = (
    "Dikonfirmasi narahubung melalui WhatsApp.",
    "Sesuai daftar inventaris.",
    "Tercantum dalam surat permohonan.",
    "",
)
DISPENSATION = "Diberikan satu kali ini; berikutnya agar diajukan sesuai tenggat."
CHATS = (
    (
        "Selamat pagi, apakah tautan rapat sudah dapat kami teruskan kepada peserta?",
        "Selamat pagi. Tautan tampil di halaman ini begitu ruang rapat daring dibuat, silakan diteruskan dari sana.",
    ),
    (
        "Mohon izin, bolehkah panitia masuk ruang satu jam lebih awal untuk menata kursi?",
        "Boleh. Petugas kami sudah di lokasi sejak satu jam sebelum acara.",
    ),
    (
        "Jumlah peserta daring bertambah menjadi sekitar 150 orang.",
        "Baik, kami siapkan akun dengan kapasitas lebih besar.",
    ),
)
INTERNAL_NOTES = ("Modem cadangan ada di lemari kanan, kuncinya pada petugas piket.", "Titip bawa kabel HDMI panjang.")

LEADERS = {
    "kaltara": {1: "Gubernur Kalimantan Utara", 2: "Wakil Gubernur Kalimantan Utara"},
    "kalbar": {1: "Gubernur Kalimantan Barat", 2: "Wakil Gubernur Kalimantan Barat", 3: "Sekretaris Daerah"},
}
"""Named by office, not by person: nobody real takes part in the demo."""

CHAIRS = ("Sekretaris Dinas", "Kepala Bidang Perencanaan", "Kepala Dinas", "Asisten Perekonomian dan Pembangunan")
CONTACTS = ("Rina Marlina", "Budi Hartono", "Selvi Anggraeni", "Fajar Nugroho", "Kornelia Dewi", "Ahmad Fauzi")
LETTER_CODES = ("005", "000.1.5", "500.12", "400.7", "893.3")
