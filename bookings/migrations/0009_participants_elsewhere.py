from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0008_find_service_clocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="other_zone",
            field=models.CharField(
                blank=True,
                choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
                max_length=20,
                verbose_name="peserta dari zona waktu lain",
            ),
        ),
        migrations.AddField(
            model_name="historicalbooking",
            name="other_zone",
            field=models.CharField(
                blank=True,
                choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
                max_length=20,
                verbose_name="peserta dari zona waktu lain",
            ),
        ),
    ]
