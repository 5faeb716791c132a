"""A reader's side of the conversation: marks of people who serve in the office belong to the office."""

from django.db import migrations, models


def tell_sides(apps, schema_editor):
    MessageRead = apps.get_model("bookings", "MessageRead")
    serving = apps.get_model("accounts", "Appointment").objects.filter(
        user=models.OuterRef("user"), position__office=models.OuterRef("booking__office")
    )
    inside = MessageRead.objects.filter(models.Exists(serving))
    MessageRead.objects.filter(pk__in=inside.values("pk")).update(from_office=True)


def join_sides(apps, schema_editor):
    """One mark per user again: the later one stays."""
    MessageRead = apps.get_model("bookings", "MessageRead")
    newer = MessageRead.objects.filter(
        booking=models.OuterRef("booking"), user=models.OuterRef("user"), read_at__gt=models.OuterRef("read_at")
    )
    MessageRead.objects.filter(models.Exists(newer)).delete()


class Migration(migrations.Migration):
    dependencies = [("bookings", "0006_who_gets_the_link"), ("accounts", "0001_tables")]

    operations = [
        migrations.AddField("messageread", "from_office", models.BooleanField(default=False)),
        migrations.RemoveConstraint("messageread", "message_read_once_per_user"),
        migrations.RunPython(tell_sides, join_sides),
        migrations.AddConstraint(
            "messageread",
            models.UniqueConstraint(fields=["booking", "user", "from_office"], name="message_read_once_per_side"),
        ),
    ]
