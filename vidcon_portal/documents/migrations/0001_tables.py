"""The tables of official papers."""

import uuid

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import vidcon_portal.documents.models.file
import vidcon_portal.documents.tokens
import vidcon_portal.sealing


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0003_a_void_replacement_leaves_its_place"),
        ("documents", "0004_number_tickets"),
        ("documents", "0005_recap_and_survey_report"),
        ("documents", "0006_number_complaints"),
        ("documents", "0007_office_signing"),
        ("documents", "0008_more_kinds_and_edits"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disposition_sheet", "Lembar disposisi"),
                            ("reply_letter", "Surat tanggapan"),
                            ("report", "Laporan"),
                            ("request_letter", "Surat permohonan"),
                            ("recap", "Rekapitulasi"),
                            ("survey_report", "Laporan survei kepuasan masyarakat"),
                            ("register_book", "Buku register"),
                            ("attendance_list", "Daftar hadir"),
                            ("handover_record", "Berita acara serah terima alat"),
                            ("assignment_letter", "Surat tugas"),
                        ],
                        max_length=20,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "variant",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("can", "Dapat difasilitasi"),
                            ("partly", "Dapat difasilitasi sebagian"),
                            ("alternative", "Tawaran jadwal lain"),
                            ("cannot", "Belum dapat difasilitasi"),
                            ("change", "Perubahan"),
                            ("cancellation", "Pembatalan"),
                            ("information", "Pemberitahuan"),
                            ("event", "Hasil pelaksanaan"),
                            ("verification", "Hasil verifikasi"),
                        ],
                        max_length=14,
                        verbose_name="ragam",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="hal")),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("ordinary", "Biasa"),
                            ("limited", "Terbatas"),
                            ("secret", "Rahasia"),
                            ("top_secret", "Sangat rahasia"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="keamanan",
                    ),
                ),
                ("owner_kind", models.CharField(max_length=30, verbose_name="jenis pemilik")),
                ("owner_id", models.CharField(max_length=40, verbose_name="pemilik")),
                ("context", models.JSONField(default=dict, verbose_name="isi")),
                ("template_version", models.PositiveSmallIntegerField(default=1, verbose_name="versi templat")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Konsep"),
                            ("initialled", "Sudah diparaf"),
                            ("signing", "Sedang ditandatangani"),
                            ("signed", "Ditandatangani"),
                            ("sent", "Terkirim"),
                            ("void", "Batal"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor")),
                ("number_serial", models.PositiveIntegerField(blank=True, null=True, verbose_name="nomor urut")),
                ("number_reason", models.CharField(blank=True, max_length=200, verbose_name="alasan nomor sisip")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tahun")),
                ("date", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                ("signatory_prefix", models.CharField(blank=True, max_length=10, verbose_name="awalan")),
                ("signatory_title", models.CharField(blank=True, max_length=420, verbose_name="jabatan tercetak")),
                ("signatory_name", models.CharField(blank=True, max_length=200, verbose_name="nama tercetak")),
                ("signatory_rank", models.CharField(blank=True, max_length=80, verbose_name="pangkat tercetak")),
                ("signatory_nip", models.CharField(blank=True, max_length=18, verbose_name="NIP tercetak")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 isi")),
                (
                    "verify_token",
                    models.CharField(
                        default=vidcon_portal.documents.tokens.new_verify_token,
                        max_length=24,
                        unique=True,
                        verbose_name="kode verifikasi",
                    ),
                ),
                (
                    "provider",
                    models.CharField(blank=True, default="pin", max_length=20, verbose_name="cara tanda tangan"),
                ),
                ("provider_answer", models.JSONField(blank=True, default=dict, verbose_name="jawaban penyedia")),
                ("file_sha256", models.CharField(blank=True, db_index=True, max_length=64, verbose_name="SHA-256 PDF")),
                (
                    "render_state",
                    models.CharField(
                        choices=[("pending", "Menunggu dibuat"), ("ready", "Siap"), ("failed", "Gagal dibuat")],
                        default="pending",
                        max_length=8,
                        verbose_name="pembuatan PDF",
                    ),
                ),
                ("render_error", models.CharField(blank=True, max_length=300, verbose_name="galat pembuatan")),
                ("void_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan batal")),
                ("return_note", models.CharField(blank=True, max_length=500, verbose_name="catatan pengembalian")),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("signing_since", models.DateTimeField(blank=True, null=True, verbose_name="mulai ditandatangani")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditandatangani")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="dikirim")),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan")),
                (
                    "created_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signatory_position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.position",
                        verbose_name="jabatan",
                    ),
                ),
                (
                    "signatory_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="penanda tangan",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="documents.document",
                        verbose_name="menggantikan",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "naskah",
                "verbose_name_plural": "naskah",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="DocumentEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=420, verbose_name="jabatan")),
                ("changes", models.JSONField(default=list, verbose_name="perubahan")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="documents.document"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan konsep",
                "verbose_name_plural": "perubahan konsep",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOfficeSigning",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "provider",
                    models.CharField(
                        choices=[
                            ("pin", "PIN portal, bukan tanda tangan elektronik tersertifikasi"),
                            ("none", "Cetak, tanda tangani basah, unggah pindaiannya"),
                            ("upload", "Tanda tangani di aplikasi lain, unggah PDF-nya"),
                            ("local", "Sertifikat uji coba buatan portal (UJI COBA)"),
                            ("bsre_v1", "BSrE, Esign Client Service v1"),
                            ("bsre_v2", "BSrE, Esign Client Service v2"),
                        ],
                        default="pin",
                        max_length=10,
                        verbose_name="cara tanda tangan",
                    ),
                ),
                (
                    "base_url",
                    models.CharField(
                        blank=True,
                        help_text="Contoh http://10.0.0.5 untuk server di jaringan dinas.",
                        max_length=200,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="alamat server TTE",
                    ),
                ),
                ("username", models.CharField(blank=True, max_length=100, verbose_name="nama akun aplikasi")),
                (
                    "signer_key",
                    models.CharField(
                        choices=[("email", "Pos-el"), ("nik", "NIK")],
                        default="email",
                        help_text="NIK diketik tiap kali menandatangani dan tidak disimpan. v1 selalu memakai NIK.",
                        max_length=5,
                        verbose_name="penanda tangan dikenal dengan",
                    ),
                ),
                (
                    "timeout",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="batas tunggu (detik)",
                    ),
                ),
                (
                    "names",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text='Bila server dinas memakai nama kunci berbeda, contoh {"passphrase": "pass"}.',
                        verbose_name="nama kunci lain",
                    ),
                ),
                (
                    "ca_certificate",
                    models.TextField(
                        blank=True,
                        help_text="Untuk alamat https dengan sertifikat buatan sendiri. Kosong: CA umum.",
                        verbose_name="sertifikat CA server (PEM)",
                    ),
                ),
                (
                    "issuer_words",
                    models.CharField(
                        blank=True,
                        default="Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara",
                        max_length=200,
                        verbose_name="penerbit sertifikat pada kaki naskah",
                    ),
                ),
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
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical cara tanda tangan kantor",
                "verbose_name_plural": "historical cara tanda tangan kantor",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OfficeSigning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.CharField(
                        choices=[
                            ("pin", "PIN portal, bukan tanda tangan elektronik tersertifikasi"),
                            ("none", "Cetak, tanda tangani basah, unggah pindaiannya"),
                            ("upload", "Tanda tangani di aplikasi lain, unggah PDF-nya"),
                            ("local", "Sertifikat uji coba buatan portal (UJI COBA)"),
                            ("bsre_v1", "BSrE, Esign Client Service v1"),
                            ("bsre_v2", "BSrE, Esign Client Service v2"),
                        ],
                        default="pin",
                        max_length=10,
                        verbose_name="cara tanda tangan",
                    ),
                ),
                (
                    "base_url",
                    models.CharField(
                        blank=True,
                        help_text="Contoh http://10.0.0.5 untuk server di jaringan dinas.",
                        max_length=200,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="alamat server TTE",
                    ),
                ),
                ("username", models.CharField(blank=True, max_length=100, verbose_name="nama akun aplikasi")),
                ("password", vidcon_portal.sealing.SealedField(blank=True, verbose_name="sandi akun aplikasi")),
                (
                    "signer_key",
                    models.CharField(
                        choices=[("email", "Pos-el"), ("nik", "NIK")],
                        default="email",
                        help_text="NIK diketik tiap kali menandatangani dan tidak disimpan. v1 selalu memakai NIK.",
                        max_length=5,
                        verbose_name="penanda tangan dikenal dengan",
                    ),
                ),
                (
                    "timeout",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="batas tunggu (detik)",
                    ),
                ),
                (
                    "names",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text='Bila server dinas memakai nama kunci berbeda, contoh {"passphrase": "pass"}.',
                        verbose_name="nama kunci lain",
                    ),
                ),
                (
                    "ca_certificate",
                    models.TextField(
                        blank=True,
                        help_text="Untuk alamat https dengan sertifikat buatan sendiri. Kosong: CA umum.",
                        verbose_name="sertifikat CA server (PEM)",
                    ),
                ),
                (
                    "issuer_words",
                    models.CharField(
                        blank=True,
                        default="Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara",
                        max_length=200,
                        verbose_name="penerbit sertifikat pada kaki naskah",
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "cara tanda tangan kantor",
                "verbose_name_plural": "cara tanda tangan kantor",
                "ordering": ["office"],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("incoming", "Buku agenda surat masuk"),
                            ("outgoing", "Register surat keluar"),
                            ("memo", "Register nota dinas"),
                            ("report", "Register laporan"),
                            ("ticket", "Nomor tiket permohonan"),
                            ("complaint", "Nomor pengaduan"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                (
                    "pattern",
                    models.CharField(
                        help_text="Isian: {klasifikasi} {nomor} {nomor:03} {unit} {jenis} {bulan} {bulan_romawi} {tahun} {keamanan}. Tahun berikutnya memakai pola tahun ini.",
                        max_length=120,
                        verbose_name="pola nomor",
                    ),
                ),
                (
                    "classification",
                    models.CharField(blank=True, default="000.1.4", max_length=30, verbose_name="kode klasifikasi"),
                ),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="nomor terakhir")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "register",
                "verbose_name_plural": "register",
                "ordering": ["office", "-year", "kind", "unit"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "kind", "unit", "year"), name="register_once_per_year")
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="register",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="documents.register",
                verbose_name="register",
            ),
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=160, verbose_name="nama berkas")),
                ("content_type", models.CharField(max_length=60, verbose_name="jenis isi")),
                ("size", models.PositiveIntegerField(verbose_name="ukuran (bita)")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("purpose", models.CharField(blank=True, max_length=40, verbose_name="guna")),
                (
                    "content",
                    models.FileField(
                        max_length=120, upload_to=vidcon_portal.documents.models.file.private_path, verbose_name="isi"
                    ),
                ),
                ("owner_kind", models.CharField(blank=True, max_length=30, verbose_name="jenis pemilik")),
                ("owner_id", models.CharField(blank=True, max_length=40, verbose_name="pemilik")),
                ("created_at", models.DateTimeField(verbose_name="disimpan")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diunggah oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas",
                "verbose_name_plural": "berkas",
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["owner_kind", "owner_id"], name="file_owner")],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="documents.storedfile",
                verbose_name="PDF",
            ),
        ),
        migrations.CreateModel(
            name="DocumentInitial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=420, verbose_name="jabatan")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="dicabut")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="initials", to="documents.document"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.position",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "paraf",
                "verbose_name_plural": "paraf",
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("document", "position"),
                        name="initial_once_per_position",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["owner_kind", "owner_id"], name="document_owner"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["office", "status"], name="document_office_status"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("file__isnull", True), ("status__in", ["sent", "signed"])),
                fields=["signed_at"],
                name="document_to_render",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("register", "number_serial"), name="document_serial_once"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True), models.Q(("kind", "disposition_sheet"), _negated=True)
                ),
                fields=("office", "kind", "year", "number"),
                name="document_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "void"), _negated=True),
                fields=("supersedes",),
                name="document_one_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["sent", "signed"]), _negated=True),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                        models.Q(("signatory_name", ""), _negated=True),
                        ("date__isnull", False),
                        ("signed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_issued_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "void"), _negated=True),
                    models.Q(("void_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="document_void_has_reason",
            ),
        ),
    ]
