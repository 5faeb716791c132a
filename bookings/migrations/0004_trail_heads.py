"""Each case keeps how long its trail is and with which hash it ends; those that have one get it from what stands.

The database lets a head grow by one and refuses all else, whoever asks (``portal.migrating`` as in 0002).
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO bookings_trailhead (booking_id, length, hash)
SELECT DISTINCT ON (booking_id) booking_id, number, hash FROM bookings_event ORDER BY booking_id, number DESC
"""

GUARD = """
CREATE FUNCTION trail_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.migrating', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.booking_id = OLD.booking_id AND NEW.length = OLD.length + 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of a trail only grows (booking %)', OLD.booking_id USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER trail_head_only_grows BEFORE UPDATE OR DELETE ON bookings_trailhead
    FOR EACH ROW EXECUTE FUNCTION trail_head_only_grows();
"""

UNGUARD = """
DROP TRIGGER trail_head_only_grows ON bookings_trailhead;
DROP FUNCTION trail_head_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_when_a_session_was_cancelled")]

    operations = [
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="trail_head",
                        serialize=False,
                        to="bookings.booking",
                    ),
                ),
                ("length", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "ujung riwayat", "verbose_name_plural": "ujung riwayat"},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
