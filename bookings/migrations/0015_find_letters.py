from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether the agenda has a letter is asked by every submission: by its sender and date."""

    dependencies = [("bookings", "0014_content_of_events_destroyed")]

    operations = [
        migrations.AddIndex(
            model_name="incomingletter",
            index=models.Index(fields=["sender", "dated_on"], name="letter_of_sender_and_day"),
        ),
    ]
