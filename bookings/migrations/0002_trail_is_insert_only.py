"""The trail is insert-only: the database refuses update and delete, whoever asks.

A migration that must touch it sets ``SET LOCAL portal.migrating = 'on'`` in its transaction.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.migrating', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'the trail is insert-only (event %)', OLD.id USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER event_insert_only BEFORE UPDATE OR DELETE ON bookings_event
    FOR EACH ROW EXECUTE FUNCTION event_refuse_change();
"""

BACKWARD = """
DROP TRIGGER event_insert_only ON bookings_event;
DROP FUNCTION event_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [("bookings", "0003_trail_is_insert_only")]
    dependencies = [("bookings", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
