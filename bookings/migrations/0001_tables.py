"""The tables of requests, their steps and what they occupy."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import vidcon_portal.accounts.models.appointment


class Migration(migrations.Migration):
    replaces = [
        ("bookings", "0001_initial"),
        ("bookings", "0002_links"),
        ("bookings", "0004_keep_what_a_draft_holds"),
        ("bookings", "0005_overdue_is_told_once"),
        ("bookings", "0006_calendars_behind_secrets"),
        ("bookings", "0007_imported_rows"),
        ("bookings", "0008_links_stay_out_of_history"),
        ("bookings", "0009_calendars_are_told"),
        ("bookings", "0010_the_clock_of_the_whole_service"),
        ("bookings", "0011_resources_in_detail"),
        ("bookings", "0012_the_urgent_are_told_once"),
        ("bookings", "0013_find_by_submission"),
        ("bookings", "0014_newest_requests_first"),
        ("bookings", "0015_sessions_of_the_moment"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("documents", "0001_tables"),
        ("procedures", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ticket",
                    models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="nomor tiket"),
                ),
                ("tracking_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("host", "Rapat daring diselenggarakan"),
                            ("join", "Bergabung ke rapat pihak lain"),
                            ("account", "Akun rapat saja"),
                            ("operator", "Operator saja"),
                            ("room", "Ruang saja"),
                            ("equipment", "Peralatan"),
                            ("streaming", "Siaran langsung"),
                        ],
                        default="host",
                        max_length=12,
                        verbose_name="ragam layanan",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="nama kegiatan")),
                ("description", models.TextField(blank=True, verbose_name="uraian")),
                ("leader_name", models.CharField(blank=True, max_length=200, verbose_name="pimpinan rapat")),
                (
                    "leader_rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="urutan pimpinan"),
                ),
                ("leader_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("ordinary", "Biasa"), ("limited", "Terbatas"), ("secret", "Rahasia")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="kerahasiaan",
                    ),
                ),
                ("participants_onsite", models.PositiveIntegerField(default=0, verbose_name="peserta di tempat")),
                ("participants_online", models.PositiveIntegerField(default=0, verbose_name="peserta daring")),
                ("application", models.CharField(blank=True, max_length=80, verbose_name="aplikasi")),
                (
                    "meeting_link",
                    models.CharField(blank=True, max_length=500, verbose_name="tautan rapat penyelenggara"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="tempat")),
                ("layout", models.CharField(blank=True, max_length=200, verbose_name="tata letak ruang")),
                ("connection_test_at", models.DateTimeField(blank=True, null=True, verbose_name="waktu uji koneksi")),
                ("equipment_note", models.TextField(blank=True, verbose_name="perlengkapan yang diminta")),
                ("own_equipment", models.TextField(blank=True, verbose_name="perlengkapan milik pemohon")),
                ("needs", models.JSONField(blank=True, default=list, verbose_name="kebutuhan")),
                ("contact_name", models.CharField(blank=True, max_length=200, verbose_name="narahubung")),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=16, verbose_name="nomor WhatsApp narahubung"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("open", "Sedang diproses"),
                            ("returned", "Perlu dilengkapi"),
                            ("offered", "Menunggu jawaban alternatif"),
                            ("completed", "Selesai"),
                            ("refused", "Tidak dapat difasilitasi"),
                            ("cancelled", "Dibatalkan"),
                            ("lapsed", "Gugur"),
                            ("not_held", "Tidak terlaksana"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum diputuskan"),
                            ("served", "Dapat difasilitasi"),
                            ("partly", "Dapat difasilitasi sebagian"),
                            ("refused", "Tidak dapat difasilitasi"),
                            ("full", "Jadwal penuh"),
                        ],
                        max_length=8,
                        verbose_name="keputusan",
                    ),
                ),
                ("decision_note", models.TextField(blank=True, verbose_name="alasan keputusan")),
                (
                    "hold",
                    models.CharField(
                        choices=[
                            ("none", "Tidak memerlukan jadwal"),
                            ("held", "Jadwal ditahan"),
                            ("partial", "Sebagian ditahan"),
                            ("waiting", "Daftar tunggu"),
                            ("confirmed", "Terkonfirmasi"),
                            ("released", "Dilepas"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="jadwal",
                    ),
                ),
                ("draft_data", models.JSONField(blank=True, default=dict, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="diajukan")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="diterima")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
                ("first_session_start", models.DateTimeField(blank=True, editable=False, null=True)),
                ("last_session_end", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="accounts.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pemohon",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leader_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.appointment",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="accounts.office"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="procedures.service",
                        verbose_name="layanan",
                    ),
                ),
            ],
            options={
                "verbose_name": "permohonan",
                "verbose_name_plural": "permohonan",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["office", "status", "first_session_start"], name="booking_by_office"),
                    models.Index(fields=["office", "submitted_at"], name="booking_by_submission"),
                    models.Index(fields=["agency", "-created_at"], name="booking_by_agency"),
                    models.Index(fields=["applicant", "-created_at"], name="booking_by_applicant"),
                    models.Index(fields=["-created_at", "-id"], name="booking_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(
                                ("procedure__isnull", False), ("submitted_at__isnull", False), ("ticket__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="booking_pinned_when_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_session_start__isnull", True),
                            ("last_session_end__gt", models.F("first_session_start")),
                            _connector="OR",
                        ),
                        name="booking_sessions_end_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("letter", "Surat"),
                            ("evidence", "Bukti"),
                            ("photo", "Foto"),
                            ("attachment", "Lampiran"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_internal", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="bookings.booking"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("booking", "file"), name="booking_file_once")],
            },
        ),
        migrations.CreateModel(
            name="Disposition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_title", models.CharField(max_length=420)),
                (
                    "instructions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("ordinary", "Biasa"),
                            ("important", "Penting"),
                            ("prompt", "Segera"),
                            ("urgent", "Sangat segera"),
                            ("secret", "Rahasia"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="sifat",
                    ),
                ),
                ("deadline_on", models.DateField(blank=True, null=True, verbose_name="batas waktu")),
                ("given_at", models.DateTimeField(verbose_name="diberikan")),
                ("recalled_at", models.DateTimeField(blank=True, null=True, verbose_name="ditarik")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispositions", to="bookings.booking"
                    ),
                ),
                (
                    "from_position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.position"
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="bookings.disposition",
                    ),
                ),
            ],
            options={
                "verbose_name": "disposisi",
                "verbose_name_plural": "disposisi",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DispositionRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_responsible", models.BooleanField(default=False)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "disposition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="bookings.disposition",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.position"
                    ),
                ),
                (
                    "read_by",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["position"], name="disposition_unread"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_responsible", True)),
                        fields=("disposition",),
                        name="disposition_one_responsible",
                    ),
                    models.UniqueConstraint(fields=("disposition", "position"), name="disposition_recipient_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("late", "Diajukan kurang dari tenggat"),
                            ("outside_hours", "Di luar jam layanan"),
                            ("missed_deadline", "Pemohon melewati batas jawaban"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sentence", models.TextField()),
                ("opened_at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum diputuskan"),
                            ("granted", "Dispensasi diberikan"),
                            ("new_date", "Diminta tanggal lain"),
                            ("rejected", "Ditolak"),
                            ("withdrawn", "Tidak berlaku lagi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="bookings.booking"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.appointment",
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan aturan",
                "verbose_name_plural": "catatan aturan",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("result", "")), fields=("booking", "kind"), name="flag_open_once_per_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBooking",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "ticket",
                    models.CharField(blank=True, db_index=True, max_length=40, null=True, verbose_name="nomor tiket"),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("host", "Rapat daring diselenggarakan"),
                            ("join", "Bergabung ke rapat pihak lain"),
                            ("account", "Akun rapat saja"),
                            ("operator", "Operator saja"),
                            ("room", "Ruang saja"),
                            ("equipment", "Peralatan"),
                            ("streaming", "Siaran langsung"),
                        ],
                        default="host",
                        max_length=12,
                        verbose_name="ragam layanan",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="nama kegiatan")),
                ("description", models.TextField(blank=True, verbose_name="uraian")),
                ("leader_name", models.CharField(blank=True, max_length=200, verbose_name="pimpinan rapat")),
                (
                    "leader_rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="urutan pimpinan"),
                ),
                ("leader_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("ordinary", "Biasa"), ("limited", "Terbatas"), ("secret", "Rahasia")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="kerahasiaan",
                    ),
                ),
                ("participants_onsite", models.PositiveIntegerField(default=0, verbose_name="peserta di tempat")),
                ("participants_online", models.PositiveIntegerField(default=0, verbose_name="peserta daring")),
                ("application", models.CharField(blank=True, max_length=80, verbose_name="aplikasi")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="tempat")),
                ("layout", models.CharField(blank=True, max_length=200, verbose_name="tata letak ruang")),
                ("connection_test_at", models.DateTimeField(blank=True, null=True, verbose_name="waktu uji koneksi")),
                ("equipment_note", models.TextField(blank=True, verbose_name="perlengkapan yang diminta")),
                ("own_equipment", models.TextField(blank=True, verbose_name="perlengkapan milik pemohon")),
                ("needs", models.JSONField(blank=True, default=list, verbose_name="kebutuhan")),
                ("contact_name", models.CharField(blank=True, max_length=200, verbose_name="narahubung")),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=16, verbose_name="nomor WhatsApp narahubung"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draf"),
                            ("open", "Sedang diproses"),
                            ("returned", "Perlu dilengkapi"),
                            ("offered", "Menunggu jawaban alternatif"),
                            ("completed", "Selesai"),
                            ("refused", "Tidak dapat difasilitasi"),
                            ("cancelled", "Dibatalkan"),
                            ("lapsed", "Gugur"),
                            ("not_held", "Tidak terlaksana"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum diputuskan"),
                            ("served", "Dapat difasilitasi"),
                            ("partly", "Dapat difasilitasi sebagian"),
                            ("refused", "Tidak dapat difasilitasi"),
                            ("full", "Jadwal penuh"),
                        ],
                        max_length=8,
                        verbose_name="keputusan",
                    ),
                ),
                ("decision_note", models.TextField(blank=True, verbose_name="alasan keputusan")),
                (
                    "hold",
                    models.CharField(
                        choices=[
                            ("none", "Tidak memerlukan jadwal"),
                            ("held", "Jadwal ditahan"),
                            ("partial", "Sebagian ditahan"),
                            ("waiting", "Daftar tunggu"),
                            ("confirmed", "Terkonfirmasi"),
                            ("released", "Dilepas"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="jadwal",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="diajukan")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="diterima")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
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
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pemohon",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "leader_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.appointment",
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
                (
                    "procedure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="procedures.service",
                        verbose_name="layanan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical permohonan",
                "verbose_name_plural": "historical permohonan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIncomingLetter",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("agenda_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tahun agenda")),
                ("agenda_number", models.PositiveIntegerField(blank=True, null=True, verbose_name="nomor agenda")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor surat")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="tanggal surat")),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("subject", models.CharField(max_length=300, verbose_name="hal")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("ordinary", "Biasa"),
                            ("important", "Penting"),
                            ("prompt", "Segera"),
                            ("urgent", "Sangat segera"),
                            ("secret", "Rahasia"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="sifat",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("srikandi", "Srikandi"),
                            ("desk", "Diantar langsung"),
                            ("email", "Pos-el"),
                            ("whatsapp", "WhatsApp"),
                            ("oral", "Lisan, surat menyusul"),
                        ],
                        default="portal",
                        max_length=10,
                        verbose_name="jalur",
                    ),
                ),
                ("srikandi_number", models.CharField(blank=True, max_length=120, verbose_name="nomor Srikandi")),
                ("is_owed", models.BooleanField(default=False, verbose_name="surat menyusul")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.storedfile",
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
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical surat masuk",
                "verbose_name_plural": "historical surat masuk",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("source", models.CharField(max_length=160, verbose_name="berkas")),
                ("sheet", models.CharField(blank=True, max_length=80, verbose_name="lembar")),
                ("row_number", models.PositiveIntegerField(verbose_name="baris")),
                ("imported_at", models.DateTimeField(verbose_name="diimpor")),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imported_row", to="bookings.booking"
                    ),
                ),
                (
                    "imported_by",
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
                        related_name="+",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris impor",
                "verbose_name_plural": "baris impor",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("office", "fingerprint"), name="imported_row_once")],
            },
        ),
        migrations.CreateModel(
            name="IncomingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agenda_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tahun agenda")),
                ("agenda_number", models.PositiveIntegerField(blank=True, null=True, verbose_name="nomor agenda")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor surat")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="tanggal surat")),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("subject", models.CharField(max_length=300, verbose_name="hal")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("ordinary", "Biasa"),
                            ("important", "Penting"),
                            ("prompt", "Segera"),
                            ("urgent", "Sangat segera"),
                            ("secret", "Rahasia"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="sifat",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("srikandi", "Srikandi"),
                            ("desk", "Diantar langsung"),
                            ("email", "Pos-el"),
                            ("whatsapp", "WhatsApp"),
                            ("oral", "Lisan, surat menyusul"),
                        ],
                        default="portal",
                        max_length=10,
                        verbose_name="jalur",
                    ),
                ),
                ("srikandi_number", models.CharField(blank=True, max_length=120, verbose_name="nomor Srikandi")),
                ("is_owed", models.BooleanField(default=False, verbose_name="surat menyusul")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_letters",
                        to="accounts.office",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters_sent", to="accounts.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "surat masuk",
                "verbose_name_plural": "surat masuk",
                "ordering": ["-agenda_year", "-agenda_number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "agenda_year", "agenda_number"), name="letter_agenda_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_owed", True),
                            models.Q(("dated_on__isnull", False), models.Q(("number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_has_number_unless_owed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("main", "Surat pokok"),
                            ("correction", "Ralat"),
                            ("change", "Perubahan"),
                            ("cancellation", "Pembatalan"),
                        ],
                        default="main",
                        max_length=14,
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letter_links", to="bookings.booking"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_links",
                        to="bookings.incomingletter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "letter"), name="letter_once_per_booking"),
                    models.UniqueConstraint(
                        condition=models.Q(("relation", "main")),
                        fields=("booking",),
                        name="letter_one_main_per_booking",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author_title", models.CharField(blank=True, max_length=420)),
                ("from_office", models.BooleanField(default=False)),
                ("is_internal", models.BooleanField(default=False, verbose_name="catatan internal")),
                ("body", models.TextField(verbose_name="pesan")),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="bookings.booking"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "pesan",
                "verbose_name_plural": "pesan",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_internal", False), ("from_office", True), _connector="OR"),
                        name="message_internal_only_from_office",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="message_reads", to="bookings.booking"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("booking", "user"), name="message_read_once_per_user")],
            },
        ),
        migrations.CreateModel(
            name="OverallRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visit", models.PositiveSmallIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("running_since", models.DateTimeField(blank=True, null=True)),
                ("left", models.JSONField(blank=True, null=True)),
                ("stretches", models.JSONField(blank=True, default=list)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reached", models.BooleanField(default=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="overall_runs", to="bookings.booking"
                    ),
                ),
            ],
            options={
                "verbose_name": "waktu seluruh pelayanan",
                "verbose_name_plural": "waktu seluruh pelayanan",
                "ordering": ["started_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "visit"), name="overall_run_visit_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("booking",),
                        name="overall_run_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("room", "Ruang"),
                            ("equipment", "Perangkat"),
                            ("account", "Akun rapat"),
                            ("person", "Petugas"),
                            ("kit", "Set perangkat"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="Contoh: webcam, proyektor.", max_length=60, verbose_name="kelompok"
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="kapasitas")),
                ("lanes", models.PositiveSmallIntegerField(default=1, verbose_name="pemakaian serentak")),
                (
                    "layouts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: huruf U, kelas, teater.",
                        size=None,
                        verbose_name="tata letak",
                    ),
                ),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: proyektor, kamera PTZ, akses kursi roda.",
                        size=None,
                        verbose_name="fasilitas",
                    ),
                ),
                ("asset_number", models.CharField(blank=True, max_length=60, verbose_name="nomor aset")),
                (
                    "condition",
                    models.CharField(
                        choices=[("good", "Baik"), ("worn", "Rusak ringan"), ("broken", "Rusak berat")],
                        default="good",
                        help_text="Yang rusak berat tidak dijadwalkan.",
                        max_length=6,
                        verbose_name="kondisi",
                    ),
                ),
                (
                    "plan",
                    models.CharField(
                        blank=True,
                        help_text="Paket langganan. Contoh: Zoom Business.",
                        max_length=60,
                        verbose_name="paket",
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: streaming, audio.",
                        size=None,
                        verbose_name="keahlian",
                    ),
                ),
                ("working_hours", models.JSONField(blank=True, default=dict, verbose_name="jam kerja")),
                ("note", models.TextField(blank=True, verbose_name="keterangan")),
                ("is_active", models.BooleanField(default=True, verbose_name="dapat dipakai")),
                (
                    "kit",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "kit"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="bookings.resource",
                        verbose_name="bagian dari set",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                        verbose_name="foto",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="Akun portal orangnya, agar tugasnya tampak di “Tugas saya”.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
            ],
            options={
                "verbose_name": "sumber daya",
                "verbose_name_plural": "sumber daya",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "code"), name="resource_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("lanes__gte", 1), ("lanes__lte", 10)), name="resource_lanes_1_to_10"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kit__isnull", True), ("kind", "equipment"), _connector="OR"),
                        name="resource_only_equipment_in_kits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalResource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("room", "Ruang"),
                            ("equipment", "Perangkat"),
                            ("account", "Akun rapat"),
                            ("person", "Petugas"),
                            ("kit", "Set perangkat"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="Contoh: webcam, proyektor.", max_length=60, verbose_name="kelompok"
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="kapasitas")),
                ("lanes", models.PositiveSmallIntegerField(default=1, verbose_name="pemakaian serentak")),
                (
                    "layouts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: huruf U, kelas, teater.",
                        size=None,
                        verbose_name="tata letak",
                    ),
                ),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: proyektor, kamera PTZ, akses kursi roda.",
                        size=None,
                        verbose_name="fasilitas",
                    ),
                ),
                ("asset_number", models.CharField(blank=True, max_length=60, verbose_name="nomor aset")),
                (
                    "condition",
                    models.CharField(
                        choices=[("good", "Baik"), ("worn", "Rusak ringan"), ("broken", "Rusak berat")],
                        default="good",
                        help_text="Yang rusak berat tidak dijadwalkan.",
                        max_length=6,
                        verbose_name="kondisi",
                    ),
                ),
                (
                    "plan",
                    models.CharField(
                        blank=True,
                        help_text="Paket langganan. Contoh: Zoom Business.",
                        max_length=60,
                        verbose_name="paket",
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        help_text="Dipisah koma. Contoh: streaming, audio.",
                        size=None,
                        verbose_name="keahlian",
                    ),
                ),
                ("working_hours", models.JSONField(blank=True, default=dict, verbose_name="jam kerja")),
                ("note", models.TextField(blank=True, verbose_name="keterangan")),
                ("is_active", models.BooleanField(default=True, verbose_name="dapat dipakai")),
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
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.storedfile",
                        verbose_name="foto",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Akun portal orangnya, agar tugasnya tampak di “Tugas saya”.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"kind": "kit"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.resource",
                        verbose_name="bagian dari set",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sumber daya",
                "verbose_name_plural": "historical sumber daya",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CalendarSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("user", "Kalender saya"),
                            ("office", "Kalender kantor"),
                            ("room", "Kalender ruang"),
                            ("display", "Layar ruang"),
                        ],
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="dicabut")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengguna",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.resource",
                        verbose_name="ruang",
                    ),
                ),
            ],
            options={
                "verbose_name": "tautan kalender",
                "verbose_name_plural": "tautan kalender",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "user"), ("resource__isnull", True), ("user__isnull", False)),
                            models.Q(("kind", "office"), ("resource__isnull", True), ("user__isnull", True)),
                            models.Q(
                                ("kind__in", ("room", "display")), ("resource__isnull", False), ("user__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="calendarsecret_names_its_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("kind", "office", "user", "resource"),
                        name="calendarsecret_one_in_force",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RowRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visit", models.PositiveSmallIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("running_since", models.DateTimeField(blank=True, null=True)),
                ("left", models.JSONField(blank=True, null=True)),
                ("stretches", models.JSONField(blank=True, default=list)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("office_addition", models.BooleanField(default=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="row_runs", to="bookings.booking"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.row"
                    ),
                ),
            ],
            options={
                "verbose_name": "waktu baris SOP",
                "verbose_name_plural": "waktu baris SOP",
                "ordering": ["started_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "row", "visit"), name="row_run_visit_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("booking",), name="row_run_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="mulai")),
                ("ends_at", models.DateTimeField(verbose_name="selesai")),
                ("open_ended", models.BooleanField(default=False, verbose_name="s.d. selesai")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="tempat")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Terjadwal"),
                            ("running", "Berlangsung"),
                            ("finished", "Terlaksana"),
                            ("not_held", "Tidak terlaksana"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("told", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="bookings.booking"
                    ),
                ),
            ],
            options={
                "verbose_name": "sesi",
                "verbose_name_plural": "sesi",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["starts_at"], name="session_by_start"),
                    models.Index(condition=models.Q(("status", "running")), fields=["booking"], name="session_running"),
                    django.contrib.postgres.indexes.GistIndex(
                        models.Func("starts_at", "ends_at", function="tstzrange"), name="session_by_time"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_ends_after_start"
                    ),
                    models.UniqueConstraint(fields=("booking", "number"), name="session_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lane", models.PositiveSmallIntegerField(default=1)),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="waktu")),
                ("need", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("event", "Kegiatan"),
                            ("setup", "Persiapan dan beres-beres"),
                            ("trial", "Uji coba"),
                            ("travel", "Perjalanan"),
                            ("maintenance", "Perawatan"),
                            ("leave", "Cuti"),
                            ("option", "Pilihan yang ditawarkan"),
                        ],
                        max_length=12,
                        verbose_name="keperluan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Ditahan"), ("confirmed", "Terkonfirmasi"), ("released", "Dilepas")],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="bookings.booking",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="bookings.resource"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="bookings.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemakaian",
                "verbose_name_plural": "pemakaian",
                "indexes": [models.Index(fields=["booking", "state"], name="allocation_by_booking")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ["held", "confirmed"])),
                        expressions=[
                            (vidcon_portal.accounts.models.appointment.Int8Point("resource_id"), "&&"),
                            (vidcon_portal.accounts.models.appointment.Int8Point("lane"), "&&"),
                            ("during", "&&"),
                        ],
                        name="allocation_never_overlaps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("during__isempty", False)), name="allocation_range_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    ),
                ),
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
                    ),
                ),
                ("resume_to_recheck", models.BooleanField(default=False)),
                ("deadline_at", models.DateTimeField(blank=True, null=True)),
                ("urgent_told_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=20)),
                ("interrupted", models.BooleanField(default=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="step_runs", to="bookings.booking"
                    ),
                ),
                (
                    "overall_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.overallrun",
                    ),
                ),
                (
                    "resumes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.steprun",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.row"
                    ),
                ),
                (
                    "row_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="bookings.rowrun",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="procedures.step",
                    ),
                ),
            ],
            options={
                "verbose_name": "langkah berjalan",
                "verbose_name_plural": "langkah berjalan",
                "ordering": ["opened_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["opened_at"], name="step_run_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("booking",), name="step_run_one_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StepAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="accounts.agency",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="accounts.position",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "verbose_name": "penugasan langkah",
                "verbose_name_plural": "penugasan langkah",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("sessions", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("is_held", models.BooleanField(default=False)),
                ("chosen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "step_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offered", to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("step_run", "number"), name="option_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=24)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("row_number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("step_code", models.CharField(blank=True, max_length=60)),
                ("data", models.JSONField(default=dict)),
                ("actor_name", models.CharField(max_length=200)),
                ("actor_title", models.CharField(blank=True, max_length=420)),
                ("occurred_at", models.DateTimeField(verbose_name="terjadi")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat")),
                ("recorded_by_name", models.CharField(blank=True, max_length=200)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="bookings.booking"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.position",
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
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="bookings.steprun",
                    ),
                ),
            ],
            options={
                "verbose_name": "riwayat",
                "verbose_name_plural": "riwayat",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("booking", "number"), name="event_number_once")],
            },
        ),
        migrations.AddField(
            model_name="disposition",
            name="step_run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dispositions", to="bookings.steprun"
            ),
        ),
        migrations.CreateModel(
            name="BookingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="bookings.booking"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_paper",
                        to="documents.document",
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="bookings.steprun",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=200)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="timers", to="bookings.booking"
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "verbose_name": "pengatur waktu",
                "verbose_name_plural": "pengatur waktu",
                "ordering": ["at"],
                "indexes": [
                    models.Index(condition=models.Q(("done_at__isnull", True)), fields=["at"], name="timer_pending")
                ],
            },
        ),
    ]
