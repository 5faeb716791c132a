"""A procedure in force never changes: the database refuses, whoever asks.

A migration that must touch one sets ``SET LOCAL portal.migrating = 'on'`` in its transaction.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION procedure_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    procedure_id bigint;
    is_draft boolean;
BEGIN
    IF current_setting('portal.migrating', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_TABLE_NAME = 'procedures_procedure' THEN
        IF OLD.status = 'draft' THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.status IN ('in_force', 'withdrawn') AND NOT (
            OLD.status = 'withdrawn' AND NEW.status = 'in_force'
        ) AND (to_jsonb(NEW) - 'status') = (to_jsonb(OLD) - 'status') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'procedure % is in force and never changes', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'procedures_arrow' THEN
        SELECT r.procedure_id INTO procedure_id FROM procedures_step s
            JOIN procedures_row r ON r.id = s.row_id WHERE s.id = COALESCE(NEW.step_id, OLD.step_id);
    ELSIF TG_TABLE_NAME = 'procedures_step' THEN
        SELECT r.procedure_id INTO procedure_id FROM procedures_row r
            WHERE r.id = COALESCE(NEW.row_id, OLD.row_id);
    ELSIF TG_OP = 'DELETE' THEN
        procedure_id := OLD.procedure_id;
    ELSE
        procedure_id := NEW.procedure_id;
    END IF;
    SELECT p.status = 'draft' INTO is_draft FROM procedures_procedure p WHERE p.id = procedure_id;
    IF NOT COALESCE(is_draft, true) THEN
        RAISE EXCEPTION 'procedure % is in force and never changes', procedure_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER procedure_never_changes BEFORE UPDATE OR DELETE ON procedures_procedure
    FOR EACH ROW EXECUTE FUNCTION procedure_refuse_change();
CREATE TRIGGER lane_never_changes BEFORE INSERT OR UPDATE OR DELETE ON procedures_lane
    FOR EACH ROW EXECUTE FUNCTION procedure_refuse_change();
CREATE TRIGGER row_never_changes BEFORE INSERT OR UPDATE OR DELETE ON procedures_row
    FOR EACH ROW EXECUTE FUNCTION procedure_refuse_change();
CREATE TRIGGER step_never_changes BEFORE INSERT OR UPDATE OR DELETE ON procedures_step
    FOR EACH ROW EXECUTE FUNCTION procedure_refuse_change();
CREATE TRIGGER arrow_never_changes BEFORE INSERT OR UPDATE OR DELETE ON procedures_arrow
    FOR EACH ROW EXECUTE FUNCTION procedure_refuse_change();
"""

BACKWARD = """
DROP TRIGGER procedure_never_changes ON procedures_procedure;
DROP TRIGGER lane_never_changes ON procedures_lane;
DROP TRIGGER row_never_changes ON procedures_row;
DROP TRIGGER step_never_changes ON procedures_step;
DROP TRIGGER arrow_never_changes ON procedures_arrow;
DROP FUNCTION procedure_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
