"""The sessions that run, and those of a day, are found by an index, however many there have been."""

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0014_newest_requests_first")]

    operations = [
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["booking"], condition=models.Q(status="running"), name="session_running"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=GistIndex(models.Func("starts_at", "ends_at", function="tstzrange"), name="session_by_time"),
        ),
    ]
