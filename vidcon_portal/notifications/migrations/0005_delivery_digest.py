from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_preference")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="digest_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="masuk ringkasan pada"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="receipt",
            field=models.CharField(blank=True, max_length=120, verbose_name="nomor dari penyedia"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="urgent",
            field=models.BooleanField(default=False, verbose_name="mendesak"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="delivery",
            name="topic",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("digest_at__isnull", False), ("state", "pending")),
                fields=["digest_at"],
                name="delivery_digest",
            ),
        ),
    ]
