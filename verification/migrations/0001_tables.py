"""The tables of checks, coordination, meetings, preparation and trials."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import verification.models.platform
import vidcon_portal.sealing


class Migration(migrations.Migration):
    replaces = [
        ("verification", "0001_initial"),
        ("verification", "0002_check_once_per_side"),
        ("verification", "0003_meeting_platforms"),
        ("verification", "0004_meeting_at_provider"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("bookings", "0001_tables"),
        ("documents", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coordination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "counterpart",
                    models.CharField(
                        choices=[("applicant", "Pemohon"), ("network_team", "Tim jaringan")], max_length=14
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="yang dihubungi")),
                ("agreed", models.TextField(verbose_name="hasil koordinasi")),
                (
                    "trial_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="waktu uji coba yang disepakati"),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coordinations", to="bookings.booking"
                    ),
                ),
                (
                    "step_run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coordination", to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "verbose_name": "koordinasi",
                "verbose_name_plural": "koordinasi",
            },
        ),
        migrations.CreateModel(
            name="MeetingPlatform",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="nama")),
                (
                    "provider",
                    models.CharField(
                        choices=[("zoom", "Zoom"), ("bbb", "BigBlueButton"), ("jitsi", "Jitsi Meet")],
                        max_length=8,
                        verbose_name="penyedia",
                    ),
                ),
                (
                    "base_url",
                    models.CharField(
                        blank=True,
                        help_text="Zoom: kosongkan.",
                        max_length=200,
                        validators=[verification.models.platform.validate_server],
                        verbose_name="alamat server",
                    ),
                ),
                ("account_id", models.CharField(blank=True, max_length=100, verbose_name="ID akun (Zoom)")),
                (
                    "client_id",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="ID klien (Zoom) atau ID aplikasi (Jitsi)"
                    ),
                ),
                ("secret", vidcon_portal.sealing.SealedField(blank=True, verbose_name="rahasia")),
                ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_platforms",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "penyedia rapat",
                "verbose_name_plural": "penyedia rapat",
            },
        ),
        migrations.CreateModel(
            name="MeetingAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "host",
                    models.CharField(blank=True, max_length=254, verbose_name="pengguna di penyedia (Zoom: pos-el)"),
                ),
                ("calls_on", models.DateField(blank=True, editable=False, null=True)),
                ("calls", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_account",
                        to="bookings.resource",
                        verbose_name="akun rapat",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="verification.meetingplatform",
                        verbose_name="penyedia rapat",
                    ),
                ),
            ],
            options={
                "verbose_name": "akun rapat di penyedia",
                "verbose_name_plural": "akun rapat di penyedia",
            },
        ),
        migrations.CreateModel(
            name="PreparationItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=24)),
                ("name", models.CharField(max_length=200, verbose_name="barang atau pekerjaan")),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Siap"), ("missing", "Belum ada"), ("applicant", "Dilengkapi pemohon")],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preparation", to="bookings.booking"
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparation_items",
                        to="bookings.steprun",
                    ),
                ),
            ],
            options={
                "verbose_name": "butir persiapan",
                "verbose_name_plural": "butir persiapan",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("criterion", models.SlugField(max_length=40)),
                ("text", models.TextField()),
                ("side", models.CharField(choices=[("applicant", "Pemohon"), ("office", "Diskominfo")], max_length=10)),
                (
                    "answer",
                    models.CharField(choices=[("yes", "Ya"), ("partly", "Sebagian"), ("no", "Tidak")], max_length=8),
                ),
                ("note", models.TextField(blank=True, verbose_name="keterangan")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="bookings.booking"
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
                    "step_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="bookings.steprun"
                    ),
                ),
            ],
            options={
                "verbose_name": "hasil pemeriksaan",
                "verbose_name_plural": "hasil pemeriksaan",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step_run", "criterion", "side"), name="check_once_per_visit_and_side"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(max_length=60, verbose_name="aplikasi")),
                ("meeting_id", models.CharField(blank=True, max_length=80, verbose_name="ID rapat")),
                ("passcode", models.CharField(blank=True, max_length=80, verbose_name="kata sandi")),
                ("join_url", models.URLField(blank=True, max_length=500, verbose_name="tautan")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
                ("provided_at", models.DateTimeField()),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("manual", "Diisi petugas"),
                            ("wanted", "Sedang dibuat di penyedia"),
                            ("made", "Dibuat otomatis"),
                            ("changed", "Perubahan sedang dikirim ke penyedia"),
                            ("ending", "Sedang dihapus di penyedia"),
                            ("failed", "Belum berhasil di penyedia"),
                            ("drifted", "Berbeda di penyedia"),
                            ("removed", "Dihapus di penyedia"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("told_starts_at", models.DateTimeField(blank=True, null=True)),
                ("told_ends_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="kesalahan terakhir")),
                ("door", models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.resource",
                    ),
                ),
                (
                    "provided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meeting", to="bookings.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "ruang rapat daring",
                "verbose_name_plural": "ruang rapat daring",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["wanted", "changed", "ending"])),
                        fields=["next_try_at"],
                        name="meeting_to_do",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="mulai")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="selesai")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum diputuskan"),
                            ("pass", "Siap"),
                            ("pass_with_notes", "Siap dengan catatan"),
                            ("fail", "Belum siap"),
                        ],
                        max_length=16,
                        verbose_name="hasil",
                    ),
                ),
                ("picture", models.CharField(blank=True, max_length=8, verbose_name="gambar")),
                ("sound", models.CharField(blank=True, max_length=8, verbose_name="suara")),
                ("network", models.CharField(blank=True, max_length=8, verbose_name="jaringan")),
                ("findings", models.TextField(blank=True, verbose_name="temuan")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trials", to="bookings.booking"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sessions", models.ManyToManyField(related_name="trials", to="bookings.session")),
                (
                    "step_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trials",
                        to="bookings.steprun",
                    ),
                ),
            ],
            options={
                "verbose_name": "uji coba",
                "verbose_name_plural": "uji coba",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "")),
                        fields=("booking", "number"),
                        name="trial_one_pending_per_number",
                    )
                ],
            },
        ),
    ]
