"""Lists read their newest page from an index, however many requests there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0013_find_by_submission")]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["-created_at", "-id"], name="booking_newest"),
        ),
    ]
