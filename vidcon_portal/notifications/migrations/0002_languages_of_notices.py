"""What the portal shows of a message can be said in the reader's language of the day."""

from django.db import migrations, models


def name_languages(apps, schema_editor):
    """What was written until now was in the language that its reader had chosen."""
    deliveries, users = apps.get_model("notifications", "Delivery"), apps.get_model("accounts", "User")
    for language in (
        users.objects.exclude(language__in=("", "id")).order_by().values_list("language", flat=True).distinct()
    ):
        deliveries.objects.filter(recipient__in=users.objects.filter(language=language)).update(language=language)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="language",
            field=models.CharField(default="id", editable=False, max_length=10, verbose_name="bahasa"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="wordings",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="isi dalam bahasa lain"),
        ),
        migrations.RunPython(name_languages, migrations.RunPython.noop),
    ]
