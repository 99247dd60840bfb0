-- Statements for PostgreSQL only.

-- Several transactions write at once: an entry gets its position in the chain and its hash after its commit (see chain.rs).
ALTER TABLE audit ALTER COLUMN hash SET DEFAULT '';
ALTER TABLE audit ADD COLUMN position BIGINT UNIQUE;
CREATE INDEX audit_unsealed ON audit (id) WHERE position IS NULL;

CREATE FUNCTION audit_is_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.position IS NULL AND NEW.position IS NOT NULL AND OLD.hash = ''
        AND (NEW.id, NEW.caller, NEW.at, NEW.action, NEW.subject, NEW.subject_id, NEW.label, NEW.changes)
          = (OLD.id, OLD.caller, OLD.at, OLD.action, OLD.subject, OLD.subject_id, OLD.label, OLD.changes)
        AND (NEW.environment_id, NEW.run_id, NEW.line, NEW.column_number)
            IS NOT DISTINCT FROM (OLD.environment_id, OLD.run_id, OLD.line, OLD.column_number)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: entries are never changed';
END $$;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_sealed_once();

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only: entries are never removed';
END $$;

CREATE TRIGGER audit_is_never_removed BEFORE DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE OR TRUNCATE ON audit_head
    EXECUTE FUNCTION audit_is_append_only();

-- The indexes of trigrams in the names and addresses of users.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX membership_by_name_text ON membership USING gin (name_key public.gin_trgm_ops);
CREATE INDEX membership_by_email_text ON membership USING gin (email_key public.gin_trgm_ops);
CREATE INDEX account_by_address_text ON account USING gin (address_key public.gin_trgm_ops);

-- A serializable transaction that looks up a row in a B-tree conflicts with all transactions that add a row to the same
-- page. A reference to a new row looks it up at the end of the tree, where all of them add. A hash index distributes these
-- lookups.
-- With few entries in a page, concurrent transactions rarely meet.
CREATE INDEX run_by_hash ON run USING hash (id) WITH (fillfactor = 10);
CREATE INDEX membership_by_hash ON membership USING hash (id) WITH (fillfactor = 10);
CREATE INDEX login_name_by_hash ON login_name USING hash (key) WITH (fillfactor = 10);

-- Where the order of the numbers does not matter, each connection reserves some.
ALTER TABLE account ALTER COLUMN id SET CACHE 1000;
ALTER TABLE link ALTER COLUMN id SET CACHE 1000;
