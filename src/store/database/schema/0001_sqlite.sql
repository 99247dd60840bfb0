-- What SQLite has of its own.

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: entries are never changed'); END;

CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: entries are never removed'); END;

CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit is append-only: its head is never removed'); END;

-- Which users have three characters in a row in their name or addresses. It can be made anew from the rows at any time.

-- A row's number is that of the environment, 40 bits further up, and that of the membership: so each environment stands in
-- a stretch of its own. Without positions and texts it is small, and what it finds is compared with the rows.
CREATE VIRTUAL TABLE user_search USING fts5 (
    name, address, email,
    content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
);

-- Up to which membership it reaches. Who came later is looked through row by row.
CREATE TABLE user_search_reach (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    last_member INTEGER NOT NULL
) STRICT;

INSERT INTO user_search_reach VALUES (1, 0);
