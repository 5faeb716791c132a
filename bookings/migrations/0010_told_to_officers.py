from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0009_participants_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="told_officers",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
