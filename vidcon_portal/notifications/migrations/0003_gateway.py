import django.db.models.deletion
from django.db import migrations, models

import vidcon_portal.notifications.models.gateway
import vidcon_portal.sealing


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_tokens"), ("notifications", "0002_mail_carries_files")]

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="whatsapp_gateway",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        choices=[
                            ("fonnte", "Fonnte"),
                            ("wablas", "Wablas"),
                            ("cloud_api", "WhatsApp Cloud API"),
                            ("demo", "Peraga (tidak mengirim)"),
                        ],
                        max_length=10,
                        verbose_name="penyedia",
                    ),
                ),
                (
                    "base_url",
                    models.CharField(
                        blank=True,
                        help_text="Kosong berarti alamat umum penyedia. Wablas: alamat server Anda, contoh https://kudus.wablas.com.",
                        max_length=200,
                        validators=[vidcon_portal.notifications.models.gateway.validate_secure_url],
                        verbose_name="alamat layanan",
                    ),
                ),
                ("token", vidcon_portal.sealing.SealedField(blank=True, verbose_name="token")),
                ("sender", models.CharField(blank=True, max_length=40, verbose_name="ID nomor pengirim (Cloud API)")),
                (
                    "template",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="nama templat yang disetujui (Cloud API)"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
            ],
            options={
                "verbose_name": "gerbang WhatsApp",
                "verbose_name_plural": "gerbang WhatsApp",
            },
        ),
    ]
