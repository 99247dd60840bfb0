-- What PostgreSQL has of its own: an entry that gets its place in the chain keeps its origin.

CREATE OR REPLACE FUNCTION audit_is_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.position IS NULL AND NEW.position IS NOT NULL AND OLD.hash = ''
        AND (NEW.id, NEW.caller, NEW.at, NEW.action, NEW.subject, NEW.subject_id, NEW.label, NEW.changes)
          = (OLD.id, OLD.caller, OLD.at, OLD.action, OLD.subject, OLD.subject_id, OLD.label, OLD.changes)
        AND (NEW.environment_id, NEW.run_id, NEW.line, NEW.column_number, NEW.origin)
            IS NOT DISTINCT FROM (OLD.environment_id, OLD.run_id, OLD.line, OLD.column_number, OLD.origin)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: entries are never changed';
END $$;
