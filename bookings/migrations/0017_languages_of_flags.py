"""What a flag says, for pages that speak another language than the official one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0016_drafts_without_history")]

    operations = [
        migrations.AddField(model_name="flag", name="wordings", field=models.JSONField(blank=True, default=dict)),
    ]
