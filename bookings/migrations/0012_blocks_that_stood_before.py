"""What stood as maintenance or leave gets its block; who made it was not kept."""

from django.db import migrations

_OWN = """
INSERT INTO bookings_block (resource_id, purpose, starts_at, ends_at, note, made_at)
SELECT resource_id, purpose, lower(during), upper(during), max(note), min(created_at)
FROM bookings_allocation
WHERE booking_id IS NULL AND purpose IN ('maintenance', 'leave') AND state IN ('held', 'confirmed')
  AND NOT lower_inf(during) AND NOT upper_inf(during)
GROUP BY resource_id, purpose, during;
"""

_TIE = """
UPDATE bookings_allocation a SET block_id = b.id
FROM bookings_block b
WHERE a.booking_id IS NULL AND a.purpose = b.purpose AND a.resource_id = b.resource_id
  AND a.during = tstzrange(b.starts_at, b.ends_at, '[)') AND a.state IN ('held', 'confirmed');
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0011_blocks")]

    operations = [
        migrations.RunSQL(_OWN, "UPDATE bookings_allocation SET block_id = NULL; DELETE FROM bookings_block;"),
        migrations.RunSQL(_TIE, migrations.RunSQL.noop),
    ]
