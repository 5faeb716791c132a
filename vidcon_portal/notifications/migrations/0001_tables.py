"""The tables of deliveries, preferences and texts of messages."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import vidcon_portal.notifications.models.gateway
import vidcon_portal.sealing


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_mail_carries_files"),
        ("notifications", "0003_gateway"),
        ("notifications", "0004_preference"),
        ("notifications", "0005_delivery_digest"),
        ("notifications", "0006_told"),
        ("notifications", "0007_message_text"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "pengingat yang sudah ditulis",
                "verbose_name_plural": "pengingat yang sudah ditulis",
            },
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="whatsapp_gateway",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "gerbang WhatsApp",
                "verbose_name_plural": "gerbang WhatsApp",
            },
        ),
        migrations.CreateModel(
            name="HistoricalMessageText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis pesan")),
                ("subject", models.CharField(max_length=150, verbose_name="judul")),
                ("body", models.TextField(max_length=2000, verbose_name="isi")),
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
                "verbose_name": "historical naskah pesan",
                "verbose_name_plural": "historical naskah pesan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_app", "Di portal"),
                            ("mail", "Pos-el"),
                            ("wa_link", "Teks WhatsApp siap kirim"),
                            ("whatsapp", "WhatsApp otomatis"),
                        ],
                        max_length=10,
                        verbose_name="saluran",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
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
                        verbose_name="hal",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=254, verbose_name="alamat")),
                ("subject", models.CharField(max_length=200, verbose_name="judul")),
                ("body", models.TextField(verbose_name="isi")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="alamat halaman")),
                ("attachments", models.JSONField(blank=True, default=list, editable=False, verbose_name="lampiran")),
                ("urgent", models.BooleanField(default=False, verbose_name="mendesak")),
                ("dedupe_key", models.CharField(max_length=250, unique=True, verbose_name="kunci")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu dikirim"),
                            ("sent", "Terkirim"),
                            ("failed", "Gagal"),
                            ("skipped", "Tidak dikirim"),
                            ("bundled", "Masuk ringkasan"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="percobaan")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="dicoba lagi")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="kesalahan terakhir")),
                ("receipt", models.CharField(blank=True, max_length=120, verbose_name="nomor dari penyedia")),
                ("digest_at", models.DateTimeField(blank=True, null=True, verbose_name="masuk ringkasan pada")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="terkirim")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="dibaca")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="penerima",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengiriman",
                "verbose_name_plural": "pengiriman",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "pending")), fields=["next_try_at"], name="delivery_due"),
                    models.Index(
                        condition=models.Q(("digest_at__isnull", False), ("state", "pending")),
                        fields=["digest_at"],
                        name="delivery_digest",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "in_app")),
                        fields=["recipient", "-created_at", "-id"],
                        name="delivery_inbox",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "in_app"), ("read_at__isnull", True)),
                        fields=["recipient"],
                        name="delivery_unread",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "in_app"), _negated=True),
                        fields=["office", "-created_at", "-id"],
                        name="delivery_outbox",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="delivery_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            models.Q(("url__startswith", "/"), models.Q(("url__startswith", "//"), _negated=True)),
                            _connector="OR",
                        ),
                        name="delivery_url_is_local",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis pesan")),
                ("subject", models.CharField(max_length=150, verbose_name="judul")),
                ("body", models.TextField(max_length=2000, verbose_name="isi")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_texts",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "naskah pesan",
                "verbose_name_plural": "naskah pesan",
                "constraints": [models.UniqueConstraint(fields=("office", "kind"), name="message_text_once_per_kind")],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pilihan pemberitahuan",
                "verbose_name_plural": "pilihan pemberitahuan",
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
            },
        ),
    ]
