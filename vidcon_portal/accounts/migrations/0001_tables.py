"""The tables of people, offices, positions and calendars."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import vidcon_portal.accounts.models.appointment
import vidcon_portal.accounts.models.office


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_api_tokens"),
        ("accounts", "0003_offices_travel_and_limit_holds"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        max_length=30,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9-]*$", "Huruf kecil, angka, tanda hubung."
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nama dinas")),
                ("short_name", models.CharField(max_length=60, verbose_name="nama singkat")),
                ("government", models.CharField(max_length=120, verbose_name="pemerintah daerah")),
                ("region", models.CharField(max_length=120, verbose_name="daerah")),
                ("city", models.CharField(max_length=80, verbose_name="kota tempat surat")),
                (
                    "timezone",
                    models.CharField(
                        default="Asia/Makassar",
                        max_length=40,
                        validators=[vidcon_portal.accounts.models.office.validate_timezone],
                        verbose_name="zona waktu",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="kode pos")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telepon")),
                ("website", models.CharField(blank=True, max_length=120, verbose_name="laman")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                ("emblem", models.FileField(blank=True, upload_to="emblems/", verbose_name="lambang")),
                (
                    "paper_size",
                    models.CharField(
                        choices=[("A4", "A4"), ("F4", "F4 (215 × 330 mm)")],
                        default="A4",
                        max_length=2,
                        verbose_name="ukuran kertas",
                    ),
                ),
                (
                    "number_unit",
                    models.CharField(default="DISKOMINFO", max_length=40, verbose_name="kode unit pada nomor surat"),
                ),
                (
                    "weekly_hours",
                    models.JSONField(
                        default=dict,
                        help_text='Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}. Istirahat di antaranya.',
                        verbose_name="jam kerja mingguan",
                    ),
                ),
                ("ramadan_hours", models.JSONField(blank=True, default=dict, verbose_name="jam kerja Ramadan")),
                (
                    "ramadan_periods",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='Contoh: [["2026-02-18", "2026-03-19"]].',
                        verbose_name="masa Ramadan",
                    ),
                ),
                (
                    "reply_letter",
                    models.BooleanField(
                        default=True,
                        help_text="Buat surat tanggapan di samping SOP bila SOP tidak memintanya.",
                        verbose_name="surat tanggapan",
                    ),
                ),
                ("survey", models.BooleanField(default=True, verbose_name="survei kepuasan")),
                ("setup_minutes", models.PositiveSmallIntegerField(default=30, verbose_name="menit persiapan sebelum")),
                (
                    "teardown_minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="menit beres-beres sesudah"),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Sekali jalan ke tempat pemohon; petugas dan perangkat terpakai selama itu. 0: tanpa perjalanan.",
                        verbose_name="menit perjalanan",
                    ),
                ),
                (
                    "open_holds_limit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Permohonan yang belum diputuskan selebihnya masuk daftar tunggu. Kosong: tanpa batas.",
                        null=True,
                        verbose_name="batas jadwal ditahan per pemohon",
                    ),
                ),
                (
                    "completion_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="hari kerja bagi pemohon untuk melengkapi"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
            ],
            options={
                "verbose_name": "kantor",
                "verbose_name_plural": "kantor",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("username", models.CharField(max_length=150, unique=True, verbose_name="nama pengguna")),
                ("name", models.CharField(max_length=200, verbose_name="nama lengkap dengan gelar")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+[1-9]\\d{6,14}$", "Isi nomor seperti +6281234567890."
                            )
                        ],
                        verbose_name="telepon (E.164)",
                    ),
                ),
                (
                    "nip",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[django.core.validators.RegexValidator("^\\d{18}$", "NIP terdiri atas 18 angka.")],
                        verbose_name="NIP",
                    ),
                ),
                ("rank", models.CharField(blank=True, max_length=80, verbose_name="pangkat")),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[("", "Ikuti perangkat"), ("light", "Terang"), ("dark", "Gelap")],
                        max_length=8,
                        verbose_name="tampilan",
                    ),
                ),
                ("language", models.CharField(default="id", max_length=5, verbose_name="bahasa")),
                ("pin_hash", models.CharField(blank=True, editable=False, max_length=128)),
                ("pin_failures", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("pin_locked_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("is_staff", models.BooleanField(default=False, verbose_name="boleh masuk admin")),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="terdaftar")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengguna",
                "verbose_name_plural": "pengguna",
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("password_mark", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("expires_at", models.DateTimeField(verbose_name="berlaku sampai")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="terakhir dipakai")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
            ],
            options={
                "verbose_name": "token API",
                "verbose_name_plural": "token API",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("definitive", "Definitif"),
                            ("acting", "Pelaksana tugas (Plt.)"),
                            ("daily_acting", "Pelaksana harian (Plh.)"),
                        ],
                        default="definitive",
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sampai")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="diakhiri lebih awal")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="dasar penunjukan")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
            ],
            options={
                "verbose_name": "penugasan jabatan",
                "verbose_name_plural": "penugasan jabatan",
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOffice",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9-]*$", "Huruf kecil, angka, tanda hubung."
                            )
                        ],
                        verbose_name="kode",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nama dinas")),
                ("short_name", models.CharField(max_length=60, verbose_name="nama singkat")),
                ("government", models.CharField(max_length=120, verbose_name="pemerintah daerah")),
                ("region", models.CharField(max_length=120, verbose_name="daerah")),
                ("city", models.CharField(max_length=80, verbose_name="kota tempat surat")),
                (
                    "timezone",
                    models.CharField(
                        default="Asia/Makassar",
                        max_length=40,
                        validators=[vidcon_portal.accounts.models.office.validate_timezone],
                        verbose_name="zona waktu",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="kode pos")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telepon")),
                ("website", models.CharField(blank=True, max_length=120, verbose_name="laman")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                ("emblem", models.TextField(blank=True, max_length=100, verbose_name="lambang")),
                (
                    "paper_size",
                    models.CharField(
                        choices=[("A4", "A4"), ("F4", "F4 (215 × 330 mm)")],
                        default="A4",
                        max_length=2,
                        verbose_name="ukuran kertas",
                    ),
                ),
                (
                    "number_unit",
                    models.CharField(default="DISKOMINFO", max_length=40, verbose_name="kode unit pada nomor surat"),
                ),
                (
                    "weekly_hours",
                    models.JSONField(
                        default=dict,
                        help_text='Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}. Istirahat di antaranya.',
                        verbose_name="jam kerja mingguan",
                    ),
                ),
                ("ramadan_hours", models.JSONField(blank=True, default=dict, verbose_name="jam kerja Ramadan")),
                (
                    "ramadan_periods",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='Contoh: [["2026-02-18", "2026-03-19"]].',
                        verbose_name="masa Ramadan",
                    ),
                ),
                (
                    "reply_letter",
                    models.BooleanField(
                        default=True,
                        help_text="Buat surat tanggapan di samping SOP bila SOP tidak memintanya.",
                        verbose_name="surat tanggapan",
                    ),
                ),
                ("survey", models.BooleanField(default=True, verbose_name="survei kepuasan")),
                ("setup_minutes", models.PositiveSmallIntegerField(default=30, verbose_name="menit persiapan sebelum")),
                (
                    "teardown_minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="menit beres-beres sesudah"),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Sekali jalan ke tempat pemohon; petugas dan perangkat terpakai selama itu. 0: tanpa perjalanan.",
                        verbose_name="menit perjalanan",
                    ),
                ),
                (
                    "open_holds_limit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Permohonan yang belum diputuskan selebihnya masuk daftar tunggu. Kosong: tanpa batas.",
                        null=True,
                        verbose_name="batas jadwal ditahan per pemohon",
                    ),
                ),
                (
                    "completion_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="hari kerja bagi pemohon untuk melengkapi"
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
            ],
            options={
                "verbose_name": "historical kantor",
                "verbose_name_plural": "historical kantor",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgency",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("head_title", models.CharField(default="Kepala Dinas", max_length=120, verbose_name="sebutan kepala")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agency", "Perangkat daerah"),
                            ("vertical", "Instansi vertikal"),
                            ("school", "Sekolah"),
                            ("other", "Pemohon lain"),
                        ],
                        default="agency",
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telepon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
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
                        verbose_name="kantor yang melayani",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical perangkat daerah",
                "verbose_name_plural": "historical perangkat daerah",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("head_title", models.CharField(default="Kepala Dinas", max_length=120, verbose_name="sebutan kepala")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agency", "Perangkat daerah"),
                            ("vertical", "Instansi vertikal"),
                            ("school", "Sekolah"),
                            ("other", "Pemohon lain"),
                        ],
                        default="agency",
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telepon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="pos-el")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies",
                        to="accounts.office",
                        verbose_name="kantor yang melayani",
                    ),
                ),
            ],
            options={
                "verbose_name": "perangkat daerah",
                "verbose_name_plural": "perangkat daerah",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("office", "code"), name="agency_code_once_per_office")],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="nama jabatan")),
                ("unit", models.CharField(blank=True, max_length=200, verbose_name="unit")),
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="accounts.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subordinates",
                        to="accounts.position",
                        verbose_name="atasan",
                    ),
                ),
            ],
            options={
                "verbose_name": "jabatan",
                "verbose_name_plural": "jabatan",
                "ordering": ["order", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", True), ("office__isnull", False)),
                            models.Q(("agency__isnull", False), ("office__isnull", True)),
                            _connector="OR",
                        ),
                        name="position_of_office_or_agency",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPosition",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="nama jabatan")),
                ("unit", models.CharField(blank=True, max_length=200, verbose_name="unit")),
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="perangkat daerah",
                    ),
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
                        verbose_name="kantor",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.position",
                        verbose_name="atasan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical jabatan",
                "verbose_name_plural": "historical jabatan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDelegation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        help_text="Jenis langkah yang boleh dikerjakan; kosong berarti semua kecuali tanda tangan surat.",
                        size=None,
                        verbose_name="lingkup",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="sampai")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="dicabut")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="dasar")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.appointment",
                        verbose_name="dilimpahkan kepada",
                    ),
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
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.position",
                        verbose_name="jabatan yang dilimpahkan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical pelimpahan",
                "verbose_name_plural": "historical pelimpahan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAppointment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("definitive", "Definitif"),
                            ("acting", "Pelaksana tugas (Plt.)"),
                            ("daily_acting", "Pelaksana harian (Plh.)"),
                        ],
                        default="definitive",
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sampai")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="diakhiri lebih awal")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="dasar penunjukan")),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.position",
                        verbose_name="jabatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical penugasan jabatan",
                "verbose_name_plural": "historical penugasan jabatan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        help_text="Jenis langkah yang boleh dikerjakan; kosong berarti semua kecuali tanda tangan surat.",
                        size=None,
                        verbose_name="lingkup",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="sampai")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="dicabut")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="dasar")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_received",
                        to="accounts.appointment",
                        verbose_name="dilimpahkan kepada",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="accounts.position",
                        verbose_name="jabatan yang dilimpahkan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pelimpahan",
                "verbose_name_plural": "pelimpahan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="delegation_ends_after_start"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="accounts.position",
                verbose_name="jabatan",
            ),
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(max_length=64)),
                ("target", models.CharField(max_length=300)),
                ("request_hash", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "kunci pengulangan",
                "verbose_name_plural": "kunci pengulangan",
                "indexes": [models.Index(fields=["created_at"], name="idempotency_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key_hash"), name="idempotency_key_once_per_user")
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(verbose_name="tanggal")),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("national", "Libur nasional"),
                            ("collective_leave", "Cuti bersama"),
                            ("regional", "Libur daerah"),
                        ],
                        max_length=20,
                        verbose_name="jenis",
                    ),
                ),
                ("estimated", models.BooleanField(default=False, verbose_name="perkiraan")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="sumber")),
                (
                    "edited",
                    models.BooleanField(
                        default=False, help_text="Impor tidak menimpa baris ini.", verbose_name="diubah tangan"
                    ),
                ),
                ("cancelled", models.BooleanField(default=False, verbose_name="tidak berlaku")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="Kosong berarti semua kantor.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holidays",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "hari libur",
                "verbose_name_plural": "hari libur",
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("date", "office", "kind"), name="holiday_once_per_day_and_kind", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyRoster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="sampai")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.appointment",
                        verbose_name="petugas",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_rosters",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "jadwal piket",
                "verbose_name_plural": "jadwal piket",
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="dutyroster_ends_after_start"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "definitive")),
                expressions=[
                    (vidcon_portal.accounts.models.appointment.Int8Point("position_id"), "&&"),
                    (vidcon_portal.accounts.models.appointment.DateSpan(), "&&"),
                ],
                name="appointment_one_definitive_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(models.Q(("kind", "definitive"), _negated=True), ("ended_at__isnull", True)),
                expressions=[
                    (vidcon_portal.accounts.models.appointment.Int8Point("position_id"), "&&"),
                    (vidcon_portal.accounts.models.appointment.DateSpan(), "&&"),
                ],
                name="appointment_one_acting_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="appointment_ends_after_start",
            ),
        ),
    ]
