from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0003_meeting_platforms")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="meeting",
            name="door",
            field=models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="last_error",
            field=models.CharField(blank=True, max_length=300, verbose_name="kesalahan terakhir"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="next_try_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="meeting",
            name="told_ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="told_starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("state__in", ["wanted", "changed", "ending"])),
                fields=["next_try_at"],
                name="meeting_to_do",
            ),
        ),
    ]
