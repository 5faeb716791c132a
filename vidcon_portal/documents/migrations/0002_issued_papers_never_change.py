from django.db import migrations

# The same list as models.document.ALWAYS_CHANGEABLE; a test compares the two.
CREATE = """
CREATE FUNCTION document_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changeable CONSTANT text[] := ARRAY[
        'status', 'sent_at', 'sent_by_id', 'void_reason', 'voided_at', 'voided_by_id', 'file_id', 'file_sha256',
        'render_state', 'render_error', 'supersedes_id', 'provider', 'provider_answer'];
BEGIN
    IF coalesce(current_setting('portal.migrating', true), '') = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.number <> '' OR OLD.status NOT IN ('draft', 'initialled') THEN
            RAISE EXCEPTION 'document % is numbered and cannot be deleted', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.number <> '' AND (OLD.number, OLD.number_serial, OLD.register_id, OLD.year)
            IS DISTINCT FROM (NEW.number, NEW.number_serial, NEW.register_id, NEW.year) THEN
        RAISE EXCEPTION 'document % keeps its number', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('signed', 'sent', 'void') THEN
        IF to_jsonb(OLD) - changeable IS DISTINCT FROM to_jsonb(NEW) - changeable THEN
            RAISE EXCEPTION 'document % is issued and never changes', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN
                (('signed', 'sent'), ('signed', 'void'), ('sent', 'void')) THEN
            RAISE EXCEPTION 'document % cannot go from % to %', OLD.id, OLD.status, NEW.status
                USING ERRCODE = 'check_violation';
        END IF;
        IF (OLD.file_id IS NOT NULL AND (OLD.file_id, OLD.file_sha256)
                    IS DISTINCT FROM (NEW.file_id, NEW.file_sha256))
                OR (OLD.sent_at IS NOT NULL AND OLD.sent_at IS DISTINCT FROM NEW.sent_at)
                OR (OLD.voided_at IS NOT NULL AND (OLD.voided_at, OLD.void_reason)
                    IS DISTINCT FROM (NEW.voided_at, NEW.void_reason))
                OR (OLD.supersedes_id IS NOT NULL AND OLD.supersedes_id IS DISTINCT FROM NEW.supersedes_id) THEN
            RAISE EXCEPTION 'document %: what is filled in once stays', OLD.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER document_guard BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION document_guard();

CREATE FUNCTION document_initial_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paper_status text;
BEGIN
    IF coalesce(current_setting('portal.migrating', true), '') <> 'on' THEN
        SELECT status INTO paper_status FROM documents_document WHERE id = OLD.document_id;
        IF paper_status IN ('signed', 'sent', 'void') THEN
            RAISE EXCEPTION 'initials on an issued document never change' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER document_initial_guard BEFORE UPDATE OR DELETE ON documents_documentinitial
    FOR EACH ROW EXECUTE FUNCTION document_initial_guard();

CREATE FUNCTION stored_file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.migrating', true), '') <> 'on'
            AND (OLD.sha256, OLD.size, OLD.content, OLD.content_type)
                IS DISTINCT FROM (NEW.sha256, NEW.size, NEW.content, NEW.content_type) THEN
        RAISE EXCEPTION 'the bytes of file % never change', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stored_file_guard BEFORE UPDATE ON documents_storedfile
    FOR EACH ROW EXECUTE FUNCTION stored_file_guard();
"""

DROP = """
DROP TRIGGER document_guard ON documents_document;
DROP TRIGGER document_initial_guard ON documents_documentinitial;
DROP TRIGGER stored_file_guard ON documents_storedfile;
DROP FUNCTION document_guard();
DROP FUNCTION document_initial_guard();
DROP FUNCTION stored_file_guard();
"""


class Migration(migrations.Migration):
    """Issued papers, their initials and stored bytes never change; a migration sets ``portal.migrating``."""

    dependencies = [("documents", "0001_tables")]

    operations = [migrations.RunSQL(CREATE, DROP)]
