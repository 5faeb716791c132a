import django.db.models.deletion
from django.db import migrations, models

import verification.models.platform
import vidcon_portal.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_offices_travel_and_limit_holds"),
        ("bookings", "0011_resources_in_detail"),
        ("verification", "0002_check_once_per_side"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingPlatform",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_platforms",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
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
                (
                    "host",
                    models.CharField(blank=True, max_length=254, verbose_name="pengguna di penyedia (Zoom: pos-el)"),
                ),
                ("calls_on", models.DateField(blank=True, editable=False, null=True)),
                ("calls", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "akun rapat di penyedia",
                "verbose_name_plural": "akun rapat di penyedia",
            },
        ),
    ]
