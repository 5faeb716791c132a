import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("notifications", "0003_gateway")]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[("at_once", "Segera"), ("digest", "Ringkasan harian"), ("never", "Tidak")],
                        default="at_once",
                        max_length=8,
                        verbose_name="pos-el",
                    ),
                ),
                (
                    "whatsapp",
                    models.CharField(
                        choices=[("at_once", "Segera"), ("never", "Tidak")],
                        default="at_once",
                        max_length=8,
                        verbose_name="WhatsApp",
                    ),
                ),
                (
                    "muted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("turn", "Giliran Anda"),
                                ("returned", "Perlu dilengkapi"),
                                ("offered", "Pilihan jadwal"),
                                ("decided", "Keputusan"),
                                ("cancelled", "Dibatalkan"),
                                ("displaced", "Jadwal digeser"),
                                ("lapsed", "Berakhir tanpa keputusan"),
                                ("reminder", "Pengingat"),
                                ("overdue", "Lewat waktu"),
                                ("meeting", "Ruang rapat"),
                                ("message", "Pesan"),
                                ("information", "Informasi"),
                                ("digest", "Ringkasan"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(blank=True, default=datetime.time(20, 0), null=True, verbose_name="tenang mulai"),
                ),
                (
                    "quiet_until",
                    models.TimeField(blank=True, default=datetime.time(7, 0), null=True, verbose_name="tenang sampai"),
                ),
                ("digest_at", models.TimeField(default=datetime.time(7, 0), verbose_name="jam ringkasan")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="preference_quiet_has_both_ends",
                    )
                ],
                "verbose_name": "pilihan pemberitahuan",
                "verbose_name_plural": "pilihan pemberitahuan",
            },
        ),
    ]
