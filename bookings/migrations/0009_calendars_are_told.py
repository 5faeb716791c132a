from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0008_links_stay_out_of_history")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="told",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
