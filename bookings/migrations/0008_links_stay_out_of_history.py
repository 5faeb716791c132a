from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bookings", "0007_imported_rows")]

    operations = [migrations.RemoveField(model_name="historicalbooking", name="meeting_link")]
