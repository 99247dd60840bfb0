-- Statements for SQLite only.

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: entries are never changed'); END;

CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: entries are never removed'); END;

CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: its head is never removed'); END;

-- The index of trigrams in the names and addresses of users. It can be rebuilt from the rows at any time.

-- The number of a row is that of the environment, shifted by 40 bits, plus that of the membership: each environment has a
-- range of its own. The index is small because it has no positions and texts; its results are compared with the rows.
CREATE VIRTUAL TABLE user_search USING fts5 (
    name, address, email,
    content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
);

-- The last membership in the index. Memberships that were added later are scanned row by row.
CREATE TABLE user_search_reach (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    last_member INTEGER NOT NULL
) STRICT;

INSERT INTO user_search_reach VALUES (1, 0);
