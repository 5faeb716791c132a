"""The tables of SOPs."""

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("procedures", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="kode")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versi")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Konsep"), ("in_force", "Berlaku"), ("withdrawn", "Dicabut")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True, verbose_name="berlaku di portal sejak")),
                ("title", models.CharField(max_length=300, verbose_name="nama SOP")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor SOP")),
                ("unit", models.CharField(blank=True, max_length=200, verbose_name="unit")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="tanggal pembuatan")),
                ("revised_on", models.DateField(blank=True, null=True, verbose_name="tanggal revisi")),
                ("ratified_on", models.DateField(blank=True, null=True, verbose_name="tanggal pengesahan")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="tanggal efektif")),
                (
                    "ratified_by_title",
                    models.CharField(blank=True, max_length=200, verbose_name="disahkan oleh (jabatan)"),
                ),
                ("ratified_by_name", models.CharField(blank=True, max_length=200, verbose_name="disahkan oleh (nama)")),
                (
                    "ratified_by_rank",
                    models.CharField(blank=True, max_length=120, verbose_name="disahkan oleh (pangkat)"),
                ),
                ("cover", models.JSONField(blank=True, default=dict, verbose_name="isi sampul")),
                ("source_notes", models.JSONField(blank=True, default=list, verbose_name="pembetulan salinan")),
                ("decisions", models.JSONField(blank=True, default=list, verbose_name="pilihan yang diambil")),
                (
                    "lead_time",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tenggat pengajuan"),
                ),
                (
                    "lead_unit",
                    models.CharField(
                        choices=[("calendar", "Hari kalender"), ("working", "Hari kerja")],
                        default="calendar",
                        max_length=10,
                        verbose_name="satuan tenggat",
                    ),
                ),
                (
                    "late_policy",
                    models.CharField(
                        choices=[
                            ("flag", "Terima dan tandai, perlu dispensasi"),
                            ("warn", "Terima dengan peringatan"),
                            ("block", "Tidak diterima"),
                        ],
                        default="flag",
                        max_length=10,
                        verbose_name="bila terlambat",
                    ),
                ),
                ("event_hours", models.JSONField(blank=True, default=dict, verbose_name="jam kegiatan")),
                (
                    "event_hours_limit",
                    models.BooleanField(
                        default=False,
                        help_text="Kecuali kegiatan pimpinan yang sudah dikonfirmasi.",
                        verbose_name="di luar jam perlu dispensasi",
                    ),
                ),
                ("leader_ranks", models.JSONField(blank=True, default=list, verbose_name="urutan pimpinan")),
                ("criteria", models.JSONField(blank=True, default=list, verbose_name="kriteria verifikasi")),
                (
                    "mandatory_information",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="informasi wajib",
                    ),
                ),
                (
                    "min_officers",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jumlah pelaksana"),
                ),
                (
                    "max_concurrent_events",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kegiatan serentak terbanyak"),
                ),
                (
                    "overall_hours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="jangka waktu pelayanan (jam)"
                    ),
                ),
                (
                    "overall_until_row",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="jangka waktu dihitung sampai baris"
                    ),
                ),
                (
                    "intake_channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="jalur masuk",
                    ),
                ),
                (
                    "report_sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="isi wajib laporan",
                    ),
                ),
                ("recheck_code", models.SlugField(blank=True, max_length=60, verbose_name="langkah periksa ulang")),
                (
                    "dispensation_role",
                    models.CharField(
                        choices=[
                            ("applicant", "Pemohon"),
                            ("agency_head", "Kepala perangkat daerah"),
                            ("registrar", "Tata usaha"),
                            ("secretary", "Sekretaris"),
                            ("office_head", "Kepala dinas"),
                            ("division_head", "Kepala bidang"),
                            ("coordinator", "Subkoordinator atau ketua tim"),
                            ("staff", "Staf"),
                            ("technical_team", "Tim teknis"),
                            ("network_team", "Tim jaringan"),
                            ("operator", "Operator"),
                            ("protocol", "Protokol"),
                            ("complaints_officer", "Petugas pengaduan"),
                            ("office_admin", "Admin kantor"),
                            ("auditor", "Auditor"),
                        ],
                        default="office_head",
                        max_length=24,
                        verbose_name="pemberi dispensasi",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="diterbitkan")),
            ],
            options={
                "verbose_name": "SOP",
                "verbose_name_plural": "SOP",
                "ordering": ["service", "-version"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalService",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="nama layanan")),
                ("summary", models.TextField(blank=True, verbose_name="ringkasan untuk pemohon")),
                (
                    "modes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("host", "Rapat daring diselenggarakan"),
                                ("join", "Bergabung ke rapat pihak lain"),
                                ("account", "Akun rapat saja"),
                                ("operator", "Operator saja"),
                                ("room", "Ruang saja"),
                                ("equipment", "Peralatan"),
                                ("streaming", "Siaran langsung"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="ragam layanan",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical layanan",
                "verbose_name_plural": "historical layanan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nomor")),
                ("activity", models.TextField(verbose_name="kegiatan")),
                (
                    "lanes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None, verbose_name="kolom"
                    ),
                ),
                (
                    "completeness",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="kelengkapan"
                    ),
                ),
                ("time_raw", models.CharField(blank=True, max_length=120, verbose_name="waktu tercetak")),
                (
                    "clock_type",
                    models.CharField(
                        choices=[
                            ("work_minutes", "Menit kerja"),
                            ("work_days", "Hari kerja"),
                            ("clock_hours", "Jam"),
                            ("before_event", "Hari sebelum kegiatan"),
                            ("event", "Mengikuti kegiatan"),
                            ("none", "Tidak diukur"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="jenis waktu",
                    ),
                ),
                ("clock_value", models.PositiveIntegerField(blank=True, null=True, verbose_name="nilai waktu")),
                (
                    "output",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="keluaran"
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="keterangan")),
                (
                    "symbol",
                    models.CharField(
                        choices=[("capsule", "Kapsul"), ("box", "Kotak"), ("diamond", "Belah ketupat")],
                        default="box",
                        max_length=10,
                        verbose_name="simbol",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="procedures.procedure"
                    ),
                ),
            ],
            options={
                "verbose_name": "baris SOP",
                "verbose_name_plural": "baris SOP",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("procedure", "number"), name="row_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="nama layanan")),
                ("summary", models.TextField(blank=True, verbose_name="ringkasan untuk pemohon")),
                (
                    "modes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("host", "Rapat daring diselenggarakan"),
                                ("join", "Bergabung ke rapat pihak lain"),
                                ("account", "Akun rapat saja"),
                                ("operator", "Operator saja"),
                                ("room", "Ruang saja"),
                                ("equipment", "Peralatan"),
                                ("streaming", "Siaran langsung"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="ragam layanan",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "layanan",
                "verbose_name_plural": "layanan",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "code"), name="service_code_once_per_office")
                ],
            },
        ),
        migrations.AddField(
            model_name="procedure",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="procedures",
                to="procedures.service",
                verbose_name="layanan",
            ),
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="kode")),
                ("order", models.PositiveSmallIntegerField(verbose_name="urutan")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submit", "Pengajuan"),
                            ("complete", "Pelengkapan berkas"),
                            ("register", "Pencatatan surat"),
                            ("dispose", "Disposisi"),
                            ("check_data", "Pemeriksaan kelengkapan"),
                            ("check_resources", "Verifikasi jadwal dan sumber daya"),
                            ("choose_alternative", "Pemilihan alternatif"),
                            ("coordinate", "Koordinasi"),
                            ("provision", "Pembuatan ID rapat"),
                            ("hand_over", "Penyerahan ID rapat"),
                            ("draft_reply", "Penyusunan surat tanggapan"),
                            ("approve_reply", "Pemeriksaan surat tanggapan"),
                            ("send_reply", "Penandatanganan dan pengiriman surat tanggapan"),
                            ("prepare", "Penyiapan"),
                            ("trial", "Uji coba"),
                            ("execute", "Pelaksanaan"),
                            ("report", "Pelaporan"),
                            ("acknowledge", "Konfirmasi penerimaan"),
                        ],
                        max_length=20,
                        verbose_name="jenis",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="judul")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("applicant", "Pemohon"),
                                ("agency_head", "Kepala perangkat daerah"),
                                ("registrar", "Tata usaha"),
                                ("secretary", "Sekretaris"),
                                ("office_head", "Kepala dinas"),
                                ("division_head", "Kepala bidang"),
                                ("coordinator", "Subkoordinator atau ketua tim"),
                                ("staff", "Staf"),
                                ("technical_team", "Tim teknis"),
                                ("network_team", "Tim jaringan"),
                                ("operator", "Operator"),
                                ("protocol", "Protokol"),
                                ("complaints_officer", "Petugas pengaduan"),
                                ("office_admin", "Admin kantor"),
                                ("auditor", "Auditor"),
                            ],
                            max_length=24,
                        ),
                        size=None,
                        verbose_name="peran",
                    ),
                ),
                ("all_of", models.BooleanField(default=False, verbose_name="semua peran mengonfirmasi")),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="pilihan")),
                (
                    "modes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("host", "Rapat daring diselenggarakan"),
                                ("join", "Bergabung ke rapat pihak lain"),
                                ("account", "Akun rapat saja"),
                                ("operator", "Operator saja"),
                                ("room", "Ruang saja"),
                                ("equipment", "Peralatan"),
                                ("streaming", "Siaran langsung"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="hanya untuk ragam",
                    ),
                ),
                ("optional", models.BooleanField(default=False, verbose_name="boleh dilewati dengan alasan")),
                ("confirms", models.BooleanField(default=False, verbose_name="jadwal menjadi terkonfirmasi di sini")),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="procedures.row"
                    ),
                ),
            ],
            options={
                "verbose_name": "langkah",
                "verbose_name_plural": "langkah",
                "ordering": ["row__number", "order"],
                "constraints": [models.UniqueConstraint(fields=("row", "code"), name="step_code_once_per_row")],
            },
        ),
        migrations.CreateModel(
            name="Arrow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=20, verbose_name="tindakan")),
                ("note_required", models.BooleanField(default=False, verbose_name="wajib alasan")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applicant", "Pemohon"),
                            ("agency_head", "Kepala perangkat daerah"),
                            ("registrar", "Tata usaha"),
                            ("secretary", "Sekretaris"),
                            ("office_head", "Kepala dinas"),
                            ("division_head", "Kepala bidang"),
                            ("coordinator", "Subkoordinator atau ketua tim"),
                            ("staff", "Staf"),
                            ("technical_team", "Tim teknis"),
                            ("network_team", "Tim jaringan"),
                            ("operator", "Operator"),
                            ("protocol", "Protokol"),
                            ("complaints_officer", "Petugas pengaduan"),
                            ("office_admin", "Admin kantor"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=24,
                        verbose_name="pelaku lain",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrows", to="procedures.step"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procedures.step",
                        verbose_name="ke langkah",
                    ),
                ),
            ],
            options={
                "verbose_name": "panah",
                "verbose_name_plural": "panah",
                "constraints": [models.UniqueConstraint(fields=("step", "action"), name="arrow_action_once_per_step")],
            },
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("title", models.CharField(max_length=120, verbose_name="judul kolom")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("applicant", "Pemohon"),
                            ("agency_head", "Kepala perangkat daerah"),
                            ("registrar", "Tata usaha"),
                            ("secretary", "Sekretaris"),
                            ("office_head", "Kepala dinas"),
                            ("division_head", "Kepala bidang"),
                            ("coordinator", "Subkoordinator atau ketua tim"),
                            ("staff", "Staf"),
                            ("technical_team", "Tim teknis"),
                            ("network_team", "Tim jaringan"),
                            ("operator", "Operator"),
                            ("protocol", "Protokol"),
                            ("complaints_officer", "Petugas pengaduan"),
                            ("office_admin", "Admin kantor"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=24,
                        verbose_name="peran",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="urutan")),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lanes", to="procedures.procedure"
                    ),
                ),
            ],
            options={
                "verbose_name": "kolom pelaksana",
                "verbose_name_plural": "kolom pelaksana",
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("procedure", "code"), name="lane_code_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "in_force")),
                fields=("service",),
                name="procedure_one_in_force_per_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                fields=("service", "version"), name="procedure_version_once_per_service"
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("in_force_from__isnull", False), _connector="OR"),
                name="procedure_in_force_has_date",
            ),
        ),
    ]
