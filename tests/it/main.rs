//! All integration tests in one binary. Each module says what belongs there; a case is data and needs no other case.

// A test that cannot go on says why by panicking.
#![allow(clippy::unwrap_used)]

mod account_command; // The commands `account` and `sessions`.
mod add_user; // What addUser does to a directory: adding, linking, modifying, menus, groups, letters.
mod address_change; // The global address: asked for, confirmed, taken over by nobody.
mod api; // What others rely on, as snapshots: the script API, codes, commands, the Rust API.
mod attacks; // Hostile scripts, each with its verdict, run by the real program.
mod audit; // The history: the chain and its verification, the list, the export, blame.
mod bans; // Bans: who bans whom, what a ban keeps from happening, and what nobody may do.
mod browser; // Builders: people on a real server, and a browser that keeps cookies and sends forms.
mod capture; // A recorded run becomes a fixture.
mod check; // What the static check finds in scripts, and what it proves that they cannot do.
mod check_command; // The commands `check` and `explain`.
mod chromium; // A real browser: Debian's Chromium, led by its driver.
mod ci; // The recipes for CI in `docs/ci.md`.
mod cli; // Commands as a person types them: output, JSON, exit codes.
mod coverage; // What scripts reach: every point of a script, and the same runs as without.
mod coverage_reports; // Reports of coverage.
mod delivery; // Letters leave: by SMTP, past every fault, to a folder, and again.
mod deployed; // Deployed scripts: deploying, who may trigger them, runs by name, keys.
mod diagnostics; // What people read when a script is wrong, to the letter.
mod disk; // A small disk that is really full, and a program that lives through it.
mod editor; // What editors read: schemas, definitions, completion data.
mod engine; // Which database the tests run on.
mod events; // Events on their way to scripts that listen: at least once, each a run, chains that end.
mod example; // The example model in `scripts/`: every script with its sample input.
mod faults; // Full disks, read-only files: nothing acknowledged is lost.
mod field_matrix; // Attack 2: who changes which column of a person, over every door that exists.
mod fixture_messages; // What people read when a test fails or a fixture is broken, to the letter.
mod fixture_reports; // Reports of fixtures for programs: JUnit, TAP, GitHub, JSON, and names that break careless ones.
mod fixture_runs; // Which fixtures run, in which order, and how it ends: selection, snapshots, exit codes.
mod fixture_tools; // What stands around fixtures: mutation, coverage, watching.
mod fixtures; // Fixtures: worlds, ways of running, inputs, leaks.
mod flips; // Flipped bytes in the database and in its log: refused, never read.
mod functions; // The functions besides addUser and the queries: effects, letters, refusals.
mod grants; // What an environment grants to scripts, and what is refused without it.
mod impersonation; // Acting as another user: who may, what is seen of it, and what it never reaches.
mod kills; // Killed programs, at random moments and at named points, with the oracle outside.
mod last_administrator; // The last-administrator rule: only administrators who can log in count.
mod leaks; // Memory over many runs in one process.
mod limits; // What stops a script.
mod links; // Links in letters: altered, used twice, by many at once; what is stored opens nothing.
mod login; // Enrolling, logging in, sessions, forgotten and changed passwords, as verbs.
mod login_attacks; // Attacks on logging in: pre-hijack, enumeration, parallel guesses, lockout, collisions.
mod manual; // The manual: its examples run, the commands it names are there.
mod migrate; // Moving a directory between databases: whole, interrupted at every step, refused where it must be.
mod migrate_at_once; // Two migrations into one target at the same time.
mod mistakes; // Mistakes about files: refused with a way out.
mod mutants; // Scripts with one small mistake each.
mod notation; // The published JavaScript and what becomes of it.
mod old_database; // Builders: the databases of earlier versions in `tests/upgrade`.
mod openapi; // REST as it is told: the OpenAPI document, the page, and a foreign program that asks everything.
mod organizations; // Administrators of organizations: who appoints them, and what they may that others never do.
mod outbox_command; // The command `outbox`, and what `jobs` tells of letters.
mod own_functions; // Functions that the embedding program adds: checks, errors, manual.
mod own_profile; // What people change about themselves, and what nobody else changes: field by field.
mod page_attacks; // Attacks on pages: forged requests, sessions of others, addresses that lead away, hosts that lie.
mod page_passwords; // Passwords and second factors on pages: chosen, forgotten, changed, asked for.
mod pages; // The pages of people over HTTP: the whole way, who may come where, what every page keeps to.
mod people; // Builders: people who are invited, enrol, log in and open environments, with real hashes.
mod pg_bouncer; // Builders: a pooler before a PostgreSQL server.
mod pg_server; // Builders: a PostgreSQL server that is thrown away, and a replica of it.
mod pg_wire; // Builders: a wire to a server that can be cut.
mod postgres; // A server under many: contention, what is due, whom it refuses, its audit.
mod postgres_faults; // Faults on the way to a server and of the server itself: nothing lost, nothing doubled.
mod postgres_mistakes; // Mistakes about a server: refused with a way out, and poolers.
mod postgres_replica; // Reading from a replica: what was just written is read back.
mod postgres_tls; // The way to a server on another machine: encrypted, verified, or not at all.
mod processes; // Several real processes on one file.
mod profile_fields; // Profile fields: commands, rules, what is asked of people who add users.
mod raw_connection; // A connection that bypasses the rules of the program, on both databases.
mod readme; // The README: every command in it runs and prints what it says.
mod recovery; // Backup, restore, doctor.
mod rest; // REST by a real client: users, groups, what is wrong with a request, tags, pages.
mod rest_attacks; // Attacks over REST: other environments, permissions, fields.
mod rest_flood; // Attacks over REST by size and number, and what stays apart when much happens at once.
mod rest_routes; // REST by a real client: roles, fields, tokens, scripts, schedules, events, bans, the organization.
mod rest_tokens; // Attacks over REST with tokens, headers and words: guesses, odd headers, the log, scripts.
mod retention; // Runs and letters that are kept no longer, and changes of the policy.
mod retries; // Work that is done again because others were first: workers, runs, requests, forms, commands.
mod roles; // Roles: commands, rules, what they let people do.
mod schedules; // Schedules: time zones, missed times, pauses, and that each time is one run.
mod script; // Everything else that scripts see: queries, log, actionInfo, input, results, errors they catch.
mod search; // Lists of users at any size: the index against a plain look through all of them.
mod second_factor; // Second factors: set up, asked for, lost.
mod serve_command; // The command `serve`: settings, refusals, health, figures, and the page that tells of them.
mod server; // Builders: a real server, and a client that speaks to it.
mod server_kills; // Killed servers under load, and several servers on one file.
mod smtp; // Builders: a mail server that fails as it is told, and the programs of others that tests need.
mod smtp_password; // A mail server that wants a user and a password: right, wrong, and never shown.
mod status_routes; // Attack 10: what each standing of an account gets from the pages before login.
mod store; // The database file: creation, versions, what is no database, processes together.
mod sweep; // Users who do not come: told, made inactive, spared; clocks that are wrong.
mod tidy; // The house rules: the ladder, one crate one room, a comment in every file.
mod token_command; // The command `token`: what people and programs read of it.
mod token_rights; // Who may add and revoke tokens, and how much they may hand on.
mod tokens; // Tokens of programs: secrets, ends, reach.
mod upgrade; // Upgrades: old databases, whole or not at all, killed, at once; pages and programs afterwards.
mod upgrade_commands; // Every command on a database of an earlier version.
mod whole_way; // The whole way of a person in a real browser, from the letter to the release of a lock.
mod workers; // The workers: what waits together is committed together, and each piece of work stands or falls alone.
mod world; // Builders: a directory in memory, a shell on a temporary folder.

/// As in the program: a script's memory is counted by its allocator.
#[global_allocator]
static ALLOCATOR: enlist::memory::Counting = enlist::memory::Counting;
