"""A session knows with which action it was cancelled, so that reopening a case revives no other.

Those of cases that are cancelled now are taken to have been cancelled with the case, as they were until today.
"""

from django.db import migrations, models

FILL = """
UPDATE bookings_session SET cancelled_at = b.closed_at FROM bookings_booking b
WHERE b.id = bookings_session.booking_id AND b.status = 'cancelled' AND bookings_session.status = 'cancelled'
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_trail_is_insert_only")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
