"""The tables of executions, reports, recap, survey, complaints and data requests."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0002_monthly_recap"),
        ("reports", "0003_complaints"),
        ("reports", "0004_survey_and_follow_up"),
        ("reports", "0005_row_times"),
        ("reports", "0006_notices_and_data_requests"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("bookings", "0001_tables"),
        ("documents", "0001_tables"),
        ("procedures", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticket", models.CharField(max_length=40, unique=True, verbose_name="nomor pengaduan")),
                ("tracking_hash", models.CharField(editable=False, max_length=64)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("desk", "Datang langsung"),
                            ("phone", "Telepon"),
                            ("whatsapp", "WhatsApp"),
                            ("mail", "Pos-el atau surat"),
                            ("lapor", "SP4N-LAPOR!"),
                        ],
                        default="portal",
                        max_length=10,
                        verbose_name="jalur",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("service", "Pengaduan tentang layanan"),
                            ("conduct", "Pengaduan tentang petugas"),
                            ("information", "Permintaan informasi"),
                            ("suggestion", "Saran"),
                        ],
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="pokok")),
                ("text", models.TextField(verbose_name="isi")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="petugas yang diadukan")),
                (
                    "identity",
                    models.CharField(
                        choices=[("named", "Dengan nama"), ("confidential", "Rahasia"), ("anonymous", "Anonim")],
                        max_length=12,
                        verbose_name="identitas",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nama pelapor")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="kontak pelapor")),
                ("lapor_number", models.CharField(blank=True, max_length=40, verbose_name="nomor LAPOR!")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Baru"),
                            ("processing", "Sedang ditindaklanjuti"),
                            ("answered", "Sudah ditanggapi"),
                            ("done", "Selesai"),
                            ("rejected", "Tidak dapat diproses"),
                            ("forwarded", "Diteruskan ke instansi lain"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("due_at", models.DateTimeField(verbose_name="batas waktu")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="ditanggapi")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="bookings.booking",
                    ),
                ),
                ("concerned", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="accounts.position",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "pengaduan",
                "verbose_name_plural": "pengaduan",
                "ordering": ["-received_at", "-pk"],
                "indexes": [models.Index(fields=["office", "status", "due_at"], name="complaint_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identity", "anonymous"), _negated=True),
                            models.Q(("contact", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="complaint_anonymous_has_no_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintDeadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("service", "Pengaduan tentang layanan"),
                            ("conduct", "Pengaduan tentang petugas"),
                            ("information", "Permintaan informasi"),
                            ("suggestion", "Saran"),
                        ],
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="hari kerja")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="complaint_deadlines",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "batas waktu pengaduan",
                "verbose_name_plural": "batas waktu pengaduan",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "category"), name="complaint_deadline_once_per_category"),
                    models.CheckConstraint(
                        condition=models.Q(("working_days__gte", 1), ("working_days__lte", 120)),
                        name="complaint_deadline_1_to_120",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "Tanggapan"),
                            ("reply", "Keterangan pelapor"),
                            ("internal", "Catatan internal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("author_title", models.CharField(blank=True, max_length=420)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="reports.complaint"
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan pengaduan",
                "verbose_name_plural": "catatan pengaduan",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("correction", "Perbaiki data saya"), ("erasure", "Hapus data saya")],
                        max_length=10,
                        verbose_name="yang diminta",
                    ),
                ),
                ("text", models.TextField(verbose_name="penjelasan")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Menunggu jawaban"),
                            ("granted", "Dipenuhi"),
                            ("refused", "Tidak dapat dipenuhi"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="diminta")),
                ("due_at", models.DateTimeField(verbose_name="batas jawaban")),
                ("answer", models.TextField(blank=True, verbose_name="jawaban")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="dijawab")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="data_requests", to="accounts.office"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "permintaan data pribadi",
                "verbose_name_plural": "permintaan data pribadi",
                "ordering": ["due_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("user", "kind"),
                        name="data_request_one_open_per_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Execution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="mulai nyata")),
                ("started_early", models.BooleanField(default=False, verbose_name="lebih awal dari rencana")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="selesai nyata")),
                ("not_held_reason", models.TextField(blank=True, verbose_name="alasan tidak terlaksana")),
                (
                    "participants_peak",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="peserta terbanyak"),
                ),
                (
                    "connection",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Baik"), ("fair", "Cukup"), ("poor", "Buruk")],
                        max_length=6,
                        verbose_name="mutu sambungan",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="execution", to="bookings.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "pelaksanaan",
                "verbose_name_plural": "pelaksanaan",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=120, verbose_name="asal")),
                ("element", models.CharField(blank=True, max_length=4, verbose_name="unsur")),
                ("issue", models.CharField(max_length=300, verbose_name="masalah")),
                ("plan", models.TextField(blank=True, verbose_name="rencana")),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="penanggung jawab")),
                ("due_on", models.DateField(verbose_name="batas waktu")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Belum dimulai"), ("doing", "Sedang dikerjakan"), ("done", "Selesai")],
                        default="open",
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="bukti")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="selesai pada")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana tindak lanjut",
                "verbose_name_plural": "rencana tindak lanjut",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("element", ""), _negated=True),
                        fields=("office", "source", "element"),
                        name="follow_up_once_per_element",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="follow_up_done_has_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "Mulai"),
                            ("content", "Materi ditayangkan"),
                            ("incident", "Gangguan"),
                            ("recovered", "Pulih"),
                            ("support", "Bantuan peserta"),
                            ("note", "Catatan"),
                            ("extended", "Diperpanjang"),
                            ("finished", "Selesai"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "execution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="reports.execution"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan pelaksanaan",
                "verbose_name_plural": "catatan pelaksanaan",
                "ordering": ["occurred_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MonthlyRecap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Tanggal satu.", verbose_name="bulan")),
                ("prepared_at", models.DateTimeField(verbose_name="disiapkan")),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="monthly_recaps", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "rekap bulanan",
                "verbose_name_plural": "rekap bulanan",
                "ordering": ["-month"],
                "constraints": [models.UniqueConstraint(fields=("office", "month"), name="recap_once_per_month")],
            },
        ),
        migrations.CreateModel(
            name="OfficeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pledge",
                    models.TextField(
                        blank=True, help_text="Kosong: naskah yang lazim.", verbose_name="maklumat pelayanan"
                    ),
                ),
                (
                    "privacy_officer",
                    models.CharField(blank=True, max_length=200, verbose_name="pejabat pelindungan data pribadi"),
                ),
                ("privacy_contact", models.CharField(blank=True, max_length=200, verbose_name="kontaknya")),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "pemberitahuan kantor",
                "verbose_name_plural": "pemberitahuan kantor",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "variant",
                    models.CharField(
                        choices=[("event", "Laporan hasil pelaksanaan"), ("verification", "Laporan hasil verifikasi")],
                        max_length=14,
                    ),
                ),
                (
                    "leading_official",
                    models.CharField(blank=True, max_length=200, verbose_name="pejabat yang memimpin"),
                ),
                (
                    "officers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None, verbose_name="petugas"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="tempat")),
                ("summary", models.TextField(blank=True, verbose_name="uraian pelaksanaan")),
                ("obstacles", models.TextField(blank=True, verbose_name="kendala dan penanganan")),
                ("follow_up", models.TextField(blank=True, verbose_name="tindak lanjut")),
                ("evaluation", models.TextField(blank=True, verbose_name="evaluasi")),
                ("recording_url", models.CharField(blank=True, max_length=500, verbose_name="rekaman")),
                ("filed_at", models.DateTimeField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="bookings.booking"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "step_run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan",
                "verbose_name_plural": "laporan",
                "ordering": ["filed_at"],
            },
        ),
        migrations.CreateModel(
            name="ReportPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="keterangan foto")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RowTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_at", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField()),
                ("is_late", models.BooleanField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="row_times", to="bookings.booking"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.office"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procedures.row"
                    ),
                ),
            ],
            options={
                "verbose_name": "lama baris SOP",
                "verbose_name_plural": "lama baris SOP",
                "indexes": [models.Index(fields=["office", "closed_at"], name="row_time_by_office")],
                "constraints": [models.UniqueConstraint(fields=("booking", "row"), name="row_time_once")],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answered_on", models.DateField(verbose_name="tanggal")),
                (
                    "source",
                    models.CharField(
                        choices=[("online", "Tautan"), ("paper", "Formulir kertas")], max_length=6, verbose_name="asal"
                    ),
                ),
                (
                    "u1",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U1",
                    ),
                ),
                (
                    "u2",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U2",
                    ),
                ),
                (
                    "u3",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U3",
                    ),
                ),
                (
                    "u4",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U4",
                    ),
                ),
                (
                    "u5",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U5",
                    ),
                ),
                (
                    "u6",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U6",
                    ),
                ),
                (
                    "u7",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U7",
                    ),
                ),
                (
                    "u8",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U8",
                    ),
                ),
                (
                    "u9",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="U9",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("male", "Laki-laki"), ("female", "Perempuan")],
                        max_length=6,
                        verbose_name="jenis kelamin",
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_25", "Di bawah 25 tahun"),
                            ("25_34", "25 sampai 34 tahun"),
                            ("35_44", "35 sampai 44 tahun"),
                            ("45_54", "45 sampai 54 tahun"),
                            ("from_55", "55 tahun ke atas"),
                        ],
                        max_length=8,
                        verbose_name="usia",
                    ),
                ),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sd", "SD"),
                            ("smp", "SMP"),
                            ("sma", "SMA"),
                            ("diploma", "D1–D3"),
                            ("s1", "S1"),
                            ("s2", "S2"),
                            ("s3", "S3"),
                        ],
                        max_length=7,
                        verbose_name="pendidikan",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pns", "PNS"),
                            ("tni", "TNI"),
                            ("polri", "POLRI"),
                            ("private", "Swasta"),
                            ("business", "Wirausaha"),
                            ("other", "Lainnya"),
                        ],
                        max_length=8,
                        verbose_name="pekerjaan",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="saran")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="survey_answers", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "jawaban survei",
                "verbose_name_plural": "jawaban survei",
                "indexes": [models.Index(fields=["office", "answered_on"], name="survey_answer_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("u1__gte", 1),
                            ("u1__lte", 4),
                            ("u2__gte", 1),
                            ("u2__lte", 4),
                            ("u3__gte", 1),
                            ("u3__lte", 4),
                            ("u4__gte", 1),
                            ("u4__lte", 4),
                            ("u5__gte", 1),
                            ("u5__lte", 4),
                            ("u6__gte", 1),
                            ("u6__lte", 4),
                            ("u7__gte", 1),
                            ("u7__lte", 4),
                            ("u8__gte", 1),
                            ("u8__lte", 4),
                            ("u9__gte", 1),
                            ("u9__lte", 4),
                        ),
                        name="survey_answer_1_to_4",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("name", models.CharField(max_length=160, verbose_name="berkas")),
                ("rows", models.PositiveIntegerField(verbose_name="jawaban")),
                ("imported_at", models.DateTimeField(verbose_name="diimpor")),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "impor survei",
                "verbose_name_plural": "impor survei",
                "constraints": [models.UniqueConstraint(fields=("office", "sha256"), name="survey_import_once")],
            },
        ),
        migrations.CreateModel(
            name="SurveyInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("used_on", models.DateField(blank=True, null=True)),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_invitation",
                        to="bookings.booking",
                    ),
                ),
            ],
            options={
                "verbose_name": "undangan survei",
                "verbose_name_plural": "undangan survei",
            },
        ),
        migrations.CreateModel(
            name="SurveyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("ikm", models.DecimalField(decimal_places=2, max_digits=5)),
                (
                    "band",
                    models.CharField(
                        choices=[("A", "Sangat baik"), ("B", "Baik"), ("C", "Kurang baik"), ("D", "Tidak baik")],
                        max_length=1,
                    ),
                ),
                ("respondents", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="survey_reports", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan survei",
                "verbose_name_plural": "laporan survei",
                "ordering": ["-last_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "first_on", "last_on"), name="survey_report_once_per_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveySetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weight",
                    models.CharField(
                        choices=[("exact", "1/9 (tepat)"), ("0.111", "0,111"), ("0.11", "0,11")],
                        default="exact",
                        help_text="Hanya untuk mencocokkan dengan lembar Biro Organisasi; tercetak pada laporan.",
                        max_length=6,
                        verbose_name="bobot unsur",
                    ),
                ),
                (
                    "population",
                    models.CharField(
                        choices=[("requests", "Permohonan yang selesai"), ("users", "Pemohon yang berbeda")],
                        default="requests",
                        max_length=10,
                        verbose_name="populasi",
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="survey_setting", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "pengaturan survei",
                "verbose_name_plural": "pengaturan survei",
            },
        ),
    ]
