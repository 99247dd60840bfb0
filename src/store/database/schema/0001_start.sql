-- Tables that cross environments.

CREATE TABLE organization (
    id         INTEGER PRIMARY KEY,
    public_id  TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE environment (
    id              INTEGER PRIMARY KEY,
    public_id       TEXT NOT NULL UNIQUE,
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL,
    policy          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    UNIQUE (organization_id, name_key)
) STRICT;

CREATE TABLE account (
    id                     INTEGER PRIMARY KEY,
    public_id              TEXT NOT NULL UNIQUE,
    username               TEXT NOT NULL,
    address                TEXT NOT NULL,
    address_key            TEXT NOT NULL,
    verified               INTEGER NOT NULL,
    status                 TEXT NOT NULL,
    default_environment_id INTEGER REFERENCES environment (id),
    release_mails          INTEGER NOT NULL,
    disable_cache          INTEGER NOT NULL,
    last_login_at          INTEGER,
    -- The number of consecutive failed logins from unknown browsers.
    failures               INTEGER NOT NULL DEFAULT 0,
    created_at             INTEGER NOT NULL,
    modified_at            INTEGER NOT NULL
) STRICT;

CREATE INDEX account_banned ON account (id) WHERE status = 'banned';
CREATE INDEX account_denied ON account (id) WHERE status = 'denied';

-- The administrators of organizations, with or without a membership.
CREATE TABLE organization_administrator (
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    account_id      INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (organization_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX organization_administrator_by_account ON organization_administrator (account_id);

-- Usernames and addresses share one namespace, so that no username is the address of another account.
CREATE TABLE login_name (
    key        TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;

-- Tables of one environment.

CREATE TABLE role (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    public_id      TEXT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,
    permissions    TEXT NOT NULL,
    UNIQUE (environment_id, public_id),
    UNIQUE (environment_id, name_key)
) STRICT;

CREATE TABLE profile_field (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    key            TEXT NOT NULL,
    label          TEXT NOT NULL,
    kind           TEXT NOT NULL,
    choices        TEXT NOT NULL,
    -- Required of every user; profile_field_role has the fields that certain roles require.
    required       INTEGER NOT NULL,
    UNIQUE (environment_id, key)
) STRICT;

-- The roles whose users must have a field.
CREATE TABLE profile_field_role (
    field_id INTEGER NOT NULL REFERENCES profile_field (id),
    role_id  INTEGER NOT NULL REFERENCES role (id),
    PRIMARY KEY (field_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    id              INTEGER PRIMARY KEY,
    environment_id  INTEGER NOT NULL REFERENCES environment (id),
    account_id      INTEGER NOT NULL REFERENCES account (id),
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_key       TEXT NOT NULL,
    language        TEXT NOT NULL,
    locale          TEXT NOT NULL,
    theme           TEXT NOT NULL,
    active          INTEGER NOT NULL,
    inactive_reason TEXT,
    administrator   INTEGER NOT NULL,
    banned          INTEGER NOT NULL,
    role_id         INTEGER REFERENCES role (id),
    external_id     TEXT,
    profile         TEXT NOT NULL,
    last_opened_at  INTEGER,
    -- When the member was notified that the membership will end for inactivity; NULL after it was made active again.
    inactivity_announced_at INTEGER,
    created_at      INTEGER NOT NULL,
    created_by      TEXT NOT NULL,
    modified_at     INTEGER NOT NULL,
    modified_by     TEXT NOT NULL,
    -- The account comes first, so that the index also finds the memberships of an account; the indexes below find those of
    -- an environment.
    UNIQUE (account_id, environment_id)
) STRICT;

-- The orders of lists. Like every index, each ends with the row. Lists by address follow the keys of `login_name`.
CREATE INDEX membership_by_name ON membership (environment_id, name_key);
CREATE INDEX membership_by_creation ON membership (environment_id, created_at);
CREATE INDEX membership_by_change ON membership (environment_id, modified_at);

-- Partial indexes of the few rows that some lists need. They cost the other rows nothing.
CREATE INDEX membership_administrators ON membership (environment_id) WHERE administrator = 1;
CREATE INDEX membership_inactive ON membership (environment_id) WHERE active = 0;
CREATE INDEX membership_banned ON membership (environment_id) WHERE banned = 1;

CREATE UNIQUE INDEX membership_external_id ON membership (environment_id, external_id)
    WHERE external_id IS NOT NULL;

CREATE TABLE menu (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    public_id      TEXT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,
    label          TEXT NOT NULL,
    items          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    UNIQUE (environment_id, public_id),
    UNIQUE (environment_id, name_key)
) STRICT;

CREATE TABLE member_group (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    public_id      TEXT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,
    label          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    UNIQUE (environment_id, public_id),
    UNIQUE (environment_id, name_key)
) STRICT;

CREATE TABLE membership_menu (
    membership_id INTEGER NOT NULL REFERENCES membership (id),
    menu_id       INTEGER NOT NULL REFERENCES menu (id),
    PRIMARY KEY (membership_id, menu_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_menu_by_menu ON membership_menu (menu_id, membership_id);

CREATE TABLE group_member (
    membership_id INTEGER NOT NULL REFERENCES membership (id),
    group_id      INTEGER NOT NULL REFERENCES member_group (id),
    PRIMARY KEY (membership_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_member_by_group ON group_member (group_id, membership_id);

CREATE TABLE group_menu (
    group_id INTEGER NOT NULL REFERENCES member_group (id),
    menu_id  INTEGER NOT NULL REFERENCES menu (id),
    PRIMARY KEY (group_id, menu_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_menu_by_menu ON group_menu (menu_id, group_id);

-- Tables of what happened.

CREATE TABLE run (
    id             INTEGER PRIMARY KEY,
    public_id      TEXT NOT NULL UNIQUE,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    script         TEXT NOT NULL,
    version        TEXT NOT NULL,
    status         TEXT NOT NULL,
    caller         TEXT NOT NULL,
    run_key        TEXT,
    input          TEXT,
    result         TEXT,
    log            TEXT NOT NULL,
    warnings       TEXT NOT NULL,
    error          TEXT,
    -- The memberships that the script has read, as JSON: a repetition of the run elsewhere needs them.
    members_read   TEXT,
    operations     INTEGER NOT NULL,
    started_at     INTEGER NOT NULL,
    duration_us    INTEGER NOT NULL,
    -- When the retention policy removed input, log, result, error and warnings.
    emptied_at     INTEGER
) STRICT;

CREATE INDEX run_by_environment ON run (environment_id, id);
CREATE INDEX run_to_empty ON run (environment_id, started_at) WHERE emptied_at IS NULL;

-- A key is used once a run with it was committed; a failed run may be retried.
CREATE UNIQUE INDEX run_once ON run (environment_id, script, run_key)
    WHERE run_key IS NOT NULL AND status = 'committed';

CREATE TABLE script_version (
    version    TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER REFERENCES environment (id),
    run_id         INTEGER REFERENCES run (id),
    caller         TEXT NOT NULL,
    at             INTEGER NOT NULL,
    action         TEXT NOT NULL,
    subject        TEXT NOT NULL,
    subject_id     TEXT NOT NULL,
    label          TEXT NOT NULL,
    changes        TEXT NOT NULL,
    line           INTEGER,
    column_number  INTEGER,
    -- SHA-256 over the hash of the previous entry and all other columns of this one.
    hash           TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_environment ON audit (environment_id);
CREATE INDEX audit_by_run ON audit (run_id) WHERE run_id IS NOT NULL;

-- The last entry, which reveals entries that are removed from the end. Written once per transaction.
CREATE TABLE audit_head (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    last_id INTEGER NOT NULL,
    hash    TEXT NOT NULL
) STRICT;

INSERT INTO audit_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Links in letters. A link is computed from the row and a key that is not in the database, so the row alone is of no use.
-- Only the newest link of a purpose and account is valid.
CREATE TABLE link (
    id          INTEGER PRIMARY KEY,
    public_id   TEXT NOT NULL UNIQUE,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    purpose     TEXT NOT NULL,
    -- The address that the link is sent to; it confirms a change of address.
    address     TEXT NOT NULL,
    address_key TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;

CREATE INDEX link_by_account ON link (account_id, purpose, id);

CREATE TABLE letter (
    id             INTEGER PRIMARY KEY,
    public_id      TEXT NOT NULL UNIQUE,
    -- NULL for letters of the installation, which concern only the account.
    environment_id INTEGER REFERENCES environment (id),
    account_id     INTEGER NOT NULL REFERENCES account (id),
    run_id         INTEGER REFERENCES run (id),
    kind           TEXT NOT NULL,
    language       TEXT NOT NULL,
    to_address     TEXT NOT NULL,
    to_key         TEXT NOT NULL,
    name           TEXT NOT NULL,
    environment    TEXT NOT NULL,
    sender         TEXT,
    subject        TEXT,
    body           TEXT,
    -- The link that is inserted at delivery.
    link_id        INTEGER REFERENCES link (id),
    status         TEXT NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    -- When the next attempt is due; NULL once it was sent or given up.
    next_at        INTEGER,
    attempted_at   INTEGER,
    -- The last response of the mail server, if it refused the letter.
    problem        TEXT,
    created_at     INTEGER NOT NULL,
    -- When the retention policy removed name, address and text.
    emptied_at     INTEGER
) STRICT;

CREATE INDEX letter_due ON letter (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX letter_given_up ON letter (id) WHERE status = 'dead';

CREATE INDEX letter_by_environment ON letter (environment_id);
CREATE INDEX letter_by_account ON letter (account_id, created_at);
-- Messages of scripts and letters of the installation may be sent to any address and are counted by address. All others are
-- counted by account, whose rows are in order.
CREATE INDEX letter_by_address ON letter (to_key, created_at) WHERE environment_id IS NULL OR kind = 'message';
CREATE INDEX letter_by_run ON letter (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX letter_to_empty ON letter (environment_id, created_at) WHERE emptied_at IS NULL AND status <> 'waiting';

-- Events that scripts emitted.
CREATE TABLE event (
    id             INTEGER PRIMARY KEY,
    public_id      TEXT NOT NULL UNIQUE,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    run_id         INTEGER REFERENCES run (id),
    type           TEXT NOT NULL,
    info           TEXT NOT NULL,
    -- The number of event-triggered runs between this event and the first one of its chain.
    depth          INTEGER NOT NULL,
    -- The first event of the chain; NULL in that event itself.
    chain_id       INTEGER REFERENCES event (id),
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX event_by_chain ON event (chain_id) WHERE chain_id IS NOT NULL;

-- Tokens that authenticate programs. A token reaches one environment, or all environments of an organization.
CREATE TABLE token (
    id              INTEGER PRIMARY KEY,
    public_id       TEXT NOT NULL UNIQUE,
    environment_id  INTEGER REFERENCES environment (id),
    organization_id INTEGER REFERENCES organization (id),
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL,
    permissions     TEXT NOT NULL,
    -- SHA-256 of the secret, which itself is not stored.
    secret_hash     TEXT NOT NULL UNIQUE,
    created_at      INTEGER NOT NULL,
    created_by      TEXT NOT NULL,
    expires_at      INTEGER NOT NULL,
    last_used_at    INTEGER,
    revoked_at      INTEGER,
    CHECK ((environment_id IS NULL) <> (organization_id IS NULL))
) STRICT;

CREATE INDEX token_by_environment ON token (environment_id) WHERE environment_id IS NOT NULL;
CREATE INDEX token_by_organization ON token (organization_id) WHERE organization_id IS NOT NULL;

-- Deployed scripts and their triggers.

CREATE TABLE script (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    public_id      TEXT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,
    version        TEXT NOT NULL REFERENCES script_version (version),
    everybody      INTEGER NOT NULL,
    tokens         INTEGER NOT NULL,
    -- The types of events that the script listens to, as JSON.
    listens        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    created_by     TEXT NOT NULL,
    modified_at    INTEGER NOT NULL,
    modified_by    TEXT NOT NULL,
    UNIQUE (environment_id, public_id),
    UNIQUE (environment_id, name_key)
) STRICT;

-- The right to trigger a script is removed with the role or the group: a later one with the same number must not inherit it.
CREATE TABLE script_role (
    script_id INTEGER NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    role_id   INTEGER NOT NULL REFERENCES role (id) ON DELETE CASCADE,
    PRIMARY KEY (script_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX script_role_by_role ON script_role (role_id);

CREATE TABLE script_group (
    script_id INTEGER NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    group_id  INTEGER NOT NULL REFERENCES member_group (id) ON DELETE CASCADE,
    PRIMARY KEY (script_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX script_group_by_group ON script_group (group_id);

-- An event on its way to a script that listens: written in the transaction that emits the event.
CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY,
    event_id     INTEGER NOT NULL REFERENCES event (id),
    script_id    INTEGER NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    status       TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    -- When the next attempt is due; NULL once it is done or given up.
    next_at      INTEGER,
    attempted_at INTEGER,
    run_id       INTEGER REFERENCES run (id)
) STRICT;

CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_by_script ON delivery (script_id);
CREATE INDEX delivery_given_up ON delivery (id) WHERE status = 'givenUp';

CREATE TABLE schedule (
    id             INTEGER PRIMARY KEY,
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    public_id      TEXT NOT NULL,
    script_id      INTEGER NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    expression     TEXT NOT NULL,
    -- NULL for the time zone of the environment.
    time_zone      TEXT,
    input          TEXT,
    active         INTEGER NOT NULL,
    -- When it is due; NULL while it is paused.
    next_at        INTEGER,
    last_at        INTEGER,
    last_run_id    INTEGER REFERENCES run (id),
    created_at     INTEGER NOT NULL,
    created_by     TEXT NOT NULL,
    UNIQUE (environment_id, public_id)
) STRICT;

CREATE INDEX schedule_due ON schedule (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX schedule_by_script ON schedule (script_id);

-- The daily jobs of each environment.

CREATE TABLE upkeep (
    environment_id INTEGER NOT NULL REFERENCES environment (id),
    job            TEXT NOT NULL,
    next_at        INTEGER NOT NULL,
    last_at        INTEGER,
    -- A report of the last time for the operator, such as why nothing was done.
    report         TEXT,
    -- When the policy about the job last changed.
    since          INTEGER NOT NULL,
    PRIMARY KEY (environment_id, job)
) STRICT, WITHOUT ROWID;

CREATE INDEX upkeep_due ON upkeep (job, next_at);

-- The last moment at which the clock was known to be right.
CREATE TABLE clock_tick (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at  INTEGER NOT NULL
) STRICT;

-- Tables of authentication.

CREATE TABLE password (
    account_id  INTEGER PRIMARY KEY REFERENCES account (id),
    -- argon2id, as a PHC string.
    hash        TEXT NOT NULL,
    set_at      INTEGER NOT NULL,
    -- Another person has set it: the owner must change it at the next login.
    must_change INTEGER NOT NULL
) STRICT;

-- Former passwords, which must not be chosen again.
CREATE TABLE former_password (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    hash       TEXT NOT NULL
) STRICT;

CREATE INDEX former_password_by_account ON former_password (account_id, id);

CREATE TABLE session (
    id             INTEGER PRIMARY KEY,
    public_id      TEXT NOT NULL UNIQUE,
    -- SHA-256 of the secret in the cookie, which itself is not stored.
    secret_hash    TEXT NOT NULL UNIQUE,
    account_id     INTEGER NOT NULL REFERENCES account (id),
    -- The step of the login: `secondFactor` waits for a code, `passwordChange` for a new password, `open` is logged in.
    step           TEXT NOT NULL,
    -- The open environment, if one is.
    environment_id INTEGER REFERENCES environment (id),
    -- The account of the administrator who acts as this person.
    impersonator_id INTEGER REFERENCES account (id),
    -- The name that the browser gives itself, for the list of sessions.
    browser        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Browsers in which a person has logged in. Each has a counter of its own.
CREATE TABLE device (
    secret_hash TEXT PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    failures    INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX device_by_account ON device (account_id);

-- The numbers of recent attempts that are limited: by login name, by network address, in total.
CREATE TABLE throttle (
    -- The kind, and the SHA-256 of the subject.
    key         TEXT PRIMARY KEY,
    tries       INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    -- When the window ends: then the count restarts, and a blocked subject is free again.
    not_before  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX throttle_by_age ON throttle (since);

CREATE TABLE second_factor (
    account_id   INTEGER PRIMARY KEY REFERENCES account (id),
    -- The shared secret, sealed with a key that is not in the database.
    secret       TEXT NOT NULL,
    confirmed_at INTEGER,
    -- The last time step that was used: a code is valid once.
    last_step    INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    hash       TEXT NOT NULL,
    used_at    INTEGER,
    PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- Pending addresses, until their link confirms them.
CREATE TABLE address_change (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    link_id    INTEGER NOT NULL REFERENCES link (id),
    created_at INTEGER NOT NULL
) STRICT;
