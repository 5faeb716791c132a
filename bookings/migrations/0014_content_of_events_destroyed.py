from django.db import migrations, models

# Insert-only as in 0002, but that a record's content goes once, at the end of its retention; all else of it stays.
GUARD = """
CREATE OR REPLACE FUNCTION event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.migrating', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    @DESTROYS@RAISE EXCEPTION 'the trail is insert-only (event %)', OLD.id USING ERRCODE = 'restrict_violation';
END
$$;
"""
DESTROYS = """IF TG_OP = 'UPDATE' AND OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.data = '{}'
            AND to_jsonb(OLD) - ARRAY['data', 'redacted_at'] = to_jsonb(NEW) - ARRAY['data', 'redacted_at'] THEN
        RETURN NEW;
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0013_find_by_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="redacted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="isi dimusnahkan"),
        ),
        migrations.RunSQL(GUARD.replace("@DESTROYS@", DESTROYS), GUARD.replace("@DESTROYS@", "")),
    ]
