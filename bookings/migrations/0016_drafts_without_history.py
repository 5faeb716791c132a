from typing import Any

from django.db import migrations


def forget_drafts(apps: Any, schema_editor: Any) -> None:
    """What was written down of drafts, those that were thrown away among them."""
    apps.get_model("bookings", "HistoricalBooking").objects.filter(status="draft").delete()


class Migration(migrations.Migration):
    dependencies = [("bookings", "0015_find_letters")]

    operations = [migrations.RunPython(forget_drafts, migrations.RunPython.noop)]
